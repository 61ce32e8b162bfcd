package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of dense rows with class-major coefficients, features being the lanes: margins by 4 rows x 5 classes (20
 * sums along the features, added up across lanes at the end), gradients by 2 registers of features x 5 classes (10 sums
 * along the rows of the range). What remains of classes is done 3, 2 or 1 at a time, of rows one at a time.
 */
final class VectorTiles {
    private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
    private static final int LANES = SPECIES.length();

    private VectorTiles() {}

    static void margins(float[] x, int stride, int from, int to, float[] w, int numClasses, float[] z) {
        int bulk = from + ((to - from) & ~3);
        for (int i = from; i < bulk; i += 4) {
            int x0 = i * stride;
            int out = (i - from) * numClasses;
            int k = 0;
            for (; k + 5 <= numClasses; k += 5) {
                margins4x5(x, x0, stride, w, k * stride, z, out + k, numClasses);
            }
            if (numClasses - k == 3) {
                margins4x3(x, x0, stride, w, k * stride, z, out + k, numClasses);
                k += 3;
            }
            for (; k + 2 <= numClasses; k += 2) {
                margins4x2(x, x0, stride, w, k * stride, z, out + k, numClasses);
            }
            if (k < numClasses) {
                margins4x1(x, x0, stride, w, k * stride, z, out + k, numClasses);
            }
        }
        for (int i = bulk; i < to; i++) {
            for (int k = 0; k < numClasses; k++) {
                z[(i - from) * numClasses + k] = dot(x, i * stride, w, k * stride, stride);
            }
        }
    }

    private static FloatVector load(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }

    private static float sum(FloatVector v) {
        return v.reduceLanes(VectorOperators.ADD);
    }

