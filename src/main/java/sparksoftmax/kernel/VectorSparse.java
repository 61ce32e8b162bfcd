package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Products of one sparse row with feature-major coefficients, classes being the lanes. */
final class VectorSparse {
    /** {@link Kernel#CLASS_MULTIPLE} lanes, or fewer where the machine has no registers of that size. */
    private static final VectorSpecies<Float> CLASSES =
            VectorKernel.SPECIES.length() < Kernel.CLASS_MULTIPLE ? FloatVector.SPECIES_128 : FloatVector.SPECIES_256;

    private VectorSparse() {}

    static void product(int[] indices, double[] values, int from, int to, float[] w, int stride, float[] z) {
        int k = 0;
        for (; k + 3 * CLASSES.length() <= stride; k += 3 * CLASSES.length()) {
            product3(indices, values, from, to, w, stride, z, k);
        }
        for (; k < stride; k += CLASSES.length()) {
            product1(indices, values, from, to, w, stride, z, k);
        }
    }

    private static void product3(
            int[] indices, double[] values, int from, int to, float[] w, int stride, float[] z, int k) {
        FloatVector s0 = FloatVector.zero(CLASSES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        for (int p = from; p < to; p++) {
            FloatVector x = FloatVector.broadcast(CLASSES, (float) values[p]);
            int start = indices[p] * stride + k;
            s0 = x.fma(FloatVector.fromArray(CLASSES, w, start), s0);
            s1 = x.fma(FloatVector.fromArray(CLASSES, w, start + CLASSES.length()), s1);
            s2 = x.fma(FloatVector.fromArray(CLASSES, w, start + 2 * CLASSES.length()), s2);
        }
        s0.intoArray(z, k);
        s1.intoArray(z, k + CLASSES.length());
        s2.intoArray(z, k + 2 * CLASSES.length());
    }

    private static void product1(
            int[] indices, double[] values, int from, int to, float[] w, int stride, float[] z, int k) {
        FloatVector s = FloatVector.zero(CLASSES);
        for (int p = from; p < to; p++) {
            FloatVector x = FloatVector.broadcast(CLASSES, (float) values[p]);
            s = x.fma(FloatVector.fromArray(CLASSES, w, indices[p] * stride + k), s);
        }
        s.intoArray(z, k);
    }

    static void addProduct(int[] indices, double[] values, int from, int to, float[] m, int stride, float[] w) {
        int k = 0;
        for (; k + 3 * CLASSES.length() <= stride; k += 3 * CLASSES.length()) {
            addProduct3(indices, values, from, to, m, stride, w, k);
        }
        for (; k < stride; k += CLASSES.length()) {
            addProduct1(indices, values, from, to, m, stride, w, k);
        }
    }

    private static void addProduct3(
            int[] indices, double[] values, int from, int to, float[] m, int stride, float[] w, int k) {
        FloatVector m0 = FloatVector.fromArray(CLASSES, m, k);
        FloatVector m1 = FloatVector.fromArray(CLASSES, m, k + CLASSES.length());
        FloatVector m2 = FloatVector.fromArray(CLASSES, m, k + 2 * CLASSES.length());
        for (int p = from; p < to; p++) {
            FloatVector x = FloatVector.broadcast(CLASSES, (float) values[p]);
            int start = indices[p] * stride + k;
            x.fma(m0, FloatVector.fromArray(CLASSES, w, start)).intoArray(w, start);
            int second = start + CLASSES.length();
            x.fma(m1, FloatVector.fromArray(CLASSES, w, second)).intoArray(w, second);
            int third = second + CLASSES.length();
            x.fma(m2, FloatVector.fromArray(CLASSES, w, third)).intoArray(w, third);
        }
    }

    private static void addProduct1(
            int[] indices, double[] values, int from, int to, float[] m, int stride, float[] w, int k) {
        FloatVector m0 = FloatVector.fromArray(CLASSES, m, k);
        for (int p = from; p < to; p++) {
            FloatVector x = FloatVector.broadcast(CLASSES, (float) values[p]);
            int start = indices[p] * stride + k;
            x.fma(m0, FloatVector.fromArray(CLASSES, w, start)).intoArray(w, start);
        }
    }
}
