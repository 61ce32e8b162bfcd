package sparksoftmax.app;

import java.io.IOException;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sparksoftmax.classification.SoftmaxSummary;

/** The command {@code evaluate}: tests a saved model. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tests a saved model on rows with labels, in the columns it was trained on.")
final class EvaluateCommand extends SavedModelCommand {
    @Mixin
    private ReportOptions report;

    @Override
    protected void prepare(PipelineModel pipeline) throws IOException {
        report.prepare(spec, TrainingPipeline.softmaxModel(pipeline));
    }

    @Override
    protected void use(PipelineModel pipeline, Dataset<Row> predictions) throws IOException {
        List<String> classNames = TrainingPipeline.classNames(pipeline);
        SoftmaxSummary summary = SoftmaxSummary.of(TrainingPipeline.softmaxModel(pipeline), predictions);
        EvaluationReport.print(spec.commandLine().getOut(), input.input, summary, classNames);
        report.write(
                spec,
                predictions.sparkSession(),
                new ReportRequest(
                        ReportRequest.fileName(input.input), null, input.input, pipeline, classNames, summary, null));
    }
}
