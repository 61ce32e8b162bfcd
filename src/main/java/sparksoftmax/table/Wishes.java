package sparksoftmax.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a user said about the columns of a table. What is null or empty follows from the values.
 *
 * @param label the column with the class of each row
 * @param weight the column with the weight of each row, or null
 * @param validation the column that is true for validation rows, or null
 * @param features the columns to use; empty for all that can be used
 * @param categorical columns to take as categories, though they may have numbers or many different values
 * @param text columns to take as text
 * @param exclude columns to leave out
 * @param numClasses the number of classes, or null
 */
public record Wishes(
        String label,
        String weight,
        String validation,
        List<String> features,
        List<String> categorical,
        List<String> text,
        List<String> exclude,
        Integer numClasses) {

    /**
     * The same wishes with names as the table has them. Lists come cut at commas; pieces that are no column by
     * themselves, but are one together, are that column. Names may stand in double quotes.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public Wishes in(Table table) {
        return new Wishes(
                table.column(label),
                weight == null ? null : table.column(weight),
                validation == null ? null : table.column(validation),
                names(table, features),
                names(table, categorical),
                names(table, text),
                names(table, exclude),
                numClasses);
    }

    private static List<String> names(Table table, List<String> names) {
        List<String> found = new ArrayList<>();
        int i = 0;
        while (i < names.size()) {
            int end = i + 1;
            String name = names.get(i);
            while (table.find(unquoted(name)).isEmpty() && end < names.size()) {
                name = name + "," + names.get(end++);
            }
            Optional<String> column = table.find(unquoted(name));
            // The message about a column that is not there names the first piece.
            found.add(column.isPresent() ? column.get() : table.column(unquoted(names.get(i))));
            i = end;
        }
        return found.stream().distinct().toList();
    }

    private static String unquoted(String name) {
        String trimmed = name.strip();
        return trimmed.length() > 1 && trimmed.startsWith("\"") && trimmed.endsWith("\"")
                ? trimmed.substring(1, trimmed.length() - 1)
                : trimmed;
    }

    /** The columns that are not features. */
    Set<String> notFeatures() {
        Set<String> names = new TreeSet<>(exclude);
        names.add(label);
        if (weight != null) {
            names.add(weight);
        }
        if (validation != null) {
            names.add(validation);
        }
        return names;
    }
}
