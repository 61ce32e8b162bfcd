package sparksoftmax.kernel;

import java.util.Arrays;

/**
 * The products of {@link LoopKernel} with dense rows. Most innermost loops run over whole arrays, which have a place
 * for each row, each feature or each class, depending on how many there are of each. The just-in-time compiler of Java
 * 17 vectorizes such loops, but not those over parts of arrays that start at different indices, so parts are copied.
 */
final class DenseLoops {
    /** At most so many rows are copied together. More make more garbage, fewer make shorter loops. */
    private static final int ROWS_TOGETHER = 128;

    /** Fewer rows of many features are copied together, with so many values, but not fewer than so many rows. */
    private static final int VALUES_TOGETHER = 131_072;

    private static final int FEWEST_TOGETHER = 8;

    /** So many sums of gradients, which stay in the cache, are kept together, but not of fewer classes than that. */
    private static final int SUMS_TOGETHER = 4096;

    /** With fewer margins, rows or classes in panels, copying the columns of rows takes longer than it saves. */
    private static final int FEWEST_MARGINS = 64;

    private static final int FEWEST_ROWS = 4;

    private static final int FEWEST_CLASSES = 2;

    /**
     * For gradients in panels, it takes less time to keep copies of so few rows than to keep the sums of all classes.
     */
    private static final int FEW_ROWS = 16;

    private DenseLoops() {}

