package sparksoftmax.block;

import java.io.Serializable;
import sparksoftmax.kernel.Kernel;

/** A coefficient matrix W and intercepts b, as blocks multiply with them. Immutable, thread safe. */
public final class Coefficients implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] values;
    private final double[] intercepts;
    private transient volatile float[] classMajor;

    /**
     * A matrix.
     *
     * @param values W, [F x K] feature-major, not copied
     * @param intercepts b, [K], not copied
     */
    public Coefficients(double[] values, double[] intercepts) {
        this.values = values;
        this.intercepts = intercepts;
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
