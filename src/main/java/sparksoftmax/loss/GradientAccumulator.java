package sparksoftmax.loss;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.GradientSums;

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
 * Sums, not means: whoever divides does so once, by {@link #weightSum}.
 *
 * <p>Rows are worked through in tiles small enough for the cache. The scratch array of margins is shared by all tiles:
 * its contents are undefined on entry to a tile, and the margins' product overwrites every element before one is read.
 */
public final class GradientAccumulator implements BlockAccumulator<GradientAccumulator> {
    private static final long serialVersionUID = 1L;
    private static final int MAX_TILE_ROWS = 64;
    private static final int MAX_TILE_CELLS = 16_384;

    private final transient Model model;
    private transient double[] margins;

    private double lossSum;
    private double weightSum;
    private GradientSums gradient;

    private GradientAccumulator(Model model) {
        this.model = model;
    }

    /**
     * What the sums depend on.
     *
     * @param loss ℓ
     * @param coefficients W and b
     * @param withGradient whether G and g are wanted, or L alone
     */
    public record Model(SoftmaxLoss loss, Coefficients coefficients, boolean withGradient)
            implements BlockAccumulator.Factory<GradientAccumulator> {
        @Override
        public GradientAccumulator create() {
            return new GradientAccumulator(this);
        }
    }

    /** So many rows are worked on at a time, for their margins to stay in the cache. */
    static int tileRows(int numClasses) {
        return Math.max(1, Math.min(MAX_TILE_ROWS, MAX_TILE_CELLS / numClasses));
    }

    @Override
    public void add(Block block) {
        int numClasses = model.coefficients().numClasses();
        int tileRows = tileRows(numClasses);
        if (margins == null) {
            margins = new double[tileRows * numClasses];
            if (model.withGradient()) {
                gradient = new GradientSums(block.numFeatures(), numClasses);
            }
        }
        for (int from = 0; from < block.numRows(); from += tileRows) {
            addTile(block, from, Math.min(block.numRows(), from + tileRows), numClasses);
        }
    }

    private void addTile(Block block, int from, int to, int numClasses) {
        block.margins(from, to, model.coefficients(), margins);
        lossSum +=
                model.loss().lossAndMultipliers(margins, numClasses, to - from, block.labels(), block.weights(), from);
        for (int i = from; i < to; i++) {
            weightSum += block.weight(i);
        }
        if (model.withGradient()) {
            block.addGradient(from, to, margins, gradient);
        }
    }

    @Override
    public void merge(GradientAccumulator other) {
        lossSum += other.lossSum;
        weightSum += other.weightSum;
        if (gradient == null) {
            gradient = other.gradient;
        } else if (other.gradient != null) {
            gradient.merge(other.gradient);
        }
    }

    /** L, the weighted sum of the losses. */
    public double lossSum() {
        return lossSum;
    }

    /** Σ_i w_i; 0 if no row was added. */
    public double weightSum() {
        return weightSum;
    }

    /** G and g, not a copy; null if no row was added or no gradient was asked for. */
    public GradientSums gradient() {
        return gradient;
    }
}
