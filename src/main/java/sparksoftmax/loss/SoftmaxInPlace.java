package sparksoftmax.loss;

/**
 * Softmax and log-softmax of a part of an array, which overwrite that part; see {@link Softmax} for the formulas.
 * Arguments are not checked.
 */
public final class SoftmaxInPlace {
    private SoftmaxInPlace() {}

    /**
     * Overwrites {@code z[start .. start + length]} with its softmax; a class with an infinite logit gets probability
     * 1.
     */
    public static void softmax(double[] z, int start, int length) {
        double max = max(z, start, length);
        double sum = 0.0;
        for (int k = start; k < start + length; k++) {
            z[k] = z[k] == max ? 1.0 : Math.exp(z[k] - max);
            sum += z[k];
        }
        for (int k = start; k < start + length; k++) {
            z[k] /= sum;
        }
    }

    /** Overwrites {@code z[start .. start + length]} with its log-softmax. */
    static void logSoftmax(double[] z, int start, int length) {
        double max = max(z, start, length);
        double sum = 0.0;
        for (int k = start; k < start + length; k++) {
            sum += Math.exp(z[k] - max);
        }
        double logSum = Math.log(sum);
        for (int k = start; k < start + length; k++) {
            z[k] = z[k] - max - logSum;
        }
    }

    /** The largest of {@code z[start .. start + length]}. */
    static double max(double[] z, int start, int length) {
        double max = z[start];
        for (int k = start + 1; k < start + length; k++) {
            max = Math.max(max, z[k]);
        }
        return max;
    }
}
