package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of dense rows with feature-major coefficients, where the lanes of a register are classes. Margins are
 * computed in tiles of 4 rows x 2 registers of classes, gradients in tiles of 4 features x 2 registers. This needs no
 * sums across lanes, which take most of the time if there are few features.
 */
final class VectorLanes {
    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;
    private static final Class<? extends FloatVector> REGISTER = VectorRegisters.REGISTER;
    private static final int LANES = SPECIES.length();

    private VectorLanes() {}

    private static FloatVector load(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    static void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        int width = shape.rowStride();
        for (int i = from; i < to; i += 4) {
            int out = (i - from) * width;
            int rows = Math.min(4, to - i);
            for (int k = 0; k < width; ) {
                if (k + 2 * LANES <= width) {
                    if (rows == 4) {
                        margins4x2(x, i * shape.stride(), shape, w, k, z, out + k);
                    } else {
                        for (int r = 0; r < rows; r++) {
                            margins1x1(x, (i + r) * shape.stride(), shape, w, k, z, out + r * width + k);
                            margins1x1(
                                    x, (i + r) * shape.stride(), shape, w, k + LANES, z, out + r * width + k + LANES);
                        }
                    }
                    k += 2 * LANES;
                } else {
                    if (rows == 4) {
                        margins4x1(x, i * shape.stride(), shape, w, k, z, out + k);
                    } else {
                        for (int r = 0; r < rows; r++) {
                            margins1x1(x, (i + r) * shape.stride(), shape, w, k, z, out + r * width + k);
                        }
                    }
                    k += LANES;
                }
            }
        }
    }

