package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxSummary;

/** The command {@code calibrate}: saves a model again, with probabilities that are as frequent as they say. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Saves a model again, with probabilities that are as frequent as they say: divided by a temperature, its"
                    + " coefficients have the least log-loss on the rows that you give.",
            "These must have labels, and must not be rows of the training."
        })
final class CalibrateCommand extends LabeledRowsCommand {
    @Option(
            names = "--output",
            paramLabel = "MODEL",
            required = true,
            description = "Where to save the calibrated model, a Spark ML PipelineModel.")
    private String output;

    @Option(names = "--overwrite", description = "Replace what is at --output.")
    private boolean overwrite;

    @Override
    protected void prepare(SavedModel saved) throws IOException {
        new ModelOutput(output, overwrite).check(Session.get(spec));
    }

    @Override
    protected void use(SparkSession spark, SavedModel saved, String source, Dataset<Row> rows) throws IOException {
        SoftmaxClassificationModel calibrated =
                saved.softmaxModel().calibrate(saved.pipeline().transform(rows));
        SavedModel result = saved.with(calibrated);
        new ModelOutput(output, overwrite)
                .save(spark, result.pipeline(), saved.settings().orElse(null));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "Temperature %.4f%n", calibrated.getTemperature());
        print(out, "before", saved.evaluate(rows));
        print(out, "after", result.evaluate(rows));
        out.println("Model saved to " + output);
    }

    private static void print(PrintWriter out, String when, SoftmaxSummary summary) {
        out.printf(
                Locale.ROOT,
                "%s: log-loss %.4f, expected calibration error %.4f (%d rows)%n",
                when,
                summary.logLoss(),
                summary.expectedCalibrationError(),
                summary.numRows());
    }
}
