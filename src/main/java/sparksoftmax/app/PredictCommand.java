package sparksoftmax.app;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Applies a saved model. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Predicts the classes of rows with a saved model.")
final class PredictCommand implements Callable<Integer> {
    /** What predictions are written as. */
    enum OutputFormat {
        parquet,
        json,
        csv
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private InputOptions input;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            required = true,
            description = "Folder to write the rows to, with the prediction columns added.")
    private String output;

    @Option(
            names = "--output-format",
            defaultValue = "parquet",
            description = "Format to write: ${COMPLETION-CANDIDATES}. CSV leaves vector columns out (raw prediction,"
                    + " probability). Default: ${DEFAULT-VALUE}")
    private OutputFormat outputFormat;

    @Option(names = "--overwrite", description = "Replace what is at --output.")
    private boolean overwrite;

    @Override
    public Integer call() throws IOException {
        if (input.input == null) {
            throw new ParameterException(spec.commandLine(), "--input is needed");
        }
        SparkSession spark = Session.get(spec);
        PipelineModel pipeline = model.load(spark);
        int numFeatures = TrainingPipeline.softmaxModel(pipeline).numFeatures();
        Dataset<Row> predictions = pipeline.transform(input.read(spark, numFeatures));
        if (outputFormat == OutputFormat.csv) {
            predictions = predictions.drop(vectorColumns(predictions));
        }
        predictions
                .write()
                .mode(overwrite ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
                .option("header", true)
                .format(outputFormat.name())
                .save(output);
        spec.commandLine().getOut().println("Predictions written to " + output);
        return 0;
    }

    private static String[] vectorColumns(Dataset<Row> data) {
        return Arrays.stream(data.schema().fields())
                .filter(field -> field.dataType().equals(SQLDataTypes.VectorType()))
                .map(StructField::name)
                .toArray(String[]::new);
    }
}
