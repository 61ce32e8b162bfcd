package sparksoftmax.kernel;

import java.io.Serializable;

/**
 * The shape of dense rows and their coefficients, and how both lie in memory. Rows X are [n x stride], row-major, F
 * values and then zeros. Margins and multipliers are [rows x rowStride]. Coefficients, and gradients alike, lie in one
 * of two ways, as a {@link Kernel} likes best:
 *
 * <ul>
 *   <li>by feature, [F x rowStride];
 *   <li>in panels of P classes. A panel is [stride / L x P x L]: L features of its first class, of its second, ...,
 *       then the next L features; so that the innermost loop finds all that it reads behind one index. Classes that do
 *       not fill a panel have one of P / 2, if they fill that, and one of what remains. With P = 1 and L = stride that
 *       is class-major, [K x stride].
 * </ul>
 *
 * What is behind the K values of a row, or the F of a class, is 0 in every argument, and undefined in margins.
 * Immutable.
 */
public final class DenseShape implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int numFeatures;
    private final int numClasses;
    private final int stride;
    private final int rowStride;
    private final int panel;
    private final int lanes;

    private DenseShape(int numFeatures, int numClasses, int rowStride, int panel, int lanes) {
        this.numFeatures = numFeatures;
        this.numClasses = numClasses;
        this.stride = Padding.stride(numFeatures);
        this.rowStride = rowStride;
        this.panel = panel;
        this.lanes = lanes;
    }

    /** Coefficients by feature, those of a feature padded to a multiple of {@code lanes}. */
    static DenseShape byFeature(int numFeatures, int numClasses, int lanes) {
        int rowStride = Math.addExact(numClasses, lanes - 1) / lanes * lanes;
        return new DenseShape(numFeatures, numClasses, rowStride, 0, lanes);
    }

    /** Coefficients in panels of {@code panel} classes by {@code lanes} features, a divisor of the stride. */
    static DenseShape inPanels(int numFeatures, int numClasses, int panel, int lanes) {
        return new DenseShape(numFeatures, numClasses, numClasses, panel, lanes);
    }

    /** F. */
    public int numFeatures() {
        return numFeatures;
    }

    /** K. */
    public int numClasses() {
        return numClasses;
    }

    /** F, padded. */
    public int stride() {
        return stride;
    }

    /** Whether coefficients lie by feature. */
    public boolean byFeature() {
        return panel == 0;
    }

    /** The distance of a row's margins from the next row's: K, padded where coefficients lie by feature. */
    public int rowStride() {
        return rowStride;
    }

    /** L: so many features of a class lie next to each other, unless coefficients lie by feature. */
    public int lanes() {
        return lanes;
    }

    /** The classes of the panel that starts at class {@code first}. */
    int panelWidth(int first) {
        int remaining = numClasses - first;
        return remaining >= panel ? panel : remaining >= panel / 2 && panel > 1 ? panel / 2 : remaining;
    }

    /** The length of coefficients and gradients. */
    public int length() {
        return byFeature() ? Math.multiplyExact(numFeatures, rowStride) : Math.multiplyExact(numClasses, stride);
    }

    /** Where feature j's coefficient of class k is. */
    public int index(int j, int k) {
        if (byFeature()) {
            return j * rowStride + k;
        }
        int first = k - k % panel;
        int width = panelWidth(first);
        if (k >= first + width) {
            first += width;
            width = panelWidth(first);
        }
        int within = j % lanes;
        return first * stride + (j - within) * width + (k - first) * lanes + within;
    }

    /** Puts W, [F x K] feature-major, where the kernel wants it. */
    public float[] laidOut(double[] w) {
        float[] result = new float[length()];
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                result[index(j, k)] = (float) w[j * numClasses + k];
            }
        }
        return result;
    }
}
