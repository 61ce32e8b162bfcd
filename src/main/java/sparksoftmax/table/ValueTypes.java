package sparksoftmax.table;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * Gives columns of text, as separated files have them, the type that their values are written as: truth values, whole
 * numbers, numbers, or text. A column gets a type only if every value that is not missing can be given back as it was;
 * codes, and numbers of too many digits, remain text.
 */
public final class ValueTypes {
    private static final int TRUTH = 1;
    private static final int WHOLE = 2;
    /** A whole number that a double may not hold. */
    private static final int LARGE = 4;

    private static final int FRACTION = 8;
    private static final int TEXT = 16;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final int DIGITS_OF_DOUBLE = 15;
    /** What is needed, and enough, to write any double such that it is read again as the same. */
    private static final int MOST_DIGITS = 17;

    private final Map<String, Integer> found = new TreeMap<>();
    private final Cells cells;

    private ValueTypes(Cells cells) {
        this.cells = cells;
    }

    /** Types for columns whose values are written as they are. */
    public static ValueTypes asRead(Cells cells) {
        return new ValueTypes(cells);
    }

    /**
     * Finds out the types in one pass.
     *
     * @param typed rows from {@link TypedRows#of}, with their input. A value that the model cannot use does not count:
     *     the reason, which is written, names it
     * @param used the columns that the model reads
     */
    public static ValueTypes of(Dataset<Row> typed, Table table, List<String> used, Cells cells) {
        ValueTypes types = new ValueTypes(cells);
        List<String> names = table.columns().stream()
                .filter(field -> field.dataType() instanceof StringType)
                .map(StructField::name)
                .toList();
        if (names.isEmpty()) {
            return types;
        }
        UDF1<String, Integer> kind = text -> kind(text, cells);
        Column usable = functions.col(TypedRows.PROBLEM).isNull();
        Column[] kinds = names.stream()
                .map(name -> {
                    Column value = functions
                            .udf(kind, DataTypes.IntegerType)
                            .apply(functions.col(TypedRows.INPUT).getField(name));
                    return functions.bit_or(used.contains(name) ? functions.when(usable, value) : value);
                })
                .toArray(Column[]::new);
        Row row = typed.select(functions.array(kinds)).head();
        List<Integer> all = row.getList(0);
        for (int j = 0; j < names.size(); j++) {
            types.found.put(names.get(j), all.get(j) == null ? TEXT : all.get(j));
        }
        return types;
    }

    private static int kind(String value, Cells cells) {
        String text = cells.text(value);
        if (text == null) {
            return 0;
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return TRUTH;
        }
        if (WHOLE_NUMBER.matcher(text).matches()) {
            return text.length() > DIGITS_OF_DOUBLE ? WHOLE | LARGE : WHOLE;
        }
        long digits = text.chars().filter(Character::isDigit).count();
        return Numbers.exact(text, cells.decimal()) == null || digits > MOST_DIGITS ? TEXT : FRACTION;
    }

    /** The value of a column with its type; a missing value is null, unless the column is text. */
    public Column typed(String name, Column value) {
        Cells rules = cells;
        return switch (found.getOrDefault(name, TEXT)) {
            case TRUTH ->
                functions
                        .udf((UDF1<String, Boolean>) rules::truth, DataTypes.BooleanType)
                        .apply(value);
            case WHOLE, WHOLE | LARGE ->
                functions
                        .udf((UDF1<String, Long>) text -> whole(text, rules), DataTypes.LongType)
                        .apply(value);
            case FRACTION, FRACTION | WHOLE ->
                functions
                        .udf((UDF1<String, Double>) rules::number, DataTypes.DoubleType)
                        .apply(value);
            default -> value;
        };
    }

    private static Long whole(String value, Cells cells) {
        String text = cells.text(value);
        return text == null || !WHOLE_NUMBER.matcher(text).matches() ? null : Long.valueOf(text);
    }
}
