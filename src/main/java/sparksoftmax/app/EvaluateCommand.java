package sparksoftmax.app;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sparksoftmax.classification.SoftmaxSummary;
import sparksoftmax.table.Missing;
import sparksoftmax.table.Table;
import sparksoftmax.table.TypedRows;

/** The command {@code evaluate}: tests a saved model. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tests a saved model on rows with labels. Only the columns that the model uses are read.")
final class EvaluateCommand extends SavedModelCommand {
    @Option(
            names = "--missing",
            description = "What to do about rows with missing values that the model does not fill: error or skip (leave"
                    + " them out). Default: as in training.")
    private Missing missing;

    @Mixin
    private ReportOptions report;

    @Override
    protected void prepare(SavedModel saved) throws IOException {
        report.prepare(spec, saved.softmaxModel());
    }

    @Override
    protected void use(SparkSession spark, SavedModel saved, Table table) throws IOException {
        Dataset<Row> typed =
                TypedRows.of(table, saved.columns(), input.cells(saved.cells()), saved.missing(), report.purpose());
        long unusable = PreparedRows.checkUsable(table, typed, missing == null ? saved.missing() : missing);
        if (unusable > 0) {
            spec.commandLine().getOut().println(unusable + " rows with missing values are left out.");
        }
        Dataset<Row> usable =
                typed.filter(functions.col(TypedRows.PROBLEM).isNull()).drop(TypedRows.PROBLEM);
        Dataset<Row> predictions = saved.pipeline().transform(usable);
        SoftmaxSummary summary = SoftmaxSummary.of(saved.softmaxModel(), predictions);
        String title = "'" + table.source() + "'";
        EvaluationReport.print(spec.commandLine().getOut(), title, summary, saved.classNames());
        report.write(
                spec,
                spark,
                new ReportRequest(
                        ReportRequest.fileName(table.source()),
                        null,
                        title,
                        saved.pipeline(),
                        saved.classNames(),
                        summary,
                        null));
    }
}
