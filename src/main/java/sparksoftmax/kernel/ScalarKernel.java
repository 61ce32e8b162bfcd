package sparksoftmax.kernel;

/**
 * The products of dense rows of features with a coefficient matrix, and the transposed products, in plain Java and
 * double precision: for data so small that speed does not matter, or whose features differ so much in scale that single
 * precision might not suffice.
 *
 * <p>Shapes, for n rows, F features and K classes:
 *
 * <ul>
 *   <li>features X, [n x F], row-major ({@code values[i * F + j]});
 *   <li>coefficients W, [F x K], feature-major ({@code coefficients[j * K + k]});
 *   <li>margins Z and multipliers M, [rows in range x K], row-major, starting at index 0 with the first row of the
 *       range.
 * </ul>
 *
 * <p>Arguments are not checked: the caller must make sure that the shapes fit. Stateless, thread safe.
 */
public final class ScalarKernel {
    private ScalarKernel() {}

    /**
     * Z = X W + b for the rows {@code from} (inclusive) to {@code to} (exclusive) of a dense block.
     *
     * @param values X, row-major
     * @param numFeatures F
     * @param intercepts b, [K]
     * @param margins Z, overwritten in its first {@code (to - from) * K} elements
     */
    public static void denseMargins(
            double[] values,
            int numFeatures,
            int from,
            int to,
            double[] coefficients,
            double[] intercepts,
            int numClasses,
            double[] margins) {
        int bulk = numFeatures & ~3;
        for (int i = from; i < to; i++) {
            int z = (i - from) * numClasses;
            System.arraycopy(intercepts, 0, margins, z, numClasses);
            int x = i * numFeatures;
            for (int j = 0; j < bulk; j += 4) {
                double x0 = values[x + j];
                double x1 = values[x + j + 1];
                double x2 = values[x + j + 2];
                double x3 = values[x + j + 3];
                int w0 = j * numClasses;
                int w1 = w0 + numClasses;
                int w2 = w1 + numClasses;
                int w3 = w2 + numClasses;
                for (int k = 0; k < numClasses; k++) {
                    margins[z + k] += x0 * coefficients[w0 + k]
                            + x1 * coefficients[w1 + k]
                            + x2 * coefficients[w2 + k]
                            + x3 * coefficients[w3 + k];
                }
            }
            for (int j = bulk; j < numFeatures; j++) {
                addScaled(values[x + j], coefficients, j * numClasses, margins, z, numClasses);
            }
        }
    }

    /**
     * G += Xᵀ M for the rows {@code from} to {@code to} of a dense block.
     *
     * @param multipliers M, whose first row belongs to row {@code from}
     * @param gradient G, [F x K], feature-major, added to
     */
    public static void addDenseGradient(
            double[] values,
            int numFeatures,
            int from,
            int to,
            double[] multipliers,
            int numClasses,
            double[] gradient) {
        int bulk = from + ((to - from) & ~3);
        for (int i = from; i < bulk; i += 4) {
            int x0 = i * numFeatures;
            int x1 = x0 + numFeatures;
            int x2 = x1 + numFeatures;
            int x3 = x2 + numFeatures;
            int m0 = (i - from) * numClasses;
            int m1 = m0 + numClasses;
            int m2 = m1 + numClasses;
            int m3 = m2 + numClasses;
            for (int j = 0; j < numFeatures; j++) {
                double v0 = values[x0 + j];
                double v1 = values[x1 + j];
                double v2 = values[x2 + j];
                double v3 = values[x3 + j];
                int g = j * numClasses;
                for (int k = 0; k < numClasses; k++) {
                    gradient[g + k] += v0 * multipliers[m0 + k]
                            + v1 * multipliers[m1 + k]
                            + v2 * multipliers[m2 + k]
                            + v3 * multipliers[m3 + k];
                }
            }
        }
        for (int i = bulk; i < to; i++) {
            int x = i * numFeatures;
            int m = (i - from) * numClasses;
            for (int j = 0; j < numFeatures; j++) {
                addScaled(values[x + j], multipliers, m, gradient, j * numClasses, numClasses);
            }
        }
    }

    /**
     * G += Xᵀ M for sparse values that are given one by one, with values in single precision and sums in double
     * precision: the values {@code from} to {@code to}, in this order.
     *
     * @param rows the row of every value
     * @param features the feature of every value
     * @param multipliers M, of all rows
     * @param firstFeature the feature whose sums {@code gradient} starts with
     */
    public static void addScattered(
            int[] rows,
            int[] features,
            float[] values,
            int from,
            int to,
            double[] multipliers,
            int numClasses,
            int firstFeature,
            double[] gradient) {
        for (int p = from; p < to; p++) {
            int g = (features[p] - firstFeature) * numClasses;
            addScaled(values[p], multipliers, rows[p] * numClasses, gradient, g, numClasses);
        }
    }

    /** s_k += sum over {@code rows} of M_ik: the gradient with respect to the intercepts. */
    public static void addColumnSums(double[] multipliers, int rows, int numClasses, double[] sums) {
        for (int i = 0; i < rows; i++) {
            addScaled(1.0, multipliers, i * numClasses, sums, 0, numClasses);
        }
    }

    /** y_k += a x_k, for {@code length} values from {@code xStart} and {@code yStart} on. */
    public static void addScaled(double a, double[] x, int xStart, double[] y, int yStart, int length) {
        for (int k = 0; k < length; k++) {
            y[yStart + k] += a * x[xStart + k];
        }
    }
}
