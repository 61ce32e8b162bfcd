package sparksoftmax.block;

import java.io.Serializable;
import java.util.Arrays;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.ScalarKernel;

/**
 * Sums, in double precision, of the gradient with respect to {@link Coefficients}. Blocks in single precision add up by
 * themselves first, in a scratch array that is all 0 between blocks. Serialised are the sums only. Not thread safe.
 */
public final class GradientSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] coefficients;
    private final double[] intercepts;
    private transient float[] scratch;

    /** Sums of no rows. */
    public GradientSums(int numFeatures, int numClasses) {
        coefficients = new double[Math.multiplyExact(numFeatures, numClasses)];
        intercepts = new double[numClasses];
    }

    /** G = Xᵀ M, [F x K] feature-major, not a copy. */
    public double[] coefficients() {
        return coefficients;
    }

    /** Σ M_i over the rows, [K], not a copy. */
    public double[] intercepts() {
        return intercepts;
    }

    /** Adds other sums. */
    public void merge(GradientSums other) {
        ScalarKernel.add(other.coefficients, coefficients);
        ScalarKernel.add(other.intercepts, intercepts);
    }

    /** The scratch array, [K x stride] class-major. */
    float[] scratch() {
        if (scratch == null) {
            int numClasses = intercepts.length;
            int stride = Kernel.stride(coefficients.length / numClasses);
            scratch = new float[Math.multiplyExact(numClasses, stride)];
        }
        return scratch;
    }

    /** Adds the scratch array to the sums and sets it to 0. */
    void flushScratch() {
        int numClasses = intercepts.length;
        int numFeatures = coefficients.length / numClasses;
        int stride = Kernel.stride(numFeatures);
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                coefficients[j * numClasses + k] += scratch[k * stride + j];
            }
        }
        Arrays.fill(scratch, 0.0f);
    }
}
