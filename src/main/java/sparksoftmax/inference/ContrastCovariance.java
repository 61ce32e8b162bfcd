package sparksoftmax.inference;

import java.io.Serializable;

/**
 * The covariances of the estimated coefficients of a model: for each feature, and for the intercepts, between the
 * contrasts of its coefficients. A contrast is the coefficient of a class minus that of a reference class. Every other
 * difference between classes is a sum of these, so its variance follows. Immutable.
 */
public final class ContrastCovariance implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int numClasses;
    private final int reference;

    /** For each feature, and then the intercepts, [(K - 1)²]; null where there is no estimate. */
    private final double[][] blocks;

    private final double distance;

    /**
     * @param numClasses K
     * @param reference the class to which contrasts refer
     * @param blocks for each feature, and then for the intercepts, the covariances of its contrasts, [(K - 1)²]; null
     *     for a constant feature, and for intercepts that are not fitted
     * @param distance the largest distance of a parameter from the optimum, in standard errors
     */
    ContrastCovariance(int numClasses, int reference, double[][] blocks, double distance) {
        this.numClasses = numClasses;
        this.reference = reference;
        this.blocks = blocks;
        this.distance = distance;
    }

    /**
     * The largest distance of a coefficient from the optimum for the rows, by one Newton step, in standard errors. It
     * is close to 0 if the model was trained to the end on these rows.
     */
    public double distanceToOptimum() {
        return distance;
    }

    /**
     * The variances of W_kj - W_rj for all classes k.
     *
     * @param feature j; the number of features for the intercepts
     * @param other r
     * @return [K]: 0 for k = r, and NaN where there is no estimate
     */
    public double[] variancesRelativeTo(int feature, int other) {
        double[] variances = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            double sum =
                    covariance(feature, k, k) - 2.0 * covariance(feature, k, other) + covariance(feature, other, other);
            variances[k] = notNegative(sum);
        }
        return variances;
    }

    /**
     * The variances of W_kj - Σ_l W_lj / K for all classes k.
     *
     * @param feature j; the number of features for the intercepts
     * @return [K]; NaN where there is no estimate
     */
    public double[] variancesRelativeToMean(int feature) {
        double[] withMean = new double[numClasses];
        double ofMean = 0.0;
        for (int k = 0; k < numClasses; k++) {
            for (int l = 0; l < numClasses; l++) {
                withMean[k] += covariance(feature, k, l) / numClasses;
            }
            ofMean += withMean[k] / numClasses;
        }
        double[] variances = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            variances[k] = notNegative(covariance(feature, k, k) - 2.0 * withMean[k] + ofMean);
        }
        return variances;
    }

    /** The covariance of two contrasts; 0 if one is that of the reference class with itself. */
    private double covariance(int feature, int k, int l) {
        double[] block = blocks[feature];
        if (block == null) {
            return Double.NaN;
        }
        return k == reference || l == reference ? 0.0 : block[place(k) * (numClasses - 1) + place(l)];
    }

    private int place(int k) {
        return k < reference ? k : k - 1;
    }

    /** The exact variance is not negative, but a sum that cancels may be, by rounding. */
    private static double notNegative(double variance) {
        return Math.max(0.0, variance);
    }
}
