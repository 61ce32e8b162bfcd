package sparksoftmax.block;

import java.io.Serializable;
import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;
import sparksoftmax.parallel.Ranges;

/**
 * A coefficient matrix W and intercepts b, in the layouts that blocks need for their products. Immutable, thread safe.
 */
public final class Coefficients implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] values;
    private final double[] intercepts;
    private transient volatile float[] laidOut;
    private transient volatile float[] padded;

    /**
     * @param values W, [F x K] feature-major, not copied
     * @param intercepts b, [K], not copied
     */
    public Coefficients(double[] values, double[] intercepts) {
        this.values = values;
        this.intercepts = intercepts;
    }

    /** Z = products + b. A row of {@code products} has {@code width} numbers, of which the first K are used. */
    public static void addIntercepts(float[] products, int width, double[] intercepts, double[] margins, int numRows) {
        int numClasses = intercepts.length;
        for (int i = 0; i < numRows; i++) {
            for (int k = 0; k < numClasses; k++) {
                margins[i * numClasses + k] = intercepts[k] + products[i * width + k];
            }
        }
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
        return Kernels.best().shape(values.length / numClasses(), numClasses());
    }

    /** W in single precision, in the kernel's layout for dense rows; computed on first use, not a copy. */
    float[] laidOut() {
        float[] result = laidOut;
        if (result == null) {
            result = shape().laidOut(values);
            laidOut = result;
        }
        return result;
    }

    /** W in single precision, [F x classStride] feature-major, for sparse rows; computed on first use, not a copy. */
    float[] padded() {
        float[] result = padded;
        if (result == null) {
            int numClasses = numClasses();
            int width = Padding.classStride(numClasses);
            int numFeatures = values.length / numClasses;
            float[] rows = new float[Math.multiplyExact(numFeatures, width)];
            Ranges.forEach(numFeatures, width, (from, to) -> {
                for (int j = from; j < to; j++) {
                    int row = j * width;
                    int start = j * numClasses;
                    for (int k = 0; k < numClasses; k++) {
                        rows[row + k] = (float) values[start + k];
                    }
                }
            });
            result = rows;
            padded = result;
        }
        return result;
    }
}
