package sparksoftmax.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sparksoftmax.classification.SoftmaxClassificationModel;

/** Tests a saved model. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tests a saved model on rows with labels, in the columns it was trained on.")
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private InputOptions input;

    @Override
    public Integer call() throws IOException {
        if (input.input == null) {
            throw new ParameterException(spec.commandLine(), "--input is needed");
        }
        SparkSession spark = Session.get(spec);
        PipelineModel pipeline = model.load(spark);
        SoftmaxClassificationModel softmax = TrainingPipeline.softmaxModel(pipeline);
        Dataset<Row> predictions = pipeline.transform(input.read(spark, softmax.numFeatures()));
        EvaluationReport.print(
                spec.commandLine().getOut(), input.input, softmax, predictions, TrainingPipeline.classNames(pipeline));
        return 0;
    }
}