    static float dot(float[] x, int x0, float[] w, int w0, int stride) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int j = 0; j < stride; j += LANES) {
            s = load(x, x0 + j).fma(load(w, w0 + j), s);
        }
        return sum(s);
    }

    private static void margins4x5(float[] x, int x0, int stride, float[] w, int w0, float[] z, int out, int rowStep) {
        int x1 = x0 + stride;
        int x2 = x1 + stride;
        int x3 = x2 + stride;
        int w1 = w0 + stride;
        int w2 = w1 + stride;
        int w3 = w2 + stride;
        int w4 = w3 + stride;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s03 = s00;
        FloatVector s04 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s13 = s00;
        FloatVector s14 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s22 = s00;
        FloatVector s23 = s00;
        FloatVector s24 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        FloatVector s32 = s00;
        FloatVector s33 = s00;
        FloatVector s34 = s00;
        for (int j = 0; j < stride; j += LANES) {
            FloatVector c0 = load(w, w0 + j);
            FloatVector c1 = load(w, w1 + j);
            FloatVector c2 = load(w, w2 + j);
            FloatVector c3 = load(w, w3 + j);
            FloatVector c4 = load(w, w4 + j);
            FloatVector r = load(x, x0 + j);
            s00 = r.fma(c0, s00);
            s01 = r.fma(c1, s01);
            s02 = r.fma(c2, s02);
            s03 = r.fma(c3, s03);
            s04 = r.fma(c4, s04);
            r = load(x, x1 + j);
            s10 = r.fma(c0, s10);
            s11 = r.fma(c1, s11);
            s12 = r.fma(c2, s12);
            s13 = r.fma(c3, s13);
            s14 = r.fma(c4, s14);
            r = load(x, x2 + j);
            s20 = r.fma(c0, s20);
            s21 = r.fma(c1, s21);
            s22 = r.fma(c2, s22);
            s23 = r.fma(c3, s23);
            s24 = r.fma(c4, s24);
            r = load(x, x3 + j);
            s30 = r.fma(c0, s30);
            s31 = r.fma(c1, s31);
            s32 = r.fma(c2, s32);
            s33 = r.fma(c3, s33);
            s34 = r.fma(c4, s34);
        }
        z[out] = s00.reduceLanes(VectorOperators.ADD);
        z[out + 1] = s01.reduceLanes(VectorOperators.ADD);
        z[out + 2] = s02.reduceLanes(VectorOperators.ADD);
        z[out + 3] = s03.reduceLanes(VectorOperators.ADD);
        z[out + 4] = s04.reduceLanes(VectorOperators.ADD);
        z[out + rowStep] = s10.reduceLanes(VectorOperators.ADD);
        z[out + rowStep + 1] = s11.reduceLanes(VectorOperators.ADD);
        z[out + rowStep + 2] = s12.reduceLanes(VectorOperators.ADD);
        z[out + rowStep + 3] = s13.reduceLanes(VectorOperators.ADD);
        z[out + rowStep + 4] = s14.reduceLanes(VectorOperators.ADD);
        z[out + 2 * rowStep] = s20.reduceLanes(VectorOperators.ADD);
        z[out + 2 * rowStep + 1] = s21.reduceLanes(VectorOperators.ADD);
        z[out + 2 * rowStep + 2] = s22.reduceLanes(VectorOperators.ADD);
        z[out + 2 * rowStep + 3] = s23.reduceLanes(VectorOperators.ADD);
        z[out + 2 * rowStep + 4] = s24.reduceLanes(VectorOperators.ADD);
        z[out + 3 * rowStep] = s30.reduceLanes(VectorOperators.ADD);
        z[out + 3 * rowStep + 1] = s31.reduceLanes(VectorOperators.ADD);
        z[out + 3 * rowStep + 2] = s32.reduceLanes(VectorOperators.ADD);
        z[out + 3 * rowStep + 3] = s33.reduceLanes(VectorOperators.ADD);
        z[out + 3 * rowStep + 4] = s34.reduceLanes(VectorOperators.ADD);
    }

    private static void margins4x3(float[] x, int x0, int stride, float[] w, int w0, float[] z, int out, int rowStep) {
        margins4x2(x, x0, stride, w, w0, z, out, rowStep);
        margins4x1(x, x0, stride, w, w0 + 2 * stride, z, out + 2, rowStep);
    }

    private static void margins4x2(float[] x, int x0, int stride, float[] w, int w0, float[] z, int out, int rowStep) {
        int x1 = x0 + stride;
        int x2 = x1 + stride;
        int x3 = x2 + stride;
        int w1 = w0 + stride;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int j = 0; j < stride; j += LANES) {
            FloatVector c0 = load(w, w0 + j);
            FloatVector c1 = load(w, w1 + j);
            FloatVector r = load(x, x0 + j);
            s00 = r.fma(c0, s00);
            s01 = r.fma(c1, s01);
            r = load(x, x1 + j);
            s10 = r.fma(c0, s10);
            s11 = r.fma(c1, s11);
            r = load(x, x2 + j);
            s20 = r.fma(c0, s20);
            s21 = r.fma(c1, s21);
            r = load(x, x3 + j);
            s30 = r.fma(c0, s30);
            s31 = r.fma(c1, s31);
        }
        z[out] = sum(s00);
        z[out + 1] = sum(s01);
        z[out + rowStep] = sum(s10);
        z[out + rowStep + 1] = sum(s11);
        z[out + 2 * rowStep] = sum(s20);
        z[out + 2 * rowStep + 1] = sum(s21);
        z[out + 3 * rowStep] = sum(s30);
        z[out + 3 * rowStep + 1] = sum(s31);
    }

    private static void margins4x1(float[] x, int x0, int stride, float[] w, int w0, float[] z, int out, int rowStep) {
        int x1 = x0 + stride;
        int x2 = x1 + stride;
        int x3 = x2 + stride;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int j = 0; j < stride; j += LANES) {
            FloatVector c = load(w, w0 + j);
            s0 = load(x, x0 + j).fma(c, s0);
            s1 = load(x, x1 + j).fma(c, s1);
            s2 = load(x, x2 + j).fma(c, s2);
            s3 = load(x, x3 + j).fma(c, s3);
        }
        z[out] = sum(s0);
        z[out + rowStep] = sum(s1);
        z[out + 2 * rowStep] = sum(s2);
        z[out + 3 * rowStep] = sum(s3);
    }

    static void addGradient(float[] x, int stride, int from, int to, float[] m, int numClasses, float[] g) {
        int k = 0;
        for (; k + 5 <= numClasses; k += 5) {
            int j = 0;
            for (; j + 2 * LANES <= stride; j += 2 * LANES) {
                gradient2x5(x, from * stride + j, stride, to - from, m, k, numClasses, g, k * stride + j);
            }
            for (; j < stride; j += LANES) {
                for (int c = k; c < k + 5; c++) {
                    gradient1x1(x, from * stride + j, stride, to - from, m, c, numClasses, g, c * stride + j);
                }
            }
        }
        for (; k < numClasses; k++) {
            int j = 0;
            for (; j + 4 * LANES <= stride; j += 4 * LANES) {
                gradient4x1(x, from * stride + j, stride, to - from, m, k, numClasses, g, k * stride + j);
            }
            for (; j < stride; j += LANES) {
                gradient1x1(x, from * stride + j, stride, to - from, m, k, numClasses, g, k * stride + j);
            }
        }
    }

    private static void gradient2x5(
            float[] x, int xStart, int stride, int rows, float[] m, int mStart, int numClasses, float[] g, int g0) {
        int g1 = g0 + stride;
        int g2 = g1 + stride;
        int g3 = g2 + stride;
        int g4 = g3 + stride;
        FloatVector s00 = load(g, g0);
        FloatVector s01 = load(g, g0 + LANES);
        FloatVector s10 = load(g, g1);
        FloatVector s11 = load(g, g1 + LANES);
        FloatVector s20 = load(g, g2);
        FloatVector s21 = load(g, g2 + LANES);
        FloatVector s30 = load(g, g3);
        FloatVector s31 = load(g, g3 + LANES);
        FloatVector s40 = load(g, g4);
        FloatVector s41 = load(g, g4 + LANES);
        for (int i = 0; i < rows; i++) {
            int row = xStart + i * stride;
            int factors = i * numClasses + mStart;
            FloatVector x0 = load(x, row);
            FloatVector x1 = load(x, row + LANES);
            FloatVector f = FloatVector.broadcast(SPECIES, m[factors]);
            s00 = x0.fma(f, s00);
            s01 = x1.fma(f, s01);
            f = FloatVector.broadcast(SPECIES, m[factors + 1]);
            s10 = x0.fma(f, s10);
            s11 = x1.fma(f, s11);
            f = FloatVector.broadcast(SPECIES, m[factors + 2]);
            s20 = x0.fma(f, s20);
            s21 = x1.fma(f, s21);
            f = FloatVector.broadcast(SPECIES, m[factors + 3]);
            s30 = x0.fma(f, s30);
            s31 = x1.fma(f, s31);
            f = FloatVector.broadcast(SPECIES, m[factors + 4]);
            s40 = x0.fma(f, s40);
            s41 = x1.fma(f, s41);
        }
        s00.intoArray(g, g0);
        s01.intoArray(g, g0 + LANES);
        s10.intoArray(g, g1);
        s11.intoArray(g, g1 + LANES);
        s20.intoArray(g, g2);
        s21.intoArray(g, g2 + LANES);
        s30.intoArray(g, g3);
        s31.intoArray(g, g3 + LANES);
        s40.intoArray(g, g4);
        s41.intoArray(g, g4 + LANES);
    }

    private static void store4(float[] g, int start, FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
        a.intoArray(g, start);
        b.intoArray(g, start + LANES);
        c.intoArray(g, start + 2 * LANES);
        d.intoArray(g, start + 3 * LANES);
    }

    private static void gradient4x1(
            float[] x, int xStart, int stride, int rows, float[] m, int mStart, int numClasses, float[] g, int g0) {
        FloatVector s0 = load(g, g0);
        FloatVector s1 = load(g, g0 + LANES);
        FloatVector s2 = load(g, g0 + 2 * LANES);
        FloatVector s3 = load(g, g0 + 3 * LANES);
        for (int i = 0; i < rows; i++) {
            int row = xStart + i * stride;
            FloatVector f = FloatVector.broadcast(SPECIES, m[i * numClasses + mStart]);
            s0 = load(x, row).fma(f, s0);
            s1 = load(x, row + LANES).fma(f, s1);
            s2 = load(x, row + 2 * LANES).fma(f, s2);
            s3 = load(x, row + 3 * LANES).fma(f, s3);
        }
        store4(g, g0, s0, s1, s2, s3);
    }

    private static void gradient1x1(
            float[] x, int xStart, int stride, int rows, float[] m, int mStart, int numClasses, float[] g, int g0) {
        FloatVector s = load(g, g0);
        for (int i = 0; i < rows; i++) {
            FloatVector f = FloatVector.broadcast(SPECIES, m[i * numClasses + mStart]);
            s = load(x, xStart + i * stride).fma(f, s);
        }
        s.intoArray(g, g0);
    }
}
