package sparksoftmax.block;

import java.io.Serializable;
import java.util.Arrays;
import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.ScalarKernel;

/**
 * Sums, in double precision, of the gradient with respect to {@link Coefficients}. Blocks in single precision add up by
 * themselves first, in a scratch array that is all 0 between blocks. The sums of dense blocks stay in the order in
 * which the kernel has them until somebody wants to see them. Serialised are the sums only. Not thread safe.
 */
public final class GradientSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int numFeatures;
    private final double[] intercepts;

    /** [F x K] feature-major; null for all 0. */
    private double[] coefficients;

    /** Further sums, in the order of {@link #shape}; null for all 0. */
    private double[] laidOut;

    private DenseShape shape;
    private transient float[] scratch;
    private transient float[] paddedScratch;

    /** Sums of no rows. */
    public GradientSums(int numFeatures, int numClasses) {
        this.numFeatures = numFeatures;
        intercepts = new double[numClasses];
    }

    /** G = Xᵀ M, [F x K] feature-major, not a copy: further sums may or may not show in it. */
    public double[] coefficients() {
        if (coefficients == null) {
            coefficients = new double[Math.multiplyExact(numFeatures, intercepts.length)];
        }
        if (laidOut != null) {
            int numClasses = intercepts.length;
            for (int j = 0; j < numFeatures; j++) {
                for (int k = 0; k < numClasses; k++) {
                    coefficients[j * numClasses + k] += laidOut[shape.index(j, k)];
                }
            }
            laidOut = null;
        }
        return coefficients;
    }

    /** Σ M_i over the rows, [K], not a copy. */
    public double[] intercepts() {
        return intercepts;
    }

    /** Adds other sums, whose arrays these may keep. */
    public void merge(GradientSums other) {
        ScalarKernel.add(other.intercepts, intercepts);
        if (laidOut == null) {
            laidOut = other.laidOut;
            shape = other.shape;
        } else if (other.laidOut != null) {
            if (shape.isAlike(other.shape)) {
                ScalarKernel.add(other.laidOut, laidOut);
            } else {
                // Of a machine with another kernel.
                ScalarKernel.add(other.coefficients(), coefficients());
                return;
            }
        }
        if (coefficients == null) {
            coefficients = other.coefficients;
        } else if (other.coefficients != null) {
            ScalarKernel.add(other.coefficients, coefficients);
        }
    }

    DenseShape shape() {
        if (shape == null) {
            shape = Kernels.best().shape(numFeatures, intercepts.length);
        }
        return shape;
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
        if (laidOut == null) {
            laidOut = new double[scratch.length];
        }
        for (int i = 0; i < scratch.length; i++) {
            laidOut[i] += scratch[i];
        }
        Arrays.fill(scratch, 0.0f);
    }

    /** The scratch array of sparse rows, [F x classStride] feature-major. */
    float[] paddedScratch() {
        if (paddedScratch == null) {
            paddedScratch = new float[Math.multiplyExact(numFeatures, Kernel.classStride(intercepts.length))];
        }
        return paddedScratch;
    }

    /** Adds the scratch array of sparse rows to the sums and sets it to 0. */
    void flushPaddedScratch() {
        int numClasses = intercepts.length;
        int width = Kernel.classStride(numClasses);
        double[] sums = coefficients();
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                sums[j * numClasses + k] += paddedScratch[j * width + k];
            }
        }
        Arrays.fill(paddedScratch, 0.0f);
    }
}
