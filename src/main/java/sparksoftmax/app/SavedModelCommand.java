package sparksoftmax.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that applies a saved model to rows. */
abstract class SavedModelCommand implements Callable<Integer> {
    @Spec
    protected CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    protected InputOptions input;

    @Override
    public final Integer call() throws IOException {
        if (input.input == null) {
            throw new ParameterException(spec.commandLine(), "--input is needed");
        }
        SparkSession spark = Session.get(spec);
        PipelineModel pipeline = model.load(spark);
        prepare(pipeline);
        int numFeatures = TrainingPipeline.softmaxModel(pipeline).numFeatures();
        use(pipeline, pipeline.transform(input.read(spark, numFeatures)));
        return 0;
    }

    /** Checks, before rows are read, what can be checked. */
    protected void prepare(PipelineModel pipeline) throws IOException {}

    /** Does the work of the command with the predictions of the model. */
    protected abstract void use(PipelineModel pipeline, Dataset<Row> predictions) throws IOException;
}
