package sparksoftmax.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.storage.FileChecksums;
import sparksoftmax.storage.ModelFolder;
import sparksoftmax.table.ReachableFiles;

/** Where a model is saved. */
final class ModelOutput {
    private static final String EXAMPLE_OUTPUT = "target/softmax-model";

    private static final Set<String> OWN_OF_MODEL = Set.of("metadata", "data", "summary");

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
        ReachableFiles.of(ReachableFiles.path(path()), configuration);
        if (!mayOverwrite() && ModelFolder.of(path(), configuration).exists()) {
            throw new IOException("Path '" + path() + "' already exists. To replace it, use --overwrite.");
        }
        Set<String> own = isModelByItself(ReachableFiles.path(path()), configuration) ? OWN_OF_MODEL : OWN;
        Writable.checkReplaceable(path(), configuration, own::contains);
        Writable.check(path(), configuration);
    }

    /** Whether a folder has a model that a program saved, which is not a pipeline. */
    private static boolean isModelByItself(Path folder, Configuration configuration) throws IOException {
        Path metadata = new Path(folder, "metadata/part-00000");
        FileSystem files = metadata.getFileSystem(configuration);
        if (!files.exists(metadata)) {
            return false;
        }
        try (InputStream in = files.open(metadata)) {
            JsonNode className = new ObjectMapper().readTree(in).path("class");
            return className.asText().equals(SoftmaxClassificationModel.class.getName());
        } catch (JsonProcessingException e) {
            // Not metadata of Spark ML.
            return false;
        }
    }

    /** Saves a model and what it was trained with, in the place of what is there. */
    void save(SparkSession spark, PipelineModel fitted, ModelSettings settings) throws IOException {
        save(spark, fitted, Optional.of(settings));
    }

    /** The same; settings are empty for a model that was not trained by this application. */
    void save(SparkSession spark, PipelineModel fitted, Optional<ModelSettings> settings) throws IOException {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        ModelFolder.of(path(), configuration).replace(mayOverwrite(), folder -> {
            fitted.save(folder.toString());
            if (settings.isPresent()) {
                settings.get().write(folder);
            }
            FileChecksums.write(folder);
        });
    }
}
