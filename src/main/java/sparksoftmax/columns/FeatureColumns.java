package sparksoftmax.columns;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * The columns that have the features of a row, with their types: one column of vectors or arrays, or several columns of
 * numbers, vectors and arrays, whose values are the features in the order of the columns. They are read either from the
 * columns themselves, or from a single value in which neighboring columns of numbers are one array. Immutable.
 */
public final class FeatureColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    /** At most as many columns are named in a message. */
    private static final int MOST_NAMES = 5;

    private final List<FeaturePart> parts;
    private final int numColumns;

    private FeatureColumns(List<FeaturePart> parts) {
        this.parts = parts;
        numColumns = parts.stream().mapToInt(FeaturePart::numColumns).sum();
    }

    /** A single column of vectors. */
    public static FeatureColumns ofVectors(String name) {
        return new FeatureColumns(List.of(new FeaturePart(List.of(name), false, PartType.VECTOR)));
    }

    /**
     * A single column, which must have vectors or arrays of numbers.
     *
     * @param column the column as it is found
     * @throws IllegalArgumentException if it is of another type
     */
    public static FeatureColumns ofOne(NamedColumn name, StructField column) {
        if (isNumber(column.dataType())) {
            throw wrongType(
                    name, column, "a vector or array column", " To use numeric columns as they are, set featuresCols.");
        }
        PartType type = type(name, column, "a vector or array column");
        return new FeatureColumns(List.of(new FeaturePart(List.of(name.name()), false, type)));
    }

    /**
     * Several columns, which must have numbers, booleans, vectors or arrays of numbers.
     *
     * @param columns the columns as they are found, in the order of {@code names}
     * @throws IllegalArgumentException if one is of another type
     */
    public static FeatureColumns ofSeveral(List<NamedColumn> names, List<StructField> columns) {
        List<FeaturePart> parts = new ArrayList<>();
        List<String> numeric = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (isNumber(columns.get(i).dataType())) {
                numeric.add(names.get(i).name());
            } else {
                PartType type = type(names.get(i), columns.get(i), "numeric, boolean, vector or array columns");
                endNumeric(numeric, parts);
                parts.add(new FeaturePart(List.of(names.get(i).name()), false, type));
            }
        }
        endNumeric(numeric, parts);
        return new FeatureColumns(List.copyOf(parts));
    }

    private static void endNumeric(List<String> numeric, List<FeaturePart> parts) {
        if (!numeric.isEmpty()) {
            parts.add(new FeaturePart(List.copyOf(numeric), true, PartType.DOUBLES));
            numeric.clear();
        }
    }

    /** Whether a column of the type has one number in a row; a boolean counts as 0 or 1. */
    public static boolean isNumber(DataType type) {
        return type instanceof NumericType || type instanceof BooleanType;
    }

    private static PartType type(NamedColumn name, StructField column, String requirement) {
        DataType type = column.dataType();
        if (type.equals(SQLDataTypes.VectorType())) {
            return PartType.VECTOR;
        }
        if (type instanceof ArrayType array && isNumber(array.elementType())) {
            return array.elementType() instanceof FloatType ? PartType.FLOATS : PartType.DOUBLES;
        }
        throw wrongType(
                name,
                column,
                requirement,
                " Make numbers of texts with StringIndexer and OneHotEncoder, and vectors with VectorAssembler or"
                        + " array_to_vector.");
    }

    private static IllegalArgumentException wrongType(
            NamedColumn name, StructField column, String requirement, String remedy) {
        // The vectors of the old package spark.mllib have the same short name.
        String found = column.dataType() instanceof UserDefinedType<?> type
                ? type.getClass().getName()
                : column.dataType().catalogString();
        return new IllegalArgumentException(name.param() + " must be " + requirement + ", but column '" + name.name()
                + "' is of type " + found + "." + remedy);
    }

    /** The number of columns. */
    public int numColumns() {
        return numColumns;
    }

    /** The columns, for a query: numbers as doubles. */
    public List<Column> selected() {
        return parts.stream().flatMap(part -> part.columns().stream()).toList();
    }

    /** The values of the columns as a single column, for an expression. */
    public Column packed() {
        return parts.size() == 1
                ? parts.get(0).packed()
                : functions.struct(parts.stream().map(FeaturePart::packed).toArray(Column[]::new));
    }

    /** Whether values of the type can be read as those of {@link #packed}. */
    public boolean canRead(DataType type) {
        if (parts.size() == 1) {
            return isSame(parts.get(0).type().dataType, type);
        }
        if (!(type instanceof StructType struct) || struct.length() != parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!isSame(parts.get(i).type().dataType, struct.fields()[i].dataType())) {
                return false;
            }
        }
        return true;
    }

    /** Elements of arrays may be null or not. */
    private static boolean isSame(DataType expected, DataType found) {
        return expected instanceof ArrayType one && found instanceof ArrayType other
                ? one.elementType().equals(other.elementType())
                : expected.equals(found);
    }

    /**
     * The features of a value of {@link #packed}, which is of a type that {@link #canRead} accepts.
     *
     * @return null if the value is null, or a vector or array in it is
     */
    public FeatureVector readPacked(Object value) {
        if (value == null || parts.size() == 1) {
            return value == null ? null : parts.get(0).type().read(value);
        }
        InternalRow struct = (InternalRow) value;
        FeatureVector[] read = new FeatureVector[parts.size()];
        for (int i = 0; i < read.length; i++) {
            PartType type = parts.get(i).type();
            if (struct.isNullAt(i)) {
                return null;
            }
            read[i] = type.read(struct.get(i, type.dataType));
        }
        return new JoinedFeatures(read);
    }

    /**
     * The features of a row that begins with the columns of {@link #selected}.
     *
     * @return null if a vector or array is null
     */
    public FeatureVector readRow(InternalRow row) {
        return readRow(row, 0);
    }

    /** The same of a row that has these columns from the one with index {@code first} on. */
    public FeatureVector readRow(InternalRow row, int first) {
        if (parts.size() == 1) {
            return parts.get(0).read(row, first);
        }
        FeatureVector[] read = new FeatureVector[parts.size()];
        int column = first;
        for (int i = 0; i < read.length; i++) {
            read[i] = parts.get(i).read(row, column);
            if (read[i] == null) {
                return null;
            }
            column += parts.get(i).numColumns();
        }
        return new JoinedFeatures(read);
    }

    /** What is null where {@link #readRow} returns null. */
    public FeaturePlace nullPlace(InternalRow row) {
        int column = 0;
        for (FeaturePart part : parts) {
            if (part.read(row, column) == null) {
                return new FeaturePlace(part.names().get(0), -1, 0, part.type().noun);
            }
            column += part.numColumns();
        }
        throw new IllegalStateException("No vector or array of the row is null.");
    }

    /** Where the value at a position of features that were read from these columns stands. */
    public FeaturePlace place(FeatureVector features, int position) {
        if (features instanceof JoinedFeatures joined) {
            int i = joined.part(position);
            return place(parts.get(i), joined.features(i), position - joined.start(i));
        }
        return place(parts.get(0), features, position);
    }

    private static FeaturePlace place(FeaturePart part, FeatureVector features, int position) {
        int index = features.index(position);
        return part.numeric()
                ? new FeaturePlace(part.names().get(index), -1, 1, "feature")
                : new FeaturePlace(part.names().get(0), index, features.size, part.type().noun);
    }

    /** The sizes of the vectors and arrays of a row, and of the groups of numeric columns between them. */
    public int[] sizes(FeatureVector features) {
        return features instanceof JoinedFeatures joined ? joined.sizes() : new int[] {features.size};
    }

    /** The name of the first column where sizes differ. */
    public String differingColumn(int[] sizes, int[] others) {
        int i = Math.max(0, Arrays.mismatch(sizes, others));
        return parts.get(i).names().get(0);
    }

    /** The columns in words, for messages: "column 'x'", or "columns 'a', 'b' and 12 others". */
    public String description() {
        List<String> names =
                parts.stream().flatMap(part -> part.names().stream()).toList();
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining("', '", "'", "'"));
        int others = names.size() - MOST_NAMES;
        return (names.size() == 1 ? "column " : "columns ")
                + first
                + (others <= 0 ? "" : " and " + others + (others == 1 ? " other" : " others"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureColumns that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}
