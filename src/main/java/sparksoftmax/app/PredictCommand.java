package sparksoftmax.app;

import java.util.Arrays;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.StructField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code predict}: predicts the classes of rows with a saved model. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Predicts the classes of rows with a saved model.")
final class PredictCommand extends SavedModelCommand {
    /** The supported output formats. */
    enum OutputFormat {
        parquet,
        json,
        csv
    }

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
    protected void use(PipelineModel pipeline, Dataset<Row> predictions) {
        boolean csv = outputFormat == OutputFormat.csv;
        (csv ? predictions.drop(vectorColumns(predictions)) : predictions)
                .write()
                .mode(overwrite ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
                .option("header", true)
                .format(outputFormat.name())
                .save(output);
        spec.commandLine().getOut().println("Predictions written to " + output);
    }

    private static String[] vectorColumns(Dataset<Row> data) {
        return Arrays.stream(data.schema().fields())
                .filter(field -> field.dataType().equals(SQLDataTypes.VectorType()))
                .map(StructField::name)
                .toArray(String[]::new);
    }
}
