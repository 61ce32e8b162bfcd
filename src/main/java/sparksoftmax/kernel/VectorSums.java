package sparksoftmax.kernel;

/**
 * Sums across the lanes of registers, in a fixed order: the upper half of the lanes is added to the lower half until
 * one is left, for eight lanes
 *
 * <pre>
 *   ((v₀ + v₄) + (v₂ + v₆)) + ((v₁ + v₅) + (v₃ + v₇))
 * </pre>
 *
 * The Vector API's {@code reduceLanes(ADD)} leaves the order open, so that its last bits may differ between interpreted
 * and compiled code. The lanes come through memory: additions of single values wait for each other less than
 * {@code reduceLanes} does, and take fewer instructions than shuffles with the checks that the Vector API makes of
 * them. Stateless, thread safe.
 */
final class VectorSums {
    private static final int LANES = VectorKernel.SPECIES.length();

    private VectorSums() {}

    /**
     * The sums of rows x classes registers.
     *
     * @param registers [rows x classes x lanes]
     * @param z where the sum of the first register goes to {@code out}, and a row's sums lie next to each other
     * @param rowStep from a row's first sum to the next row's
     */
    static void sums(float[] registers, int rows, int classes, float[] z, int out, int rowStep) {
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < classes; k++) {
                z[out + i * rowStep + k] = sum(registers, at);
                at += LANES;
            }
        }
    }

    /** The sum of the register stored at {@code at}. */
    static float sum(float[] v, int at) {
        if (LANES == 16) {
            float even = (sum(v, at, 8) + sum(v, at + 4, 8)) + (sum(v, at + 2, 8) + sum(v, at + 6, 8));
            float odd = (sum(v, at + 1, 8) + sum(v, at + 5, 8)) + (sum(v, at + 3, 8) + sum(v, at + 7, 8));
            return even + odd;
        }
        if (LANES == 8) {
            return (sum(v, at, 4) + sum(v, at + 2, 4)) + (sum(v, at + 1, 4) + sum(v, at + 3, 4));
        }
        return LANES == 4 ? sum(v, at, 2) + sum(v, at + 1, 2) : sum(v, at, 1);
    }

    private static float sum(float[] v, int at, int distance) {
        return v[at] + v[at + distance];
    }
}
