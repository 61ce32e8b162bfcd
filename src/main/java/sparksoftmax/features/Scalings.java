package sparksoftmax.features;

import java.util.Arrays;

/**
 * The scalings among which a plan chooses, and the penalty on the parameters of each. All arrays have one element for
 * each varying feature.
 */
public final class Scalings {
    /**
     * The largest mean, in standard deviations, with which a feature is stored in single precision without centering:
     * the rounding error is then at most 6e-5 standard deviations.
     */
    private static final double MAX_UNCENTERED_MEAN = 1000.0;

    /**
     * The least size of a feature, relative to the largest, with which both can be divided by the same number in single
     * precision without underflow.
     */
    private static final double LEAST_RATIO = 1e-30;

    private final DatasetStatistics statistics;
    private final Regularization regularization;
    private final double curvatureBound;
    private final int numClasses;
    private final boolean fitIntercept;
    private final boolean mayCenter;

    /**
     * @param statistics the statistics of the varying features
     * @param regularization the penalty
     * @param curvatureBound the curvature bound of the loss
     * @param numClasses K
     * @param fitIntercept whether intercepts are fitted
     * @param mayCenter whether features may be centered: only if intercepts are fitted and have no bounds
     */
    public Scalings(
            DatasetStatistics statistics,
            Regularization regularization,
            double curvatureBound,
            int numClasses,
            boolean fitIntercept,
            boolean mayCenter) {
        this.statistics = statistics;
        this.regularization = regularization;
        this.curvatureBound = curvatureBound;
        this.numClasses = numClasses;
        this.fitIntercept = fitIntercept;
        this.mayCenter = mayCenter;
    }

    /**
     * The factors of the original coefficients in the penalty, [F]: standard deviations with standardization, else
     * ones.
     */
    public double[] layerScale() {
        double[] scale = new double[statistics.numFeatures()];
        for (int j = 0; j < scale.length; j++) {
            scale[j] = regularization.standardization() ? statistics.std(j) : 1.0;
        }
        return scale;
    }

    /**
     * The scaling to which a step size set by the user refers: standardized features, or, without standardization, the
     * features as they were read.
     *
     * @param standardizedMayBeCentered whether standardized features may be centered, too
     */
    public Scaling asAskedFor(boolean standardizedMayBeCentered) {
        double[] scale = Arrays.stream(layerScale()).map(x -> 1.0 / x).toArray();
        return scaling(scale, standardizedMayBeCentered && regularization.standardization());
    }

    /**
     * The scaling for full-batch steps. The bound on the curvature of the objective (loss and L2 penalty) is the same
     * for the coefficients of all features, so that one step size suits them all.
     */
    public Scaling ofEqualCurvature() {
        double[] scale = layerScale();
        double root = Math.sqrt(regularization.l2() / curvatureBound);
        for (int j = 0; j < scale.length; j++) {
            scale[j] = 1.0 / Hypotenuse.of(rootMeanSquare(j, mayCenter), root * scale[j]);
        }
        return scaling(scale, true);
    }

    /**
     * The scaling for steps on few rows, which must not make rare features too large. Either all features are divided
     * by the same number, or each is divided by the root mean square of its non-zero values (of their deviations from
     * the mean, if centered). Learning is fastest if features are similar in size, so the choice is the scaling with
     * the larger participation ratio (Σ v_j)² / Σ v_j² of the second moments v_j, which measures how evenly they are
     * distributed over the features. For example, text weighted by inverse document frequency keeps its proportions,
     * while columns with different units are scaled separately.
     */
    public Scaling evenlySpread(boolean centered) {
        int numFeatures = statistics.numFeatures();
        double[] roots = new double[numFeatures];
        double[] divided = new double[numFeatures];
        for (int j = 0; j < numFeatures; j++) {
            roots[j] = rootMeanSquare(j, centered && mayCenter);
            divided[j] = statistics.presence(j);
        }
        double largest = Arrays.stream(roots).max().orElse(1.0);
        // Relative to the largest, since the moments themselves may overflow.
        double[] asTheyAre = Arrays.stream(roots)
                .map(root -> root / largest * (root / largest))
                .toArray();
        double[] scale = new double[numFeatures];
        boolean representable = Arrays.stream(roots).allMatch(root -> root >= LEAST_RATIO * largest);
        if (representable && participation(asTheyAre) >= participation(divided)) {
            Arrays.fill(
                    scale, 1.0 / (largest * Math.sqrt(Arrays.stream(asTheyAre).sum())));
        } else {
            for (int j = 0; j < numFeatures; j++) {
                scale[j] = Math.min(Math.sqrt(divided[j]) / roots[j], largestPenalizedScale(j));
            }
        }
        return scaling(scale, centered);
    }

    /**
     * The scale of feature j with which the L2 penalty on its trained coefficients has strength 1e300; infinite without
     * a penalty. It matters for tiny features without standardization: they stay 0, but 0 times infinity is not.
     */
    private double largestPenalizedScale(int j) {
        double factor = regularization.standardization() ? statistics.std(j) : 1.0;
        return 1e150 / (Math.sqrt(regularization.l2()) * factor);
    }

    private static double participation(double[] moments) {
        double sum = Arrays.stream(moments).sum();
        double squares = Arrays.stream(moments).map(v -> v / sum * (v / sum)).sum();
        return 1.0 / squares;
    }

    private Scaling scaling(double[] scale, boolean centered) {
        double[] center = centered && mayCenter ? statistics.mean() : new double[scale.length];
        return new Scaling(scale, center, numClasses, fitIntercept);
    }

    /**
     * Whether scaled features can be stored in single precision without a noticeable loss: always if they are centered,
     * otherwise only if no mean is far larger than the standard deviation.
     */
    public boolean allowSinglePrecision(boolean centered) {
        double largest = centered && mayCenter ? Double.POSITIVE_INFINITY : MAX_UNCENTERED_MEAN;
        for (int j = 0; j < statistics.numFeatures(); j++) {
            if (Math.abs(statistics.mean()[j]) > largest * statistics.std(j)) {
                return false;
            }
        }
        return true;
    }

    /** The root of the mean square of feature j, or its deviation if it is centered. */
    private double rootMeanSquare(int j, boolean centered) {
        return centered ? statistics.deviation(j) : statistics.rootMeanSquare(j, 0.0);
    }

    /** The penalty on the parameters of {@code scaling}. */
    public Penalty penalty(Scaling scaling) {
        double[] l1 = layerScale();
        double[] l2 = new double[l1.length];
        for (int j = 0; j < l1.length; j++) {
            double factor = l1[j] * scaling.scale()[j];
            l1[j] = regularization.l1() * factor;
            // In this order, the square of a large factor does not overflow if there is no penalty.
            l2[j] = regularization.l2() * factor * factor;
        }
        return new Penalty(l1, l2, numClasses);
    }
}
