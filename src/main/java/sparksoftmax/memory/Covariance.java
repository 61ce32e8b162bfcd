package sparksoftmax.memory;

/**
 * Symmetric matrices of features as their upper triangles with the diagonal, row by row, and as standard deviations and
 * correlations.
 */
final class Covariance {
    private Covariance() {}

    /**
     * A covariance.
     *
     * @param deviations the standard deviations, [F]
     * @param correlations the correlations of features i &lt; j, row by row; 0 where a deviation is 0
     */
    record Scaled(double[] deviations, float[] correlations) {}

    /** The triangle of {@code weight} times the covariance. */
    static double[] ofDeviations(double[] deviations, float[] correlations, double weight) {
        int numFeatures = deviations.length;
        double[] triangle = new double[numFeatures + correlations.length];
        int at = 0;
        int next = 0;
        for (int i = 0; i < numFeatures; i++) {
            double factor = weight * deviations[i];
            triangle[at++] = factor * deviations[i];
            for (int j = i + 1; j < numFeatures; j++) {
                triangle[at++] = factor * deviations[j] * correlations[next++];
            }
        }
        return triangle;
    }

    /** Adds {@code summand} to {@code sums}. */
    static void add(double[] sums, double[] summand) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += summand[i];
        }
    }

    /** Adds d dᵀ to {@code sums}. */
    static void addSquare(double[] sums, double[] d) {
        int at = 0;
        for (int i = 0; i < d.length; i++) {
            for (int j = i; j < d.length; j++) {
                sums[at++] += d[i] * d[j];
            }
        }
    }

    /** The covariance of which {@code triangle} is {@code weight} times the triangle. */
    static Scaled scaled(double[] triangle, int numFeatures, double weight) {
        double[] deviations = new double[numFeatures];
        int at = 0;
        for (int i = 0; i < numFeatures; i++) {
            deviations[i] = Math.sqrt(Math.max(0.0, triangle[at] / weight));
            at += numFeatures - i;
        }
        float[] correlations = new float[triangle.length - numFeatures];
        at = 0;
        int next = 0;
        for (int i = 0; i < numFeatures; i++) {
            at++;
            for (int j = i + 1; j < numFeatures; j++) {
                double scale = deviations[i] * deviations[j];
                double correlation = scale == 0.0 ? 0.0 : triangle[at] / weight / scale;
                correlations[next++] = (float) Math.max(-1.0, Math.min(1.0, correlation));
                at++;
            }
        }
        return new Scaled(deviations, correlations);
    }
}