    private static void margins4x2(float[] x, int x0, DenseShape shape, float[] w, int k, float[] z, int out) {
        int width = shape.rowStride();
        int x1 = x0 + shape.stride();
        int x2 = x1 + shape.stride();
        int x3 = x2 + shape.stride();
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int j = 0, at = k; j < shape.numFeatures(); j++, at += width) {
            FloatVector w0 = load(w, at);
            FloatVector w1 = load(w, at + LANES);
            FloatVector r = all(x[x0 + j]);
            s00 = r.fma(w0, s00);
            s01 = r.fma(w1, s01);
            r = all(x[x1 + j]);
            s10 = r.fma(w0, s10);
            s11 = r.fma(w1, s11);
            r = all(x[x2 + j]);
            s20 = r.fma(w0, s20);
            s21 = r.fma(w1, s21);
            r = all(x[x3 + j]);
            s30 = r.fma(w0, s30);
            s31 = r.fma(w1, s31);
        }
        REGISTER.cast(s00).intoArray(z, out);
        REGISTER.cast(s01).intoArray(z, out + LANES);
        REGISTER.cast(s10).intoArray(z, out + width);
        REGISTER.cast(s11).intoArray(z, out + width + LANES);
        REGISTER.cast(s20).intoArray(z, out + 2 * width);
        REGISTER.cast(s21).intoArray(z, out + 2 * width + LANES);
        REGISTER.cast(s30).intoArray(z, out + 3 * width);
        REGISTER.cast(s31).intoArray(z, out + 3 * width + LANES);
    }

    private static void margins4x1(float[] x, int x0, DenseShape shape, float[] w, int k, float[] z, int out) {
        int width = shape.rowStride();
        int x1 = x0 + shape.stride();
        int x2 = x1 + shape.stride();
        int x3 = x2 + shape.stride();
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int j = 0, at = k; j < shape.numFeatures(); j++, at += width) {
            FloatVector w0 = load(w, at);
            s0 = all(x[x0 + j]).fma(w0, s0);
            s1 = all(x[x1 + j]).fma(w0, s1);
            s2 = all(x[x2 + j]).fma(w0, s2);
            s3 = all(x[x3 + j]).fma(w0, s3);
        }
        REGISTER.cast(s0).intoArray(z, out);
        REGISTER.cast(s1).intoArray(z, out + width);
        REGISTER.cast(s2).intoArray(z, out + 2 * width);
        REGISTER.cast(s3).intoArray(z, out + 3 * width);
    }

    private static void margins1x1(float[] x, int x0, DenseShape shape, float[] w, int k, float[] z, int out) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int j = 0; j < shape.numFeatures(); j++) {
            s = all(x[x0 + j]).fma(load(w, j * shape.rowStride() + k), s);
        }
        REGISTER.cast(s).intoArray(z, out);
    }

    static void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        int width = shape.rowStride();
        int rows = to - from;
        int start = from * shape.stride();
        int bulk = shape.numFeatures() & ~3;
        for (int j = 0; j < bulk; j += 4) {
            int k = 0;
            for (; k + 2 * LANES <= width; k += 2 * LANES) {
                gradient4x2(shape, x, start + j, rows, m, k, g, j * width + k);
            }
            if (k < width) {
                gradient4x1(shape, x, start + j, rows, m, k, g, j * width + k);
            }
        }
        for (int j = bulk; j < shape.numFeatures(); j++) {
            for (int k = 0; k < width; k += LANES) {
                gradient1x1(shape, x, start + j, rows, m, k, g, j * width + k);
            }
        }
    }

    private static void gradient4x2(
            DenseShape shape, float[] x, int xStart, int rows, float[] m, int k, float[] g, int g0) {
        int width = shape.rowStride();
        int g1 = g0 + width;
        int g2 = g1 + width;
        int g3 = g2 + width;
        FloatVector s00 = load(g, g0);
        FloatVector s01 = load(g, g0 + LANES);
        FloatVector s10 = load(g, g1);
        FloatVector s11 = load(g, g1 + LANES);
        FloatVector s20 = load(g, g2);
        FloatVector s21 = load(g, g2 + LANES);
        FloatVector s30 = load(g, g3);
        FloatVector s31 = load(g, g3 + LANES);
        for (int i = 0; i < rows; i++) {
            int row = xStart + i * shape.stride();
            FloatVector m0 = load(m, i * width + k);
            FloatVector m1 = load(m, i * width + k + LANES);
            FloatVector r = all(x[row]);
            s00 = r.fma(m0, s00);
            s01 = r.fma(m1, s01);
            r = all(x[row + 1]);
            s10 = r.fma(m0, s10);
            s11 = r.fma(m1, s11);
            r = all(x[row + 2]);
            s20 = r.fma(m0, s20);
            s21 = r.fma(m1, s21);
            r = all(x[row + 3]);
            s30 = r.fma(m0, s30);
            s31 = r.fma(m1, s31);
        }
        REGISTER.cast(s00).intoArray(g, g0);
        REGISTER.cast(s01).intoArray(g, g0 + LANES);
        REGISTER.cast(s10).intoArray(g, g1);
        REGISTER.cast(s11).intoArray(g, g1 + LANES);
        REGISTER.cast(s20).intoArray(g, g2);
        REGISTER.cast(s21).intoArray(g, g2 + LANES);
        REGISTER.cast(s30).intoArray(g, g3);
        REGISTER.cast(s31).intoArray(g, g3 + LANES);
    }

    private static void gradient4x1(
            DenseShape shape, float[] x, int xStart, int rows, float[] m, int k, float[] g, int g0) {
        int width = shape.rowStride();
        FloatVector s0 = load(g, g0);
        FloatVector s1 = load(g, g0 + width);
        FloatVector s2 = load(g, g0 + 2 * width);
        FloatVector s3 = load(g, g0 + 3 * width);
        for (int i = 0; i < rows; i++) {
            int row = xStart + i * shape.stride();
            FloatVector factors = load(m, i * width + k);
            s0 = all(x[row]).fma(factors, s0);
            s1 = all(x[row + 1]).fma(factors, s1);
            s2 = all(x[row + 2]).fma(factors, s2);
            s3 = all(x[row + 3]).fma(factors, s3);
        }
        REGISTER.cast(s0).intoArray(g, g0);
        REGISTER.cast(s1).intoArray(g, g0 + width);
        REGISTER.cast(s2).intoArray(g, g0 + 2 * width);
        REGISTER.cast(s3).intoArray(g, g0 + 3 * width);
    }

    private static void gradient1x1(
            DenseShape shape, float[] x, int xStart, int rows, float[] m, int k, float[] g, int g0) {
        FloatVector s = load(g, g0);
        for (int i = 0; i < rows; i++) {
            s = all(x[xStart + i * shape.stride()]).fma(load(m, i * shape.rowStride() + k), s);
        }
        REGISTER.cast(s).intoArray(g, g0);
    }
}
