package sparksoftmax.memory;

import java.util.Arrays;

/**
 * The memory of models with few features: for every class k its weight n_k and the mean μ_k of its features, and for
 * all classes together the covariance of the features within the classes,
 *
 * <pre>
 *   C = Σ_i w_i (x_i - μ_y(i)) (x_i - μ_y(i))ᵀ / Σ_i w_i        [F x F]
 * </pre>
 *
 * <p>C is kept as standard deviations and correlations, these in single precision. Every class has standard deviations
 * of its own in addition, since the correlations of classes are more alike than their variances. Two memories of
 * different rows make that of all of them, whichever comes first, up to rounding. Immutable, thread safe.
 */
public final class ClassMemory implements Memory {
    /** With more features, the covariance would take too much memory and time. */
    private static final int MOST_FEATURES = 1024;

    /**
     * The most weights and means of the classes. With their deviations, they take twice the memory of the coefficients.
     */
    private static final int MOST_MEANS = 1 << 20;

    private static final long serialVersionUID = 1L;

    private final double numRows;
    private final double[] classWeights;
    private final double[] means;
    private final double[] classDeviations;
    private final double[] deviations;
    private final float[] correlations;

    /**
     * @param numRows the effective number of rows, (Σ w)² / Σ w² for the rows of a training
     * @param classWeights n, [K]
     * @param means μ, [K x F]; zeros for classes of weight 0
     * @param classDeviations the standard deviations of the features within each class, [K x F]
     * @param deviations the standard deviations of the features within the classes, [F]
     * @param correlations the correlations of features i &lt; j within the classes, row by row; see {@link #position}
     */
    public ClassMemory(
            double numRows,
            double[] classWeights,
            double[] means,
            double[] classDeviations,
            double[] deviations,
            float[] correlations) {
        this.numRows = numRows;
        this.classWeights = classWeights;
        this.means = means;
        this.classDeviations = classDeviations;
        this.deviations = deviations;
        this.correlations = correlations;
    }

    /** Whether models of this size remember their rows. */
    public static boolean isPossible(long numFeatures, long numClasses) {
        return numFeatures <= MOST_FEATURES && (numFeatures + 1) * numClasses <= MOST_MEANS;
    }

    @Override
    public long numBytes() {
        return numBytes(numFeatures(), numClasses());
    }

    /** The size of a memory in bytes. */
    static long numBytes(long numFeatures, long numClasses) {
        return Double.BYTES * (numClasses * (2 * numFeatures + 1) + numFeatures)
                + Float.BYTES * (numFeatures * (numFeatures - 1) / 2);
    }

    @Override
    public int numClasses() {
        return classWeights.length;
    }

    @Override
    public int numFeatures() {
        return deviations.length;
    }

    @Override
    public double numRows() {
        return numRows;
    }

    /** n, [K], not a copy. */
    public double[] classWeights() {
        return classWeights;
    }

    /** μ, [K x F], not a copy. */
    public double[] means() {
        return means;
    }

    /** The standard deviations of the features within each class, [K x F], not a copy. */
    public double[] classDeviations() {
        return classDeviations;
    }

    /** The standard deviations of the features within the classes, [F], not a copy. */
    public double[] deviations() {
        return deviations;
    }

    /** The correlations, not a copy. */
    public float[] correlations() {
        return correlations;
    }

    @Override
    public double weight() {
        return Arrays.stream(classWeights).sum();
    }

    /** The number of correlations of F features. */
    public static int numCorrelations(int numFeatures) {
        return numFeatures * (numFeatures - 1) / 2;
    }

    /** Where the correlations of feature {@code i} with those after it begin. */
    static int position(int i, int numFeatures) {
        return i * (2 * numFeatures - i - 1) / 2;
    }

    @Override
    public ClassMemory times(double factor) {
        double[] weights = Arrays.stream(classWeights).map(n -> factor * n).toArray();
        return new ClassMemory(factor * numRows, weights, means, classDeviations, deviations, correlations);
    }

    /**
     * The memory of these and other rows, of the same classes and features. With d the difference of the means of class
     * k, the covariances of the rows of both, times their weights, are the sum of those of each and n_k m_k / (n_k +
     * m_k) d dᵀ for every class. Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise
     * algorithm for computing sample variances", 1979.
     */
    public ClassMemory plus(ClassMemory other) {
        int numFeatures = numFeatures();
        int numClasses = numClasses();
        double[] weights = new double[numClasses];
        double[] merged = new double[means.length];
        double[] ofClasses = new double[means.length];
        double[][] differences = new double[numClasses][];
        for (int k = 0; k < numClasses; k++) {
            double n = classWeights[k];
            double m = other.classWeights[k];
            weights[k] = n + m;
            if (weights[k] == 0.0) {
                continue;
            }
            double[] difference = new double[numFeatures];
            double factor = Math.sqrt(n / weights[k] * m);
            for (int j = 0; j < numFeatures; j++) {
                int at = k * numFeatures + j;
                double d = other.means[at] - means[at];
                merged[at] = n == 0.0 ? other.means[at] : means[at] + m / weights[k] * d;
                difference[j] = factor * d;
                double own = classDeviations[at];
                double others = other.classDeviations[at];
                double variance = n / weights[k] * own * own + m / weights[k] * others * others;
                ofClasses[at] = Math.sqrt(variance + difference[j] * difference[j] / weights[k]);
            }
            differences[k] = factor == 0.0 ? null : difference;
        }
        double[] sums = Covariance.ofDeviations(deviations, correlations, weight());
        Covariance.add(sums, Covariance.ofDeviations(other.deviations, other.correlations, other.weight()));
        for (double[] difference : differences) {
            if (difference != null) {
                Covariance.addSquare(sums, difference);
            }
        }
        Covariance.Scaled scaled =
                Covariance.scaled(sums, numFeatures, Arrays.stream(weights).sum());
        return new ClassMemory(
                numRows + other.numRows, weights, merged, ofClasses, scaled.deviations(), scaled.correlations());
    }
}
