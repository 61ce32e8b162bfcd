package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Margins of dense rows with coefficients in panels of classes, where the lanes of a register are features. The sums
 * over the features are computed in tiles of some rows by the classes of a panel, and are added up across the lanes at
 * the end.
 *
 * <p>A tile has as many sums as fit into the registers together with their factors: 4 rows x 5 classes with 32
 * registers; with 16 registers 1 x 10, which reads the rows as one stream from memory, or 2 x 5 if there are fewer
 * classes. A tile that does not fit is slower than a smaller one, since sums are then stored to memory and loaded
 * again. In a panel, everything is at constant offsets from one index, which saves two instructions for every load.
 */
final class VectorMarginTiles {
    /** The number of classes in a panel. */
    static final int PANEL = VectorRegisters.MANY_REGISTERS ? 5 : 10;

    /** The number of sums in the largest tile. */
    private static final int MOST_SUMS = VectorRegisters.MANY_REGISTERS ? 20 : 10;

    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;
    private static final Class<? extends FloatVector> REGISTER = VectorRegisters.REGISTER;
    private static final int LANES = SPECIES.length();

    private VectorMarginTiles() {}

    static void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        int numClasses = shape.numClasses();
        int stride = shape.stride();
        // Contents are undefined on entry to a tile, which overwrites all elements that are then summed.
        float[] sums = new float[MOST_SUMS * LANES];
        int width;
        for (int k = 0; k < numClasses; k += width) {
            width = shape.panelWidth(k);
            int height = height(width);
            int bulk = to - (to - from) % height;
            for (int i = from; i < bulk; i += height) {
                sumsOfTile(width, x, i * stride, stride, w, k * stride, sums);
                VectorSums.sums(sums, height, width, z, (i - from) * numClasses + k, numClasses);
            }
            for (int i = bulk; i < to; i++) {
                for (int c = 0; c < width; c++) {
                    z[(i - from) * numClasses + k + c] =
                            margin(x, i * stride, stride, w, k * stride + c * LANES, width * LANES, sums);
                }
            }
        }
    }

    /** The number of rows in a tile of {@code width} classes. */
    private static int height(int width) {
        return switch (width) {
            case 10 -> 1;
            case 5 -> VectorRegisters.MANY_REGISTERS ? 4 : 2;
            case 4 -> 2;
            case 3 -> 3;
            default -> 4;
        };
    }

    private static void sumsOfTile(int width, float[] x, int x0, int stride, float[] w, int w0, float[] sums) {
        switch (width) {
            case 10 -> margins1x10(x, x0, stride, w, w0, sums);
            case 5 -> {
                if (VectorRegisters.MANY_REGISTERS) {
                    margins4x5(x, x0, stride, w, w0, sums);
                } else {
                    margins2x5(x, x0, stride, w, w0, sums);
                }
            }
            case 4 -> margins2x4(x, x0, stride, w, w0, sums);
            case 3 -> margins3x3(x, x0, stride, w, w0, sums);
            case 2 -> margins4x2(x, x0, stride, w, w0, sums);
            default -> margins4x1(x, x0, stride, w, w0, sums);
        }
    }

    private static FloatVector load(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }

    /**
     * The margin of one row and one class, whose registers of coefficients are {@code step} elements apart.
     *
     * @param sums scratch array for one register, overwritten
     */
    private static float margin(float[] x, int x0, int stride, float[] w, int w0, int step, float[] sums) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int j = 0, at = w0; j < stride; j += LANES, at += step) {
            s = load(x, x0 + j).fma(load(w, at), s);
        }
        REGISTER.cast(s).intoArray(sums, 0);
        return VectorSums.sum(sums, 0);
    }

    private static void margins4x5(float[] x, int x0, int stride, float[] w, int w0, float[] sums) {
        int x1 = x0 + stride;
        int x2 = x1 + stride;
        int x3 = x2 + stride;
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
            int at = w0 + 5 * j;
            FloatVector c0 = load(w, at);
            FloatVector c1 = load(w, at + LANES);
            FloatVector c2 = load(w, at + 2 * LANES);
            FloatVector c3 = load(w, at + 3 * LANES);
            FloatVector c4 = load(w, at + 4 * LANES);
            FloatVector r = load(x, x0 + j);
            s00 = r.fma(c0, REGISTER.cast(s00));
            s01 = r.fma(c1, REGISTER.cast(s01));
            s02 = r.fma(c2, REGISTER.cast(s02));
            s03 = r.fma(c3, REGISTER.cast(s03));
            s04 = r.fma(c4, REGISTER.cast(s04));
            r = load(x, x1 + j);
            s10 = r.fma(c0, REGISTER.cast(s10));
            s11 = r.fma(c1, REGISTER.cast(s11));
            s12 = r.fma(c2, REGISTER.cast(s12));
            s13 = r.fma(c3, REGISTER.cast(s13));
            s14 = r.fma(c4, REGISTER.cast(s14));
            r = load(x, x2 + j);
            s20 = r.fma(c0, REGISTER.cast(s20));
            s21 = r.fma(c1, REGISTER.cast(s21));
            s22 = r.fma(c2, REGISTER.cast(s22));
            s23 = r.fma(c3, REGISTER.cast(s23));
            s24 = r.fma(c4, REGISTER.cast(s24));
            r = load(x, x3 + j);
            s30 = r.fma(c0, REGISTER.cast(s30));
            s31 = r.fma(c1, REGISTER.cast(s31));
            s32 = r.fma(c2, REGISTER.cast(s32));
            s33 = r.fma(c3, REGISTER.cast(s33));
            s34 = r.fma(c4, REGISTER.cast(s34));
        }
        REGISTER.cast(s00).intoArray(sums, 0);
        REGISTER.cast(s01).intoArray(sums, LANES);
        REGISTER.cast(s02).intoArray(sums, 2 * LANES);
        REGISTER.cast(s03).intoArray(sums, 3 * LANES);
        REGISTER.cast(s04).intoArray(sums, 4 * LANES);
        REGISTER.cast(s10).intoArray(sums, 5 * LANES);
        REGISTER.cast(s11).intoArray(sums, 6 * LANES);
        REGISTER.cast(s12).intoArray(sums, 7 * LANES);
        REGISTER.cast(s13).intoArray(sums, 8 * LANES);
        REGISTER.cast(s14).intoArray(sums, 9 * LANES);
        REGISTER.cast(s20).intoArray(sums, 10 * LANES);
        REGISTER.cast(s21).intoArray(sums, 11 * LANES);
        REGISTER.cast(s22).intoArray(sums, 12 * LANES);
        REGISTER.cast(s23).intoArray(sums, 13 * LANES);
        REGISTER.cast(s24).intoArray(sums, 14 * LANES);
        REGISTER.cast(s30).intoArray(sums, 15 * LANES);
        REGISTER.cast(s31).intoArray(sums, 16 * LANES);
        REGISTER.cast(s32).intoArray(sums, 17 * LANES);
        REGISTER.cast(s33).intoArray(sums, 18 * LANES);
        REGISTER.cast(s34).intoArray(sums, 19 * LANES);
    }

    private static void margins1x10(float[] x, int x0, int stride, float[] w, int w0, float[] sums) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        FloatVector s8 = s0;
        FloatVector s9 = s0;
        for (int j = 0; j < stride; j += LANES) {
            int at = w0 + 10 * j;
            FloatVector r = load(x, x0 + j);
            s0 = r.fma(load(w, at), REGISTER.cast(s0));
            s1 = r.fma(load(w, at + LANES), REGISTER.cast(s1));
            s2 = r.fma(load(w, at + 2 * LANES), REGISTER.cast(s2));
            s3 = r.fma(load(w, at + 3 * LANES), REGISTER.cast(s3));
            s4 = r.fma(load(w, at + 4 * LANES), REGISTER.cast(s4));
            s5 = r.fma(load(w, at + 5 * LANES), REGISTER.cast(s5));
            s6 = r.fma(load(w, at + 6 * LANES), REGISTER.cast(s6));
            s7 = r.fma(load(w, at + 7 * LANES), REGISTER.cast(s7));
            s8 = r.fma(load(w, at + 8 * LANES), REGISTER.cast(s8));
            s9 = r.fma(load(w, at + 9 * LANES), REGISTER.cast(s9));
        }
        REGISTER.cast(s0).intoArray(sums, 0);
        REGISTER.cast(s1).intoArray(sums, LANES);
        REGISTER.cast(s2).intoArray(sums, 2 * LANES);
        REGISTER.cast(s3).intoArray(sums, 3 * LANES);
        REGISTER.cast(s4).intoArray(sums, 4 * LANES);
        REGISTER.cast(s5).intoArray(sums, 5 * LANES);
        REGISTER.cast(s6).intoArray(sums, 6 * LANES);
        REGISTER.cast(s7).intoArray(sums, 7 * LANES);
        REGISTER.cast(s8).intoArray(sums, 8 * LANES);
        REGISTER.cast(s9).intoArray(sums, 9 * LANES);
    }

    private static void margins2x5(float[] x, int x0, int stride, float[] w, int w0, float[] sums) {
        int x1 = x0 + stride;
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
        for (int j = 0; j < stride; j += LANES) {
            int at = w0 + 5 * j;
            FloatVector r0 = load(x, x0 + j);
            FloatVector r1 = load(x, x1 + j);
            FloatVector c = load(w, at);
            s00 = r0.fma(c, REGISTER.cast(s00));
            s10 = r1.fma(c, REGISTER.cast(s10));
            c = load(w, at + LANES);
            s01 = r0.fma(c, REGISTER.cast(s01));
            s11 = r1.fma(c, REGISTER.cast(s11));
            c = load(w, at + 2 * LANES);
            s02 = r0.fma(c, REGISTER.cast(s02));
            s12 = r1.fma(c, REGISTER.cast(s12));
            c = load(w, at + 3 * LANES);
            s03 = r0.fma(c, REGISTER.cast(s03));
            s13 = r1.fma(c, REGISTER.cast(s13));
            c = load(w, at + 4 * LANES);
            s04 = r0.fma(c, REGISTER.cast(s04));
            s14 = r1.fma(c, REGISTER.cast(s14));
        }
        REGISTER.cast(s00).intoArray(sums, 0);
        REGISTER.cast(s01).intoArray(sums, LANES);
        REGISTER.cast(s02).intoArray(sums, 2 * LANES);
        REGISTER.cast(s03).intoArray(sums, 3 * LANES);
        REGISTER.cast(s04).intoArray(sums, 4 * LANES);
        REGISTER.cast(s10).intoArray(sums, 5 * LANES);
        REGISTER.cast(s11).intoArray(sums, 6 * LANES);
        REGISTER.cast(s12).intoArray(sums, 7 * LANES);
        REGISTER.cast(s13).intoArray(sums, 8 * LANES);
        REGISTER.cast(s14).intoArray(sums, 9 * LANES);
    }

    private static void margins2x4(float[] x, int x0, int stride, float[] w, int w0, float[] sums) {
        int x1 = x0 + stride;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s03 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s13 = s00;
        for (int j = 0; j < stride; j += LANES) {
            int at = w0 + 4 * j;
            FloatVector r0 = load(x, x0 + j);
            FloatVector r1 = load(x, x1 + j);
            FloatVector c = load(w, at);
            s00 = r0.fma(c, REGISTER.cast(s00));
            s10 = r1.fma(c, REGISTER.cast(s10));
            c = load(w, at + LANES);
            s01 = r0.fma(c, REGISTER.cast(s01));
            s11 = r1.fma(c, REGISTER.cast(s11));
            c = load(w, at + 2 * LANES);
            s02 = r0.fma(c, REGISTER.cast(s02));
            s12 = r1.fma(c, REGISTER.cast(s12));
            c = load(w, at + 3 * LANES);
            s03 = r0.fma(c, REGISTER.cast(s03));
            s13 = r1.fma(c, REGISTER.cast(s13));
        }
        REGISTER.cast(s00).intoArray(sums, 0);
        REGISTER.cast(s01).intoArray(sums, LANES);
        REGISTER.cast(s02).intoArray(sums, 2 * LANES);
        REGISTER.cast(s03).intoArray(sums, 3 * LANES);
        REGISTER.cast(s10).intoArray(sums, 4 * LANES);
        REGISTER.cast(s11).intoArray(sums, 5 * LANES);
        REGISTER.cast(s12).intoArray(sums, 6 * LANES);
        REGISTER.cast(s13).intoArray(sums, 7 * LANES);
    }

    private static void margins3x3(float[] x, int x0, int stride, float[] w, int w0, float[] sums) {
        int x1 = x0 + stride;
        int x2 = x1 + stride;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s22 = s00;
        for (int j = 0; j < stride; j += LANES) {
            int at = w0 + 3 * j;
            FloatVector r0 = load(x, x0 + j);
            FloatVector r1 = load(x, x1 + j);
            FloatVector r2 = load(x, x2 + j);
            FloatVector c = load(w, at);
            s00 = r0.fma(c, REGISTER.cast(s00));
            s10 = r1.fma(c, REGISTER.cast(s10));
            s20 = r2.fma(c, REGISTER.cast(s20));
            c = load(w, at + LANES);
            s01 = r0.fma(c, REGISTER.cast(s01));
            s11 = r1.fma(c, REGISTER.cast(s11));
            s21 = r2.fma(c, REGISTER.cast(s21));
            c = load(w, at + 2 * LANES);
            s02 = r0.fma(c, REGISTER.cast(s02));
            s12 = r1.fma(c, REGISTER.cast(s12));
            s22 = r2.fma(c, REGISTER.cast(s22));
        }
        REGISTER.cast(s00).intoArray(sums, 0);
        REGISTER.cast(s01).intoArray(sums, LANES);
        REGISTER.cast(s02).intoArray(sums, 2 * LANES);
        REGISTER.cast(s10).intoArray(sums, 3 * LANES);
        REGISTER.cast(s11).intoArray(sums, 4 * LANES);
        REGISTER.cast(s12).intoArray(sums, 5 * LANES);
        REGISTER.cast(s20).intoArray(sums, 6 * LANES);
        REGISTER.cast(s21).intoArray(sums, 7 * LANES);
        REGISTER.cast(s22).intoArray(sums, 8 * LANES);
    }

    private static void margins4x2(float[] x, int x0, int stride, float[] w, int w0, float[] sums) {
        int x1 = x0 + stride;
        int x2 = x1 + stride;
        int x3 = x2 + stride;
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int j = 0; j < stride; j += LANES) {
            FloatVector c0 = load(w, w0 + 2 * j);
            FloatVector c1 = load(w, w0 + 2 * j + LANES);
            FloatVector r = load(x, x0 + j);
            s00 = r.fma(c0, REGISTER.cast(s00));
            s01 = r.fma(c1, REGISTER.cast(s01));
            r = load(x, x1 + j);
            s10 = r.fma(c0, REGISTER.cast(s10));
            s11 = r.fma(c1, REGISTER.cast(s11));
            r = load(x, x2 + j);
            s20 = r.fma(c0, REGISTER.cast(s20));
            s21 = r.fma(c1, REGISTER.cast(s21));
            r = load(x, x3 + j);
            s30 = r.fma(c0, REGISTER.cast(s30));
            s31 = r.fma(c1, REGISTER.cast(s31));
        }
        REGISTER.cast(s00).intoArray(sums, 0);
        REGISTER.cast(s01).intoArray(sums, LANES);
        REGISTER.cast(s10).intoArray(sums, 2 * LANES);
        REGISTER.cast(s11).intoArray(sums, 3 * LANES);
        REGISTER.cast(s20).intoArray(sums, 4 * LANES);
        REGISTER.cast(s21).intoArray(sums, 5 * LANES);
        REGISTER.cast(s30).intoArray(sums, 6 * LANES);
        REGISTER.cast(s31).intoArray(sums, 7 * LANES);
    }

    private static void margins4x1(float[] x, int x0, int stride, float[] w, int w0, float[] sums) {
        int x1 = x0 + stride;
        int x2 = x1 + stride;
        int x3 = x2 + stride;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int j = 0; j < stride; j += LANES) {
            FloatVector c = load(w, w0 + j);
            s0 = load(x, x0 + j).fma(c, REGISTER.cast(s0));
            s1 = load(x, x1 + j).fma(c, REGISTER.cast(s1));
            s2 = load(x, x2 + j).fma(c, REGISTER.cast(s2));
            s3 = load(x, x3 + j).fma(c, REGISTER.cast(s3));
        }
        REGISTER.cast(s0).intoArray(sums, 0);
        REGISTER.cast(s1).intoArray(sums, LANES);
        REGISTER.cast(s2).intoArray(sums, 2 * LANES);
        REGISTER.cast(s3).intoArray(sums, 3 * LANES);
    }
}
