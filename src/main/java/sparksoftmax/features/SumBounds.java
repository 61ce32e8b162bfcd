package sparksoftmax.features;

import sparksoftmax.block.Storage;
import sparksoftmax.sums.FixedPointUnits;

/**
 * Upper bounds on sums over all rows, from which the units of exact sums follow. For the values x_ij of feature j as
 * the blocks store them, with W = Σ_i w_i and r_j² = Σ_i w_i x_ij² / W, the Cauchy-Schwarz inequality gives
 *
 * <pre>
 *   Σ_i w_i |x_ij| ≤ W r_j      Σ_i w_i |x_ij x_il| ≤ W r_j r_l
 * </pre>
 *
 * <p>W and r_j are multiplied by {@value #MARGIN}, to allow for rounding errors in the statistics and in single
 * precision. Immutable.
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
     * The bounds for the blocks of a fit.
     *
     * @param statistics the statistics of the features in the blocks, before scaling
     * @param scaling the scaling of the stored features; ignored if they are stored as they were read
     * @param storage how the features are stored
     * @param weightUnit the number by which the weights in the blocks were divided
     */
    public static SumBounds of(DatasetStatistics statistics, Scaling scaling, Storage storage, double weightUnit) {
        double[] roots = new double[statistics.numFeatures()];
        for (int j = 0; j < roots.length; j++) {
            double center = storage.isCentered() ? scaling.center()[j] : 0.0;
            double scale = storage == Storage.AS_READ ? 1.0 : scaling.scale()[j];
            roots[j] = MARGIN * scale * statistics.rootMeanSquare(j, center);
        }
        return new SumBounds(MARGIN * statistics.weightSum() / weightUnit, roots);
    }

    /** Upper bounds on Σ_i w_i |x_ij|, [F], and then one on Σ_i w_i. */
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
     * @param multiplierBound an upper bound on |m_ik| / w_i
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
     * @param v v, [F], and then c
     */
    public FixedPointUnits ofProduct(double[] v) {
        double root = Math.abs(v[rootMeanSquares.length]);
        for (int j = 0; j < rootMeanSquares.length; j++) {
            root += Math.abs(v[j]) * rootMeanSquares[j];
        }
        return ofGradient(root, 1);
    }

    /**
     * The units of Σ_i w_i v_ik x_ij (x_ij - 2 c_j) and Σ_i w_i v_ik, [F + 1 x K], where v is at most 1/4.
     *
     * @param center c, [F]
     */
    public FixedPointUnits ofCurvatures(double[] center, int numClasses) {
        double[] bounds = new double[rootMeanSquares.length + 1];
        for (int j = 0; j < rootMeanSquares.length; j++) {
            double root = rootMeanSquares[j];
            bounds[j] = 0.25 * weightSum * root * (root + 2.0 * Math.abs(center[j]));
        }
        bounds[rootMeanSquares.length] = 0.25 * weightSum;
        return FixedPointUnits.ofBounds(bounds, numClasses);
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
