package sparksoftmax.kernel;

import static sparksoftmax.kernel.Exponentials.A10;
import static sparksoftmax.kernel.Exponentials.A11;
import static sparksoftmax.kernel.Exponentials.A3;
import static sparksoftmax.kernel.Exponentials.A4;
import static sparksoftmax.kernel.Exponentials.A5;
import static sparksoftmax.kernel.Exponentials.A6;
import static sparksoftmax.kernel.Exponentials.A7;
import static sparksoftmax.kernel.Exponentials.A8;
import static sparksoftmax.kernel.Exponentials.A9;
import static sparksoftmax.kernel.Exponentials.B1;
import static sparksoftmax.kernel.Exponentials.B2;
import static sparksoftmax.kernel.Exponentials.B3;
import static sparksoftmax.kernel.Exponentials.B4;
import static sparksoftmax.kernel.Exponentials.B5;
import static sparksoftmax.kernel.Exponentials.B6;
import static sparksoftmax.kernel.Exponentials.B7;
import static sparksoftmax.kernel.Exponentials.EXPONENT_BIAS;
import static sparksoftmax.kernel.Exponentials.EXPONENT_SHIFT;
import static sparksoftmax.kernel.Exponentials.EXPONENT_UNIT;
import static sparksoftmax.kernel.Exponentials.LN2;
import static sparksoftmax.kernel.Exponentials.LN2_REST;
import static sparksoftmax.kernel.Exponentials.LN2_SHORT;
import static sparksoftmax.kernel.Exponentials.LN2_SHORT_REST;
import static sparksoftmax.kernel.Exponentials.LOG2_E;
import static sparksoftmax.kernel.Exponentials.MANTISSA_BITS;
import static sparksoftmax.kernel.Exponentials.NORMAL;
import static sparksoftmax.kernel.Exponentials.ONE_BITS;
import static sparksoftmax.kernel.Exponentials.ROOT_HALF_BITS;
import static sparksoftmax.kernel.Exponentials.ROUNDER;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link Exponentials} on SIMD registers: the same operations in the same order, and therefore the
 * same bits, unlike the Vector API's {@code EXP} and {@code LOG1P}, which use different algorithms when compiled.
 * Arguments are overwritten. Stateless, thread safe.
 */
final class VectorExponentials implements Functions {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final Functions ONE_BY_ONE = new Exponentials();

    // The logarithm's constants on registers: loaded from memory, they are faster than made where they are used.
    // For the exponential it is the other way round.
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

    @Override
    public void exp(double[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            if (v.abs().compare(VectorOperators.LE, NORMAL).allTrue()) {
                normalExp(v).intoArray(x, i);
            } else {
                ONE_BY_ONE.exp(x, i, i + LANES);
            }
        }
        ONE_BY_ONE.exp(x, i, to);
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

    @Override
    public void log1p(double[] x, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            if (v.compare(VectorOperators.GT, -1.0).allTrue()
                    && v.compare(VectorOperators.LE, Double.MAX_VALUE).allTrue()) {
                finiteLog1p(x, i);
            } else {
                ONE_BY_ONE.log1p(x, i, i + LANES);
            }
        }
        ONE_BY_ONE.log1p(x, i, to);
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
}
