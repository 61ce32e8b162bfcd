package sparksoftmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernel#addProduct} and {@link Kernel#addDenseProduct} where the lanes of a register are classes, for up to
 * four registers of classes at a time. If the classes do not fill the last register, it begins earlier: the classes
 * that it shares with the one before it are computed twice, with the same result.
 *
 * <p>Loops over several values run to a bound that is computed before. With the condition {@code p + 4 <= count}, they
 * are not counted loops for the optimizing compiler of Java 17, and a call with values left over takes 1.4 times as
 * long.
 */
final class VectorProducts {
    // The widest registers there are: with fewer classes than they have lanes, plain loops are about as fast.
    private static final VectorSpecies<Double> CLASSES = DoubleVector.SPECIES_PREFERRED;

    /** The class of a register; {@link VectorRegisters#REGISTER} says why it is needed. */
    private static final Class<? extends DoubleVector> REGISTER =
            DoubleVector.zero(CLASSES).getClass();

    static final int LANES = CLASSES.length();

    private VectorProducts() {}

    private static DoubleVector load(double[] a, int i) {
        return DoubleVector.fromArray(CLASSES, a, i);
    }

    /** z must have at least {@link #LANES} elements. */
    static void addProduct(int[] starts, double[] x, int count, double[] w, double[] z) {
        int last = z.length - LANES;
        int registers = (z.length + LANES - 1) / LANES;
        int width;
        for (int r = 0; r < registers; r += width) {
            width = VectorRegisters.together(registers - r);
            int k = r * LANES;
            int inLast = Math.min(k + (width - 1) * LANES, last);
            switch (width) {
                case 4 -> add4(starts, x, count, w, z, k, inLast);
                case 3 -> add3(starts, x, count, w, z, k, inLast);
                case 2 -> add2(starts, x, count, w, z, k, inLast);
                default -> add1(starts, x, count, w, z, k);
            }
        }
    }

    /** What four values add to the margins of the classes from k on. */
    private static DoubleVector sum(int[] starts, double[] x, int p, double[] w, int k) {
        DoubleVector first =
                load(w, starts[p] + k).mul(x[p]).add(load(w, starts[p + 1] + k).mul(x[p + 1]));
        DoubleVector second = load(w, starts[p + 2] + k)
                .mul(x[p + 2])
                .add(load(w, starts[p + 3] + k).mul(x[p + 3]));
        return first.add(second);
    }

    private static DoubleVector product(int[] starts, double[] x, int p, double[] w, int k) {
        return load(w, starts[p] + k).mul(x[p]);
    }

    /** The classes from k on in three registers, and those from {@code last} on in a fourth. */
    private static void add4(int[] starts, double[] x, int count, double[] w, double[] z, int k, int last) {
        DoubleVector a = load(z, k);
        DoubleVector b = load(z, k + LANES);
        DoubleVector c = load(z, k + 2 * LANES);
        DoubleVector d = load(z, last);
        int whole = count & -4;
        int p = 0;
        for (; p < whole; p += 4) {
            a = REGISTER.cast(a).add(sum(starts, x, p, w, k));
            b = REGISTER.cast(b).add(sum(starts, x, p, w, k + LANES));
            c = REGISTER.cast(c).add(sum(starts, x, p, w, k + 2 * LANES));
            d = REGISTER.cast(d).add(sum(starts, x, p, w, last));
        }
        for (; p < count; p++) {
            a = REGISTER.cast(a).add(product(starts, x, p, w, k));
            b = REGISTER.cast(b).add(product(starts, x, p, w, k + LANES));
            c = REGISTER.cast(c).add(product(starts, x, p, w, k + 2 * LANES));
            d = REGISTER.cast(d).add(product(starts, x, p, w, last));
        }
        REGISTER.cast(a).intoArray(z, k);
        REGISTER.cast(b).intoArray(z, k + LANES);
        REGISTER.cast(c).intoArray(z, k + 2 * LANES);
        REGISTER.cast(d).intoArray(z, last);
    }

    private static void add3(int[] starts, double[] x, int count, double[] w, double[] z, int k, int last) {
        DoubleVector a = load(z, k);
        DoubleVector b = load(z, k + LANES);
        DoubleVector c = load(z, last);
        int whole = count & -4;
        int p = 0;
        for (; p < whole; p += 4) {
            a = REGISTER.cast(a).add(sum(starts, x, p, w, k));
            b = REGISTER.cast(b).add(sum(starts, x, p, w, k + LANES));
            c = REGISTER.cast(c).add(sum(starts, x, p, w, last));
        }
        for (; p < count; p++) {
            a = REGISTER.cast(a).add(product(starts, x, p, w, k));
            b = REGISTER.cast(b).add(product(starts, x, p, w, k + LANES));
            c = REGISTER.cast(c).add(product(starts, x, p, w, last));
        }
        REGISTER.cast(a).intoArray(z, k);
        REGISTER.cast(b).intoArray(z, k + LANES);
        REGISTER.cast(c).intoArray(z, last);
    }

