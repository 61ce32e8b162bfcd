package sparksoftmax.inference;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.Scratch;
import sparksoftmax.block.Targets;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.SoftmaxInPlace;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums the derivatives of the loss of softmax(β z) with respect to β, where z are the margins of a row, y is its label,
 * w its weight, and p = softmax(β z):
 *
 * <pre>
 *   number {@link #SLOPE}:      Σ w (Σ_k p_k z_k - z_y)
 *   number {@link #CURVATURE}:  Σ w Σ_k p_k (z_k - Σ_l p_l z_l)²
 * </pre>
 *
 * For a row with a distribution q over the classes, Σ_k q_k z_k takes the place of z_y.
 */
final class TemperatureSums implements BlockAccumulator {
    static final int SLOPE = 0;
    static final int CURVATURE = 1;

    private final Point point;
    private final Scratch scratch = new Scratch();
    private final double[] probabilities;
    private double[] margins;
    private double slope;
    private double curvature;

    private TemperatureSums(Point point) {
        this.point = point;
        probabilities = new double[point.coefficients.numClasses()];
    }

    /** The model and β. Immutable. */
    static final class Point implements BlockAccumulator.Factory {
        private static final long serialVersionUID = 1L;

        private final Coefficients coefficients;
        private final double factor;

        /**
         * @param coefficients W and b
         * @param factor β
         */
        Point(Coefficients coefficients, double factor) {
            this.coefficients = coefficients;
            this.factor = factor;
        }

        @Override
        public TemperatureSums create() {
            return new TemperatureSums(this);
        }
    }

    @Override
    public void add(Block block) {
        int numClasses = probabilities.length;
        int tileRows = GradientAccumulator.tileRows(numClasses);
        if (margins == null) {
            margins = new double[tileRows * numClasses];
        }
        for (int from = 0; from < block.numRows(); from += tileRows) {
            int to = Math.min(block.numRows(), from + tileRows);
            block.margins(from, to, point.coefficients, margins, scratch);
            for (int i = from; i < to; i++) {
                addRow((i - from) * numClasses, block.targets(), i);
            }
        }
    }

    private void addRow(int start, Targets targets, int i) {
        int label = targets.labels()[i];
        double weight = targets.weights()[i];
        int numClasses = probabilities.length;
        for (int k = 0; k < numClasses; k++) {
            probabilities[k] = point.factor * margins[start + k];
        }
        SoftmaxInPlace.softmax(probabilities, 0, numClasses);
        // Relative to the margin of the label, since margins may all be large.
        double mean = 0.0;
        for (int k = 0; k < numClasses; k++) {
            mean += probabilities[k] * (margins[start + k] - margins[start + label]);
        }
        double variance = 0.0;
        for (int k = 0; k < numClasses; k++) {
            double deviation = margins[start + k] - margins[start + label] - mean;
            variance += probabilities[k] * deviation * deviation;
        }
        slope += weight * (mean - expected(start, targets, i));
        curvature += weight * variance;
    }

    /** Σ_k q_k (z_k - z_y) for a row with distribution q; 0 for one with a label. */
    private double expected(int start, Targets targets, int i) {
        double[] distributions = targets.distributions();
        double expected = 0.0;
        for (int k = 0; distributions != null && k < probabilities.length; k++) {
            double share = distributions[i * probabilities.length + k];
            expected += share * (margins[start + k] - margins[start + targets.labels()[i]]);
        }
        return expected;
    }

    @Override
    public PartitionSums sums(int partition) {
        return PartitionSums.of(partition, null, slope, curvature);
    }
}
