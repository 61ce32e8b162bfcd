package sparksoftmax.kernel;

import java.util.Arrays;

/**
 * The kernel for any Java virtual machine, written so that the just-in-time compiler can vectorize most inner loops.
 */
class PlainKernel implements Kernel {
    /** The number of gradient values that are computed together, so that they stay in the cache. */
    private static final int MAX_CHUNK = 1 << 14;

    /** With at least this many classes, loops over classes are long enough to be fast. */
    private static final int MANY_CLASSES = 16;

    /** With fewer rows or features, {@link #marginsInParts} does not pay. */
    private static final int FEW_ROWS = 4;

    private static final int FEW_FEATURES = 256;
    private static final int PARTS = 8;

    @Override
    public String description() {
        return "scalar loops";
    }

    @Override
    public double denseFrom() {
        return 0.15;
    }

    @Override
    public DenseShape shape(int numFeatures, int numClasses) {
        // With the layout by feature, the inner loops run over the classes, of which there must be enough.
        return numClasses >= MANY_CLASSES || numClasses > numFeatures
                ? DenseShape.byFeature(numFeatures, numClasses, Padding.LANE_MULTIPLE)
                : DenseShape.inPanels(numFeatures, numClasses, 1, Padding.stride(numFeatures));
    }

    @Override
    public void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        int stride = shape.stride();
        int width = shape.rowStride();
        if (!shape.byFeature()) {
            if (to - from >= FEW_ROWS && stride >= FEW_FEATURES) {
                marginsInParts(stride, width, x, from, to, w, z);
                return;
            }
            for (int i = from; i < to; i++) {
                for (int k = 0; k < width; k++) {
                    z[(i - from) * width + k] = dot(x, i * stride, w, k * stride, stride);
                }
            }
            return;
        }
        float[][] ofFeatures = copies(w, shape.numFeatures(), width);
        float[] sums = new float[width];
        for (int i = from; i < to; i++) {
            Arrays.fill(sums, 0.0f);
            for (int j = 0; j < ofFeatures.length; j += 4) {
                // Rows are padded with zeros.
                int first = i * stride + j;
                addRows(ofFeatures, j, x[first], x[first + 1], x[first + 2], x[first + 3], sums, width);
            }
            System.arraycopy(sums, 0, z, (i - from) * width, width);
        }
    }

    /**
     * Margins with class-major coefficients. The compiler does not vectorize a sum over the features. It does vectorize
     * adding up the parts of a row element by element, after which only an eighth of the values is left to be summed
     * one by one.
     */
    private static void marginsInParts(int stride, int numClasses, float[] x, int from, int to, float[] w, float[] z) {
        int length = ((stride + PARTS - 1) / PARTS + 7) & ~7;
        float[][][] ofClasses = new float[numClasses][PARTS][length];
        for (int k = 0; k < numClasses; k++) {
            cut(w, k * stride, stride, ofClasses[k]);
        }
        float[][] row = new float[PARTS][length];
        float[] sums = new float[length];
        for (int i = from; i < to; i++) {
            cut(x, i * stride, stride, row);
            for (int k = 0; k < numClasses; k++) {
                Arrays.fill(sums, 0.0f);
                for (int part = 0; part < PARTS; part += 4) {
                    addProducts(row, ofClasses[k], part, sums, length);
                }
                z[(i - from) * numClasses + k] = sum(sums, length);
            }
        }
    }

    /**
     * Cuts a row into parts of equal length; elements of the last parts that are beyond the end of the row stay as they
     * are.
     */
    private static void cut(float[] values, int start, int length, float[][] parts) {
        for (int part = 0; part < parts.length; part++) {
            int done = part * parts[part].length;
            System.arraycopy(
                    values,
                    start + Math.min(done, length),
                    parts[part],
                    0,
                    Math.max(0, Math.min(parts[part].length, length - done)));
        }
    }

    /** y += Σ_r x_r w_r, element by element, over four whole arrays, starting with array {@code first}. */
    private static void addProducts(float[][] x, float[][] w, int first, float[] y, int length) {
        float[] x0 = x[first];
        float[] x1 = x[first + 1];
        float[] x2 = x[first + 2];
        float[] x3 = x[first + 3];
        float[] w0 = w[first];
        float[] w1 = w[first + 1];
        float[] w2 = w[first + 2];
        float[] w3 = w[first + 3];
        for (int j = 0; j < length; j++) {
            y[j] = y[j] + x0[j] * w0[j] + x1[j] * w1[j] + x2[j] * w2[j] + x3[j] * w3[j];
        }
    }

    /** The sum of the first {@code length} elements, a multiple of eight. */
    private static float sum(float[] y, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int j = 0; j < length; j += 8) {
            s0 += y[j] + y[j + 4];
            s1 += y[j + 1] + y[j + 5];
            s2 += y[j + 2] + y[j + 6];
            s3 += y[j + 3] + y[j + 7];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /**
     * The rows of a matrix as separate arrays, with rows of zeros added up to a multiple of four. The just-in-time
     * compiler of Java 17 vectorizes a loop over whole arrays, but not a loop over parts of arrays that start at
     * different indices, which takes six times as long.
     */
    private static float[][] copies(float[] matrix, int numRows, int width) {
        float[][] rows = new float[(numRows + 3) & ~3][width];
        for (int i = 0; i < numRows; i++) {
            System.arraycopy(matrix, i * width, rows[i], 0, width);
        }
        return rows;
    }

    private static void addScaled(float a, float[] x, int xStart, float[] y, int yStart, int length) {
        for (int i = 0; i < length; i++) {
            y[yStart + i] += a * x[xStart + i];
        }
    }

    /** Uses eight independent sums, since with a single sum each addition would have to wait for the previous one. */
    private static float dot(float[] x, int xStart, float[] w, int wStart, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int j = 0; j < length; j += 8) {
            s0 += x[xStart + j] * w[wStart + j];
            s1 += x[xStart + j + 1] * w[wStart + j + 1];
            s2 += x[xStart + j + 2] * w[wStart + j + 2];
            s3 += x[xStart + j + 3] * w[wStart + j + 3];
            s4 += x[xStart + j + 4] * w[wStart + j + 4];
            s5 += x[xStart + j + 5] * w[wStart + j + 5];
            s6 += x[xStart + j + 6] * w[wStart + j + 6];
            s7 += x[xStart + j + 7] * w[wStart + j + 7];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    @Override
    public void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        int stride = shape.stride();
        int width = shape.rowStride();
        if (shape.byFeature()) {
            float[][] ofRows = copies(m, to - from, width);
            float[] sums = new float[width];
            float[] factors = new float[ofRows.length];
            for (int j = 0; j < shape.numFeatures(); j++) {
                System.arraycopy(g, j * width, sums, 0, width);
                for (int i = from; i < to; i++) {
                    factors[i - from] = x[i * stride + j];
                }
                for (int i = 0; i < ofRows.length; i += 4) {
                    addRows(ofRows, i, factors[i], factors[i + 1], factors[i + 2], factors[i + 3], sums, width);
                }
                System.arraycopy(sums, 0, g, j * width, width);
            }
            return;
        }
        int chunk = Math.max(1, MAX_CHUNK / stride);
        for (int k = 0; k < width; k += chunk) {
            addGradientOfClasses(stride, width, x, from, to, m, g, k, Math.min(width, k + chunk));
        }
    }

    /** The gradient of some classes; it works on copies, see {@link #copies}. */
    private static void addGradientOfClasses(
            int stride, int width, float[] x, int from, int to, float[] m, float[] g, int fromClass, int toClass) {
        float[][] sums = new float[toClass - fromClass][stride];
        for (int c = 0; c < sums.length; c++) {
            System.arraycopy(g, (fromClass + c) * stride, sums[c], 0, stride);
        }
        float[][] rows = new float[4][stride];
        for (int i = from; i < to; i += 4) {
            int count = Math.min(4, to - i);
            for (int r = 0; r < count; r++) {
                System.arraycopy(x, (i + r) * stride, rows[r], 0, stride);
            }
            for (int c = 0; c < sums.length; c++) {
                int f = (i - from) * width + fromClass + c;
                // Rows beyond the last one have old contents, but factor 0.
                float f1 = count > 1 ? m[f + width] : 0.0f;
                float f2 = count > 2 ? m[f + 2 * width] : 0.0f;
                float f3 = count > 3 ? m[f + 3 * width] : 0.0f;
                addRows(rows, 0, m[f], f1, f2, f3, sums[c], stride);
            }
        }
        for (int c = 0; c < sums.length; c++) {
            System.arraycopy(sums[c], 0, g, (fromClass + c) * stride, stride);
        }
    }

    /** y += Σ_r f_r x_r over four whole arrays, starting with array {@code first}. */
    private static void addRows(float[][] x, int first, float f0, float f1, float f2, float f3, float[] y, int length) {
        float[] x0 = x[first];
        float[] x1 = x[first + 1];
        float[] x2 = x[first + 2];
        float[] x3 = x[first + 3];
        for (int j = 0; j < length; j++) {
            y[j] = y[j] + f0 * x0[j] + f1 * x1[j] + f2 * x2[j] + f3 * x3[j];
        }
    }

    @Override
    public double squaredNorm(float[] x, int start, int length) {
        return dot(x, start, x, start, length);
    }

    @Override
    public void sparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z) {
        for (int i = from; i < to; i++) {
            int start = (i - from) * stride;
            Arrays.fill(z, start, start + stride, 0.0f);
            for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
                addScaled(values[p], w, indices[p] * stride, z, start, stride);
            }
        }
    }

    @Override
    public void addSparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w) {
        for (int i = from; i < to; i++) {
            for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
                addScaled(values[p], m, (i - from) * stride, w, indices[p] * stride, stride);
            }
        }
    }

    @Override
    public void shrinkSparse(
            int[] indices, int from, int to, float[] thresholds, float[] factors, float[] w, int stride) {
        for (int p = from; p < to; p++) {
            float threshold = thresholds == null ? 0.0f : thresholds[p - from];
            float factor = factors[p - from];
            int start = indices[p] * stride;
            for (int at = start; at < start + stride; at++) {
                w[at] = Math.copySign(Math.max(0.0f, Math.abs(w[at]) - threshold) * factor, w[at]);
            }
        }
    }

    @Override
    public void sparseMargins(
            int[] rowStarts,
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] coefficients,
            double[] intercepts,
            int numClasses,
            double[] margins) {
        for (int i = from; i < to; i++) {
            int z = (i - from) * numClasses;
            System.arraycopy(intercepts, 0, margins, z, numClasses);
            int p = rowStarts[i];
            int end = rowStarts[i + 1];
            for (; p + 4 <= end; p += 4) {
                addFourScaled(values, indices, p, coefficients, numClasses, margins, z);
            }
            for (; p < end; p++) {
                ScalarKernel.addScaled(values[p], coefficients, indices[p] * numClasses, margins, z, numClasses);
            }
        }
    }

    @Override
    public void addProduct(int[] starts, double[] x, int count, double[] w, double[] z) {
        int p = 0;
        for (; p + 4 <= count; p += 4) {
            double x0 = x[p];
            double x1 = x[p + 1];
            double x2 = x[p + 2];
            double x3 = x[p + 3];
            int w0 = starts[p];
            int w1 = starts[p + 1];
            int w2 = starts[p + 2];
            int w3 = starts[p + 3];
            for (int k = 0; k < z.length; k++) {
                z[k] += (x0 * w[w0 + k] + x1 * w[w1 + k]) + (x2 * w[w2 + k] + x3 * w[w3 + k]);
            }
        }
        for (; p < count; p++) {
            ScalarKernel.addScaled(x[p], w, starts[p], z, 0, z.length);
        }
    }

    @Override
    public void addDenseProduct(double[] x, int count, double[] w, int start, double[] z) {
        int p = 0;
        for (; p + 4 <= count; p += 4) {
            double x0 = x[p];
            double x1 = x[p + 1];
            double x2 = x[p + 2];
            double x3 = x[p + 3];
            int w0 = start + p * z.length;
            int w1 = w0 + z.length;
            int w2 = w1 + z.length;
            int w3 = w2 + z.length;
            for (int k = 0; k < z.length; k++) {
                z[k] += (x0 * w[w0 + k] + x1 * w[w1 + k]) + (x2 * w[w2 + k] + x3 * w[w3 + k]);
            }
        }
        for (; p < count; p++) {
            ScalarKernel.addScaled(x[p], w, start + p * z.length, z, 0, z.length);
        }
    }

    /** Adds four non-zeros at a time, so that the margins are loaded and stored only once for them. */
    private static void addFourScaled(
            double[] values, int[] indices, int p, double[] w, int numClasses, double[] z, int zStart) {
        double x0 = values[p];
        double x1 = values[p + 1];
        double x2 = values[p + 2];
        double x3 = values[p + 3];
        int w0 = indices[p] * numClasses;
        int w1 = indices[p + 1] * numClasses;
        int w2 = indices[p + 2] * numClasses;
        int w3 = indices[p + 3] * numClasses;
        for (int k = 0; k < numClasses; k++) {
            z[zStart + k] += x0 * w[w0 + k] + x1 * w[w1 + k] + x2 * w[w2 + k] + x3 * w[w3 + k];
        }
    }

    @Override
    public void addSparseGradient(
            int[] rowStarts,
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] multipliers,
            int numClasses,
            double[] gradient) {
        for (int i = from; i < to; i++) {
            int m = (i - from) * numClasses;
            for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
                ScalarKernel.addScaled(values[p], multipliers, m, gradient, indices[p] * numClasses, numClasses);
            }
        }
    }
}
