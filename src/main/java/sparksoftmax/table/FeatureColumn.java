package sparksoftmax.table;

import java.util.List;

/**
 * A column that becomes features.
 *
 * @param name its name in the table
 * @param kind what it has
 * @param size the number of its features: categories, or the positions of a vector; 1 for a number
 * @param values the categories, in alphabetical order; empty for other kinds
 */
public record FeatureColumn(String name, ColumnKind kind, int size, List<String> values) {
    /** A column without categories. */
    FeatureColumn(String name, ColumnKind kind, int size) {
        this(name, kind, size, List.of());
    }
}
