package sparksoftmax.classification;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import scala.Option;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.columns.NamedColumn;
import sparksoftmax.rows.DeclaredClasses;

/**
 * The column that says what rows should be predicted as, as a data set has it: the numeric column of labels, or the
 * column of distributions over the classes.
 *
 * @param name its name
 * @param column the column
 * @param distribution how distributions are read; null if the column has labels
 */
record TargetColumn(NamedColumn name, StructField column, FeatureColumns distribution) {
    /** @throws IllegalArgumentException if the data set does not have the column, or its type is another one */
    static TargetColumn ofLabels(NamedColumn name, Dataset<?> dataset) {
        return new TargetColumn(name, name.numericIn(dataset), null);
    }

    /** @throws IllegalArgumentException if the data set does not have the column, or its type is another one */
    static TargetColumn ofDistributions(NamedColumn name, Dataset<?> dataset) {
        StructField column = name.in(dataset);
        return new TargetColumn(name, column, distributions(name, column));
    }

    /**
     * How distributions are read from a column.
     *
     * @throws IllegalArgumentException if it does not have vectors or arrays of numbers
     */
    static FeatureColumns distributions(NamedColumn name, StructField column) {
        if (FeatureColumns.isNumber(column.dataType())) {
            throw new IllegalArgumentException(name.param() + " must be a vector or array column, but column '"
                    + name.name() + "' is of type " + column.dataType().catalogString()
                    + ". A column of class indices is a labelCol.");
        }
        return FeatureColumns.ofOne(name, column);
    }

    /** The names of the classes in the metadata of a label column; null if there are none. */
    String[] classNames() {
        return distribution == null ? name.metadata(column, ClassNames::of) : null;
    }

    /**
     * The number of classes that the metadata of a label column declare, or that the first distribution has; null if
     * there is neither.
     */
    DeclaredClasses classes(Dataset<?> dataset) {
        return distribution == null ? inMetadata() : ofFirstRow(dataset);
    }

    private DeclaredClasses inMetadata() {
        Option<Object> declared = name.metadata(column, MetadataUtils::getNumClasses);
        if (declared.isEmpty()) {
            return null;
        }
        int number = (Integer) declared.get();
        return new DeclaredClasses(
                number,
                "the metadata of column '" + name.name() + "' declare " + number
                        + (number == 1 ? " class" : " classes"));
    }

    private DeclaredClasses ofFirstRow(Dataset<?> dataset) {
        Column distributions = name.column();
        List<Row> rows = dataset.select(distributions)
                .filter(distributions.isNotNull())
                .limit(1)
                .collectAsList();
        if (rows.isEmpty()) {
            return new DeclaredClasses(1, "column '" + name.name() + "' has no distribution");
        }
        Object first = rows.get(0).get(0);
        int size = first instanceof Vector vector
                ? vector.size()
                : rows.get(0).getList(0).size();
        return new DeclaredClasses(
                Math.max(1, size), "the first distribution in column '" + name.name() + "' has size " + size);
    }
}
