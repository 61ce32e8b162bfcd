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
    protected void prepare(SavedModel saved) throws IOException {
        report.prepare(spec, saved.softmaxModel());
    }

    @Override
    protected TypedRows.Purpose purpose() {
        return report.purpose();
    }

    @Override
    protected void use(SparkSession spark, SavedModel saved, String source, Dataset<Row> rows) throws IOException {
        SoftmaxSummary summary = saved.evaluate(rows);
        String title = "'" + source + "'";
        PrintWriter out = spec.commandLine().getOut();
        EvaluationReport.print(out, title, summary, saved.classNames());
        out.printf(Locale.ROOT, "expected calibration error %.4f%n", summary.expectedCalibrationError());
        report.write(
                spec,
                spark,
                new ReportRequest(
                        ReportRequest.fileName(source),
                        null,
                        title,
                        saved.pipeline(),
                        saved.classNames(),
                        summary,
                        null));
    }
}
