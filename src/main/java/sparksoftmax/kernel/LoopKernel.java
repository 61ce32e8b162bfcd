package sparksoftmax.kernel;

import java.util.Arrays;

/**
 * The operations of {@code VectorKernel} as plain loops: the same multiplications and additions in the same order, and
 * therefore the same bits. A new virtual machine soon runs plain loops at full speed, whereas it interprets code that
 * uses the Vector API a hundred times as slowly as it runs it when compiled, and takes up to a second to compile it.
 */
final class LoopKernel extends PlainKernel {
    private final Kernel vector;
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
        int numClasses = shape.numClasses();
        int width = shape.rowStride();
        for (int i = from; i < to; i++) {
            int row = i * shape.stride();
            int out = (i - from) * width;
            Arrays.fill(z, out, out + numClasses, 0.0f);
            for (int j = 0; j < numFeatures; j++) {
                addScaled(x[row + j], w, j * width, z, out, numClasses);
            }
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
                    for (int j = 0; j < stride; j += lanes, at += width * lanes) {
                        addProducts(x, i * stride + j, w, at, sums);
                    }
                    z[(i - from) * numClasses + k + c] = sum(sums);
                }
            }
        }
    }

    @Override
    public void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        int numClasses = shape.numClasses();
        int stride = shape.stride();
        int rowStride = shape.rowStride();
        if (shape.byFeature()) {
            for (int i = from; i < to; i++) {
                for (int j = 0; j < shape.numFeatures(); j++) {
                    addScaled(x[i * stride + j], m, (i - from) * rowStride, g, j * rowStride, numClasses);
                }
            }
            return;
        }
        int lanes = shape.lanes();
        int width;
        for (int k = 0; k < numClasses; k += width) {
            width = shape.panelWidth(k);
            for (int i = from; i < to; i++) {
                for (int c = 0; c < width; c++) {
                    float factor = m[(i - from) * numClasses + k + c];
                    int at = k * stride + c * lanes;
                    for (int j = 0; j < stride; j += lanes, at += width * lanes) {
                        addScaled(factor, x, i * stride + j, g, at, lanes);
                    }
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

    @Override
    public void sparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z) {
        float[] ofOdd = new float[stride];
        for (int i = from; i < to; i++) {
            int out = (i - from) * stride;
            Arrays.fill(z, out, out + stride, 0.0f);
            Arrays.fill(ofOdd, 0.0f);
            int end = rowStarts[i + 1];
            int p = rowStarts[i];
            for (; p + 1 < end; p += 2) {
                addScaled(values[p], w, indices[p] * stride, z, out, stride);
                addScaled(values[p + 1], w, indices[p + 1] * stride, ofOdd, 0, stride);
            }
            if (p < end) {
                addScaled(values[p], w, indices[p] * stride, z, out, stride);
            }
            for (int k = 0; k < stride; k++) {
                z[out + k] += ofOdd[k];
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

    // Predictions are the same whatever the kernel, and nobody says how many will be asked for.

    @Override
    public void addProduct(int[] starts, double[] x, int count, double[] w, double[] z) {
        vector.addProduct(starts, x, count, w, z);
    }

    @Override
    public void addDenseProduct(double[] x, int count, double[] w, int start, double[] z) {
        vector.addDenseProduct(x, count, w, start, z);
    }

    @Override
    public void exp(double[] x, int from, int to) {
        Exponentials.exp(x, from, to);
    }

    @Override
    public void log1p(double[] x, int from, int to) {
        Exponentials.log1p(x, from, to);
    }

    /** y += a x. */
    private static void addScaled(float a, float[] x, int xStart, float[] y, int yStart, int length) {
        for (int k = 0; k < length; k++) {
            y[yStart + k] = Math.fma(a, x[xStart + k], y[yStart + k]);
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
