package sparksoftmax.app;

import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import sparksoftmax.table.ValueTypes;

/**
 * How values of the input are written in a format. Vectors are arrays of numbers, except in Parquet, which has them.
 * CSV has neither arrays nor structs: they are JSON text there.
 */
final class WrittenValues {
    private final TableOutput.Format format;
    private final ValueTypes types;

    /** @param types of the columns of text */
    WrittenValues(TableOutput.Format format, ValueTypes types) {
        this.format = format;
        this.types = types;
    }

    /** The value to write for that of a column. */
    Column of(StructField field, Column value) {
        DataType type = field.dataType();
        if (format != TableOutput.Format.parquet && type.equals(SQLDataTypes.VectorType())) {
            Column array =
                    org.apache.spark.sql.functions.when(value.isNotNull(), functions.vector_to_array(value, "float64"));
            return format == TableOutput.Format.csv ? org.apache.spark.sql.functions.to_json(array) : array;
        }
        if (format != TableOutput.Format.csv) {
            return types.typed(field.name(), value);
        }
        if (type instanceof ArrayType || type instanceof MapType || type instanceof StructType) {
            return org.apache.spark.sql.functions.to_json(value);
        }
        if (type instanceof BinaryType) {
            return org.apache.spark.sql.functions.base64(value);
        }
        return type instanceof UserDefinedType<?> ? value.cast("string") : value;
    }
}
