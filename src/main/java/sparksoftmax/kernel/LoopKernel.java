package sparksoftmax.kernel;

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
        DenseLoops.margins(shape, x, from, to, w, z);
    }

    @Override
    public void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        DenseLoops.addGradient(shape, x, from, to, m, g);
    }

    @Override
    public double squaredNorm(float[] x, int start, int length) {
        return DenseLoops.squaredNorm(lanes, x, start, length);
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
}
