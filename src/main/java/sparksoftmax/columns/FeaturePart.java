package sparksoftmax.columns;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * A part of the features of a row: a column of vectors or arrays, or neighboring columns of numbers.
 *
 * @param names the names of the numeric columns; or the single name of the column of vectors or arrays
 * @param numeric whether {@code names} are numeric columns
 * @param type the type in which values are read
 */
record FeaturePart(List<String> names, boolean numeric, PartType type) implements Serializable {
    /** The columns that {@link #read} reads, of exactly the type but for nulls, since rows have no types. */
    List<Column> columns() {
        if (numeric) {
            return names.stream()
                    .map(name -> functions.col(name).cast(DataTypes.DoubleType))
                    .toList();
        }
        Column column = functions.col(names.get(0));
        return List.of(type == PartType.VECTOR ? column : column.cast(type.dataType));
    }

    int numColumns() {
        return names.size();
    }

    /** The same as a single column, for {@link PartType#read}. */
    Column packed() {
        return numeric
                ? functions.array(columns().toArray(Column[]::new))
                : columns().get(0);
    }

    /** The features in the columns of a row from {@code first} on; null if they are a vector or array that is null. */
    FeatureVector read(InternalRow row, int first) {
        if (numeric) {
            return NumberFeatures.ofColumns(row, first, names.size());
        }
        return row.isNullAt(first) ? null : type.read(row.get(first, type.dataType));
    }
}
