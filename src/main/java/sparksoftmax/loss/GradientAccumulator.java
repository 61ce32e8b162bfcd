package sparksoftmax.loss;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.GradientSums;
import sparksoftmax.block.Scratch;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums, over rows i of weight w_i, the loss and its gradient:
 *
 * <pre>
 *   Z = X W + b                     [rows x K]   margins
 *   M_i = w_i ∂ℓ(Z_i, y_i)/∂Z_i     [rows x K]   multipliers
 *   L = Σ_i w_i ℓ(Z_i, y_i)                      loss sum
 *   G = Xᵀ M                        [F x K]      gradient with respect to W
 *   g = Σ_i M_i                     [K]          gradient with respect to b
 * </pre>
 *
 * <p>The sums are not means: the caller divides them once, by the sum of the weights. The result of a partition has L
 * and Σ_i w_i as its numbers {@link #LOSS} and {@link #WEIGHT}, and G and g as its vector, [F + 1 x K].
 *
 * <p>Rows are processed in tiles that are small enough for the cache. The scratch array of margins is shared by all
 * tiles: its contents are undefined on entry to a tile, and every element is overwritten before it is read.
 */
public final class GradientAccumulator implements BlockAccumulator {
    /** Index of the number L. */
    public static final int LOSS = 0;

    /** Index of the number Σ_i w_i. */
    public static final int WEIGHT = 1;

    private static final int MAX_TILE_ROWS = 64;
    private static final int MAX_TILE_CELLS = 16_384;

    private final Model model;
    private final Scratch scratch = new Scratch();
    private double[] margins;
    private double lossSum;
    private double weightSum;
    private GradientSums gradient;

    private GradientAccumulator(Model model) {
        this.model = model;
    }

    /** The loss and the coefficients for which the sums are computed. Immutable. */
    public static final class Model implements BlockAccumulator.Factory {
        private static final long serialVersionUID = 1L;

        private final SoftmaxLoss loss;
        private final Coefficients coefficients;
        private final FixedPointUnits units;

        /**
         * @param loss ℓ
         * @param coefficients W and b
         * @param units the units of G and g, with one group for each feature; null if only L is needed
         */
        public Model(SoftmaxLoss loss, Coefficients coefficients, FixedPointUnits units) {
            this.loss = loss;
            this.coefficients = coefficients;
            this.units = units;
        }

        @Override
        public GradientAccumulator create() {
            return new GradientAccumulator(this);
        }

        @Override
        public long resultBytes() {
            return units == null ? 0L : units.numBytes();
        }
    }

    /** The number of rows in a tile, chosen so that their margins stay in the cache. */
    public static int tileRows(int numClasses) {
        return Math.max(1, Math.min(MAX_TILE_ROWS, MAX_TILE_CELLS / numClasses));
    }

    @Override
    public void add(Block block) {
        int numClasses = model.coefficients.numClasses();
        int tileRows = tileRows(numClasses);
        if (margins == null) {
            margins = new double[tileRows * numClasses];
            if (model.units != null) {
                gradient = new GradientSums(block.numFeatures(), numClasses);
            }
        }
        for (int from = 0; from < block.numRows(); from += tileRows) {
            addTile(block, from, Math.min(block.numRows(), from + tileRows), numClasses);
        }
    }

    private void addTile(Block block, int from, int to, int numClasses) {
        block.margins(from, to, model.coefficients, margins, scratch);
        lossSum += model.loss.lossAndMultipliers(margins, numClasses, to - from, block.targets(), from);
        for (int i = from; i < to; i++) {
            weightSum += block.weight(i);
        }
        if (gradient != null) {
            block.addGradient(from, to, margins, gradient);
        }
    }

    @Override
    public PartitionSums sums(int partition) {
        return PartitionSums.of(partition, gradient(), lossSum, weightSum);
    }

    /** L. */
    double lossSum() {
        return lossSum;
    }

    /** Σ_i w_i. */
    double weightSum() {
        return weightSum;
    }

    /** G and g, to be called once, after the last row; null if there were no rows, or only L is needed. */
    FixedPointSum gradient() {
        return gradient == null ? null : gradient.toSum(model.units);
    }
}
