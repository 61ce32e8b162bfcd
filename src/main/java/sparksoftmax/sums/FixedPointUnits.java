package sparksoftmax.sums;

import java.io.Serializable;

/**
 * The units in which the values of a sum are expressed as integers: a value v of group g becomes the long nearest to v
 * / 2^e_g. A group is {@code width} neighboring values with the same unit, such as the coefficients of one feature.
 *
 * <p>The unit follows from an upper bound on the sum of the absolute values of all summands. It is 2^-61 of the bound,
 * rounded up to a power of two. Since |Σ v| ≤ Σ |v| ≤ bound, no partial sum exceeds the range of a long. The rounding
 * error of a summand, half a unit, is smaller than that of the double arithmetic that computed it. Immutable, thread
 * safe.
 */
public final class FixedPointUnits implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int BITS = 61;

    private final int width;
    private final short[] exponents;

    private FixedPointUnits(int width, short[] exponents) {
        this.width = width;
        this.exponents = exponents;
    }

    /**
     * Units for sums within bounds.
     *
     * @param bounds for each group, an upper bound on the sum of the absolute values of all summands, for each of its
     *     values; may be 0, infinite or NaN
     * @param width the number of values in a group
     */
    public static FixedPointUnits ofBounds(double[] bounds, int width) {
        short[] exponents = new short[bounds.length];
        for (int g = 0; g < bounds.length; g++) {
            // The exponent of the power of two above the bound; getExponent returns 1024 for infinity and NaN.
            exponents[g] = (short) (Math.getExponent(bounds[g]) + 1 - BITS);
        }
        return new FixedPointUnits(width, exponents);
    }

    /** The units of several vectors one after the other, each of which has these units. */
    public FixedPointUnits repeated(int times) {
        short[] all = new short[Math.multiplyExact(times, exponents.length)];
        for (int i = 0; i < all.length; i++) {
            all[i] = exponents[i % exponents.length];
        }
        return new FixedPointUnits(width, all);
    }

    /** The number of groups. */
    public int numGroups() {
        return exponents.length;
    }

    /** The size in bytes of a sum in these units that has values for all groups. */
    public long numBytes() {
        return (long) Long.BYTES * exponents.length * width;
    }

    /** The number of values in a group. */
    public int width() {
        return width;
    }

    /**
     * The first of two powers of two by which the values of group {@code g} are multiplied to express them in its unit;
     * {@link #secondFactor} is the other. Their product 2^-e may itself be too large or too small for a double.
     */
    double firstFactor(int g) {
        return Math.scalb(1.0, -(exponents[g] / 2));
    }

    /** The second factor, see {@link #firstFactor}. */
    double secondFactor(int g) {
        return Math.scalb(1.0, exponents[g] / 2 - exponents[g]);
    }
}
