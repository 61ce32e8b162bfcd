package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exponential and log(1 + x) against series summed to 40 digits. */
class VectorExponentialsTest {
    private static final Functions ON_REGISTERS = new VectorExponentials();

    private static final MathContext DIGITS = new MathContext(40);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal LN2 = new BigDecimal("0.693147180559945309417232121458176568075500134360255");
    private static final int SAMPLES = 4096;

    /** Units in the last place of the exact result by which the result found differs from it. */
    private static double error(double found, BigDecimal exact) {
        BigDecimal unit = new BigDecimal(Math.ulp(exact.doubleValue()));
        return new BigDecimal(found)
                .subtract(exact, DIGITS)
                .abs()
                .divide(unit, DIGITS)
                .doubleValue();
    }

    /** By Taylor's series of x / 2¹². */
    private static BigDecimal exp(double x) {
        BigDecimal r = new BigDecimal(x).divide(BigDecimal.valueOf(1 << 12), DIGITS);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int i = 1; i < 30; i++) {
            term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < 12; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    /** By the series of the inverse hyperbolic tangent: log m = 2 artanh((m - 1) / (m + 1)), for x below 2⁶⁰. */
    private static BigDecimal log1p(double x) {
        BigDecimal sum = BigDecimal.ONE.add(new BigDecimal(x));
        int k = Math.getExponent(sum.doubleValue() * Math.sqrt(0.5)) + 1;
        BigDecimal m = k >= 0 ? sum.divide(TWO.pow(k)) : sum.multiply(TWO.pow(-k));
        BigDecimal s = m.subtract(BigDecimal.ONE).divide(m.add(BigDecimal.ONE), DIGITS);
        BigDecimal square = s.multiply(s, DIGITS);
        BigDecimal power = s;
        BigDecimal series = s;
        for (int i = 3; i < 70; i += 2) {
            power = power.multiply(square, DIGITS);
            series = series.add(power.divide(BigDecimal.valueOf(i), DIGITS), DIGITS);
        }
        return series.multiply(TWO).add(LN2.multiply(BigDecimal.valueOf(k)), DIGITS);
    }

    @ParameterizedTest
    @CsvSource({"-0.36, 0.36", "-2, 2", "-40, 0", "-708, 709.78", "-745.13, -708"})
    void exponentialsAreWithinAUnitInTheLastPlace(double from, double to) {
        double[] x = new Random(1L).doubles(SAMPLES, from, to).toArray();
        double[] found = x.clone();
        ON_REGISTERS.exp(found, 0, found.length);
        for (int i = 0; i < x.length; i++) {
            assertTrue(error(found[i], exp(x[i])) < 1.0, "exp(" + x[i] + ") was " + found[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"-0.9999999, -0.5", "-0.5, 0", "0, 0.5", "0, 2", "0, 100", "0, 1e15"})
    void logarithmsAreWithinAUnitInTheLastPlace(double from, double to) {
        double[] x = new Random(2L).doubles(SAMPLES, from, to).toArray();
        double[] found = x.clone();
        ON_REGISTERS.log1p(found, 0, found.length);
        for (int i = 0; i < x.length; i++) {
            assertTrue(error(found[i], log1p(x[i])) < 0.8, "log1p(" + x[i] + ") was " + found[i]);
        }
    }

    @Test
    void logarithmsOfSmallAndLargeArgumentsAreThoseOfStrictMath() {
        Random random = new Random(3L);
        for (int i = 0; i < 100_000; i++) {
            double x = Math.pow(10.0, -320.0 + 620.0 * random.nextDouble());
            double expected = StrictMath.log1p(x);
            assertEquals(expected, Exponentials.log1p(x), Math.ulp(expected));
        }
    }

    @Test
    void specialValuesAreThoseOfMath() {
        double[] special = {
            0.0,
            -0.0,
            1.0,
            -1.0,
            -2.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -745.1332191019411,
            -745.1332191019412,
            -745.2,
            -746.0,
            -1e300,
            1e300,
            -Double.MAX_VALUE,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            709.782712893384,
            709.7827128933841,
            710.0,
            Math.nextUp(-1.0)
        };
        for (double x : special) {
            double[] exponentials = new double[19];
            Arrays.fill(exponentials, x);
            double[] logarithms = exponentials.clone();
            ON_REGISTERS.exp(exponentials, 0, exponentials.length);
            ON_REGISTERS.log1p(logarithms, 0, logarithms.length);
            for (int i = 0; i < exponentials.length; i++) {
                assertSame(StrictMath.exp(x), exponentials[i], "exp(" + x + ")");
                assertSame(StrictMath.log1p(x), logarithms[i], "log1p(" + x + ")");
            }
        }
    }

    private static void assertSame(double expected, double found, String what) {
        boolean special = expected == 0.0 || Double.isNaN(expected) || Double.isInfinite(expected);
        assertEquals(expected, found, special ? 0.0 : Math.ulp(expected), what);
        assertTrue(Double.isNaN(expected) || Math.copySign(1.0, expected) == Math.copySign(1.0, found), what);
    }

    /** Arguments of all kinds next to each other, of which some registers are full and some not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 200})
    void resultsDoNotDependOnTheirPlace(int length) {
        Random random = new Random(length);
        double[] x = random.doubles(length + 5, -30.0, 5.0).toArray();
        for (int i = 0; i < length / 3; i++) {
            x[random.nextInt(length)] = random.nextBoolean() ? -720.0 * random.nextDouble() : Double.NaN;
        }
        for (int from = 0; from < 4; from++) {
            double[] exponentials = x.clone();
            double[] logarithms = x.clone();
            ON_REGISTERS.exp(exponentials, from, from + length);
            ON_REGISTERS.log1p(logarithms, from, from + length);
            for (int i = 0; i < x.length; i++) {
                boolean replaced = i >= from && i < from + length;
                assertEquals(replaced ? Exponentials.exp(x[i]) : x[i], exponentials[i], 0.0);
                assertEquals(replaced ? Exponentials.log1p(x[i]) : x[i], logarithms[i], 0.0);
            }
        }
    }
}
