package sparksoftmax.app;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
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
        use(
                spark,
                saved,
                table,
                typed.filter(functions.col(TypedRows.PROBLEM).isNull()).drop(TypedRows.PROBLEM));
    }

    /** What the rows are read for. */
    protected TypedRows.Purpose purpose() {
        return TypedRows.Purpose.learning;
    }

    /**
     * Does the work of the command.
     *
     * @param usable the rows of the table that the model can use, before the stages of the pipeline
     */
    protected abstract void use(SparkSession spark, SavedModel saved, Table table, Dataset<Row> usable)
            throws IOException;

    /** Rows as the softmax model of a pipeline gets them: those of the stages before it. */
    static Dataset<Row> prepared(SavedModel saved, Dataset<Row> usable) {
        List<Transformer> stages = Arrays.asList(saved.pipeline().stages());
        return new PipelineModel(saved.pipeline().uid(), stages.subList(0, stages.indexOf(saved.softmaxModel())))
                .transform(usable);
    }
}
