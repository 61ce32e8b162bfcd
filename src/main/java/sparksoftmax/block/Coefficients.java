package sparksoftmax.block;

import java.io.Serializable;
import sparksoftmax.kernel.DenseShape;

/** A coefficient matrix W and intercepts b, as blocks multiply with them. Immutable, thread safe. */
public final class Coefficients implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] values;
    private final double[] intercepts;
    private transient volatile float[] laidOut;

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

    DenseShape shape() {
        return new DenseShape(values.length / numClasses(), numClasses());
    }

    /** W in single precision, as the kernel wants it for dense rows; made on first use and not to be changed. */
    float[] laidOut() {
        float[] result = laidOut;
        if (result == null) {
            result = shape().laidOut(values);
            laidOut = result;
        }
        return result;
    }
}
