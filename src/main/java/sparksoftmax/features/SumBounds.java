package sparksoftmax.features;

import sparksoftmax.block.Storage;
import sparksoftmax.sums.FixedPointUnits;

/**
 * Bounds on sums over all rows of blocks, from which the units of exact sums follow. For feature j as the blocks store
 * it, with W = Σ_i w_i and r_j² = Σ_i w_i x_ij² / W, Cauchy and Schwarz have
 *
 * <pre>
 *   Σ_i w_i |x_ij| ≤ W r_j      Σ_i w_i |x_ij x_il| ≤ W r_j r_l
 * </pre>
 *
 * <p>The bounds are rounded up by {@value #MARGIN}, for the rounding in the statistics and in single precision.
 * Immutable.
 */
public final class SumBounds {
    private static final double MARGIN = 1.001;

    private final double weightSum;
    private final double[] rootMeanSquares;

    private SumBounds(double weightSum, double[] rootMeanSquares) {
        this.weightSum = weightSum;
        this.rootMeanSquares = rootMeanSquares;
    }

    /**
     * The bounds of blocks that hold some features.
     *
     * @param statistics of those features
     * @param scaling of the features as stored; null where they are stored as they were read
     * @param weightUnit what the weights of the blocks are measured in
     */
    public static SumBounds of(DatasetStatistics statistics, Scaling scaling, Storage storage, double weightUnit) {
        double[] roots = new double[statistics.numFeatures()];
        for (int j = 0; j < roots.length; j++) {
            double mean = statistics.mean()[j];
            double center = storage.isCentered() ? scaling.center()[j] : 0.0;
            double scale = storage == Storage.AS_READ ? 1.0 : scaling.scale()[j];
            roots[j] = MARGIN * scale * Math.hypot(Math.sqrt(statistics.variance(j)), mean - center);
        }
        return new SumBounds(MARGIN * statistics.weightSum() / weightUnit, roots);
    }

    /** Σ_i w_i |x_ij| at most, [F], and last Σ_i w_i. */
    public double[] absoluteSums() {
        double[] sums = new double[rootMeanSquares.length + 1];
        for (int j = 0; j < rootMeanSquares.length; j++) {
            sums[j] = weightSum * rootMeanSquares[j];
        }
        sums[rootMeanSquares.length] = weightSum;
        return sums;
    }

    /**
     * The units of Σ_i m_ik x_ij and Σ_i m_ik, [F + 1 x K].
     *
     * @param multiplierBound |m_ik| / w_i at most
     */
    public FixedPointUnits ofGradient(double multiplierBound, int numClasses) {
        double[] bounds = absoluteSums();
        for (int j = 0; j < bounds.length; j++) {
            bounds[j] *= multiplierBound;
        }
        return FixedPointUnits.ofBounds(bounds, numClasses);
    }

    /**
     * The units of Σ_i w_i (x_iᵀ v + c) x_ij and Σ_i w_i (x_iᵀ v + c), [F + 1 x 1].
     *
     * @param v [F] and then c
     */
    public FixedPointUnits ofProduct(double[] v) {
        double root = Math.abs(v[rootMeanSquares.length]);
        for (int j = 0; j < rootMeanSquares.length; j++) {
            root += Math.abs(v[j]) * rootMeanSquares[j];
        }
        return ofGradient(root, 1);
    }

    /** The units of Σ_i w_i x_ij x_il and Σ_i w_i x_il, [F + 1 x F]. */
    public FixedPointUnits ofSecondMoments() {
        double largest = 0.0;
        for (double root : rootMeanSquares) {
            largest = Math.max(largest, root);
        }
        return ofGradient(largest, rootMeanSquares.length);
    }
}
