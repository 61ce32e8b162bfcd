package sparksoftmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The steps of {@link Kernel#addProduct}, where the lanes of a register are classes; the classes that do not fill a
 * register are added one by one. The sums stay in memory between steps, since a step has as many registers of them as
 * there are classes.
 */
final class VectorProducts {
    /** At most four lanes, so that few classes fill a register. */
    private static final VectorSpecies<Double> CLASSES = DoubleVector.SPECIES_PREFERRED.vectorBitSize() > 256
            ? DoubleVector.SPECIES_256
            : DoubleVector.SPECIES_PREFERRED;

    private static final int LANES = CLASSES.length();

    private VectorProducts() {}

    private static DoubleVector load(double[] a, int i) {
        return DoubleVector.fromArray(CLASSES, a, i);
    }

    static void addFour(
            double x0, int w0, double x1, int w1, double x2, int w2, double x3, int w3, double[] w, double[] z) {
        int k = 0;
        for (; k + LANES <= z.length; k += LANES) {
            DoubleVector first = load(w, w0 + k).mul(x0).add(load(w, w1 + k).mul(x1));
            DoubleVector second = load(w, w2 + k).mul(x2).add(load(w, w3 + k).mul(x3));
            load(z, k).add(first.add(second)).intoArray(z, k);
        }
        for (; k < z.length; k++) {
            z[k] += (x0 * w[w0 + k] + x1 * w[w1 + k]) + (x2 * w[w2 + k] + x3 * w[w3 + k]);
        }
    }

    static void addOne(double x0, int w0, double[] w, double[] z) {
        int k = 0;
        for (; k + LANES <= z.length; k += LANES) {
            load(z, k).add(load(w, w0 + k).mul(x0)).intoArray(z, k);
        }
        for (; k < z.length; k++) {
            z[k] += x0 * w[w0 + k];
        }
    }
}
