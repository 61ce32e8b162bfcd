package sparksoftmax.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.columns.NamedColumn;

/**
 * The columns that a fit reads, by names as Spark resolves them, and what it needs to know to read them.
 *
 * @param features the columns of features
 * @param skipsInvalid whether rows with invalid features, which are null, NaN or infinite, are left out; otherwise they
 *     are an error
 * @param label the numeric column of labels, which are class indices, or the column of {@code distribution}
 * @param distribution the column of distributions over the classes, one vector or array in each row; null if rows have
 *     labels
 * @param weight the numeric column of weights; null if every row has weight 1
 * @param validation the boolean column that is true for validation rows, and false or null for training rows; null if
 *     all rows are training rows
 * @param classes the number of classes, if the metadata of the label column or the caller declare it; else null. It is
 *     needed if rows have distributions
 * @param folds how the rows are divided into folds for cross-validation; null if they are not
 */
public record InputColumns(
        FeatureColumns features,
        boolean skipsInvalid,
        String label,
        FeatureColumns distribution,
        String weight,
        String validation,
        DeclaredClasses classes,
        Folds folds)
        implements Serializable {
    /** The same columns, with rows that are divided into folds. */
    public InputColumns withFolds(Folds division) {
        return new InputColumns(features, skipsInvalid, label, distribution, weight, validation, classes, division);
    }

    /**
     * The columns of a data set, those of features first, in the order and with the types in which
     * {@link PartitionPacker} reads them. It reads them in Spark's internal form, where a value of another type would
     * be read as garbage, or crash the virtual machine.
     *
     * @throws IllegalArgumentException if a column does not exist, or its type is not the one it must have
     */
    public Dataset<Row> select(Dataset<?> dataset) {
        List<Column> selected = new ArrayList<>(features.selected());
        if (distribution == null) {
            selected.add(asDouble(dataset, new NamedColumn("labelCol", label)));
        } else {
            selected.addAll(distribution.selected());
        }
        if (weight != null) {
            selected.add(asDouble(dataset, new NamedColumn("weightCol", weight)));
        }
        if (validation != null) {
            NamedColumn validationCol = new NamedColumn("validationIndicatorCol", validation);
            validationCol.booleanIn(dataset);
            selected.add(validationCol.column());
        }
        if (hasFolds()) {
            selected.add(asDouble(dataset, new NamedColumn("foldCol", folds.column())));
        }
        return dataset.select(selected.toArray(new Column[0]));
    }

    private static Column asDouble(Dataset<?> dataset, NamedColumn column) {
        column.numericIn(dataset);
        return column.column().cast(DataTypes.DoubleType);
    }

    /** The columns of features in words, for messages. */
    public String describeFeatures() {
        return features.description();
    }

    /** The index of the column of labels or distributions in the rows. */
    int labelIndex() {
        return features.numColumns();
    }

    /** The index of the weight column in the rows, if there is one. */
    int weightIndex() {
        return labelIndex() + 1;
    }

    /** The index of the validation column in the rows, if there is one. */
    int validationIndex() {
        return weight == null ? weightIndex() : weightIndex() + 1;
    }

    /** Whether a column has the folds of the rows. */
    boolean hasFolds() {
        return folds != null && folds.column() != null;
    }

    /** The index of the column of folds in the rows, if there is one. */
    int foldIndex() {
        return validation == null ? validationIndex() : validationIndex() + 1;
    }
}
