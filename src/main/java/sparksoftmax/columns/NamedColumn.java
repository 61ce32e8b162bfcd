package sparksoftmax.columns;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.compat.ScalaCollections;

/**
 * A column that a Param names. Spark itself resolves the name: the session decides whether case matters, a dot leads
 * into a struct, and backticks enclose a name that has dots.
 *
 * @param param the name of the Param
 * @param name the value of the Param
 */
public record NamedColumn(String param, String name) {
    /** At most as many characters of metadata are shown. */
    private static final int MOST_CHARACTERS = 200;

    /** A name without dots, backticks and stars, which mean something to Spark. */
    private static final Pattern PLAIN = Pattern.compile("\\w+");

    /** @throws IllegalArgumentException if the name is null */
    public NamedColumn {
        if (name == null) {
            throw new IllegalArgumentException("Parameter " + param + " must be a column name, but is null.");
        }
    }

    /** The column, for a query. */
    public Column column() {
        return functions.col(name);
    }

    /** The name without backticks. */
    public String plainName() {
        try {
            return String.join(".", path());
        } catch (AnalysisException e) {
            return name;
        }
    }

    private List<String> path() throws AnalysisException {
        return ScalaCollections.asJava(UnresolvedAttribute.parseAttributeName(name));
    }

    /** Whether a data set has the column, or several of that name. */
    public boolean isIn(Dataset<?> dataset) {
        try {
            resolve(dataset);
            return true;
        } catch (AnalysisException e) {
            return isAmbiguous(e);
        }
    }

    /**
     * The column as a data set has it, with its type and metadata.
     *
     * @throws IllegalArgumentException if the data set does not have it, or several columns have the name
     */
    public StructField in(Dataset<?> dataset) {
        try {
            return resolve(dataset);
        } catch (AnalysisException e) {
            throw notFound(dataset.columns(), isAmbiguous(e), e);
        }
    }

    /**
     * Several columns as a data set has them.
     *
     * @throws IllegalArgumentException as {@link #in(Dataset)}
     */
    public static List<StructField> allIn(List<NamedColumn> columns, Dataset<?> dataset) {
        if (columns.size() == 1) {
            return List.of(columns.get(0).in(dataset));
        }
        try {
            // One query, since to resolve thousands of columns one by one takes seconds.
            return List.of(
                    select(dataset, columns.stream().map(NamedColumn::column).toArray(Column[]::new)));
        } catch (AnalysisException e) {
            return columns.stream().map(column -> column.in(dataset)).toList();
        }
    }

    /**
     * The column as a schema has it.
     *
     * @param caseSensitive whether upper and lower case are different ({@code spark.sql.caseSensitive})
     * @throws IllegalArgumentException if it does not have it, or several columns have the name
     */
    public StructField in(StructType schema, boolean caseSensitive) {
        List<String> path;
        try {
            path = path();
        } catch (AnalysisException e) {
            throw notFound(schema.fieldNames(), false, e);
        }
        StructField found = null;
        StructType fields = schema;
        for (String part : path) {
            List<StructField> named = fields == null
                    ? List.of()
                    : Arrays.stream(fields.fields())
                            .filter(field -> caseSensitive
                                    ? field.name().equals(part)
                                    : field.name().equalsIgnoreCase(part))
                            .toList();
            if (named.size() != 1) {
                throw notFound(schema.fieldNames(), named.size() > 1, null);
            }
            found = named.get(0);
            fields = found.dataType() instanceof StructType struct ? struct : null;
        }
        return found;
    }

    private IllegalArgumentException notFound(String[] columns, boolean ambiguous, AnalysisException cause) {
        return new IllegalArgumentException(
                "The data set must have column '" + name + "' (" + param + ")"
                        + (ambiguous
                                ? ", but several columns have that name"
                                : ", but there is none named '" + name + "'")
                        + "; its columns are: " + String.join(", ", columns) + "."
                        + (name.contains(".") && Arrays.asList(columns).contains(name)
                                ? " A name with dots is written in backticks: `" + name + "`."
                                : ""),
                cause);
    }

    private static boolean isAmbiguous(AnalysisException e) {
        // Versions of Spark differ in the method that returns the error class, with which all their messages begin.
        return e.getMessage().startsWith("[AMBIGUOUS");
    }

    // Spark's Scala methods do not declare the checked exception that they throw.
    private static StructField[] select(Dataset<?> dataset, Column... columns) throws AnalysisException {
        return dataset.select(columns).schema().fields();
    }

    private StructField resolve(Dataset<?> dataset) throws AnalysisException {
        StructField only = onlyMatch(dataset.schema());
        return only == null ? select(dataset, column())[0] : only;
    }

    /**
     * The field that Spark takes a plain name for, if there is no doubt: one has exactly this name, and no other has it
     * in another case. This saves a query, which takes Spark some milliseconds. Null otherwise.
     */
    private StructField onlyMatch(StructType schema) {
        if (!PLAIN.matcher(name).matches()) {
            return null;
        }
        StructField found = null;
        for (StructField field : schema.fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                if (found != null || !field.name().equals(name)) {
                    return null;
                }
                found = field;
            }
        }
        return found;
    }

    /**
     * What the metadata of Spark ML say of the column.
     *
     * @param column the column as the data set has it
     * @param reader reads the metadata
     * @throws IllegalArgumentException if they are not as Spark ML writes them
     */
    public <T> T metadata(StructField column, Function<StructField, T> reader) {
        try {
            return reader.apply(column);
        } catch (RuntimeException e) {
            // Spark takes their form for granted, and fails in many ways if it is another one.
            throw new IllegalArgumentException(
                    "The metadata of column '" + name + "' (" + param + ") must be as Spark ML writes them, but are "
                            + shortened(column.metadata().json()) + ". Remove them (withMetadata(\"" + name
                            + "\", Metadata.empty())), or make the column anew, as with StringIndexer or VectorAssembler.",
                    e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + " ...";
    }

    /**
     * The column, which must have numbers of any type.
     *
     * @throws IllegalArgumentException if the data set does not have it, or it is of another type
     */
    public StructField numericIn(Dataset<?> dataset) {
        return ofType(dataset, "numeric", type -> type instanceof NumericType);
    }

    /**
     * The column, which must be boolean.
     *
     * @throws IllegalArgumentException if the data set does not have it, or it is of another type
     */
    public StructField booleanIn(Dataset<?> dataset) {
        return ofType(dataset, "boolean", DataTypes.BooleanType::equals);
    }

    private StructField ofType(Dataset<?> dataset, String type, Predicate<DataType> isOfType) {
        StructField found = in(dataset);
        if (!isOfType.test(found.dataType())) {
            throw new IllegalArgumentException(param + " must be a " + type + " column, but column '" + name
                    + "' is of type " + found.dataType().catalogString() + ".");
        }
        return found;
    }
}
