package sparksoftmax.app;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Option;
import sparksoftmax.table.Missing;
import sparksoftmax.table.Table;
import sparksoftmax.table.TypedRows;

/** A command that applies a saved model to rows with labels. */
abstract class LabeledRowsCommand extends SavedModelCommand {
    @Option(
            names = "--missing",
            description = "What to do about rows with missing values that the model does not fill: error or skip (leave"
                    + " them out). Default: as in training.")
    private Missing missing;

    @Override
    protected final void use(SparkSession spark, SavedModel saved, Table table) throws IOException {
        Dataset<Row> typed =
                TypedRows.of(table, saved.columns(), input.cells(saved.cells()), saved.missing(), purpose());
        long unusable = PreparedRows.checkUsable(table, typed, missing == null ? saved.missing() : missing);
        if (unusable > 0) {
            spec.commandLine().getOut().println(unusable + " rows with missing values are left out.");
        }
        Dataset<Row> usable =
                typed.filter(functions.col(TypedRows.PROBLEM).isNull()).drop(TypedRows.PROBLEM);
        use(spark, saved, table.source(), usable);
    }

    /** What the rows are for. */
    protected TypedRows.Purpose purpose() {
        return TypedRows.Purpose.learning;
    }

    /**
     * Does the work of the command.
     *
     * @param source where the rows come from
     * @param rows the rows that can be used, with features, labels and weights
     */
    protected abstract void use(SparkSession spark, SavedModel saved, String source, Dataset<Row> rows)
            throws IOException;
}
