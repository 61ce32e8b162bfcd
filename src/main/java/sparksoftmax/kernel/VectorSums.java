package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums across the lanes of registers, in a fixed order: the upper half of the lanes is added to the lower half until
 * one is left, for eight lanes
 *
 * <pre>
 *   ((v₀ + v₄) + (v₂ + v₆)) + ((v₁ + v₅) + (v₃ + v₇))
 * </pre>
 *
 * The Vector API's {@code reduceLanes(ADD)} leaves the order open, so that its last bits may differ between interpreted
 * and compiled code. Registers come through memory, from where their halves and lanes can be read without shuffles: the
 * Vector API checks each shuffle, which makes sums by them slower than {@code reduceLanes}. Stateless, thread safe.
 */
final class VectorSums {
    private static final int LANES = VectorRegisters.SPECIES.length();

    /** Half a register of 16 lanes. */
    private static final VectorSpecies<Float> HALF = FloatVector.SPECIES_256;

    private VectorSums() {}

    /**
     * The sums of rows x classes registers.
     *
     * @param registers [rows x classes x lanes]; contents undefined afterwards
     * @param z where the sum of the first register goes to {@code out}, and a row's sums lie next to each other
     * @param rowStep from a row's first sum to the next row's
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

    /** The sum of the register stored at {@code at}; its place is undefined afterwards. */
    static float sum(float[] registers, int at) {
        if (LANES == 16) {
            addHalves(registers, at);
        }
        return sumOfAtMostEight(registers, at);
    }

    private static void addHalves(float[] v, int at) {
        FloatVector upper = FloatVector.fromArray(HALF, v, at + 8);
        FloatVector.fromArray(HALF, v, at).add(upper).intoArray(v, at);
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
