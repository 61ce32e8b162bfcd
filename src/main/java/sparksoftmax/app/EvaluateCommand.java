package sparksoftmax.app;

import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;

/** The command {@code evaluate}: tests a saved model. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tests a saved model on rows with labels, in the columns it was trained on.")
final class EvaluateCommand extends SavedModelCommand {
    @Override
    protected void use(PipelineModel pipeline, Dataset<Row> predictions) {
        EvaluationReport.print(
                spec.commandLine().getOut(),
                input.input,
                TrainingPipeline.softmaxModel(pipeline),
                predictions,
                TrainingPipeline.classNames(pipeline));
    }
}
