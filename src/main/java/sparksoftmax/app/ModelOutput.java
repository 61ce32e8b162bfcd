package sparksoftmax.app;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;
import sparksoftmax.storage.FileChecksums;
import sparksoftmax.storage.ModelFolder;

/** Where a model is saved. */
final class ModelOutput {
    private static final String EXAMPLE_OUTPUT = "target/softmax-model";

    private static final Set<String> OWN = Set.of(
            "metadata",
            "stages",
            ModelSettings.FILE,
            "." + ModelSettings.FILE + ".crc",
            FileChecksums.FILE,
            "." + FileChecksums.FILE + ".crc");

    @Option(
            names = "--output",
            paramLabel = "MODEL",
            description = "Where to save the model, a Spark ML PipelineModel. Default, for digits: " + EXAMPLE_OUTPUT)
    private String output;

    @Option(names = "--overwrite", description = "Replace what is at --output.")
    private boolean overwrite;

    boolean isGiven() {
        return output != null;
    }

    String path() {
        return output == null ? EXAMPLE_OUTPUT : output;
    }

    /** The default output of the example may be overwritten without --overwrite. */
    private boolean mayOverwrite() {
        return overwrite || output == null;
    }

    /**
     * Finds out before training, rather than after it, whether the model can be saved.
     *
     * @throws IOException if it cannot be
     */
    void check(SparkSession spark) throws IOException {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        if (!mayOverwrite() && ModelFolder.of(path(), configuration).exists()) {
            throw new IOException("Path '" + path() + "' already exists. To replace it, use --overwrite.");
        }
        Writable.checkReplaceable(path(), configuration, OWN::contains);
        Writable.check(path(), configuration);
    }

    /** Saves a model and what it was trained with, in the place of what is there. */
    void save(SparkSession spark, PipelineModel fitted, ModelSettings settings) throws IOException {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        ModelFolder.of(path(), configuration).replace(mayOverwrite(), folder -> {
            fitted.save(folder.toString());
            settings.write(folder);
            FileChecksums.write(folder);
        });
    }
}
