package sparksoftmax.block;

import java.io.Serializable;
import java.util.Arrays;
import sparksoftmax.kernel.DenseShape;
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
    private transient float[] paddedScratch;

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

    DenseShape shape() {
        return new DenseShape(coefficients.length / intercepts.length, intercepts.length);
    }

    /** The scratch array, as the kernel wants it for dense rows. */
    float[] scratch() {
        if (scratch == null) {
            scratch = new float[shape().length()];
        }
        return scratch;
    }

    /** Adds the scratch array to the sums and sets it to 0. */
    void flushScratch() {
        DenseShape shape = shape();
        for (int j = 0; j < shape.numFeatures(); j++) {
            for (int k = 0; k < shape.numClasses(); k++) {
                coefficients[j * shape.numClasses() + k] += scratch[shape.index(j, k)];
            }
        }
        Arrays.fill(scratch, 0.0f);
    }

    /** The scratch array of sparse rows, [F x classStride] feature-major. */
    float[] paddedScratch() {
        if (paddedScratch == null) {
            int numFeatures = coefficients.length / intercepts.length;
            paddedScratch = new float[Math.multiplyExact(numFeatures, Kernel.classStride(intercepts.length))];
        }
        return paddedScratch;
    }

    /** Adds the scratch array of sparse rows to the sums and sets it to 0. */
    void flushPaddedScratch() {
        int numClasses = intercepts.length;
        int width = Kernel.classStride(numClasses);
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] += paddedScratch[i / numClasses * width + i % numClasses];
        }
        Arrays.fill(paddedScratch, 0.0f);
    }
}
