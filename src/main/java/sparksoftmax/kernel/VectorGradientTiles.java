package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradients of dense rows with coefficients in panels of classes, where the lanes of a register are features. The sums
 * over the rows are computed in tiles of 2 registers of features by {@value #CLASSES} classes, since every machine has
 * enough registers for the 10 sums of a tile. Classes that do not fill a tile are computed one at a time.
 */
final class VectorGradientTiles {
    private static final int CLASSES = 5;
    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;
    private static final Class<? extends FloatVector> REGISTER = VectorRegisters.REGISTER;
    private static final int LANES = SPECIES.length();

    private VectorGradientTiles() {}

    private static FloatVector load(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }

    static void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        int numClasses = shape.numClasses();
        int stride = shape.stride();
        int rows = to - from;
        int width;
        for (int k = 0; k < numClasses; k += width) {
            width = shape.panelWidth(k);
            int bulk = width - width % CLASSES;
            for (int c = 0; c < bulk; c += CLASSES) {
                int j = 0;
                for (; j + 2 * LANES <= stride; j += 2 * LANES) {
                    int g0 = k * stride + width * j + c * LANES;
                    gradient2x5(x, from * stride + j, stride, rows, m, k + c, numClasses, g, g0, width * LANES);
                }
                for (; j < stride; j += LANES) {
                    for (int i = c; i < c + CLASSES; i++) {
                        int g0 = k * stride + width * j + i * LANES;
                        gradient1x1(x, from * stride + j, stride, rows, m, k + i, numClasses, g, g0);
                    }
                }
            }
            for (int c = bulk; c < width; c++) {
                int j = 0;
                for (; j + 4 * LANES <= stride; j += 4 * LANES) {
                    int g0 = k * stride + width * j + c * LANES;
                    gradient4x1(x, from * stride + j, stride, rows, m, k + c, numClasses, g, g0, width * LANES);
                }
                for (; j < stride; j += LANES) {
                    int g0 = k * stride + width * j + c * LANES;
                    gradient1x1(x, from * stride + j, stride, rows, m, k + c, numClasses, g, g0);
                }
            }
        }
    }

    /** Two registers of features; their sums are {@code step} elements apart in {@code g}. */
    private static void gradient2x5(
            float[] x,
            int xStart,
            int stride,
            int rows,
            float[] m,
            int mStart,
            int numClasses,
            float[] g,
            int g0,
            int step) {
        int g1 = g0 + step;
        FloatVector s00 = load(g, g0);
        FloatVector s01 = load(g, g0 + LANES);
        FloatVector s02 = load(g, g0 + 2 * LANES);
        FloatVector s03 = load(g, g0 + 3 * LANES);
        FloatVector s04 = load(g, g0 + 4 * LANES);
        FloatVector s10 = load(g, g1);
        FloatVector s11 = load(g, g1 + LANES);
        FloatVector s12 = load(g, g1 + 2 * LANES);
        FloatVector s13 = load(g, g1 + 3 * LANES);
        FloatVector s14 = load(g, g1 + 4 * LANES);
        for (int i = 0; i < rows; i++) {
            int row = xStart + i * stride;
            int factors = i * numClasses + mStart;
            FloatVector x0 = load(x, row);
            FloatVector x1 = load(x, row + LANES);
            FloatVector f = FloatVector.broadcast(SPECIES, m[factors]);
            s00 = x0.fma(f, s00);
            s10 = x1.fma(f, s10);
            f = FloatVector.broadcast(SPECIES, m[factors + 1]);
            s01 = x0.fma(f, s01);
            s11 = x1.fma(f, s11);
            f = FloatVector.broadcast(SPECIES, m[factors + 2]);
            s02 = x0.fma(f, s02);
            s12 = x1.fma(f, s12);
            f = FloatVector.broadcast(SPECIES, m[factors + 3]);
            s03 = x0.fma(f, s03);
            s13 = x1.fma(f, s13);
            f = FloatVector.broadcast(SPECIES, m[factors + 4]);
            s04 = x0.fma(f, s04);
            s14 = x1.fma(f, s14);
        }
        REGISTER.cast(s00).intoArray(g, g0);
        REGISTER.cast(s01).intoArray(g, g0 + LANES);
        REGISTER.cast(s02).intoArray(g, g0 + 2 * LANES);
        REGISTER.cast(s03).intoArray(g, g0 + 3 * LANES);
        REGISTER.cast(s04).intoArray(g, g0 + 4 * LANES);
        REGISTER.cast(s10).intoArray(g, g1);
        REGISTER.cast(s11).intoArray(g, g1 + LANES);
        REGISTER.cast(s12).intoArray(g, g1 + 2 * LANES);
        REGISTER.cast(s13).intoArray(g, g1 + 3 * LANES);
        REGISTER.cast(s14).intoArray(g, g1 + 4 * LANES);
    }

    /** Four registers of features; their sums are {@code step} elements apart in {@code g}. */
    private static void gradient4x1(
            float[] x,
            int xStart,
            int stride,
            int rows,
            float[] m,
            int mStart,
            int numClasses,
            float[] g,
            int g0,
            int step) {
        FloatVector s0 = load(g, g0);
        FloatVector s1 = load(g, g0 + step);
        FloatVector s2 = load(g, g0 + 2 * step);
        FloatVector s3 = load(g, g0 + 3 * step);
        for (int i = 0; i < rows; i++) {
            int row = xStart + i * stride;
            FloatVector f = FloatVector.broadcast(SPECIES, m[i * numClasses + mStart]);
            s0 = load(x, row).fma(f, s0);
            s1 = load(x, row + LANES).fma(f, s1);
            s2 = load(x, row + 2 * LANES).fma(f, s2);
            s3 = load(x, row + 3 * LANES).fma(f, s3);
        }
        REGISTER.cast(s0).intoArray(g, g0);
        REGISTER.cast(s1).intoArray(g, g0 + step);
        REGISTER.cast(s2).intoArray(g, g0 + 2 * step);
        REGISTER.cast(s3).intoArray(g, g0 + 3 * step);
    }

    private static void gradient1x1(
            float[] x, int xStart, int stride, int rows, float[] m, int mStart, int numClasses, float[] g, int g0) {
        FloatVector s = load(g, g0);
        for (int i = 0; i < rows; i++) {
            FloatVector f = FloatVector.broadcast(SPECIES, m[i * numClasses + mStart]);
            s = load(x, xStart + i * stride).fma(f, s);
        }
        REGISTER.cast(s).intoArray(g, g0);
    }
}
