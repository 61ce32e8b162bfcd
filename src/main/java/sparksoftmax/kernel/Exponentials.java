package sparksoftmax.kernel;

/**
 * The exponential and log(1 + x) in double precision. Both give the same bits whether they are interpreted or compiled,
 * and whether they run on SIMD registers ({@code VectorExponentials}) or not. They consist of additions,
 * multiplications, divisions and fused multiply-adds, whose rounding IEEE 754 defines exactly, and of integer
 * operations. The functions for registers have the same operations in the same order as those for a single value, so
 * that a result depends neither on the index of a value in the array nor on the number of lanes.
 *
 * <p><b>Exponential.</b> With n = x / log 2 rounded to an integer, exp(x) = 2ⁿ exp(r), where
 *
 * <pre>
 *   r = (x - n c₁) - n c₂,   c₁ + c₂ = log 2 to 106 bits,   |r| ≤ (log 2) / 2
 *   exp(r) ≈ 1 + (r + r² (1/2 + r (a₃ + a₄ r + ... + a₁₁ r⁸)))
 * </pre>
 *
 * The first fused multiply-add of r is exact. Adding 1.5 · 2⁵² rounds x / log 2 and leaves n in the low bits of the
 * sum, from which it is added to the exponent. If the result is not a normal number, it is scaled in two steps. Range
 * reduction: W. J. Cody, W. Waite, "Software Manual for the Elementary Functions", 1980, chapter 6; with fused
 * multiply-adds: J.-M. Muller et al., "Handbook of Floating-Point Arithmetic", 2nd edition, 2018, section 10.2. The a's
 * minimize the largest relative error (computed for this class by Remez's algorithm with 200 bits; the error is 0.05 ·
 * 2⁻⁵³ after rounding them).
 *
 * <p><b>Logarithm.</b> With u the rounded sum 1 + x, c = (1 + x) - u exactly (D. E. Knuth, "The Art of Computer
 * Programming", volume 2, section 4.2.2), and u = 2ᵏ (1 + f), √½ ≤ 1 + f &lt; √2:
 *
 * <pre>
 *   s = f / (2 + f),   z = s²,   R = z (b₁ + b₂ z + ... + b₇ z⁶)
 *   log(1 + x) = k log 2 + f - (f²/2 - (s (f²/2 + R) + c / u))
 * </pre>
 *
 * Formula and the b's: {@code s_log1p.c} of fdlibm, Sun Microsystems, 1993.
 *
 * <p>Greatest error found, in units in the last place of the exact result: 0.97 for the exponential (100,000 random
 * arguments in each of five ranges from -745.13 to 709.78, results that are not normal included), 0.77 for the
 * logarithm (25,000 in each of eight ranges from -1 to 10³⁰⁰). Arguments are overwritten. Stateless, thread safe.
 */
final class Exponentials implements Functions {
    static final int EXPONENT_SHIFT = 52;
    static final long ONE_BITS = 0x3FF0_0000_0000_0000L;
    static final long MANTISSA_BITS = 0x000F_FFFF_FFFF_FFFFL;

    /** For arguments of at most this absolute value, results are normal numbers. */
    static final double NORMAL = 708.0;

    static final double OVERFLOW = 709.782712893384;
    static final double UNDERFLOW = -745.1332191019412;
    static final double LOG2_E = 1.4426950408889634;
    static final double LN2 = 0.6931471805599453;
    static final double LN2_REST = 2.3190468138462996e-17;

    /** 1.5 · 2⁵²: adding it rounds a number to an integer, since doubles of that size have no fraction bits. */
    static final double ROUNDER = 0x1.8p52;

    static final double A3 = 0x1.5555555555501p-3;
    static final double A4 = 0x1.5555555553221p-5;
    static final double A5 = 0x1.1111111128969p-7;
    static final double A6 = 0x1.6c16c17cb9fb1p-10;
    static final double A7 = 0x1.a01a011b906ccp-13;
    static final double A8 = 0x1.a019ab4d23f01p-16;
    static final double A9 = 0x1.71df572369fddp-19;
    static final double A10 = 0x1.289f684e95acfp-22;
    static final double A11 = 0x1.ad1c2021cda75p-26;

