package sparksoftmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Conversions between single and double precision on SIMD registers, and the largest of several numbers. JDK 17's
 * compiler does not vectorize loops that convert. Where the numbers of a row do not fill the last register, it begins
 * earlier, and some of them are computed twice, with the same result.
 */
final class VectorConversions {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

    static final int LANES = DOUBLES.length();

    /** As many floats as a register has doubles. */
    private static final VectorSpecies<Float> FLOATS = LANES == 1
            ? FloatVector.SPECIES_64
            : VectorSpecies.of(float.class, VectorShape.forBitSize(LANES * Float.SIZE));

    /** The class of a register; {@link VectorRegisters#REGISTER} says why it is needed. */
    private static final Class<? extends DoubleVector> REGISTER =
            DoubleVector.zero(DOUBLES).getClass();

    private VectorConversions() {}

    /** See {@link Kernel#addIntercepts}; K must be at least {@link #LANES}. */
    static void addIntercepts(float[] products, int width, double[] intercepts, double[] margins, int numRows) {
        int numClasses = intercepts.length;
        int last = numClasses - LANES;
        for (int i = 0; i < numRows; i++) {
            int from = i * width;
            int to = i * numClasses;
            for (int k = 0; k < last; k += LANES) {
                addIntercepts(products, from + k, intercepts, k, margins, to + k);
            }
            addIntercepts(products, from + last, intercepts, last, margins, to + last);
        }
    }

    private static void addIntercepts(float[] products, int p, double[] intercepts, int k, double[] margins, int z) {
        DoubleVector wide =
                (DoubleVector) FloatVector.fromArray(FLOATS, products, p).convertShape(VectorOperators.F2D, DOUBLES, 0);
        wide.add(DoubleVector.fromArray(DOUBLES, intercepts, k)).intoArray(margins, z);
    }

    /** See {@link Kernel#round}; K must be at least {@link #LANES}. */
    static void round(double[] x, int numRows, int numClasses, int width, float[] rounded) {
        int last = numClasses - LANES;
        for (int i = 0; i < numRows; i++) {
            int from = i * numClasses;
            int to = i * width;
            for (int k = 0; k < last; k += LANES) {
                round(x, from + k, rounded, to + k);
            }
            round(x, from + last, rounded, to + last);
        }
    }

    private static void round(double[] x, int from, float[] rounded, int to) {
        FloatVector narrow =
                (FloatVector) DoubleVector.fromArray(DOUBLES, x, from).convertShape(VectorOperators.D2F, FLOATS, 0);
        narrow.intoArray(rounded, to);
    }

    /** See {@link Kernel#largest}; there must be at least {@link #LANES} numbers. */
    static int largest(double[] x, int from, int to) {
        int last = to - LANES;
        DoubleVector max = DoubleVector.fromArray(DOUBLES, x, last);
        for (int k = from; k < last; k += LANES) {
            max = REGISTER.cast(max).max(DoubleVector.fromArray(DOUBLES, x, k));
        }
        double value = REGISTER.cast(max).reduceLanes(VectorOperators.MAX);
        int first = from;
        // A comparison with NaN is false: then the first one counts as the largest.
        while (first < to - 1 && x[first] != value) {
            first++;
        }
        return x[first] == value ? first : from;
    }
}
