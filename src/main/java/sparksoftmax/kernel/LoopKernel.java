package sparksoftmax.kernel;

import java.util.Arrays;

/**
 * The operations of {@code VectorKernel} as plain loops: the same multiplications and additions in the same order, and
 * therefore the same bits. A new virtual machine soon runs plain loops at full speed, whereas it interprets code that
 * uses the Vector API a hundred times as slowly as it runs it when compiled, and takes up to a second to compile it.
 */
class LoopKernel extends PlainKernel {
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

    @Override
    public void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        if (shape.byFeature()) {
            marginsByFeature(shape, x, from, to, w, z);
        } else {
            marginsInPanels(shape, x, from, to, w, z);
        }
    }

    private static void marginsByFeature(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        int numFeatures = shape.numFeatures();
        int width = shape.rowStride();
        float[][] ofFeatures = copies(w, 0, numFeatures, width);
        float[] sums = new float[width];
        for (int i = from; i < to; i++) {
            Arrays.fill(sums, 0.0f);
            addScaled(x, i * shape.stride(), 1, ofFeatures, sums);
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
        int stride = shape.stride();
        int rowStride = shape.rowStride();
        if (shape.byFeature()) {
            float[][] ofRows = copies(m, 0, to - from, rowStride);
            float[] sums = new float[rowStride];
            for (int j = 0; j < shape.numFeatures(); j++) {
                System.arraycopy(g, j * rowStride, sums, 0, rowStride);
                addScaled(x, from * stride + j, stride, ofRows, sums);
                System.arraycopy(sums, 0, g, j * rowStride, rowStride);
            }
            return;
        }
        float[][] rows = copies(x, from * stride, to - from, stride);
        float[] sums = new float[stride];
        int lanes = shape.lanes();
        int width;
        for (int k = 0; k < shape.numClasses(); k += width) {
            width = shape.panelWidth(k);
            for (int c = 0; c < width; c++) {
                int start = k * stride + c * lanes;
                for (int j = 0, at = start; j < stride; j += lanes, at += width * lanes) {
                    System.arraycopy(g, at, sums, j, lanes);
                }
                addScaled(m, k + c, rowStride, rows, sums);
                for (int j = 0, at = start; j < stride; j += lanes, at += width * lanes) {
                    System.arraycopy(sums, j, g, at, lanes);
                }
            }
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

    /** y += Σ_i a_i x_i, in this order, where the a's are at equal distances. */
    private static void addScaled(float[] a, int aStart, int aStep, float[][] x, float[] y) {
        int at = aStart;
        int i = 0;
        for (; i + 4 <= x.length; i += 4, at += 4 * aStep) {
            addFourScaled(
                    a[at], x[i], a[at + aStep], x[i + 1], a[at + 2 * aStep], x[i + 2], a[at + 3 * aStep], x[i + 3], y);
        }
        for (; i < x.length; i++, at += aStep) {
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
