package sparksoftmax.app;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.table.Table;

/** The command {@code calibrate}: saves a model whose probabilities are as frequent as they say. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Divides the coefficients of a saved model by the temperature with which rows that it was not trained"
                        + " on have the least log-loss, and saves the new model. The most probable classes stay the same.")
final class CalibrateCommand extends LabeledRowsCommand {
    @Mixin
    private ModelOutput output;

    @Override
    protected void check() {
        if (!output.isGiven()) {
            throw new ParameterException(spec.commandLine(), "--output is needed");
        }
    }

    @Override
    protected void prepare(SparkSession spark, SavedModel saved) throws IOException {
        output.check(spark);
    }

    @Override
    protected void use(SparkSession spark, SavedModel saved, Table table, Dataset<Row> usable) throws IOException {
        SoftmaxClassificationModel model = saved.softmaxModel();
        SoftmaxClassificationModel calibrated = model.calibrate(prepared(saved, usable));
        List<Transformer> stages = Arrays.stream(saved.pipeline().stages())
                .map(stage -> stage == model ? calibrated : stage)
                .toList();
        output.save(spark, new PipelineModel(saved.pipeline().uid(), stages), saved.settings());
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "Temperature %.4f%nModel saved to %s%n",
                        calibrated.getTemperature() / model.getTemperature(),
                        output.path());
    }
}
