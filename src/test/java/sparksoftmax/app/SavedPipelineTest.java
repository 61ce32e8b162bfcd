package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparksoftmax.app.RunMain.run;
import static sparksoftmax.app.RunMain.succeed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.RunMain.Result;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.storage.CrashingFileSystem;
import sparksoftmax.storage.CrashingFileSystem.Fault;

/** A pipeline of the command line is replaced as a whole, and damage to any of its files is named. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SavedPipelineTest {
    @TempDir
    private static Path folder;

    private final SparkSession spark;
    private SavedModel first;
    private SavedModel second;

    SavedPipelineTest(SparkSession spark) {
        this.spark = spark;
        CrashingFileSystem.register(spark.sparkContext().hadoopConfiguration());
    }

    @BeforeAll
    void trainTwo() throws IOException {
        first = train("first", 3);
        second = train("second", 4);
    }

    private SavedModel train(String name, int passes) throws IOException {
        String path = folder.resolve(name).toString();
        succeed(
                "train",
                "--input",
                "src/test/resources/iris.csv",
                "--label",
                "species",
                "--solver",
                "l-bfgs",
                "--max-iter",
                Integer.toString(passes),
                "--output",
                path);
        return SavedModel.load(spark, path);
    }

    @AfterEach
    void noMoreFaults() {
        CrashingFileSystem.stop();
    }

    private void save(String path, SavedModel model) throws IOException {
        ModelOutput output = new ModelOutput();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("output", CommandLine.Model.CommandSpec.forAnnotatedObject(output)))
                .parseArgs("--output", path, "--overwrite");
        output.save(spark, model.pipeline(), model.settings().orElseThrow());
    }

    /** Which of the two it is, by its coefficients and by its settings. */
    private String which(String path) throws IOException {
        SavedModel found = SavedModel.load(spark, path);
        SavedModel same = found.softmaxModel().uid().equals(first.softmaxModel().uid()) ? first : second;
        assertEquals(
                same.softmaxModel().coefficientMatrix(), found.softmaxModel().coefficientMatrix());
        assertEquals(same.settings(), found.settings());
        return same == first ? "first" : "second";
    }

    @Test
    void aPipelineIsReplacedAsAWhole() throws IOException {
        Path parent = Files.createDirectory(folder.resolve("crash"));
        String path = CrashingFileSystem.path(parent.resolve("model"));
        save(path, first);
        CrashingFileSystem.start(null, change -> false);
        save(path, first);
        int changes = CrashingFileSystem.changes();
        List<Integer> chosen = new ArrayList<>(List.of(1, changes / 2));
        for (int change = changes - 3; change <= changes; change++) {
            chosen.add(change);
        }
        TreeSet<String> seen = new TreeSet<>();
        for (int crashAt : chosen) {
            CrashingFileSystem.start(Fault.CRASH, change -> change == crashAt);
            // Spark's own exceptions, if one of its tasks is hit.
            assertThrows(Throwable.class, () -> save(path, second));
            CrashingFileSystem.start(null, change -> false);
            seen.add(which(path));
            save(path, first);
            try (Stream<Path> left = Files.list(parent)) {
                assertEquals(1, left.count());
            }
        }
        assertEquals(new TreeSet<>(List.of("first", "second")), seen);
    }

    @Test
    void damageToAnyFileIsNamed() throws IOException {
        Path model = folder.resolve("first");
        List<Path> files;
        try (Stream<Path> all = Files.walk(model)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("_")
                            && !file.getFileName().toString().startsWith("."))
                    .filter(file -> !file.getFileName().toString().equals("SHA256SUMS"))
                    .toList();
        }
        assertTrue(files.size() > 5, files.toString());
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            Path crc = file.resolveSibling("." + file.getFileName() + ".crc");
            Files.deleteIfExists(crc);
            for (byte[] damaged : List.of(new byte[0], Files.readAllBytes(Path.of("src/test/resources/iris.csv")))) {
                Files.write(file, damaged);
                refused(model, "'" + model.relativize(file) + "' is not as it was saved");
            }
            Files.delete(file);
            refused(model, "'" + model.relativize(file) + "' is missing");
            Files.write(file, bytes);
        }
        assertEquals("first", which(model.toString()));
    }

    private void refused(Path model, String message) {
        Result result = run("inspect", model.toString());
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains(message) && result.err().contains(model.toString()), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }

    @Test
    void aPipelineOfAProgramThatIsDamagedIsRefusedInOneLine() throws IOException {
        Path model = folder.resolve("of a program");
        first.pipeline().save(model.toString());
        Path stages = model.resolve("stages");
        Path stage;
        try (Stream<Path> all = Files.list(stages)) {
            stage = all.sorted().findFirst().orElseThrow();
        }
        Files.move(stage.resolve("metadata"), stage.resolve("elsewhere"));
        Result result = run("inspect", model.toString());
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("is damaged: one of its stages"), result.err());
        assertFalse(result.err().contains("head of empty"), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }

    /** The report shows standard deviations of the features, which are no vectors. */
    @Test
    void aPipelineOfAProgramMayReadSeveralColumns() throws IOException {
        String[] columns = {"sepal_length", "sepal_width", "petal_length", "petal_width"};
        Dataset<Row> iris =
                spark.read().option("header", true).option("inferSchema", true).csv("src/test/resources/iris.csv");
        String model = folder.resolve("of columns").toString();
        new Pipeline()
                .setStages(new PipelineStage[] {
                    new StringIndexer().setInputCol("species").setOutputCol("label"),
                    new SoftmaxClassifier().setFeaturesCols(columns).setMaxIter(3)
                })
                .fit(iris)
                .save(model);
        assertTrue(succeed("inspect", model).out().contains("sepal_length, sepal_width, petal_length, petal_width"));
        Path report = folder.resolve("report of columns");
        succeed("evaluate", "--model", model, "--input", "src/test/resources/iris.csv", "--report", report.toString());
        assertTrue(Files.exists(report.resolve("report.html")));
        Path exported = folder.resolve("exported");
        Result result = run("export", "--model", model, "--to", "spark", "--output", exported.toString());
        assertTrue(
                result.err()
                        .contains("Left out: featuresCols. The exported model takes the vectors of column 'features',"
                                + " which VectorAssembler makes of columns 'sepal_length'"),
                result.err());
    }
}
