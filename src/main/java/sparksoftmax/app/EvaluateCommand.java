package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sparksoftmax.classification.SoftmaxSummary;
import sparksoftmax.table.Table;
import sparksoftmax.table.TypedRows;

/** The command {@code evaluate}: tests a saved model. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tests a saved model on rows with labels. Only the columns that the model uses are read.")
final class EvaluateCommand extends LabeledRowsCommand {
    @Mixin
    private ReportOptions report;

    @Override
    protected void prepare(SparkSession spark, SavedModel saved) throws IOException {
        report.prepare(spec, saved.softmaxModel());
    }

    @Override
    protected TypedRows.Purpose purpose() {
        return report.purpose();
    }

    @Override
    protected void use(SparkSession spark, SavedModel saved, Table table, Dataset<Row> usable) throws IOException {
        Dataset<Row> predictions = saved.pipeline().transform(usable);
        SoftmaxSummary summary = SoftmaxSummary.of(saved.softmaxModel(), predictions);
        String title = "'" + table.source() + "'";
        PrintWriter out = spec.commandLine().getOut();
        EvaluationReport.print(out, title, summary, saved.classNames());
        out.printf(Locale.ROOT, "expected calibration error: %.4f%n", summary.expectedCalibrationError());
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
