package sparksoftmax.kernel;

import java.util.Arrays;

/**
 * The operations of {@code VectorKernel} as plain loops: the same multiplications and additions in the same order, and
 * therefore the same bits. A new virtual machine soon runs plain loops at full speed, whereas it interprets code that
 * uses the Vector API a hundred times as slowly as it runs it when compiled, and takes up to a second to compile it.
 */
class LoopKernel extends PlainKernel {
    /** With so many rows or fewer, loops over rows are slower than those over the lanes of a register. */
    private static final int FEW_ROWS = 3;

    /** The kernel that has the same results. */
    final Kernel vector;

    private final int lanes;

    /** @param vector the kernel that has the same results */
    LoopKernel(Kernel vector) {
        this.vector = vector;
        lanes = vector.shape(1, 1).lanes();
    }

    @Override
    public String description() {
        return "plain loops with the results of " + vector.description();
    }

    @Override
    public double denseFrom() {
        return vector.denseFrom();
    }

    @Override
    public DenseShape shape(int numFeatures, int numClasses) {
        return vector.shape(numFeatures, numClasses);
    }

    // The innermost loops run over whole arrays, which have a place for each row, each feature or each class, whichever
    // takes the fewest loops: a loop of 16 places takes half as long as one of 64.

    @Override
    public void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        if (to - from > (shape.byFeature() ? shape.numClasses() : FEW_ROWS)) {
            marginsOfManyRows(shape, x, from, to, w, z);
        } else if (shape.byFeature()) {
            marginsByFeature(shape, x, from, to, w, z);
        } else {
            marginsInPanels(shape, x, from, to, w, z);
        }
    }

    private static void marginsOfManyRows(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        // Vector code adds up the products of a row and a class in so many sums, which it adds up in the end.
        int chains = shape.byFeature() ? 1 : shape.lanes();
        int numFeatures = shape.byFeature() ? shape.numFeatures() : shape.stride();
        float[][] columns = columns(x, from * shape.stride(), to - from, shape.stride(), numFeatures);
        float[][] sums = new float[chains][to - from];
        for (int k = 0; k < shape.numClasses(); k++) {
            int step = step(shape, k);
            for (int l = 0; l < chains; l++) {
                Arrays.fill(sums[l], 0.0f);
                addScaled(w, shape.index(l, k), step, columns, l, numFeatures, chains, sums[l]);
            }
            float[] ofRows = sum(sums);
            for (int i = 0; i < ofRows.length; i++) {
                z[i * shape.rowStride() + k] = ofRows[i];
            }
        }
    }

    /** The distance between the coefficients of a class whose products are added to the same sum. */
    private static int step(DenseShape shape, int k) {
        return shape.index(shape.byFeature() ? 1 : shape.lanes(), k) - shape.index(0, k);
    }

    private static void marginsByFeature(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        int numFeatures = shape.numFeatures();
        int width = shape.rowStride();
        float[][] ofFeatures = copies(w, 0, numFeatures, width);
        float[] sums = new float[width];
        for (int i = from; i < to; i++) {
            Arrays.fill(sums, 0.0f);
            addScaled(x, i * shape.stride(), 1, ofFeatures, 0, numFeatures, 1, sums);
            System.arraycopy(sums, 0, z, (i - from) * width, width);
        }
    }

    private static void marginsInPanels(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        int numClasses = shape.numClasses();
        int stride = shape.stride();
        int lanes = shape.lanes();
        float[] sums = new float[lanes];
        int width;
        for (int k = 0; k < numClasses; k += width) {
            width = shape.panelWidth(k);
            for (int i = from; i < to; i++) {
                for (int c = 0; c < width; c++) {
                    Arrays.fill(sums, 0.0f);
                    int at = k * stride + c * lanes;
                    int j = 0;
                    for (; j + 4 * lanes <= stride; j += 4 * lanes, at += 4 * width * lanes) {
                        addFourProducts(x, i * stride + j, w, at, width * lanes, sums);
                    }
                    for (; j < stride; j += lanes, at += width * lanes) {
                        addProducts(x, i * stride + j, w, at, sums);
                    }
                    z[(i - from) * numClasses + k + c] = sum(sums);
                }
            }
        }
    }

    @Override
    public void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        if (shape.byFeature() && shape.numClasses() >= shape.numFeatures()) {
            addGradientOfManyClasses(shape, x, from, to, m, g);
        } else {
            addGradientOfManyFeatures(shape, x, from, to, m, g);
        }
    }

    private static void addGradientOfManyClasses(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        int stride = shape.stride();
        int width = shape.rowStride();
        float[][] ofRows = copies(m, 0, to - from, width);
        float[] sums = new float[width];
        for (int j = 0; j < shape.numFeatures(); j++) {
            System.arraycopy(g, j * width, sums, 0, width);
            addScaled(x, from * stride + j, stride, ofRows, 0, to - from, 1, sums);
            System.arraycopy(sums, 0, g, j * width, width);
        }
    }

    private static void addGradientOfManyFeatures(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        int stride = shape.stride();
        float[][] rows = copies(x, from * stride, to - from, stride);
        float[] sums = new float[stride];
        for (int k = 0; k < shape.numClasses(); k++) {
            copyFrom(g, shape, k, sums);
            addScaled(m, k, shape.rowStride(), rows, 0, to - from, 1, sums);
            copyTo(g, shape, k, sums);
        }
    }

    /** Copies the coefficients of class k, or their gradient, to an array of its own, [stride]. */
    private static void copyFrom(float[] w, DenseShape shape, int k, float[] ofClass) {
        int step = step(shape, k);
        int at = shape.index(0, k);
        if (shape.byFeature()) {
            for (int j = 0; j < shape.numFeatures(); j++, at += step) {
                ofClass[j] = w[at];
            }
            return;
        }
        for (int j = 0; j < shape.stride(); j += shape.lanes(), at += step) {
            System.arraycopy(w, at, ofClass, j, shape.lanes());
        }
    }

    /** Copies them back. */
    private static void copyTo(float[] w, DenseShape shape, int k, float[] ofClass) {
        int step = step(shape, k);
        int at = shape.index(0, k);
        if (shape.byFeature()) {
            for (int j = 0; j < shape.numFeatures(); j++, at += step) {
                w[at] = ofClass[j];
            }
            return;
        }
        for (int j = 0; j < shape.stride(); j += shape.lanes(), at += step) {
            System.arraycopy(ofClass, j, w, at, shape.lanes());
        }
    }

    @Override
    public double squaredNorm(float[] x, int start, int length) {
        float[] a = new float[lanes];
        float[] b = new float[lanes];
        for (int j = start; j < start + length; j += 2 * lanes) {
            addProducts(x, j, x, j, a);
            if (j + lanes < start + length) {
                addProducts(x, j + lanes, x, j + lanes, b);
            }
        }
        for (int l = 0; l < lanes; l++) {
            a[l] += b[l];
        }
        return sum(a);
    }

    // Sparse rows are multiplied for eight classes at a time, whose sums are kept in processor registers. A loop over
    // the classes of every non-zero, which starts at another place of the coefficients each time, takes 2 to 8 times
    // as long.

    @Override
    public void sparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z) {
        for (int i = from; i < to; i++) {
            for (int k = 0; k < stride; k += Padding.CLASS_MULTIPLE) {
                eightProducts(
                        indices, values, rowStarts[i], rowStarts[i + 1], w, stride, k, z, (i - from) * stride + k);
            }
        }
    }

    /** Margins of eight classes: the values at even places and those at odd places are summed apart. */
    private static void eightProducts(
            int[] indices, float[] values, int from, int to, float[] w, int stride, int k, float[] z, int out) {
        float a0 = 0.0f;
        float a1 = 0.0f;
        float a2 = 0.0f;
        float a3 = 0.0f;
        float a4 = 0.0f;
        float a5 = 0.0f;
        float a6 = 0.0f;
        float a7 = 0.0f;
        float b0 = 0.0f;
        float b1 = 0.0f;
        float b2 = 0.0f;
        float b3 = 0.0f;
        float b4 = 0.0f;
        float b5 = 0.0f;
        float b6 = 0.0f;
        float b7 = 0.0f;
        int p = from;
        for (; p + 1 < to; p += 2) {
            float x = values[p];
            int at = indices[p] * stride + k;
            a0 = Math.fma(x, w[at], a0);
            a1 = Math.fma(x, w[at + 1], a1);
            a2 = Math.fma(x, w[at + 2], a2);
            a3 = Math.fma(x, w[at + 3], a3);
            a4 = Math.fma(x, w[at + 4], a4);
            a5 = Math.fma(x, w[at + 5], a5);
            a6 = Math.fma(x, w[at + 6], a6);
            a7 = Math.fma(x, w[at + 7], a7);
            x = values[p + 1];
            at = indices[p + 1] * stride + k;
            b0 = Math.fma(x, w[at], b0);
            b1 = Math.fma(x, w[at + 1], b1);
            b2 = Math.fma(x, w[at + 2], b2);
            b3 = Math.fma(x, w[at + 3], b3);
            b4 = Math.fma(x, w[at + 4], b4);
            b5 = Math.fma(x, w[at + 5], b5);
            b6 = Math.fma(x, w[at + 6], b6);
            b7 = Math.fma(x, w[at + 7], b7);
        }
        if (p < to) {
            float x = values[p];
            int at = indices[p] * stride + k;
            a0 = Math.fma(x, w[at], a0);
            a1 = Math.fma(x, w[at + 1], a1);
            a2 = Math.fma(x, w[at + 2], a2);
            a3 = Math.fma(x, w[at + 3], a3);
            a4 = Math.fma(x, w[at + 4], a4);
            a5 = Math.fma(x, w[at + 5], a5);
            a6 = Math.fma(x, w[at + 6], a6);
            a7 = Math.fma(x, w[at + 7], a7);
        }
        z[out] = a0 + b0;
        z[out + 1] = a1 + b1;
        z[out + 2] = a2 + b2;
        z[out + 3] = a3 + b3;
        z[out + 4] = a4 + b4;
        z[out + 5] = a5 + b5;
        z[out + 6] = a6 + b6;
        z[out + 7] = a7 + b7;
    }

    @Override
    public void addSparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w) {
        for (int i = from; i < to; i++) {
            for (int k = 0; k < stride; k += Padding.CLASS_MULTIPLE) {
                addEightProducts(
                        indices, values, rowStarts[i], rowStarts[i + 1], m, (i - from) * stride + k, stride, w, k);
            }
        }
    }

    private static void addEightProducts(
            int[] indices, float[] values, int from, int to, float[] m, int factors, int stride, float[] w, int k) {
        float m0 = m[factors];
        float m1 = m[factors + 1];
        float m2 = m[factors + 2];
        float m3 = m[factors + 3];
        float m4 = m[factors + 4];
        float m5 = m[factors + 5];
        float m6 = m[factors + 6];
        float m7 = m[factors + 7];
        for (int p = from; p < to; p++) {
            float x = values[p];
            int at = indices[p] * stride + k;
            w[at] = Math.fma(x, m0, w[at]);
            w[at + 1] = Math.fma(x, m1, w[at + 1]);
            w[at + 2] = Math.fma(x, m2, w[at + 2]);
            w[at + 3] = Math.fma(x, m3, w[at + 3]);
            w[at + 4] = Math.fma(x, m4, w[at + 4]);
            w[at + 5] = Math.fma(x, m5, w[at + 5]);
            w[at + 6] = Math.fma(x, m6, w[at + 6]);
            w[at + 7] = Math.fma(x, m7, w[at + 7]);
        }
    }

    @Override
    public void shrinkSparse(
            int[] indices, int from, int to, float[] thresholds, float[] factors, float[] w, int stride) {
        for (int p = from; p < to; p++) {
            float factor = factors[p - from];
            int start = indices[p] * stride;
            if (thresholds == null) {
                for (int at = start; at < start + stride; at++) {
                    w[at] *= factor;
                }
                continue;
            }
            float threshold = thresholds[p - from];
            for (int at = start; at < start + stride; at++) {
                float size = Math.max(Math.abs(w[at]) - threshold, 0.0f) * factor;
                w[at] = w[at] < 0.0f ? -size : size;
            }
        }
    }

    /** y += a x. */
    private static void addScaled(float a, float[] x, int xStart, float[] y, int yStart, int length) {
        for (int k = 0; k < length; k++) {
            y[yStart + k] = Math.fma(a, x[xStart + k], y[yStart + k]);
        }
    }

    /**
     * The rows of a matrix as separate arrays. The just-in-time compiler of Java 17 vectorizes a loop over whole
     * arrays, but not one over parts of arrays that start at different indices.
     */
    private static float[][] copies(float[] matrix, int start, int numRows, int width) {
        float[][] rows = new float[numRows][];
        for (int i = 0; i < numRows; i++) {
            rows[i] = Arrays.copyOfRange(matrix, start + i * width, start + (i + 1) * width);
        }
        return rows;
    }

    /**
     * The columns of rows as arrays, at least {@code numColumns} of them; rows have padding up to a multiple of four.
     */
    private static float[][] columns(float[] rows, int start, int numRows, int stride, int numColumns) {
        float[][] columns = new float[(numColumns + 3) & ~3][numRows];
        for (int j = 0; j < columns.length; j += 4) {
            copyColumns(rows, start + j, stride, columns[j], columns[j + 1], columns[j + 2], columns[j + 3]);
        }
        return columns;
    }

    private static void copyColumns(float[] rows, int start, int stride, float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0, at = start; i < a.length; i++, at += stride) {
            a[i] = rows[at];
            b[i] = rows[at + 1];
            c[i] = rows[at + 2];
            d[i] = rows[at + 3];
        }
    }

    /**
     * y += Σ_i a_i x_i, in this order, over the x's from {@code from} (inclusive) to {@code to}, at equal distances.
     */
    private static void addScaled(
            float[] a, int aStart, int aStep, float[][] x, int from, int to, int xStep, float[] y) {
        int at = aStart;
        int i = from;
        for (; i + 3 * xStep < to; i += 4 * xStep, at += 4 * aStep) {
            addFourScaled(
                    a[at],
                    x[i],
                    a[at + aStep],
                    x[i + xStep],
                    a[at + 2 * aStep],
                    x[i + 2 * xStep],
                    a[at + 3 * aStep],
                    x[i + 3 * xStep],
                    y);
        }
        for (; i < to; i += xStep, at += aStep) {
            addScaled(a[at], x[i], 0, y, 0, y.length);
        }
    }

    private static void addFourScaled(
            float a0, float[] x0, float a1, float[] x1, float a2, float[] x2, float a3, float[] x3, float[] y) {
        for (int k = 0; k < y.length; k++) {
            y[k] = Math.fma(a3, x3[k], Math.fma(a2, x2[k], Math.fma(a1, x1[k], Math.fma(a0, x0[k], y[k]))));
        }
    }

    /** z += x y for four registers x, which follow one another, and y, at equal distances, in this order. */
    private static void addFourProducts(float[] x, int xStart, float[] y, int yStart, int yStep, float[] z) {
        int x1 = xStart + z.length;
        int x2 = x1 + z.length;
        int x3 = x2 + z.length;
        int y1 = yStart + yStep;
        int y2 = y1 + yStep;
        int y3 = y2 + yStep;
        for (int l = 0; l < z.length; l++) {
            float sum = Math.fma(x[xStart + l], y[yStart + l], z[l]);
            sum = Math.fma(x[x1 + l], y[y1 + l], sum);
            sum = Math.fma(x[x2 + l], y[y2 + l], sum);
            z[l] = Math.fma(x[x3 + l], y[y3 + l], sum);
        }
    }

    /** z += x y, element by element. */
    private static void addProducts(float[] x, int xStart, float[] y, int yStart, float[] z) {
        for (int l = 0; l < z.length; l++) {
            z[l] = Math.fma(x[xStart + l], y[yStart + l], z[l]);
        }
    }

    /** The sums of arrays, element by element, in the same order as below; contents are undefined afterwards. */
    private static float[] sum(float[][] lanes) {
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                addScaled(1.0f, lanes[l + half], 0, lanes[l], 0, lanes[l].length);
            }
        }
        return lanes[0];
    }

    /** The sum of the lanes of a register in the order of {@code VectorSums}; contents are undefined afterwards. */
    private static float sum(float[] lanes) {
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] += lanes[l + half];
            }
        }
        return lanes[0];
    }
}
