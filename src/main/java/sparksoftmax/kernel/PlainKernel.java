package sparksoftmax.kernel;

import java.util.Arrays;

/** The kernel for any Java virtual machine, written such that the compiler vectorises the inner loops where it can. */
class PlainKernel implements Kernel {
    /** Values of the gradient that are worked on at a time, for the cache. */
    private static final int MAX_CHUNK = 1 << 14;

    @Override
    public String description() {
        return "scalar loops";
    }

    @Override
    public void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        int stride = shape.stride();
        int width = shape.rowStride();
        for (int i = from; i < to; i++) {
            int out = (i - from) * width;
            if (shape.byFeature()) {
                Arrays.fill(z, out, out + width, 0.0f);
                int bulk = shape.numFeatures() & ~3;
                for (int j = 0; j < bulk; j += 4) {
                    addFour(w, j * width, width, x, i * stride + j, 1, z, out);
                }
                for (int j = bulk; j < shape.numFeatures(); j++) {
                    addScaled(x[i * stride + j], w, j * width, z, out, width);
                }
            } else {
                for (int k = 0; k < width; k++) {
                    z[out + k] = dot(x, i * stride, w, k * stride, stride);
                }
            }
        }
    }

    private static void addScaled(float a, float[] x, int xStart, float[] y, int yStart, int length) {
        for (int i = 0; i < length; i++) {
            y[yStart + i] += a * x[xStart + i];
        }
    }

    /** Eight independent sums, since a single one would have each addition wait for the one before. */
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
            int bulk = from + ((to - from) & ~3);
            for (int j = 0; j < shape.numFeatures(); j++) {
                for (int i = from; i < bulk; i += 4) {
                    addFour(m, (i - from) * width, width, x, i * stride + j, stride, g, j * width);
                }
                for (int i = bulk; i < to; i++) {
                    addScaled(x[i * stride + j], m, (i - from) * width, g, j * width, width);
                }
            }
            return;
        }
        int chunk = Math.max(1, MAX_CHUNK / stride);
        for (int k = 0; k < width; k += chunk) {
            addGradientOfClasses(stride, width, x, from, to, m, g, k, Math.min(width, k + chunk));
        }
    }

    /**
     * The gradient of some classes, on copies: the compiler of Java 17 vectorises a loop over whole arrays, but not one
     * over parts of arrays that start at different places, which is a sixth as fast.
     */
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
                // Rows beyond the last are old ones, of factor 0.
                float f1 = count > 1 ? m[f + width] : 0.0f;
                float f2 = count > 2 ? m[f + 2 * width] : 0.0f;
                float f3 = count > 3 ? m[f + 3 * width] : 0.0f;
                addRows(rows[0], rows[1], rows[2], rows[3], m[f], f1, f2, f3, sums[c], stride);
            }
        }
        for (int c = 0; c < sums.length; c++) {
            System.arraycopy(sums[c], 0, g, (fromClass + c) * stride, stride);
        }
    }

    private static void addRows(
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float f0,
            float f1,
            float f2,
            float f3,
            float[] y,
            int length) {
        for (int j = 0; j < length; j++) {
            y[j] = y[j] + f0 * x0[j] + f1 * x1[j] + f2 * x2[j] + f3 * x3[j];
        }
    }

    /** y += Σ f_r x_r over four rows x_r of length {@code length}, with factors f_r at a distance of each other. */
    private static void addFour(
            float[] x, int xStart, int length, float[] f, int fStart, int fStep, float[] y, int yStart) {
        float f0 = f[fStart];
        float f1 = f[fStart + fStep];
        float f2 = f[fStart + 2 * fStep];
        float f3 = f[fStart + 3 * fStep];
        for (int j = 0; j < length; j++) {
            y[yStart + j] += f0 * x[xStart + j]
                    + f1 * x[xStart + length + j]
                    + f2 * x[xStart + 2 * length + j]
                    + f3 * x[xStart + 3 * length + j];
        }
    }

    @Override
    public double squaredNorm(float[] x, int start, int length) {
        return dot(x, start, x, start, length);
    }

    @Override
    public void sparseProduct(int[] indices, double[] values, int from, int to, float[] w, int stride, float[] z) {
        Arrays.fill(z, 0, stride, 0.0f);
        for (int p = from; p < to; p++) {
            addScaled((float) values[p], w, indices[p] * stride, z, 0, stride);
        }
    }

    @Override
    public void addSparseProduct(int[] indices, double[] values, int from, int to, float[] m, int stride, float[] w) {
        for (int p = from; p < to; p++) {
            addScaled((float) values[p], m, 0, w, indices[p] * stride, stride);
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

    /** Four non-zeros at a time: the margins are loaded and stored once for all of them. */
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

    @Override
    public void exp(double[] x, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.exp(x[i]);
        }
    }

    @Override
    public void log1p(double[] x, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.log1p(x[i]);
        }
    }
}
