package sparksoftmax.table;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;

/** What the values of a column are, counted over rows. Mutable; not thread safe. */
final class ColumnProfile implements Serializable {
    private static final long serialVersionUID = 1L;

    /** More different values than this are not counted one by one. */
    static final int MOST_CATEGORIES = 1000;

    /** The same for a column whose values are all to be known, as the label's. */
    static final int MOST_CLASSES = 100_000;

    private static final int MOST_FOR_UNIQUENESS = 20_000;

    private final boolean countsAll;
    private long values;
    private long missing;
    private long numbers;
    private long wholeNumbers;
    private long codes;
    private long truths;
    private long words;
    private long grouped;
    private String otherExample;
    private HashMap<String, Long> categories = new HashMap<>();
    private HashSet<Long> seen = new HashSet<>();
    private int leastSize = Integer.MAX_VALUE;
    private int mostSize = -1;

    /** @param countsAll whether values that are numbers are counted one by one as well */
    ColumnProfile(boolean countsAll) {
        this.countsAll = countsAll;
    }

    void add(Object value, Cells cells) {
        if (value instanceof Vector || value instanceof scala.collection.Iterable<?>) {
            addVector(cells.vector(value));
            return;
        }
        String text = cells.text(value);
        if (text == null) {
            missing++;
            return;
        }
        values++;
        boolean truth = value instanceof Boolean || isTruth(text);
        Double number = truth ? null : cells.number(value);
        boolean whole = number != null && number == Math.rint(number);
        boolean code = number != null && value instanceof String && Numbers.isCode(text);
        numbers += number == null ? 0 : 1;
        wholeNumbers += whole ? 1 : 0;
        codes += code ? 1 : 0;
        truths += truth ? 1 : 0;
        if (number == null) {
            otherExample = smaller(otherExample, text);
            words += numWords(text);
            grouped += Numbers.isGrouped(text) ? 1 : 0;
        }
        if (countsAll || value instanceof String) {
            count(text, 1);
        }
        if (number == null || whole) {
            see(hash(text));
        }
    }

    private void addVector(Vector vector) {
        if (vector == null) {
            missing++;
            return;
        }
        values++;
        leastSize = Math.min(leastSize, vector.size());
        mostSize = Math.max(mostSize, vector.size());
    }

    private static boolean isTruth(String text) {
        String lower = text.length() > 5 ? "" : text.toLowerCase(Locale.ROOT);
        return lower.equals("true") || lower.equals("false");
    }

    private static int numWords(String text) {
        return text.split("\\s+").length;
    }

    private static String smaller(String a, String b) {
        return a == null || b != null && b.compareTo(a) < 0 ? b : a;
    }

    private void count(String text, long times) {
        if (categories != null) {
            categories.merge(text, times, Long::sum);
            if (categories.size() > (countsAll ? MOST_CLASSES : MOST_CATEGORIES)) {
                categories = null;
            }
        }
    }

    private void see(long hash) {
        if (seen != null && seen.size() < MOST_FOR_UNIQUENESS && !seen.add(hash)) {
            seen = null;
        }
    }

    /** FNV-1a, 64 bits: equal values have equal hashes, and of 20,000 values hardly any two different ones have. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    void merge(ColumnProfile other) {
        values += other.values;
        missing += other.missing;
        numbers += other.numbers;
        wholeNumbers += other.wholeNumbers;
        codes += other.codes;
        truths += other.truths;
        words += other.words;
        grouped += other.grouped;
        otherExample = smaller(otherExample, other.otherExample);
        leastSize = Math.min(leastSize, other.leastSize);
        mostSize = Math.max(mostSize, other.mostSize);
        if (other.categories == null) {
            categories = null;
        } else {
            other.categories.forEach(this::count);
        }
        if (other.seen == null) {
            seen = null;
        } else {
            other.seen.forEach(this::see);
        }
    }

    /** The number of values that are not missing. */
    long numValues() {
        return values;
    }

    long numMissing() {
        return missing;
    }

    /** The number of values that are numbers. */
    long numNumbers() {
        return numbers;
    }

    /** Whether every value is a number, and none is written as codes are. */
    boolean isNumeric() {
        return values > 0 && numbers == values && codes == 0;
    }

    /** Whether every value that is not a number is one with separators between thousands, and there are any. */
    boolean isGrouped() {
        return grouped > 0 && grouped == values - numbers;
    }

    /** Whether every value is true or false. */
    boolean isBoolean() {
        return values > 0 && truths == values;
    }

    /** A value that is not a number, the same in every run; null if there is none. */
    String otherExample() {
        return otherExample;
    }

    /** Whether all values are whole numbers. */
    boolean isWhole() {
        return values > 0 && wholeNumbers == values;
    }

    /** Whether no value was found twice, among at least two. Numbers with fractions do not count. */
    boolean isUnique() {
        return seen != null && seen.size() > 1;
    }

    /** The values and how often they occur; null if there are too many. Numbers are only among them where asked for. */
    Map<String, Long> categories() {
        return categories;
    }

    /** The mean number of words of a value that is not a number. */
    double meanWords() {
        return (double) words / Math.max(1, values - numbers);
    }

    /** The smallest length of a vector. */
    int leastSize() {
        return leastSize;
    }

    /** The largest length of a vector; -1 if there are none. */
    int mostSize() {
        return mostSize;
    }
}