    static final long ROOT_HALF_BITS = 0x3FE6_A09E_667F_3BCDL;

    /**
     * 2⁵², and 2⁵² plus the exponent bias. If the exponent bits of a number are put into the low bits of 2⁵²,
     * subtracting the second constant gives the exponent as a double.
     */
    static final double EXPONENT_UNIT = 0x1p52;

    static final double EXPONENT_BIAS = 0x1p52 + 1023.0;

    /** log 2 to 32 bits, so that its products with exponents are exact, and the rest. */
    static final double LN2_SHORT = 6.93147180369123816490e-01;

    static final double LN2_SHORT_REST = 1.90821492927058770002e-10;

    static final double B1 = 6.666666666666735130e-01;
    static final double B2 = 3.999999999940941908e-01;
    static final double B3 = 2.857142874366239149e-01;
    static final double B4 = 2.222219843214978396e-01;
    static final double B5 = 1.818357216161805012e-01;
    static final double B6 = 1.531383769920937332e-01;
    static final double B7 = 1.479819860511658591e-01;

    @Override
    public void exp(double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = exp(x[i]);
        }
    }

    @Override
    public void log1p(double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = log1p(x[i]);
        }
    }

    /** The exponential of any number; 0, infinity and NaN are returned in the same cases as by {@link Math#exp}. */
    static double exp(double x) {
        if (x > OVERFLOW) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < UNDERFLOW) {
            return 0.0;
        }
        double n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
        double r = Math.fma(n, -LN2_REST, Math.fma(n, -LN2, x));
        double p = Math.fma(r, A11, A10);
        p = Math.fma(p, r, A9);
        p = Math.fma(p, r, A8);
        p = Math.fma(p, r, A7);
        p = Math.fma(p, r, A6);
        p = Math.fma(p, r, A5);
        p = Math.fma(p, r, A4);
        p = Math.fma(p, r, A3);
        p = Math.fma(p, r, 0.5);
        p = Math.fma(r * r, p, r) + 1.0;
        // The power of two is split into two normal numbers; the product with the first one is exact.
        int exponent = (int) n;
        int half = exponent / 2;
        return p * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble(ONE_BITS + ((long) exponent << EXPONENT_SHIFT));
    }

    /** log(1 + x) of any number; infinities and NaN are returned in the same cases as by {@link Math#log1p}. */
    static double log1p(double x) {
        if (!(x > -1.0 && x <= Double.MAX_VALUE)) {
            return x == -1.0 ? Double.NEGATIVE_INFINITY : x > 0.0 ? x : Double.NaN;
        }
        double u = x + 1.0;
        double added = u - 1.0;
        double c = (1.0 - (u - added)) + (x - added);
        long scaled = Double.doubleToRawLongBits(u) + (ONE_BITS - ROOT_HALF_BITS);
        double k = Double.longBitsToDouble((scaled >>> EXPONENT_SHIFT) | Double.doubleToRawLongBits(EXPONENT_UNIT))
                - EXPONENT_BIAS;
        double f = Double.longBitsToDouble((scaled & MANTISSA_BITS) + ROOT_HALF_BITS) - 1.0;
        double s = f / (f + 2.0);
        double z = s * s;
        double p = Math.fma(z, B7, B6);
        p = Math.fma(p, z, B5);
        p = Math.fma(p, z, B4);
        p = Math.fma(p, z, B3);
        p = Math.fma(p, z, B2);
        p = Math.fma(p, z, B1);
        double halfSquare = f * f * 0.5;
        double rest = Math.fma(Math.fma(p, z, halfSquare), s, Math.fma(k, LN2_SHORT_REST, c / u));
        double result = k * LN2_SHORT - (halfSquare - rest - f);
        return Math.copySign(result, x);
    }
}
