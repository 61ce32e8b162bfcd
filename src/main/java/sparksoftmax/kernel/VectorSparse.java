package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of sparse rows with feature-major coefficients, where the lanes of a register are classes, for up to four
 * registers of classes at a time. Margins process two non-zeros at a time with separate sums, since an addition to the
 * same sum would have to wait for the previous one. {@link VectorProducts} says why loops have a bound.
 */
final class VectorSparse {
    /** Registers of {@link Padding#CLASS_MULTIPLE} lanes, or fewer if the machine has no registers of that size. */
    private static final VectorSpecies<Float> CLASSES = VectorRegisters.SPECIES.length() < Padding.CLASS_MULTIPLE
            ? FloatVector.SPECIES_128
            : FloatVector.SPECIES_256;

    /** The class of a register; {@link VectorRegisters#REGISTER} says why it is needed. */
    private static final Class<? extends FloatVector> REGISTER =
            FloatVector.zero(CLASSES).getClass();

    private static final int LANES = CLASSES.length();

    private VectorSparse() {}

    private static FloatVector load(float[] a, int i) {
        return FloatVector.fromArray(CLASSES, a, i);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(CLASSES, value);
    }

    static void products(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z) {
        int registers = stride / LANES;
        for (int i = from; i < to; i++) {
            int start = rowStarts[i];
            int end = rowStarts[i + 1];
            int out = (i - from) * stride;
            int width;
            for (int r = 0; r < registers; r += width) {
                width = VectorRegisters.together(registers - r);
                int k = r * LANES;
                switch (width) {
                    case 4 -> product4(indices, values, start, end, w, stride, k, z, out + k);
                    case 3 -> product3(indices, values, start, end, w, stride, k, z, out + k);
                    case 2 -> product2(indices, values, start, end, w, stride, k, z, out + k);
                    default -> product1(indices, values, start, end, w, stride, k, z, out + k);
                }
            }
        }
    }

