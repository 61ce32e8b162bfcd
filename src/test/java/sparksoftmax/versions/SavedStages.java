package sparksoftmax.versions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.compat.SparkDifferences;

/**
 * An estimator, a model and a pipeline in a folder of the version of Spark that saved them. Those of the resources were
 * saved by the first version of the library that was tested with several versions of Spark; those in {@code target} by
 * the present one.
 */
final class SavedStages {
    private static final Path NEW = Path.of("target/saved-by-spark");
    private static final Path KEPT = Path.of("src/test/resources/saved-by-spark");

    private final Path folder;

    private SavedStages(Path folder) {
        this.folder = folder;
    }

    /** Those of a version, in {@code target}. */
    static SavedStages of(String version) {
        return new SavedStages(NEW.resolve(version));
    }

    /** All that there are. */
    static List<SavedStages> all() throws IOException {
        List<SavedStages> all = new ArrayList<>();
        for (Path parent : List.of(KEPT, NEW)) {
            try (Stream<Path> folders = Files.list(parent)) {
                folders.sorted().map(SavedStages::new).forEach(all::add);
            }
        }
        return all;
    }

    /** Saves the stages, also locally, where Spark has that. */
    void save(SoftmaxClassificationModel model, PipelineModel pipeline) throws Exception {
        Iris.classifier().write().overwrite().save(path("estimator"));
        model.write().overwrite().save(path("model"));
        pipeline.write().overwrite().save(path("pipeline"));
        if (SparkDifferences.hasLocalSaving()) {
            MLWriter.class
                    .getMethod("saveToLocal", String.class)
                    .invoke(model.write().overwrite(), path("local"));
        }
    }

    /** Loads the stages, and compares them with some of the version that runs. */
    void check(SoftmaxClassificationModel model, PipelineModel pipeline, Iris iris) throws Exception {
        SoftmaxClassifier estimator = SoftmaxClassifier.load(path("estimator"));
        assertEquals(Iris.classifier().getSolver(), estimator.getSolver());
        assertEquals(Iris.REG_PARAM, estimator.getRegParam());

        assertSame(model, SoftmaxClassificationModel.load(path("model")));
        if (Files.exists(folder.resolve("local"))) {
            assertSame(model, loadLocal());
        }

        PipelineModel loaded = PipelineModel.load(path("pipeline"));
        assertEquals(
                pipeline.transform(iris.rows()).select("predictedSpecies").collectAsList(),
                loaded.transform(iris.rows()).select("predictedSpecies").collectAsList());
    }

    private SoftmaxClassificationModel loadLocal() throws Exception {
        MLReader<SoftmaxClassificationModel> reader = SoftmaxClassificationModel.read();
        return SparkDifferences.hasLocalSaving()
                ? (SoftmaxClassificationModel)
                        MLReader.class.getMethod("loadFromLocal", String.class).invoke(reader, path("local"))
                : reader.load(path("local"));
    }

    private static void assertSame(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                1e-5);
        assertArrayEquals(
                expected.interceptVector().toArray(), found.interceptVector().toArray(), 1e-5);
        assertTrue(found.hasSummary(), "the training summary is saved, too");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