    private static void add2(int[] starts, double[] x, int count, double[] w, double[] z, int k, int last) {
        DoubleVector a = load(z, k);
        DoubleVector b = load(z, last);
        int whole = count & -4;
        int p = 0;
        for (; p < whole; p += 4) {
            a = REGISTER.cast(a).add(sum(starts, x, p, w, k));
            b = REGISTER.cast(b).add(sum(starts, x, p, w, last));
        }
        for (; p < count; p++) {
            a = REGISTER.cast(a).add(product(starts, x, p, w, k));
            b = REGISTER.cast(b).add(product(starts, x, p, w, last));
        }
        REGISTER.cast(a).intoArray(z, k);
        REGISTER.cast(b).intoArray(z, last);
    }

    private static void add1(int[] starts, double[] x, int count, double[] w, double[] z, int k) {
        DoubleVector a = load(z, k);
        int whole = count & -4;
        int p = 0;
        for (; p < whole; p += 4) {
            a = REGISTER.cast(a).add(sum(starts, x, p, w, k));
        }
        for (; p < count; p++) {
            a = REGISTER.cast(a).add(product(starts, x, p, w, k));
        }
        REGISTER.cast(a).intoArray(z, k);
    }

    /** z must have at least {@link #LANES} elements. */
    static void addDenseProduct(double[] x, int count, double[] w, int start, double[] z) {
        int last = z.length - LANES;
        int registers = (z.length + LANES - 1) / LANES;
        int width;
        for (int r = 0; r < registers; r += width) {
            int left = registers - r;
            width = left == 3 ? 3 : Math.min(2, left);
            int k = r * LANES;
            int inLast = Math.min(k + (width - 1) * LANES, last);
            switch (width) {
                case 3 -> addDense3(x, count, w, start, z, k, inLast);
                case 2 -> addDense2(x, count, w, start, z, k, inLast);
                default -> addDense1(x, count, w, start, z, k);
            }
        }
    }

    /** What four values add, of which the first has the coefficient {@code at} and the others those after steps. */
    private static DoubleVector sum(double[] x, int p, double[] w, int at, int step) {
        DoubleVector first = load(w, at).mul(x[p]).add(load(w, at + step).mul(x[p + 1]));
        DoubleVector second =
                load(w, at + 2 * step).mul(x[p + 2]).add(load(w, at + 3 * step).mul(x[p + 3]));
        return first.add(second);
    }

    private static void addDense3(double[] x, int count, double[] w, int start, double[] z, int k, int last) {
        DoubleVector a = load(z, k);
        DoubleVector b = load(z, k + LANES);
        DoubleVector c = load(z, last);
        int step = z.length;
        int at = start;
        int whole = count & -4;
        int p = 0;
        for (; p < whole; p += 4) {
            a = REGISTER.cast(a).add(sum(x, p, w, at + k, step));
            b = REGISTER.cast(b).add(sum(x, p, w, at + k + LANES, step));
            c = REGISTER.cast(c).add(sum(x, p, w, at + last, step));
            at += 4 * step;
        }
        for (; p < count; p++) {
            a = REGISTER.cast(a).add(load(w, at + k).mul(x[p]));
            b = REGISTER.cast(b).add(load(w, at + k + LANES).mul(x[p]));
            c = REGISTER.cast(c).add(load(w, at + last).mul(x[p]));
            at += step;
        }
        REGISTER.cast(a).intoArray(z, k);
        REGISTER.cast(b).intoArray(z, k + LANES);
        REGISTER.cast(c).intoArray(z, last);
    }

    private static void addDense2(double[] x, int count, double[] w, int start, double[] z, int k, int last) {
        DoubleVector a = load(z, k);
        DoubleVector b = load(z, last);
        int step = z.length;
        int at = start;
        int whole = count & -4;
        int p = 0;
        for (; p < whole; p += 4) {
            a = REGISTER.cast(a).add(sum(x, p, w, at + k, step));
            b = REGISTER.cast(b).add(sum(x, p, w, at + last, step));
            at += 4 * step;
        }
        for (; p < count; p++) {
            a = REGISTER.cast(a).add(load(w, at + k).mul(x[p]));
            b = REGISTER.cast(b).add(load(w, at + last).mul(x[p]));
            at += step;
        }
        REGISTER.cast(a).intoArray(z, k);
        REGISTER.cast(b).intoArray(z, last);
    }

    private static void addDense1(double[] x, int count, double[] w, int start, double[] z, int k) {
        DoubleVector a = load(z, k);
        int step = z.length;
        int at = start;
        int whole = count & -4;
        int p = 0;
        for (; p < whole; p += 4) {
            a = REGISTER.cast(a).add(sum(x, p, w, at + k, step));
            at += 4 * step;
        }
        for (; p < count; p++) {
            a = REGISTER.cast(a).add(load(w, at + k).mul(x[p]));
            at += step;
        }
        REGISTER.cast(a).intoArray(z, k);
    }
}
