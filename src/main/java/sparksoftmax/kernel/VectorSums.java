package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums across the lanes of registers, in a fixed order: the upper half of the lanes is added to the lower half, until
 * one lane is left. For eight lanes, that is
 *
 * <pre>
 *   ((v₀ + v₄) + (v₂ + v₆)) + ((v₁ + v₅) + (v₃ + v₇))
 * </pre>
 *
 * The Vector API's {@code reduceLanes(ADD)} leaves the order open, so its last bits may differ between interpreted and
 * compiled code. Registers are passed in memory, from which their halves and lanes can be read without shuffles: the
 * Vector API checks every shuffle, so sums by shuffles would be slower than {@code reduceLanes}. Stateless, thread
 * safe.
 */
final class VectorSums {
    private static final int LANES = VectorRegisters.SPECIES.length();

    /** Half a register of 16 lanes. */
    private static final VectorSpecies<Float> HALF = FloatVector.SPECIES_256;

    /**
     * The class of half a register. The sum of two halves is cast to it for the reason that
     * {@link VectorRegisters#REGISTER} gives: without the cast, sums were kept as objects once dense and sparse rows
     * had been trained on, and passes of local steps took 1.5 times as long.
     */
    private static final Class<? extends FloatVector> HALF_REGISTER =
            FloatVector.zero(HALF).getClass();

    private VectorSums() {}

    /**
     * Computes the sums of rows x classes registers.
     *
     * @param registers [rows x classes x lanes]; contents undefined afterwards
     * @param z receives the sums: that of the first register at index {@code out}, and those of a row next to each
     *     other
     * @param rowStep the distance between the first sum of a row and that of the next row
     */
    static void sums(float[] registers, int rows, int classes, float[] z, int out, int rowStep) {
        int length = rows * classes * LANES;
        if (LANES == 16) {
            for (int at = 0; at < length; at += LANES) {
                addHalves(registers, at);
            }
        }
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < classes; k++) {
                z[out + i * rowStep + k] = sumOfAtMostEight(registers, at);
                at += LANES;
            }
        }
    }

    /**
     * The sum of the register stored at {@code at}; the contents of {@code registers} there are undefined afterwards.
     */
    static float sum(float[] registers, int at) {
        if (LANES == 16) {
            addHalves(registers, at);
        }
        return sumOfAtMostEight(registers, at);
    }

    private static void addHalves(float[] v, int at) {
        FloatVector upper = FloatVector.fromArray(HALF, v, at + 8);
        HALF_REGISTER.cast(FloatVector.fromArray(HALF, v, at).add(upper)).intoArray(v, at);
    }

    private static float sumOfAtMostEight(float[] v, int at) {
        if (LANES >= 8) {
            return (sum(v, at, 4) + sum(v, at + 2, 4)) + (sum(v, at + 1, 4) + sum(v, at + 3, 4));
        }
        return LANES == 4 ? sum(v, at, 2) + sum(v, at + 1, 2) : sum(v, at, 1);
    }

    private static float sum(float[] v, int at, int distance) {
        return v[at] + v[at + distance];
    }
}
