package sparksoftmax.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/** Decides which columns of a table are used, and as what, by what a user said and by what the columns have. */
public final class ColumnDecisions {
    /** A column of text with more different values than this share of its values is not taken as categories. */
    private static final double MOST_DIFFERENT = 0.5;

    /** Fewer rows say nothing of whether values are different by chance. */
    private static final int FEW = 20;

    /** From this mean number of words on, a column is called text rather than names. */
    private static final double WORDS_OF_TEXT = 3.0;

    private static final int MOST_SPELLINGS = 5;

    private static final String DECIMAL_COMMA = "[+-]?\\d+,\\d+";
    private static final String GROUPED =
            "If they are numbers with separators between thousands, remove the separators" + " from the file.";

    private final Table table;
    private final Wishes wishes;
    private final TableProfile profile;
    private final List<FeatureColumn> features = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Long> missing = new LinkedHashMap<>();

    private ColumnDecisions(Table table, Wishes wishes, TableProfile profile) {
        this.table = table;
        this.wishes = wishes;
        this.profile = profile;
    }

    /**
     * Decides.
     *
     * @param wishes what the user said
     * @param profile what the columns have
     * @throws IllegalArgumentException if what the user said does not fit the columns, or if there are no features
     */
    public static TableColumns of(Table table, Wishes wishes, TableProfile profile) {
        return new ColumnDecisions(table, wishes.in(table), profile).columns();
    }

    private TableColumns columns() {
        ColumnProfile labels = profile.column(wishes.label());
        LabelColumn label =
                LabelColumn.of(wishes.label(), labels, table.source(), wishes.numClasses(), profile.cells());
        warnings.addAll(table.warnings());
        warnOfSpellings(label, labels);
        if (!label.indices() && labels.numNumbers() == labels.numValues() && !labels.isWhole()) {
            warnings.add(
                    "Label column '" + label.name() + "' has numbers with fractions, as measurements have, and each of"
                            + " the " + label.classes().size()
                            + " different ones is a class. If it is the wrong column, name the"
                            + " right one with --label.");
        }
        if (labels.numMissing() > 0) {
            missing.put(wishes.label(), labels.numMissing());
        }
        boolean onlyVector = wishes.features().isEmpty() && vectors().size() == 1;
        for (StructField field : table.columns()) {
            String name = field.name();
            if (wishes.exclude().contains(name)) {
                leftOut.add(new LeftOut(name, "excluded"));
            } else if (!wishes.notFeatures().contains(name)) {
                boolean asked = isAsked(name);
                if (!asked && !wishes.features().isEmpty()) {
                    leftOut.add(new LeftOut(name, "not among --features"));
                } else if (!asked && onlyVector && !vectors().contains(name)) {
                    leftOut.add(new LeftOut(
                            name, "there is a vector column, which has all features: name both with --features"));
                } else {
                    decide(field, asked);
                }
            }
        }
        if (features.isEmpty()) {
            throw new IllegalArgumentException("'" + table.source() + "' (" + table.description()
                    + ") has no columns that can be features. "
                    + (leftOut.isEmpty()
                            ? "Its only columns are " + Listing.of(table.names()) + "."
                            : "Left out: "
                                    + leftOut.stream()
                                            .map(column -> "'" + column.name() + "' (" + column.reason() + ")")
                                            .collect(Collectors.joining(", "))
                                    + "."));
        }
        return new TableColumns(label, wishes.weight(), wishes.validation(), features, leftOut, warnings, missing);
    }

