package sparksoftmax.app;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import sparksoftmax.table.ColumnKind;
import sparksoftmax.table.FeatureColumn;
import sparksoftmax.table.Table;
import sparksoftmax.table.TableReader;
import sparksoftmax.table.TypedRows;

/** The rows that a model is tested on after training: held out, or from other files. */
final class TestRows {
    private TestRows() {}

    /**
     * The rows; null if there are none. Other files are opened and checked here, before training.
     *
     * @throws IOException if they cannot be read
     * @throws IllegalArgumentException if they do not have the columns, or have rows that cannot be used
     */
    static Dataset<Row> of(
            SparkSession spark,
            InputOptions input,
            ColumnOptions options,
            SplitOptions split,
            PreparedRows rows,
            TypedRows.Purpose purpose)
            throws IOException {
        if (split.test() == null) {
            return rows.test();
        }
        Integer numFeatures = rows.columns().features().stream()
                .filter(column -> column.kind() == ColumnKind.vector)
                .map(FeatureColumn::size)
                .findFirst()
                .orElse(null);
        Table table = new TableReader(spark, input.files(split.test(), numFeatures)).read();
        Dataset<Row> typed = TypedRows.of(table, rows.columns(), input.cells(), options.missing(), purpose);
        PreparedRows.checkUsable(table, typed, options.missing());
        return typed.filter(functions.col(TypedRows.PROBLEM).isNull()).drop(TypedRows.PROBLEM);
    }
}