    /** See {@link Kernel#margins}. */
    static void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        if (isWorthCopyingColumns(shape, rowsTogether(shape, to - from))) {
            marginsOfManyRows(shape, x, from, to, w, z);
        } else if (shape.byFeature()) {
            marginsOfManyClasses(shape, x, from, to, w, z);
        } else {
            marginsInPanels(shape, x, from, to, w, z);
        }
    }

    /** How many rows are copied together: pieces of a range are equally long, but the last may be a little shorter. */
    private static int rowsTogether(DenseShape shape, int numRows) {
        int most = Math.min(ROWS_TOGETHER, Math.max(VALUES_TOGETHER / Math.max(shape.stride(), 1), FEWEST_TOGETHER));
        int pieces = Math.max((numRows + most - 1) / most, 1);
        return (numRows + pieces - 1) / pieces;
    }

    private static boolean isWorthCopyingColumns(DenseShape shape, int numRows) {
        int numClasses = shape.numClasses();
        return shape.byFeature()
                ? numRows > numClasses
                : numRows >= FEWEST_ROWS && numClasses >= FEWEST_CLASSES && numRows * numClasses >= FEWEST_MARGINS;
    }

    private static void marginsOfManyRows(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        // Vector code adds up the products of a row and a class in so many sums, which it adds up in the end.
        int chains = shape.byFeature() ? 1 : shape.lanes();
        int numFeatures = shape.byFeature() ? shape.numFeatures() : shape.stride();
        int together = rowsTogether(shape, to - from);
        float[][] columns = {};
        float[][] sums = {};
        for (int start = from; start < to; start += together) {
            int numRows = Math.min(together, to - start);
            if (start == from || numRows < together) {
                // Rows have padding, so that there are always four columns to copy.
                columns = new float[(numFeatures + 3) / 4 * 4][numRows];
                sums = new float[chains][numRows];
            }
            copyColumns(x, start * shape.stride(), shape.stride(), columns);
            for (int k = 0; k < shape.numClasses(); k++) {
                int step = step(shape, k);
                for (int l = 0; l < chains; l++) {
                    Arrays.fill(sums[l], 0.0f);
                    addScaled(w, shape.index(l, k), step, columns, l, numFeatures, chains, sums[l]);
                }
                float[] ofRows = sum(sums);
                for (int i = 0, at = (start - from) * shape.rowStride() + k;
                        i < numRows;
                        i++, at += shape.rowStride()) {
                    z[at] = ofRows[i];
                }
            }
        }
    }

    /** The distance between the coefficients of class k whose products are added to the same sum. */
    private static int step(DenseShape shape, int k) {
        return shape.index(shape.byFeature() ? 1 : shape.lanes(), k) - shape.index(0, k);
    }

    private static void marginsOfManyClasses(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
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

    /** See {@link Kernel#addGradient}. */
    static void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        if (shape.byFeature() && (to - from <= shape.numClasses() || shape.numFeatures() < 2 * shape.numClasses())) {
            addGradientOfManyClasses(shape, x, from, to, m, g);
        } else if (!shape.byFeature() && to - from <= FEW_ROWS) {
            addGradientOfFewRows(shape, x, from, to, m, g);
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

    private static void addGradientOfFewRows(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        float[][] rows = copies(x, from * shape.stride(), to - from, shape.stride());
        float[] sums = new float[shape.stride()];
        for (int k = 0; k < shape.numClasses(); k++) {
            copyFrom(g, shape, k, sums);
            addScaled(m, k, shape.rowStride(), rows, 0, rows.length, 1, sums);
            copyTo(g, shape, k, sums);
        }
    }

    private static void addGradientOfManyFeatures(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        int together =
                Math.min(Math.max(SUMS_TOGETHER / Math.max(shape.stride(), 1), FEWEST_TOGETHER), shape.numClasses());
        float[][] sums = new float[together][shape.stride()];
        for (int first = 0; first < shape.numClasses(); first += together) {
            int count = Math.min(together, shape.numClasses() - first);
            for (int c = 0; c < count; c++) {
                copyFrom(g, shape, first + c, sums[c]);
            }
            addGradient(shape, x, from, to, m, first, count, sums);
            for (int c = 0; c < count; c++) {
                copyTo(g, shape, first + c, sums[c]);
            }
        }
    }

    /** Adds the gradients of {@code count} classes from {@code first} on, each to an array of its own. */
    private static void addGradient(
            DenseShape shape, float[] x, int from, int to, float[] m, int first, int count, float[][] sums) {
        int stride = shape.stride();
        int rowStride = shape.rowStride();
        float[] a = new float[stride];
        float[] b = new float[stride];
        float[] c = new float[stride];
        float[] d = new float[stride];
        int i = from;
        int at = first;
        for (; i + 4 <= to; i += 4, at += 4 * rowStride) {
            System.arraycopy(x, i * stride, a, 0, stride);
            System.arraycopy(x, (i + 1) * stride, b, 0, stride);
            System.arraycopy(x, (i + 2) * stride, c, 0, stride);
            System.arraycopy(x, (i + 3) * stride, d, 0, stride);
            for (int k = 0; k < count; k++) {
                int of = at + k;
                addFourScaled(
                        m[of], a, m[of + rowStride], b, m[of + 2 * rowStride], c, m[of + 3 * rowStride], d, sums[k]);
            }
        }
        for (; i < to; i++, at += rowStride) {
            System.arraycopy(x, i * stride, a, 0, stride);
            for (int k = 0; k < count; k++) {
                addScaled(m[at + k], a, sums[k]);
            }
        }
    }

    /** Copies the coefficients of class k, or their gradient, to an array of their own, [stride]. */
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

    /** See {@link Kernel#squaredNorm}. */
    static double squaredNorm(int lanes, float[] x, int start, int length) {
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

    /** The rows of a matrix, which begins at {@code start}, as separate arrays. */
    private static float[][] copies(float[] matrix, int start, int numRows, int width) {
        float[][] rows = new float[numRows][];
        for (int i = 0; i < numRows; i++) {
            rows[i] = Arrays.copyOfRange(matrix, start + i * width, start + (i + 1) * width);
        }
        return rows;
    }

    /** Copies the first columns of rows, whose number is a multiple of four. */
    private static void copyColumns(float[] rows, int start, int stride, float[][] columns) {
        for (int j = 0; j < columns.length; j += 4) {
            copyColumns(rows, start + j, stride, columns[j], columns[j + 1], columns[j + 2], columns[j + 3]);
        }
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
     * y += Σ_i a_i x_i, in this order, where both the a's and the x's, which begin at {@code from} and end before
     * {@code to}, are at equal distances.
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
            addScaled(a[at], x[i], y);
        }
    }

    private static void addFourScaled(
            float a0, float[] x0, float a1, float[] x1, float a2, float[] x2, float a3, float[] x3, float[] y) {
        for (int k = 0; k < y.length; k++) {
            y[k] = Math.fma(a3, x3[k], Math.fma(a2, x2[k], Math.fma(a1, x1[k], Math.fma(a0, x0[k], y[k]))));
        }
    }

    /** y += a x. */
    private static void addScaled(float a, float[] x, float[] y) {
        for (int k = 0; k < y.length; k++) {
            y[k] = Math.fma(a, x[k], y[k]);
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

    /**
     * The sums of arrays, element by element, in the order of {@code VectorSums}; contents are undefined afterwards.
     */
    private static float[] sum(float[][] lanes) {
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                addScaled(1.0f, lanes[l + half], lanes[l]);
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
