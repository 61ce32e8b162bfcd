package sparksoftmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential and log(1 + x) in double precision, on SIMD registers. Both give the same bits whether they are
 * interpreted or compiled, unlike the Vector API's {@code EXP} and {@code LOG1P}, which use different algorithms when
 * compiled. They consist of additions, multiplications, divisions and fused multiply-adds, whose rounding IEEE 754
 * defines exactly, and of integer operations. Every function is written twice, for a register and for a single value,
 * with the same operations in the same order, so that a result depends neither on the index of a value in the array nor
 * on the number of lanes.
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
final class VectorExponentials {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final int EXPONENT_SHIFT = 52;
    private static final long ONE_BITS = 0x3FF0_0000_0000_0000L;
    private static final long MANTISSA_BITS = 0x000F_FFFF_FFFF_FFFFL;

    /** For arguments of at most this absolute value, results are normal numbers. */
    private static final double NORMAL = 708.0;

    private static final double OVERFLOW = 709.782712893384;
    private static final double UNDERFLOW = -745.1332191019412;
    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2 = 0.6931471805599453;
    private static final double LN2_REST = 2.3190468138462996e-17;

    /** 1.5 · 2⁵²: adding it rounds a number to an integer, since doubles of that size have no fraction bits. */
    private static final double ROUNDER = 0x1.8p52;

    private static final double A3 = 0x1.5555555555501p-3;
    private static final double A4 = 0x1.5555555553221p-5;
    private static final double A5 = 0x1.1111111128969p-7;
    private static final double A6 = 0x1.6c16c17cb9fb1p-10;
    private static final double A7 = 0x1.a01a011b906ccp-13;
    private static final double A8 = 0x1.a019ab4d23f01p-16;
    private static final double A9 = 0x1.71df572369fddp-19;
    private static final double A10 = 0x1.289f684e95acfp-22;
    private static final double A11 = 0x1.ad1c2021cda75p-26;

    private static final long ROOT_HALF_BITS = 0x3FE6_A09E_667F_3BCDL;

    /**
     * 2⁵², and 2⁵² plus the exponent bias. If the exponent bits of a number are put into the low bits of 2⁵²,
     * subtracting the second constant gives the exponent as a double.
     */
    private static final double EXPONENT_UNIT = 0x1p52;

    private static final double EXPONENT_BIAS = 0x1p52 + 1023.0;

    /** log 2 to 32 bits, so that its products with exponents are exact, and the rest. */
    private static final double LN2_SHORT = 6.93147180369123816490e-01;

    private static final double LN2_SHORT_REST = 1.90821492927058770002e-10;

    private static final double B1 = 6.666666666666735130e-01;
    private static final double B2 = 3.999999999940941908e-01;
    private static final double B3 = 2.857142874366239149e-01;
    private static final double B4 = 2.222219843214978396e-01;
    private static final double B5 = 1.818357216161805012e-01;
    private static final double B6 = 1.531383769920937332e-01;
    private static final double B7 = 1.479819860511658591e-01;

    // The logarithm's constants on registers: loaded from memory, they are faster than made where they are used. For
    // the
    // exponential it is the other way round.
    private static final DoubleVector ONES = all(1.0);
    private static final DoubleVector EXPONENT_BIASES = all(EXPONENT_BIAS);
    private static final DoubleVector TWOS = all(2.0);
    private static final DoubleVector B7S = all(B7);
    private static final DoubleVector B6S = all(B6);
    private static final DoubleVector B5S = all(B5);
    private static final DoubleVector B4S = all(B4);
    private static final DoubleVector B3S = all(B3);
    private static final DoubleVector B2S = all(B2);
    private static final DoubleVector B1S = all(B1);
    private static final DoubleVector HALVES = all(0.5);
    private static final DoubleVector LN2_SHORT_RESTS = all(LN2_SHORT_REST);
    private static final DoubleVector LN2_SHORTS = all(LN2_SHORT);

    private VectorExponentials() {}