    private static void product4(
            int[] indices, float[] values, int from, int to, float[] w, int stride, int k, float[] z, int out) {
        FloatVector a0 = FloatVector.zero(CLASSES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        int last = to - 1;
        int p = from;
        for (; p < last; p += 2) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            a0 = x.fma(load(w, at), a0);
            a1 = x.fma(load(w, at + LANES), a1);
            a2 = x.fma(load(w, at + 2 * LANES), a2);
            a3 = x.fma(load(w, at + 3 * LANES), a3);
            x = all(values[p + 1]);
            at = indices[p + 1] * stride + k;
            b0 = x.fma(load(w, at), b0);
            b1 = x.fma(load(w, at + LANES), b1);
            b2 = x.fma(load(w, at + 2 * LANES), b2);
            b3 = x.fma(load(w, at + 3 * LANES), b3);
        }
        if (p < to) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            a0 = x.fma(load(w, at), a0);
            a1 = x.fma(load(w, at + LANES), a1);
            a2 = x.fma(load(w, at + 2 * LANES), a2);
            a3 = x.fma(load(w, at + 3 * LANES), a3);
        }
        REGISTER.cast(a0).add(b0).intoArray(z, out);
        REGISTER.cast(a1).add(b1).intoArray(z, out + LANES);
        REGISTER.cast(a2).add(b2).intoArray(z, out + 2 * LANES);
        REGISTER.cast(a3).add(b3).intoArray(z, out + 3 * LANES);
    }

    private static void product3(
            int[] indices, float[] values, int from, int to, float[] w, int stride, int k, float[] z, int out) {
        FloatVector a0 = FloatVector.zero(CLASSES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        int last = to - 1;
        int p = from;
        for (; p < last; p += 2) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            a0 = x.fma(load(w, at), a0);
            a1 = x.fma(load(w, at + LANES), a1);
            a2 = x.fma(load(w, at + 2 * LANES), a2);
            x = all(values[p + 1]);
            at = indices[p + 1] * stride + k;
            b0 = x.fma(load(w, at), b0);
            b1 = x.fma(load(w, at + LANES), b1);
            b2 = x.fma(load(w, at + 2 * LANES), b2);
        }
        if (p < to) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            a0 = x.fma(load(w, at), a0);
            a1 = x.fma(load(w, at + LANES), a1);
            a2 = x.fma(load(w, at + 2 * LANES), a2);
        }
        REGISTER.cast(a0).add(b0).intoArray(z, out);
        REGISTER.cast(a1).add(b1).intoArray(z, out + LANES);
        REGISTER.cast(a2).add(b2).intoArray(z, out + 2 * LANES);
    }

    private static void product2(
            int[] indices, float[] values, int from, int to, float[] w, int stride, int k, float[] z, int out) {
        FloatVector a0 = FloatVector.zero(CLASSES);
        FloatVector a1 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        int last = to - 1;
        int p = from;
        for (; p < last; p += 2) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            a0 = x.fma(load(w, at), a0);
            a1 = x.fma(load(w, at + LANES), a1);
            x = all(values[p + 1]);
            at = indices[p + 1] * stride + k;
            b0 = x.fma(load(w, at), b0);
            b1 = x.fma(load(w, at + LANES), b1);
        }
        if (p < to) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            a0 = x.fma(load(w, at), a0);
            a1 = x.fma(load(w, at + LANES), a1);
        }
        REGISTER.cast(a0).add(b0).intoArray(z, out);
        REGISTER.cast(a1).add(b1).intoArray(z, out + LANES);
    }

    private static void product1(
            int[] indices, float[] values, int from, int to, float[] w, int stride, int k, float[] z, int out) {
        FloatVector a0 = FloatVector.zero(CLASSES);
        FloatVector b0 = a0;
        int last = to - 1;
        int p = from;
        for (; p < last; p += 2) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            a0 = x.fma(load(w, at), a0);
            x = all(values[p + 1]);
            at = indices[p + 1] * stride + k;
            b0 = x.fma(load(w, at), b0);
        }
        if (p < to) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            a0 = x.fma(load(w, at), a0);
        }
        REGISTER.cast(a0).add(b0).intoArray(z, out);
    }

    static void addProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w) {
        int registers = stride / LANES;
        for (int i = from; i < to; i++) {
            int start = rowStarts[i];
            int end = rowStarts[i + 1];
            int factors = (i - from) * stride;
            int width;
            for (int r = 0; r < registers; r += width) {
                width = VectorRegisters.together(registers - r);
                int k = r * LANES;
                switch (width) {
                    case 4 -> addProduct4(indices, values, start, end, m, factors + k, stride, w, k);
                    case 3 -> addProduct3(indices, values, start, end, m, factors + k, stride, w, k);
                    case 2 -> addProduct2(indices, values, start, end, m, factors + k, stride, w, k);
                    default -> addProduct1(indices, values, start, end, m, factors + k, stride, w, k);
                }
            }
        }
    }

    private static void addProduct4(
            int[] indices, float[] values, int from, int to, float[] m, int factors, int stride, float[] w, int k) {
        FloatVector m0 = REGISTER.cast(load(m, factors));
        FloatVector m1 = REGISTER.cast(load(m, factors + LANES));
        FloatVector m2 = REGISTER.cast(load(m, factors + 2 * LANES));
        FloatVector m3 = REGISTER.cast(load(m, factors + 3 * LANES));
        for (int p = from; p < to; p++) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            REGISTER.cast(x.fma(m0, load(w, at))).intoArray(w, at);
            REGISTER.cast(x.fma(m1, load(w, at + LANES))).intoArray(w, at + LANES);
            REGISTER.cast(x.fma(m2, load(w, at + 2 * LANES))).intoArray(w, at + 2 * LANES);
            REGISTER.cast(x.fma(m3, load(w, at + 3 * LANES))).intoArray(w, at + 3 * LANES);
        }
    }

    private static void addProduct3(
            int[] indices, float[] values, int from, int to, float[] m, int factors, int stride, float[] w, int k) {
        FloatVector m0 = REGISTER.cast(load(m, factors));
        FloatVector m1 = REGISTER.cast(load(m, factors + LANES));
        FloatVector m2 = REGISTER.cast(load(m, factors + 2 * LANES));
        for (int p = from; p < to; p++) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            REGISTER.cast(x.fma(m0, load(w, at))).intoArray(w, at);
            REGISTER.cast(x.fma(m1, load(w, at + LANES))).intoArray(w, at + LANES);
            REGISTER.cast(x.fma(m2, load(w, at + 2 * LANES))).intoArray(w, at + 2 * LANES);
        }
    }

    private static void addProduct2(
            int[] indices, float[] values, int from, int to, float[] m, int factors, int stride, float[] w, int k) {
        FloatVector m0 = REGISTER.cast(load(m, factors));
        FloatVector m1 = REGISTER.cast(load(m, factors + LANES));
        for (int p = from; p < to; p++) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            REGISTER.cast(x.fma(m0, load(w, at))).intoArray(w, at);
            REGISTER.cast(x.fma(m1, load(w, at + LANES))).intoArray(w, at + LANES);
        }
    }

    private static void addProduct1(
            int[] indices, float[] values, int from, int to, float[] m, int factors, int stride, float[] w, int k) {
        FloatVector m0 = REGISTER.cast(load(m, factors));
        for (int p = from; p < to; p++) {
            FloatVector x = all(values[p]);
            int at = indices[p] * stride + k;
            REGISTER.cast(x.fma(m0, load(w, at))).intoArray(w, at);
        }
    }

    static void scale(int[] indices, int from, int to, float[] factors, float[] w, int stride) {
        for (int p = from; p < to; p++) {
            FloatVector factor = all(factors[p - from]);
            int start = indices[p] * stride;
            for (int at = start; at < start + stride; at += LANES) {
                REGISTER.cast(load(w, at).mul(REGISTER.cast(factor))).intoArray(w, at);
            }
        }
    }

    static void shrink(int[] indices, int from, int to, float[] thresholds, float[] factors, float[] w, int stride) {
        FloatVector zero = FloatVector.zero(CLASSES);
        for (int p = from; p < to; p++) {
            FloatVector threshold = all(thresholds[p - from]);
            FloatVector factor = all(factors[p - from]);
            int start = indices[p] * stride;
            for (int at = start; at < start + stride; at += LANES) {
                FloatVector before = REGISTER.cast(load(w, at));
                FloatVector size = REGISTER.cast(before.abs()
                        .sub(REGISTER.cast(threshold))
                        .max(REGISTER.cast(zero))
                        .mul(REGISTER.cast(factor)));
                REGISTER.cast(size.blend(size.neg(), before.lt(0.0f))).intoArray(w, at);
            }
        }
    }
}
