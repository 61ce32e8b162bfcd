package sparksoftmax.memory;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.GradientSums;
import sparksoftmax.block.Scratch;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.SoftmaxInPlace;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums the curvatures of a {@link CurvatureMemory}: with v as it says, the result of a partition is the vector of Σ_i
 * w_i v_ik x_ij (x_ij - 2 c_j), [F x K], to which values of 0 add nothing, and then of Σ_i w_i v_ik, [K]. Its numbers
 * are Σ_i w_i and Σ_ik w_i p_ik (1 - p_ik). Not thread safe.
 */
public final class CurvatureSums implements BlockAccumulator {
    private static final int WEIGHT = 0;
    private static final int UNCERTAINTY = 1;

    private final Model model;
    private final int numClasses;
    private final double least;
    private final Scratch scratch = new Scratch();
    private double[] curvatures;
    private GradientSums sums;
    private double weightSum;
    private double uncertainty;

    private CurvatureSums(Model model) {
        this.model = model;
        numClasses = model.coefficients.numClasses();
        least = 0.2 * (numClasses - 1.0) / numClasses / numClasses;
    }

    /** What the sums depend on. Immutable. */
    public static final class Model implements Factory {
        private static final long serialVersionUID = 1L;

        private final Coefficients coefficients;
        private final double[] center;
        private final FixedPointUnits units;

        /**
         * @param coefficients the trained coefficients and intercepts, for the features as the blocks store them
         * @param center c, [F]
         * @param units the units of the sums
         */
        public Model(Coefficients coefficients, double[] center, FixedPointUnits units) {
            this.coefficients = coefficients;
            this.center = center;
            this.units = units;
        }

        @Override
        public CurvatureSums create() {
            return new CurvatureSums(this);
        }

        @Override
        public long resultBytes() {
            return units.numBytes();
        }

        /** H and then h, [F + 1 x K], for the features as the blocks store them. */
        public double[] curvatures(PartitionSums all) {
            double[] sums = all.vector(units);
            int numClasses = coefficients.numClasses();
            int ofIntercepts = center.length * numClasses;
            for (int j = 0; j < center.length; j++) {
                double square = center[j] * center[j];
                for (int k = 0; k < numClasses; k++) {
                    int at = j * numClasses + k;
                    sums[at] = Math.max(0.0, sums[at] + square * sums[ofIntercepts + k]);
                }
            }
            return sums;
        }

        /** Σ_i w_i. */
        public double weight(PartitionSums all) {
            return all.number(WEIGHT);
        }

        /** The mean over the rows of 1 - Σ_k p_ik², which is 0 for a model that is certain of all classes. */
        public double meanUncertainty(PartitionSums all) {
            return all.number(UNCERTAINTY) / all.number(WEIGHT);
        }
    }

    @Override
    public void add(Block block) {
        int tileRows = GradientAccumulator.tileRows(numClasses);
        if (sums == null) {
            curvatures = new double[tileRows * numClasses];
            sums = new GradientSums(block.numFeatures(), numClasses);
        }
        for (int from = 0; from < block.numRows(); from += tileRows) {
            int to = Math.min(block.numRows(), from + tileRows);
            block.margins(from, to, model.coefficients, curvatures, scratch);
            for (int i = from; i < to; i++) {
                toCurvatures((i - from) * numClasses, block.weight(i));
            }
            block.addSquares(from, to, curvatures, model.center, sums);
        }
    }

    /** Turns the margins of a row, which start at {@code start}, into w_i v_i. */
    private void toCurvatures(int start, double weight) {
        weightSum += weight;
        SoftmaxInPlace.softmax(curvatures, start, numClasses);
        for (int k = start; k < start + numClasses; k++) {
            double v = curvatures[k] * (1.0 - curvatures[k]);
            uncertainty += weight * v;
            curvatures[k] = weight * Math.max(v, least);
        }
    }

    @Override
    public PartitionSums sums(int partition) {
        return PartitionSums.of(partition, sums == null ? null : sums.toSum(model.units), weightSum, uncertainty);
    }
}