    /** Replaces the elements {@code from} (inclusive) to {@code to} (exclusive) by their exponentials. */
    static void exp(double[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            if (v.abs().compare(VectorOperators.LE, NORMAL).allTrue()) {
                normalExp(v).intoArray(x, i);
            } else {
                expOneByOne(x, i, i + LANES);
            }
        }
        expOneByOne(x, i, to);
    }

    private static void expOneByOne(double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = exp(x[i]);
        }
    }

    private static DoubleVector all(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    /** The exponentials of arguments whose results are normal numbers. */
    private static DoubleVector normalExp(DoubleVector x) {
        DoubleVector shifted = x.fma(all(LOG2_E), all(ROUNDER));
        DoubleVector n = shifted.sub(all(ROUNDER));
        DoubleVector r = n.fma(all(-LN2_REST), n.fma(all(-LN2), x));
        DoubleVector p = r.fma(all(A11), all(A10));
        p = p.fma(r, all(A9));
        p = p.fma(r, all(A8));
        p = p.fma(r, all(A7));
        p = p.fma(r, all(A6));
        p = p.fma(r, all(A5));
        p = p.fma(r, all(A4));
        p = p.fma(r, all(A3));
        p = p.fma(r, all(0.5));
        p = r.mul(r).fma(p, r).add(all(1.0));
        LongVector exponent = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        return p.reinterpretAsLongs().add(exponent).reinterpretAsDoubles();
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

    /** Replaces the elements {@code from} (inclusive) to {@code to} (exclusive) by log(1 + x). */
    static void log1p(double[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            if (v.compare(VectorOperators.GT, -1.0).allTrue()
                    && v.compare(VectorOperators.LE, Double.MAX_VALUE).allTrue()) {
                finiteLog1p(x, i);
            } else {
                log1pOneByOne(x, i, i + LANES);
            }
        }
        log1pOneByOne(x, i, to);
    }

    private static void log1pOneByOne(double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = log1p(x[i]);
        }
    }

    /**
     * log(1 + x) of a register of finite arguments greater than -1. The method is too large to be inlined reliably, so
     * it takes and returns values in an array: vectors would become objects.
     */
    private static void finiteLog1p(double[] values, int start) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, values, start);
        DoubleVector u = x.add(ONES);
        DoubleVector added = u.sub(ONES);
        DoubleVector c = ONES.sub(u.sub(added)).add(x.sub(added));
        LongVector scaled = u.reinterpretAsLongs().add(ONE_BITS - ROOT_HALF_BITS);
        DoubleVector k = scaled.lanewise(VectorOperators.LSHR, EXPONENT_SHIFT)
                .lanewise(VectorOperators.OR, Double.doubleToRawLongBits(EXPONENT_UNIT))
                .reinterpretAsDoubles()
                .sub(EXPONENT_BIASES);
        DoubleVector f = scaled.lanewise(VectorOperators.AND, MANTISSA_BITS)
                .add(ROOT_HALF_BITS)
                .reinterpretAsDoubles()
                .sub(ONES);
        DoubleVector s = f.div(f.add(TWOS));
        DoubleVector z = s.mul(s);
        DoubleVector p = z.fma(B7S, B6S);
        p = p.fma(z, B5S);
        p = p.fma(z, B4S);
        p = p.fma(z, B3S);
        p = p.fma(z, B2S);
        p = p.fma(z, B1S);
        DoubleVector halfSquare = f.mul(f).mul(HALVES);
        DoubleVector rest = p.fma(z, halfSquare).fma(s, k.fma(LN2_SHORT_RESTS, c.div(u)));
        DoubleVector result = k.mul(LN2_SHORTS).sub(halfSquare.sub(rest).sub(f));
        // The result has the sign of x, also for -0.0.
        LongVector sign = x.reinterpretAsLongs().lanewise(VectorOperators.AND, Long.MIN_VALUE);
        result.reinterpretAsLongs()
                .lanewise(VectorOperators.OR, sign)
                .reinterpretAsDoubles()
                .intoArray(values, start);
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
