package sparksoftmax.benchmark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of generated training rows, written {@code ROWSxFEATURESxCLASSES/PARTITIONS} for dense rows and
 * {@code ROWSxFEATURES:WORDSxCLASSES/PARTITIONS} for hashed text; a number may be a power such as 2^16.
 *
 * @param words of a row of hashed text; 0 for dense rows
 */
record SweepShape(int rows, int features, int words, int classes, int partitions) {
    private static final String NUMBER = "(\\d+(?:\\^\\d+)?)";
    private static final Pattern SHAPE =
            Pattern.compile(NUMBER + "x" + NUMBER + "(?::" + NUMBER + ")?x" + NUMBER + "(?:/" + NUMBER + ")?");
    private static final int LEAST_HELD_OUT = 2_000;
    private static final int MOST_HELD_OUT = 20_000;

    /** Dense rows of fewer than this many rows a feature are trained on with a penalty. */
    private static final int ROWS_A_FEATURE = 100;

    SweepShape {
        if (rows < 2 || features < 1 || words < 0 || classes < 2 || partitions < 1) {
            throw new IllegalArgumentException(
                    "a shape must have at least 2 rows, 1 feature, 2 classes and 1 partition,"
                            + " but there were " + rows + " rows, " + features + " features, " + classes
                            + " classes and "
                            + partitions + " partitions");
        }
    }

    static SweepShape dense(int rows, int features, int classes, int partitions) {
        return new SweepShape(rows, features, 0, classes, partitions);
    }

    static SweepShape text(int rows, int features, int words, int classes, int partitions) {
        return new SweepShape(rows, features, words, classes, partitions);
    }

    /**
     * The shape as a user writes it.
     *
     * @throws IllegalArgumentException if it is not one
     */
    static SweepShape parse(String shape) {
        Matcher parts = SHAPE.matcher(shape);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a shape must be ROWSxFEATURESxCLASSES/PARTITIONS (dense rows) or"
                    + " ROWSxFEATURES:WORDSxCLASSES/PARTITIONS (hashed text), such as 50000x100x10/4 or"
                    + " 9600x2^16:9x77/2, but was '" + shape + "'");
        }
        return new SweepShape(
                number(parts.group(1), 0),
                number(parts.group(2), 0),
                number(parts.group(3), 0),
                number(parts.group(4), 0),
                number(parts.group(5), 2));
    }

    private static int number(String text, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        String[] parts = text.split("\\^");
        double value = parts.length == 1
                ? Double.parseDouble(parts[0])
                : Math.pow(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a number of a shape must be at most 2147483647, but was " + text);
        }
        return (int) value;
    }

    boolean isText() {
        return words > 0;
    }

    /** Values that the rows store. */
    long values() {
        return (long) rows * (isText() ? words : features);
    }

    /** Multiplications of the margins of all rows. */
    long cells() {
        return values() * classes;
    }

    /** This shape, with fewer rows where it would have more values or cells than these. */
    SweepShape capped(long mostValues, long mostCells) {
        long aRow = values() / rows;
        long most = Math.min(mostValues / aRow, mostCells / (aRow * classes));
        return withRows((int) Math.min(rows, Math.max(2, most)));
    }

    SweepShape withRows(int newRows) {
        return new SweepShape(newRows, features, words, classes, partitions);
    }

    /** Rows that no contender trains on. */
    int heldOut() {
        return Math.min(MOST_HELD_OUT, Math.max(LEAST_HELD_OUT, rows / 4));
    }

    /** Words that exist: about 3,000 for 9,600 rows of 9 words, and more with the root of their number (Heaps' law). */
    int vocabulary() {
        return (int) Math.round(10.2 * Math.sqrt((double) rows * words));
    }

    /** A penalty such as a user would choose: weak for text, and for dense rows only if they are few. */
    double regParam() {
        if (isText()) {
            return 1e-6;
        }
        return rows < (long) ROWS_A_FEATURE * features ? 1e-3 : 0.0;
    }

    /** Text is trained on as it is, since standardization makes the values of rare words huge. */
    boolean standardization() {
        return !isText();
    }

    @Override
    public String toString() {
        boolean power = isText() && Integer.bitCount(features) == 1;
        return rows + "x" + (power ? "2^" + Integer.numberOfTrailingZeros(features) : features)
                + (isText() ? ":" + words : "") + "x" + classes + "/" + partitions;
    }
}
