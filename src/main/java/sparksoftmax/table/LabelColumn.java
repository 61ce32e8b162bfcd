package sparksoftmax.table;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The column with the classes.
 *
 * @param name its name in the table
 * @param classes the names of the classes, in the order of their indices: that of numbers if all are numbers, or else
 *     alphabetical
 * @param counts how many rows each class has
 * @param indices whether the values are the indices 0, 1, ... themselves
 */
public record LabelColumn(String name, List<String> classes, List<Long> counts, boolean indices) {
    /** A label may have at most this many classes unless their number is given. */
    private static final int MOST_CLASSES = 10_000;

    /** Fewer rows may all have classes of their own without being taken for measurements. */
    private static final int FEW = 20;

    static LabelColumn of(String name, ColumnProfile profile, String source, Integer numClasses, Cells cells) {
        Map<String, Long> counted = profile.categories() == null ? null : Spellings.merged(profile.categories(), cells);
        if (profile.mostSize() >= 0) {
            throw new IllegalArgumentException(
                    "Label column '" + name + "' must have numbers or names, but has vectors.");
        }
        if (profile.numValues() == 0) {
            throw new IllegalArgumentException("Label column '" + name + "' of '" + source + "' has no values.");
        }
        if (counted == null
                || counted.size() > MOST_CLASSES
                || profile.numValues() >= FEW && counted.size() > profile.numValues() / 2) {
            throw new IllegalArgumentException("Label column '" + name + "' must have a few classes, but has "
                    + (counted == null ? "more than " + ColumnProfile.MOST_CLASSES : counted.size())
                    + " different values in " + profile.numValues()
                    + " rows. If it is the wrong column, name the right one with --label; measurements must be cut into"
                    + " ranges first.");
        }
        List<String> classes = counted.keySet().stream().sorted(order(profile)).toList();
        boolean indices = numClasses == null
                ? IntStream.range(0, classes.size())
                        .allMatch(k -> classes.get(k).equals(Integer.toString(k)))
                : classes.stream().allMatch(value -> isIndex(value, numClasses));
        if (!indices && numClasses != null && classes.size() > numClasses) {
            throw new IllegalArgumentException("Label column '" + name + "' has " + classes.size()
                    + " classes, which are more than --num-classes " + numClasses + ".");
        }
        if (indices && numClasses != null && numClasses > ColumnProfile.MOST_CLASSES) {
            throw new IllegalArgumentException("--num-classes must be at most " + ColumnProfile.MOST_CLASSES
                    + ", since each class has a name, but is " + numClasses + ". Label column '" + name + "' has "
                    + classes.size() + " classes.");
        }
        List<String> all = indices && numClasses != null
                ? IntStream.range(0, numClasses).mapToObj(Integer::toString).toList()
                : classes;
        if (all.size() < 2) {
            throw new IllegalArgumentException("Label column '" + name + "' must have at least two classes, but all "
                    + profile.numValues() + " rows of '" + source + "' have '" + all.get(0) + "'.");
        }
        return new LabelColumn(
                name, all, all.stream().map(k -> counted.getOrDefault(k, 0L)).toList(), indices);
    }

    /** The same column with other numbers of rows. */
    LabelColumn withCounts(List<Long> other) {
        return new LabelColumn(name, classes, other, indices);
    }

    private static Comparator<String> order(ColumnProfile profile) {
        return profile.numNumbers() == profile.numValues()
                ? Comparator.comparingDouble((String value) -> Numbers.parse(value.replace(',', '.'), '.'))
                        .thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
    }

    private static boolean isIndex(String value, int numClasses) {
        return value.matches("0|[1-9]\\d{0,8}") && Integer.parseInt(value) < numClasses;
    }
}
