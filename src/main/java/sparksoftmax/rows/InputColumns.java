package sparksoftmax.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The names of the columns that a fit reads, as Spark resolves them, and the number of classes.
 *
 * @param features the vector column of features
 * @param label the numeric column of labels, which are class indices
 * @param weight the numeric column of weights; null if every row has weight 1
 * @param validation the boolean column that is true for validation rows, and false or null for training rows; null if
 *     all rows are training rows
 * @param classes the number of classes, if the metadata of the label column or the caller declare it; else null
 */
public record InputColumns(String features, String label, String weight, String validation, DeclaredClasses classes)
        implements Serializable {
    private static final int AFTER_LABEL = 2;

    /**
     * The columns of a data set, in the order and with the types in which {@link PartitionPacker} reads them. It reads
     * them in Spark's internal form, where a value of another type would be read as garbage, or crash the virtual
     * machine.
     *
     * @throws IllegalArgumentException if a column does not exist, or its type is not the one it must have
     */
    public Dataset<Row> select(Dataset<?> dataset) {
        NamedColumn featuresCol = new NamedColumn("featuresCol", features);
        featuresCol.vectorIn(dataset);
        List<Column> selected = new ArrayList<>(List.of(featuresCol.column()));
        selected.add(asDouble(dataset, new NamedColumn("labelCol", label)));
        if (weight != null) {
            selected.add(asDouble(dataset, new NamedColumn("weightCol", weight)));
        }
        if (validation != null) {
            NamedColumn validationCol = new NamedColumn("validationIndicatorCol", validation);
            validationCol.booleanIn(dataset);
            selected.add(validationCol.column());
        }
        return dataset.select(selected.toArray(new Column[0]));
    }

    private static Column asDouble(Dataset<?> dataset, NamedColumn column) {
        column.numericIn(dataset);
        return column.column().cast(DataTypes.DoubleType);
    }

    /** The index of the validation column in the rows. */
    int validationIndex() {
        return weight == null ? AFTER_LABEL : AFTER_LABEL + 1;
    }
}
