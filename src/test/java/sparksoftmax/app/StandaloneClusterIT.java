package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sparksoftmax.GeneratedRows;
import sparksoftmax.OwnSessionExtension;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxSummary;
import sparksoftmax.reliability.ScriptRun;
import sparksoftmax.reliability.StandaloneCluster;

/**
 * {@code scripts/cluster.sh}, and what runs on its cluster: the application that {@code scripts/softmax} submits, and a
 * session whose fits, predictions and saved models are those of one process, to the bit.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StandaloneClusterIT {
    /** What is trained by the cluster, all passes included, and in one process. */
    enum Case {
        DENSE_L_BFGS(spark -> GeneratedRows.dense(4_000, 20, 5, 51L).toDataset(spark, 4), "l-bfgs"),
        SPARSE_AUTO(spark -> GeneratedRows.sparse(4_000, 300, 5, 10, 52L).toDataset(spark, 4), "auto"),
        SHUFFLED_LOCAL_SGD(spark -> GeneratedRows.dense(4_000, 20, 5, 53L).toDatasetByLabel(spark, 4), "localSgd"),
        SPARSE_SGD(spark -> GeneratedRows.sparse(4_000, 300, 5, 10, 54L).toDataset(spark, 4), "sgd");

        private final Function<SparkSession, Dataset<Row>> rows;
        private final String solver;

        Case(Function<SparkSession, Dataset<Row>> rows, String solver) {
            this.rows = rows;
            this.solver = solver;
        }

        private double[] train(SparkSession spark) {
            Dataset<Row> data = rows.apply(spark);
            SoftmaxClassificationModel model = new SoftmaxClassifier()
                    .setSolver(solver)
                    .setSeed(1L)
                    .setRegParam(1e-3)
                    .setMaxIter(4)
                    .setMaxDriverDataInMB(0.0)
                    .fit(data);
            SoftmaxSummary evaluated = model.evaluate(data);
            return Stream.of(coefficients(model), model.summary().objectiveHistory(), new double[] {
                        evaluated.accuracy(), evaluated.logLoss()
                    })
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
        }
    }

    private static final String IRIS =
            Path.of("src/test/resources/iris.csv").toAbsolutePath().toString();

    /** What one session has computed. */
    private record Results(
            Map<Case, double[]> trained,
            double[] submitted,
            double[] loaded,
            String evaluation,
            List<String> predictions) {}

    private Path folder;

    private String secondStart;
    private String status;
    private ScriptRun submitted;
    private int executorsOfSubmitted;
    private Results onCluster;
    private Results inOneProcess;
    private double[] trainedInOneProcess;

    @BeforeAll
    void runOnTheClusterAndInOneProcess(@TempDir Path files) throws IOException {
        folder = files;
        try (StandaloneCluster cluster = StandaloneCluster.start("standalone-cluster-test")) {
            status = script("status", cluster).out();
            secondStart = script("start", cluster).err();
            submitted = ScriptRun.of(
                    Map.of(
                            "SOFTMAX_SUBMIT_ARGS",
                            "--master " + cluster.master()
                                    + " --conf spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1"),
                    "softmax",
                    train("submitted", "--report", path("report")));
            executorsOfSubmitted = executorLogs(cluster);
            if (submitted.exitCode() == 0) {
                SparkSession spark = cluster.session(Map.of());
                try {
                    onCluster = results(spark, "cluster");
                } finally {
                    spark.stop();
                }
            }
        }
        if (onCluster != null) {
            SparkSession spark = OwnSessionExtension.start("local[2]", Map.of());
            try {
                inOneProcess = results(spark, "local");
                assertEquals(0, RunMain.run(train("trained locally")).exitCode());
                trainedInOneProcess = coefficients(PipelineModel.load(path("trained locally")));
            } finally {
                spark.stop();
            }
        }
    }

    private static ScriptRun script(String action, StandaloneCluster cluster) {
        return ScriptRun.of(
                Map.of(), "cluster.sh", action, "--folder", cluster.folder().toString());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String[] train(String output, String... more) {
        List<String> words = new ArrayList<>(List.of("train", "--input", IRIS, "--label", "species"));
        words.addAll(List.of("--max-driver-data-in-mb", "0", "--max-iter", "10", "--output", path(output)));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    /** The number of executors that have ever run on a cluster. */
    private static int executorLogs(StandaloneCluster cluster) throws IOException {
        try (Stream<Path> files = Files.walk(cluster.folder().resolve("work"), 3)) {
            return (int) files.filter(file -> file.getFileName().toString().equals("stderr"))
                    .count();
        }
    }

    private Results results(SparkSession spark, String name) throws IOException {
        Map<Case, double[]> trained = new EnumMap<>(Case.class);
        for (Case each : Case.values()) {
            trained.put(each, each.train(spark));
        }
        PipelineModel model = PipelineModel.load(path("submitted"));
        String again = path("saved again, " + name);
        RunMain.Result evaluation = RunMain.succeed("evaluate", "--model", path("submitted"), "--input", IRIS);
        RunMain.succeed(
                "predict",
                "--model",
                path("submitted"),
                "--input",
                IRIS,
                "--output",
                path(name),
                "--output-format",
                "csv");
        SoftmaxClassificationModel softmax = softmax(model);
        softmax.write().overwrite().save(again);
        return new Results(
                trained,
                coefficients(softmax),
                coefficients(SoftmaxClassificationModel.load(again)),
                evaluation.out(),
                spark.read().text(path(name)).as(Encoders.STRING()).collectAsList().stream()
                        .sorted()
                        .toList());
    }

    private static SoftmaxClassificationModel softmax(PipelineModel model) {
        return (SoftmaxClassificationModel)
                Stream.of(model.stages()).reduce((first, last) -> last).orElseThrow();
    }

    private static double[] coefficients(PipelineModel model) {
        return coefficients(softmax(model));
    }

    private static double[] coefficients(SoftmaxClassificationModel model) {
        return Stream.of(
                        model.coefficientMatrix().toArray(),
                        model.interceptVector().toArray())
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    @Test
    void theScriptTellsWhatRuns() {
        assertTrue(status.contains("master: process ") && status.contains("worker-2: process "), status);
        assertTrue(status.lines().toList().get(3).startsWith("spark://127.0.0.1:"), status);
        assertTrue(secondStart.startsWith("A cluster is already started in "), secondStart);
    }

    @Test
    void theApplicationIsSubmittedToTheCluster() throws IOException {
        assertEquals(0, submitted.exitCode(), submitted.err());
        assertEquals(StandaloneCluster.WORKERS, executorsOfSubmitted);
        assertTrue(submitted.out().contains("Model saved to " + path("submitted")), submitted.out());
        assertTrue(Files.readString(folder.resolve("report/report.html")).contains("iris.csv"));
        assertArrayEquals(trainedInOneProcess, onCluster.submitted());
    }

    @ParameterizedTest
    @EnumSource
    void theClusterTrainsTheModelOfOneProcess(Case each) {
        assertArrayEquals(inOneProcess.trained().get(each), onCluster.trained().get(each));
    }

    @Test
    void aModelSavedByOneApplicationIsLoadedByTheOthers() {
        assertArrayEquals(onCluster.submitted(), onCluster.loaded());
        assertArrayEquals(onCluster.submitted(), inOneProcess.loaded());
    }

    @Test
    void theClusterEvaluatesAndPredictsAsOneProcess() {
        assertTrue(onCluster.evaluation().contains("accuracy 0.9"), onCluster.evaluation());
        assertEquals(inOneProcess.evaluation(), onCluster.evaluation());
        assertEquals(
                150,
                onCluster.predictions().stream()
                        .filter(line -> line.matches(".*\\d.*"))
                        .count());
        assertEquals(inOneProcess.predictions(), onCluster.predictions());
    }
}
