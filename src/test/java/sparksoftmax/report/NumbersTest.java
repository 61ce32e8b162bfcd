package sparksoftmax.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
    private final Numbers numbers = new Numbers();

    @Test
    void countsHaveSeparators() {
        assertEquals("1,234,567", numbers.count(1234567));
        assertEquals("1,234.50", numbers.count(1234.5));
        assertEquals("0", numbers.count(0));
    }

    @Test
    void numbersHaveFourSignificantDigits() {
        assertEquals("2.303", numbers.digits(2.302585));
        assertEquals("0.001235", numbers.digits(0.00123456));
        assertEquals("-12350", numbers.digits(-12345.6));
        assertEquals("1.235e-05", numbers.digits(1.23456e-5));
        assertEquals("0", numbers.digits(0.0));
        assertEquals("Infinity", numbers.digits(Double.POSITIVE_INFINITY));
    }

    @Test
    void durationsHaveUnits() {
        assertEquals("0.05 s", numbers.seconds(0.05));
        assertEquals("59.0 s", numbers.seconds(59));
        assertEquals("1 min 5 s", numbers.seconds(65));
        assertEquals("2 h 1 min", numbers.seconds(7260));
    }

    @Test
    void sharesArePercentages() {
        assertEquals("97.2 %", numbers.percent(0.9724));
        assertEquals("0.9724", numbers.share(0.9724));
    }
}
