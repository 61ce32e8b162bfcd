package sparksoftmax.loss;

import sparksoftmax.kernel.Functions;
import sparksoftmax.kernel.Kernels;

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
        softmax(z, start, length, Kernels.scalarFunctions());
    }

    /** The same with {@code functions}, which may be faster. */
    public static void softmax(double[] z, int start, int length, Functions functions) {
        double max = max(z, start, length);
        for (int k = start; k < start + length; k++) {
            // The difference of infinities is no number.
            z[k] = z[k] == max ? 0.0 : z[k] - max;
        }
        functions.exp(z, start, start + length);
        double sum = 0.0;
        for (int k = start; k < start + length; k++) {
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

    /**
     * The largest of {@code z[start .. start + length]}; if some are NaN: NaN if the first one is, else the largest of
     * the others.
     */
    static double max(double[] z, int start, int length) {
        double max = z[start];
        for (int k = start + 1; k < start + length; k++) {
            // Math.max takes several times as long, since it must tell 0.0 from -0.0.
            if (z[k] > max) {
                max = z[k];
            }
        }
        return max;
    }
}
