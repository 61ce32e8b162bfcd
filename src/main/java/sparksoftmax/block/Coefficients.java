package sparksoftmax.block;

import java.io.Serializable;
import sparksoftmax.kernel.Kernel;

/**
 * A coefficient matrix W and intercepts, as blocks multiply with them. Blocks of centered features and of features as
 * they are have intercepts of their own, since the centers are folded into them: b and b - W c. Immutable, thread safe.
 */
public final class Coefficients implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] values;
    private final double[] intercepts;
    private final double[] uncenteredIntercepts;
    private transient volatile float[] classMajor;

    /**
     * A matrix.
     *
     * @param values W, [F x K] feature-major, not copied
     * @param intercepts [K], for rows of centered features
     * @param uncenteredIntercepts [K], for the others
     */
    public Coefficients(double[] values, double[] intercepts, double[] uncenteredIntercepts) {
        this.values = values;
        this.intercepts = intercepts;
        this.uncenteredIntercepts = uncenteredIntercepts;
    }

    /** K. */
    public int numClasses() {
        return intercepts.length;
    }

    /** W, [F x K] feature-major, not a copy. */
    double[] values() {
        return values;
    }

    double[] intercepts() {
        return intercepts;
    }

    double[] uncenteredIntercepts() {
        return uncenteredIntercepts;
    }

    /** W in single precision, [K x stride] class-major, made on first use and not to be changed. */
    float[] classMajor() {
        float[] result = classMajor;
        if (result == null) {
            int numClasses = numClasses();
            int numFeatures = values.length / numClasses;
            int stride = Kernel.stride(numFeatures);
            result = new float[Math.multiplyExact(numClasses, stride)];
            for (int j = 0; j < numFeatures; j++) {
                for (int k = 0; k < numClasses; k++) {
                    result[k * stride + j] = (float) values[j * numClasses + k];
                }
            }
            classMajor = result;
        }
        return result;
    }
}