    private void warnOfSpellings(LabelColumn label, ColumnProfile labels) {
        Spellings spellings = new Spellings(label.classes(), profile.cells());
        String others = labels.categories().keySet().stream()
                .filter(text -> !label.classes().contains(text))
                .sorted()
                .limit(MOST_SPELLINGS)
                .map(text -> "'" + text + "' as '" + spellings.name(text) + "'")
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            warnings.add("Label column '" + label.name() + "' has classes in several spellings, which count as one: "
                    + others + ".");
        }
    }

    private boolean isAsked(String name) {
        return wishes.features().contains(name)
                || wishes.categorical().contains(name)
                || wishes.text().contains(name);
    }

    private List<String> vectors() {
        return table.columns().stream()
                .filter(field -> field.dataType().equals(SQLDataTypes.VectorType()))
                .map(StructField::name)
                .toList();
    }

    private void decide(StructField field, boolean asked) {
        String name = field.name();
        ColumnProfile column = profile.column(name);
        if (wishes.text().contains(name)) {
            features.add(new FeatureColumn(name, ColumnKind.text, 1));
            if (column.numMissing() > 0) {
                missing.put(name, column.numMissing());
            }
            return;
        }
        String reason = !isUsable(field.dataType())
                ? "its type is " + field.dataType().simpleString() + ", from which features must be computed first"
                : column.numValues() == 0 ? "it has no values" : add(field, column);
        if (reason == null) {
            if (column.numMissing() > 0) {
                missing.put(name, column.numMissing());
            }
        } else if (asked) {
            throw new IllegalArgumentException("Column '" + name + "' cannot be a feature: " + reason + ".");
        } else {
            leftOut.add(new LeftOut(name, reason));
        }
    }

    /** Adds a column to the features, or returns why it cannot be one. */
    private String add(StructField field, ColumnProfile column) {
        String name = field.name();
        DataType type = field.dataType();
        boolean categorical = wishes.categorical().contains(name);
        if (type.equals(SQLDataTypes.VectorType()) || isNumbers(type)) {
            if (column.leastSize() != column.mostSize()) {
                return "its vectors must have one length, but have lengths from " + column.leastSize() + " to "
                        + column.mostSize();
            }
            return put(name, ColumnKind.vector, column.mostSize());
        }
        if (categorical) {
            return putCategories(name, column);
        }
        if (type instanceof BooleanType || column.isBoolean()) {
            return put(name, ColumnKind.bool, 1);
        }
        if (type instanceof NumericType || column.isNumeric()) {
            if (column.isWhole() && column.isUnique() && column.numValues() >= FEW) {
                warnings.add("Column '" + name + "' has a different whole number on every row, as an identifier has:"
                        + " if it is one, leave it out with --exclude " + name + ".");
            }
            return put(name, ColumnKind.numeric, 1);
        }
        refuseNearlyNumeric(name, column);
        return textReason(name, column);
    }

    private static boolean isUsable(DataType type) {
        return type.equals(SQLDataTypes.VectorType())
                || isNumbers(type)
                || type instanceof NumericType
                || type instanceof BooleanType
                || type instanceof StringType;
    }

    private static boolean isNumbers(DataType type) {
        return type instanceof ArrayType array && array.elementType() instanceof NumericType;
    }

    private String put(String name, ColumnKind kind, int size) {
        features.add(new FeatureColumn(name, kind, size));
        return null;
    }

    private String putCategories(String name, ColumnProfile column) {
        if (column.categories() == null) {
            return "it has more than " + ColumnProfile.MOST_CLASSES + " different values, too many for categories";
        }
        List<String> values = Spellings.merged(column.categories(), profile.cells()).keySet().stream()
                .sorted()
                .toList();
        features.add(new FeatureColumn(name, ColumnKind.categorical, values.size(), values));
        return null;
    }

    /** Most values are numbers, but not all: rather a mistake, or an unknown word for "missing", than categories. */
    private void refuseNearlyNumeric(String name, ColumnProfile column) {
        long others = column.numValues() - column.numNumbers();
        if (others > 0 && column.numNumbers() > others) {
            throw new IllegalArgumentException("Column '" + name + "' has " + column.numNumbers() + " numbers and "
                    + others + (others == 1 ? " other value, '" : " other values, such as '") + column.otherExample()
                    + "'. If they mean that the number is missing, use --null-value '" + column.otherExample()
                    + "'; if the values are categories, --categorical " + name + "; to leave the column out,"
                    + " --exclude " + name + "."
                    + (column.isGrouped()
                            ? " " + GROUPED
                            : column.otherExample().matches(DECIMAL_COMMA)
                                    ? " If it is a decimal comma, use --decimal-comma."
                                    : ""));
        }
    }

    /** Adds a column of words to the features if its values recur; or returns why not. */
    private String textReason(String name, ColumnProfile column) {
        if (column.isGrouped() && !wishes.categorical().contains(name)) {
            throw new IllegalArgumentException("Column '" + name + "' has values such as '" + column.otherExample()
                    + "'. " + GROUPED
                    + (column.otherExample().matches(DECIMAL_COMMA)
                            ? " If they are numbers with a decimal comma, use --decimal-comma."
                            : "")
                    + " If they are categories, use --categorical " + name + ".");
        }
        if (column.otherExample() != null
                && column.otherExample().matches(DECIMAL_COMMA)
                && column.numNumbers() == 0
                && column.meanWords() == 1.0
                && !wishes.categorical().contains(name)) {
            throw new IllegalArgumentException("Column '" + name + "' has values such as '" + column.otherExample()
                    + "': if they are numbers with a decimal comma, use --decimal-comma; if they are categories,"
                    + " --categorical " + name + ".");
        }
        String remedy =
                column.meanWords() >= WORDS_OF_TEXT ? "it is text; to use its words, --text-column " + name : null;
        if (column.numValues() >= FEW && column.isUnique()) {
            return remedy != null
                    ? remedy
                    : "text that is different on every row; to use it anyway, --categorical " + name
                            + " or --text-column " + name;
        }
        Map<String, Long> categories = column.categories();
        if (categories == null
                || column.numValues() >= FEW && categories.size() > MOST_DIFFERENT * column.numValues()) {
            String number = categories == null
                    ? "more than " + ColumnProfile.MOST_CATEGORIES
                    : Integer.toString(categories.size());
            return remedy != null
                    ? remedy
                    : "text with " + number + " different values in " + column.numValues()
                            + " rows; to use it, --categorical " + name + " or --text-column " + name;
        }
        return putCategories(name, column);
    }
}
