package sparksoftmax.training;

import java.util.Arrays;
import sparksoftmax.loss.Penalty;

/**
 * The choice of the coordinates in which a fit takes its steps, and the penalty in them. All arrays are as long as the
 * features that are not constant.
 */
final class Coordinates {
    /** A mean of so many deviations costs 6e-5 of a deviation in single precision. */
    private static final double MAX_UNCENTERED_MEAN = 1000.0;

    private final DatasetStatistics statistics;
    private final TrainingSettings settings;
    private final int numClasses;
    private final boolean mayCenter;

    /**
     * Coordinates for a fit.
     *
     * @param statistics of the features that are not constant
     * @param mayCenter whether there are intercepts, free to take up the centers
     */
    Coordinates(DatasetStatistics statistics, TrainingSettings settings, int numClasses, boolean mayCenter) {
        this.mayCenter = mayCenter;
        this.statistics = statistics;
        this.settings = settings;
        this.numClasses = numClasses;
    }

    /** What a coefficient is multiplied by where the penalty applies: the deviation if standardizing, else 1. */
    double[] layerScale() {
        double[] scale = new double[statistics.numFeatures()];
        for (int j = 0; j < scale.length; j++) {
            scale[j] = settings.standardization() ? statistics.std(j) : 1.0;
        }
        return scale;
    }

    /**
     * The coordinates that a step size given by the user is meant for: standardized features, or without
     * standardization the features as they are.
     *
     * @param standardizedMayBeCentered whether standardized features may be centered
     */
    StepSpace asAskedFor(boolean standardizedMayBeCentered) {
        double[] scale = Arrays.stream(layerScale()).map(x -> 1.0 / x).toArray();
        return space(scale, standardizedMayBeCentered && settings.standardization());
    }

    /**
     * Coordinates in which one step size fits all directions of a full-batch step: each feature is scaled such that the
     * bound on the curvature in its direction, loss and L2 penalty together, is that of every other.
     */
    StepSpace ofEqualCurvature() {
        double[] l2 = strength(1.0 - settings.elasticNetParam(), 2);
        double[] scale = new double[statistics.numFeatures()];
        for (int j = 0; j < scale.length; j++) {
            scale[j] = 1.0 / Math.sqrt(secondMoment(j) + l2[j] / settings.loss().curvatureBound());
        }
        return space(scale, true);
    }

    /**
     * Coordinates for steps on few rows, which must not blow up rare features: either the features as they are, all in
     * one unit, or each divided by the root mean square of its values where it is not 0 (about its mean, if centered).
     * Rows of alike features are learned fastest, so it is the one of the two in which the second moments spread more
     * evenly over the features, by their participation ratio (Σ v_j)² / Σ v_j². Text weighted by inverse document
     * frequency stays as it is, columns of different units are made alike.
     */
    StepSpace evenlySpread(boolean centered) {
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
        return space(present, centered);
    }

    private static double participation(double[] moments) {
        double sum = Arrays.stream(moments).sum();
        double squares = Arrays.stream(moments).map(v -> v / sum * (v / sum)).sum();
        return 1.0 / squares;
    }

    private StepSpace space(double[] scale, boolean centered) {
        double[] center = centered && mayCenter ? statistics.mean() : new double[scale.length];
        return new StepSpace(scale, center, numClasses, settings.fitIntercept());
    }

    /**
     * Whether scaled features can be cast to single precision without losing digits of their deviations: where they are
     * not centered, only if no mean is large.
     */
    boolean bearSinglePrecision(boolean centered) {
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

    /** The penalty of the fit on the parameters of {@code space}. */
    Penalty penalty(StepSpace space) {
        double[] l1 = strength(settings.elasticNetParam(), 1);
        double[] l2 = strength(1.0 - settings.elasticNetParam(), 2);
        for (int j = 0; j < l1.length; j++) {
            double scale = space.scale()[j];
            l1[j] *= scale;
            l2[j] *= scale * scale;
        }
        return new Penalty(l1, l2, numClasses);
    }

    /** The strength of a part of the penalty on every feature's coefficient in the original space. */
    private double[] strength(double share, int power) {
        return Arrays.stream(layerScale())
                .map(scale -> share * settings.regParam() * Math.pow(scale, power))
                .toArray();
    }
}
