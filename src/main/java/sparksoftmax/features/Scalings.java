package sparksoftmax.features;

import java.util.Arrays;

/**
 * The scalings to choose from for a fit, and the penalty on the parameters of each. All arrays are as long as the
 * varying features.
 */
public final class Scalings {
    /** A mean of so many deviations costs 6e-5 of a deviation in single precision. */
    private static final double MAX_UNCENTERED_MEAN = 1000.0;

    private final DatasetStatistics statistics;
    private final Regularization regularization;
    private final double curvatureBound;
    private final int numClasses;
    private final boolean fitIntercept;
    private final boolean mayCenter;

    /**
     * The scalings of a data set.
     *
     * @param statistics of the varying features
     * @param curvatureBound of the loss
     * @param mayCenter whether there are intercepts, free to take up the centers
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

    /** What a coefficient is multiplied by where the penalty applies: the deviation if standardizing, else 1. */
    public double[] layerScale() {
        double[] scale = new double[statistics.numFeatures()];
        for (int j = 0; j < scale.length; j++) {
            scale[j] = regularization.standardization() ? statistics.std(j) : 1.0;
        }
        return scale;
    }

    /**
     * The scaling that a step size given by the user is meant for: standardized features, or without standardization
     * the features as they are.
     *
     * @param standardizedMayBeCentered whether standardized features may be centered
     */
    public Scaling asAskedFor(boolean standardizedMayBeCentered) {
        double[] scale = Arrays.stream(layerScale()).map(x -> 1.0 / x).toArray();
        return scaling(scale, standardizedMayBeCentered && regularization.standardization());
    }

    /**
     * Scalings in which one step size fits all directions of a full-batch step: each feature is scaled such that the
     * bound on the curvature in its direction, loss and L2 penalty together, is that of every other.
     */
    public Scaling ofEqualCurvature() {
        double[] l2 = strength(regularization.l2(), 2);
        double[] scale = new double[statistics.numFeatures()];
        for (int j = 0; j < scale.length; j++) {
            scale[j] = 1.0 / Math.sqrt(secondMoment(j) + l2[j] / curvatureBound);
        }
        return scaling(scale, true);
    }

    /**
     * Scalings for steps on few rows, which must not blow up rare features: either the features as they are, all in one
     * unit, or each divided by the root mean square of its values where it is not 0 (about its mean, if centered). Rows
     * of alike features are learned fastest, so it is the one of the two in which the second moments spread more evenly
     * over the features, by their participation ratio (Σ v_j)² / Σ v_j². Text weighted by inverse document frequency
     * stays as it is, columns of different units are made alike.
     */
    public Scaling evenlySpread(boolean centered) {
        int numFeatures = statistics.numFeatures();
        double[] present = new double[numFeatures];
        double[] asTheyAre = new double[numFeatures];
        double[] divided = new double[numFeatures];
        for (int j = 0; j < numFeatures; j++) {
            double moment = centered && mayCenter
                    ? statistics.variance(j)
                    : statistics.variance(j) + statistics.mean()[j] * statistics.mean()[j];
            present[j] = Math.sqrt(statistics.presence(j) / moment);
            asTheyAre[j] = moment;
            divided[j] = statistics.presence(j);
        }
        if (participation(asTheyAre) >= participation(divided)) {
            Arrays.fill(present, Math.sqrt(1.0 / Arrays.stream(asTheyAre).sum()));
        }
        return scaling(present, centered);
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
     * Whether scaled features can be cast to single precision without losing digits of their deviations: where they are
     * not centered, only if no mean is large.
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

    /** Mean square of feature j, about its mean if there is an intercept to take that up. */
    private double secondMoment(int j) {
        double mean = statistics.mean()[j];
        return statistics.variance(j) + (mayCenter ? 0.0 : mean * mean);
    }

    /** The penalty of the fit on the parameters of {@code scaling}. */
    public Penalty penalty(Scaling scaling) {
        double[] l1 = strength(regularization.l1(), 1);
        double[] l2 = strength(regularization.l2(), 2);
        for (int j = 0; j < l1.length; j++) {
            double scale = scaling.scale()[j];
            l1[j] *= scale;
            l2[j] *= scale * scale;
        }
        return new Penalty(l1, l2, numClasses);
    }

    /** The strength of a part of the penalty on every feature's coefficient in the original space. */
    private double[] strength(double strength, int power) {
        return Arrays.stream(layerScale())
                .map(scale -> strength * Math.pow(scale, power))
                .toArray();
    }
}
