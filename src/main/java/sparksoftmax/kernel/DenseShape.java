package sparksoftmax.kernel;

import java.io.Serializable;
import java.util.Objects;

/**
 * The shape and the memory layout of dense rows in single precision and of their coefficients. Rows X are [n x stride],
 * row-major, each with F values and then zeros. Margins and multipliers are [rows x rowStride]. Coefficients and
 * gradients have one of two layouts, whichever is faster with the {@link Kernel}:
 *
 * <ul>
 *   <li>by feature, [F x rowStride];
 *   <li>in panels of P classes. A panel is [stride / L x P x L]: L features of its first class, the same L features of
 *       its second class, ..., then the next L features. The innermost loop can then read everything at constant
 *       offsets from one index. If the last classes do not fill a panel, they form one of P / 2 classes (if there are
 *       that many), and one of the rest. With P = 1 and L = stride, the layout is class-major, [K x stride].
 * </ul>
 *
 * The padding after the K values of a row, or the F values of a class, must be 0 in every argument; in margins it is
 * undefined. Immutable.
 */
public final class DenseShape implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * The period for {@link #fewer} of features in panels: kernels take up to four of the largest registers together.
     */
    private static final int FEATURES_IN_PANELS = 4 * Padding.LANE_MULTIPLE;

    /**
     * The same where the layout is by feature. Kernels take four features together; the code is compiled soonest where
     * loops over features run some 25 times a call.
     */
    private static final int FEATURES_BY_FEATURE = 16;

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

    /** The layout by feature, where the coefficients of a feature are padded to a multiple of {@code lanes}. */
    static DenseShape byFeature(int numFeatures, int numClasses, int lanes) {
        int rowStride = Math.addExact(numClasses, lanes - 1) / lanes * lanes;
        return new DenseShape(numFeatures, numClasses, rowStride, 0, lanes);
    }

    /** The layout in panels of P = {@code panel} classes, with L = {@code lanes}, which must divide the stride. */
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

    /** F rounded up to a multiple of {@link Padding#LANE_MULTIPLE}. */
    public int stride() {
        return stride;
    }

    /** Whether the layout is by feature. */
    public boolean byFeature() {
        return panel == 0;
    }

    /** The distance between the margins of a row and those of the next row: K, padded if the layout is by feature. */
    public int rowStride() {
        return rowStride;
    }

    /** L: the number of features of a class that lie next to each other in a panel. */
    public int lanes() {
        return lanes;
    }

    /** The number of classes in the panel that starts at class {@code first}. */
    int panelWidth(int first) {
        int remaining = numClasses - first;
        return remaining >= panel ? panel : remaining >= panel / 2 && panel > 1 ? panel / 2 : remaining;
    }

    /**
     * A shape with the same layout for which kernels run the same code: with as many features and classes as are taken
     * together, once, and as many as are then left over. Small shapes stay as they are.
     */
    DenseShape reduced() {
        return byFeature()
                ? byFeature(fewer(numFeatures, FEATURES_BY_FEATURE), fewer(numClasses, 2 * lanes), lanes)
                : inPanels(fewer(numFeatures, FEATURES_IN_PANELS), fewer(numClasses, panel), panel, lanes);
    }

    /** A number less than 2 {@code period} that has the same remainder, and is at least the period if the number is. */
    static int fewer(int number, int period) {
        return number < 2 * period ? number : period + number % period;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DenseShape that
                && numFeatures == that.numFeatures
                && numClasses == that.numClasses
                && panel == that.panel
                && lanes == that.lanes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(numFeatures, numClasses, panel, lanes);
    }

    /** The length of the arrays of coefficients and gradients. */
    public int length() {
        return byFeature() ? Math.multiplyExact(numFeatures, rowStride) : Math.multiplyExact(numClasses, stride);
    }

    /** The index of the coefficient of feature j and class k. */
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

    /** W, given as [F x K] feature-major, in this layout and in single precision. */
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
