package sparksoftmax.table;

import java.util.List;
import java.util.Map;

/**
 * Which columns of a table are used, and as what.
 *
 * @param label the classes
 * @param weight the column with the weights, or null
 * @param validation the column that is true for validation rows, or null
 * @param features the columns that become features, in the order of the table
 * @param leftOut the other columns
 * @param warnings what a user should know of the columns used
 * @param missing how many values are missing, by column, where any are
 */
public record TableColumns(
        LabelColumn label,
        String weight,
        String validation,
        List<FeatureColumn> features,
        List<LeftOut> leftOut,
        List<String> warnings,
        Map<String, Long> missing) {
    /** The same columns, with the numbers of rows of the classes that are left when rows are left out. */
    public TableColumns withClassCounts(List<Long> counts) {
        return new TableColumns(label.withCounts(counts), weight, validation, features, leftOut, warnings, missing);
    }

    /** The number of features, apart from text, or of all with text of a given number of features a column. */
    public long numFeatures(int textFeatures) {
        return features.stream()
                .mapToLong(column -> column.kind() == ColumnKind.text ? textFeatures : column.size())
                .sum();
    }

    /** The columns of a kind. */
    public List<String> names(ColumnKind kind) {
        return features.stream()
                .filter(column -> column.kind() == kind)
                .map(FeatureColumn::name)
                .toList();
    }

    /** The names of all columns that are read to make predictions. */
    public List<String> inputs() {
        return features.stream().map(FeatureColumn::name).toList();
    }

    /** Whether all features come from text. */
    public boolean onlyText() {
        return features.stream().allMatch(column -> column.kind() == ColumnKind.text);
    }
}
