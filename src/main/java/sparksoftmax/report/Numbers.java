package sparksoftmax.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a page shows them, the same in every language of the machine. The methods are called by the template. */
public final class Numbers {
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final double LEAST_PLAIN = 1e-4;
    private static final double MOST_PLAIN = 1e7;

    Numbers() {}

    /** A count or a weight: with separators between thousands; up to two decimals if it is not a whole number. */
    public String count(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.2f", value);
    }

    /** A share as a percentage with one decimal. */
    public String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * share);
    }

    /** A share with four decimals. */
    public String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** Any number, with four significant digits. */
    public String digits(double value) {
        if (value == 0.0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return value == 0.0 ? "0" : Double.toString(value);
        }
        double magnitude = Math.abs(value);
        return magnitude < LEAST_PLAIN || magnitude >= MOST_PLAIN
                ? String.format(Locale.ROOT, "%.3e", value)
                : new BigDecimal(value).round(FOUR_DIGITS).toPlainString();
    }

    /** A duration. */
    public String seconds(double seconds) {
        if (seconds < 60.0) {
            return String.format(Locale.ROOT, seconds < 1.0 ? "%.2f s" : "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
