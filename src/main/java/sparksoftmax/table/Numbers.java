package sparksoftmax.table;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Numbers as they stand in text. */
final class Numbers {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?((\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?|[Ii]nf(inity)?)");

    /** Digits in groups of three, separated by commas, points, blanks or apostrophes. */
    private static final Pattern GROUPED =
            Pattern.compile("[+-]?[1-9]\\d{0,2}([,. '\u00A0\u202F\u2019])\\d{3}(\\1\\d{3})*([.,]\\d+)?");

    private Numbers() {}

    /**
     * The number that a text without surrounding blanks is, or null if it is none.
     *
     * @param decimal the decimal separator, a point or a comma
     */
    static Double parse(String text, char decimal) {
        String point = withPoint(text, decimal);
        if (!isNumber(point)) {
            return null;
        }
        if (isInfinite(point)) {
            return point.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.valueOf(point);
    }

    /** One text for all ways to write a number exactly, or null if a text is no finite number, or a code. */
    static String exact(String text, char decimal) {
        String point = withPoint(text, decimal);
        return isCode(text) || !isNumber(point) || isInfinite(point)
                ? null
                : new BigDecimal(point).stripTrailingZeros().toString();
    }

    private static String withPoint(String text, char decimal) {
        return decimal == '.' ? text : text.indexOf('.') >= 0 ? "" : text.replace(decimal, '.');
    }

    private static boolean isNumber(String point) {
        return isDigits(point) || NUMBER.matcher(point).matches();
    }

    private static boolean isInfinite(String point) {
        return point.endsWith("inf") || point.endsWith("Inf") || point.endsWith("nfinity");
    }

    /** Most numbers are digits with perhaps a point among them, which takes no pattern to see. */
    private static boolean isDigits(String text) {
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                points++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return points <= 1 && text.length() > points;
    }

    /** Whether a text is a number with separators between thousands, as far as one can tell. */
    static boolean isGrouped(String text) {
        return !text.isEmpty() && text.charAt(0) <= '9' && GROUPED.matcher(text).matches();
    }

    /** Whether a number is written as codes are, with a zero before other digits: a postcode, say. */
    static boolean isCode(String text) {
        return text.length() > 1 && text.charAt(0) == '0' && Character.isDigit(text.charAt(1));
    }

    /** A number as people write it: whole numbers without a decimal point. */
    static String name(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
