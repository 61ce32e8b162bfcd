package sparksoftmax.inference;

import java.io.Serializable;

/**
 * The covariances of the estimated coefficients of a model: for each feature, and for the intercepts, between the
 * contrasts of its coefficients. A contrast is the coefficient of a class minus that of {@link #reference}. Every other
 * contrast is a sum of these, so its variance follows. Immutable.
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

    /** The class to which the contrasts refer. */
    public int reference() {
        return reference;
    }

    /**
     * The largest distance of a coefficient from the optimum for the rows, by one Newton step, in standard errors. It
     * is close to 0 if the model was trained to the end on these rows.
     */
    public double distanceToOptimum() {
        return distance;
    }

    /** The number of features. */
    public int numFeatures() {
        return blocks.length - 1;
    }

    /**
     * The variance of Σ_k c_k W_kj, where Σ_k c_k = 0.
     *
     * @param feature j; the number of features for the intercepts
     * @param contrast c, [K]
     * @return NaN where there is no estimate
     */
    public double variance(int feature, double[] contrast) {
        double[] block = blocks[feature];
        if (block == null) {
            return Double.NaN;
        }
        double sum = 0.0;
        int row = 0;
        for (int k = 0; k < numClasses; k++) {
            if (k == reference) {
                continue;
            }
            int column = 0;
            for (int l = 0; l < numClasses; l++) {
                if (l != reference) {
                    sum += contrast[k] * block[row * (numClasses - 1) + column] * contrast[l];
                    column++;
                }
            }
            row++;
        }
        // The exact variance of a contrast is not negative, but a sum that cancels may be, by rounding.
        return Math.max(0.0, sum);
    }
}
