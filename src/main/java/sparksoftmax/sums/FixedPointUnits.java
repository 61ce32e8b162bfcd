package sparksoftmax.sums;

import java.io.Serializable;

/**
 * The units in which the values of a sum are written as whole numbers: value v of group g as the long nearest to v /
 * 2^e_g. A group is {@code width} neighbouring values with one unit, such as the coefficients of one feature.
 *
 * <p>The unit follows from a bound on the sum of the absolute values that are ever added up: with |Σ v| ≤ Σ |v| ≤ bound
 * the unit is 2^-61 of the bound, rounded up to a power of two, so that no sum leaves the range of a long, whatever
 * part of the summands it holds, and the rounding of a summand (half a unit) is below that of the double arithmetic
 * that made it. Immutable, thread safe.
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
     * @param bounds for each group, at least the sum of the absolute values of all summands of any of its values; 0,
     *     infinite and NaN bounds are allowed
     * @param width the values of a group
     */
    public static FixedPointUnits ofBounds(double[] bounds, int width) {
        short[] exponents = new short[bounds.length];
        for (int g = 0; g < bounds.length; g++) {
            // The exponent of the power of two above the bound; that of infinity and NaN is the greatest there is.
            exponents[g] = (short) (Math.getExponent(bounds[g]) + 1 - BITS);
        }
        return new FixedPointUnits(width, exponents);
    }

    /** The number of groups. */
    public int numGroups() {
        return exponents.length;
    }

    /** The bytes that a sum in these units takes, if it has values for all groups. */
    public long numBytes() {
        return (long) Long.BYTES * exponents.length * width;
    }

    /** The values of a group. */
    public int width() {
        return width;
    }

    /**
     * A power of two that, with {@link #secondFactor}, makes whole numbers of the values of group {@code g}: 2^-e in
     * two factors, since it may be too large or too small for one.
     */
    double firstFactor(int g) {
        return Math.scalb(1.0, -(exponents[g] / 2));
    }

    /** The other factor. */
    double secondFactor(int g) {
        return Math.scalb(1.0, exponents[g] / 2 - exponents[g]);
    }
}
