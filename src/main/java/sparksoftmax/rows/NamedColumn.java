package sparksoftmax.rows;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

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
            String[] columns = dataset.columns();
            throw new IllegalArgumentException(
                    "The data set must have column '" + name + "' (" + param + ")"
                            + (isAmbiguous(e)
                                    ? ", but several columns have that name"
                                    : ", but there is none named '" + name + "'")
                            + "; its columns are: " + String.join(", ", columns) + "."
                            + (name.contains(".") && Arrays.asList(columns).contains(name)
                                    ? " A name with dots is written in backticks: `" + name + "`."
                                    : ""),
                    e);
        }
    }

    private static boolean isAmbiguous(AnalysisException e) {
        // Versions of Spark differ in the method that returns the error class, with which all their messages begin.
        return e.getMessage().startsWith("[AMBIGUOUS");
    }

    // Spark's Scala methods do not declare the checked exception that they throw.
    private StructField resolve(Dataset<?> dataset) throws AnalysisException {
        return dataset.select(column()).schema().fields()[0];
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
        return ofType(dataset, "numeric", type -> type instanceof NumericType, "");
    }

    /**
     * The column, which must have vectors.
     *
     * @throws IllegalArgumentException if the data set does not have it, or it is of another type
     */
    public StructField vectorIn(Dataset<?> dataset) {
        return ofType(
                dataset,
                "vector",
                type -> type.equals(SQLDataTypes.VectorType()),
                " Make vectors with VectorAssembler, or with array_to_vector.");
    }

    /**
     * The column, which must be boolean.
     *
     * @throws IllegalArgumentException if the data set does not have it, or it is of another type
     */
    StructField booleanIn(Dataset<?> dataset) {
        return ofType(dataset, "boolean", DataTypes.BooleanType::equals, "");
    }

    private StructField ofType(Dataset<?> dataset, String type, Predicate<DataType> isOfType, String remedy) {
        StructField found = in(dataset);
        if (!isOfType.test(found.dataType())) {
            throw new IllegalArgumentException(param + " must be a " + type + " column, but column '" + name
                    + "' is of type " + found.dataType().catalogString() + "." + remedy);
        }
        return found;
    }
}
