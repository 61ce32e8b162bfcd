package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparksoftmax.app.RunMain.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.RunMain.Result;
import sparksoftmax.classification.PenaltySelection;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifierCV;
import sparksoftmax.classification.TriedPenalty;

@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class TuneCommandTest {
    private static final String[] NEEDED = {"tune", "--label", "y", "--input", "x.csv", "--output", "model"};

    @TempDir
    private Path folder;

    private final SparkSession spark;

    /** The commands use the shared session. */
    TuneCommandTest(SparkSession spark) {
        this.spark = spark;
    }

    private static void assertUsage(String message, String... options) {
        String[] words = new String[NEEDED.length + options.length];
        System.arraycopy(NEEDED, 0, words, 0, NEEDED.length);
        System.arraycopy(options, 0, words, NEEDED.length, options.length);
        Result result = run(words);
        assertEquals(2, result.exitCode(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }

    @Test
    void theGridCannotTryColumns() {
        assertUsage("--grid cannot try 'features', which names a column", "--grid", "features=a,b");
        assertUsage("--grid cannot try 'weightCol', which names a column", "--grid", "weightCol=a,b");
    }

    @Test
    void twoWaysToMarkValidationRowsExcludeEachOther() {
        assertUsage(
                "--validation-fraction and --validation-indicator-col exclude each other",
                "--validation-fraction",
                "0.2",
                "--validation-indicator-col",
                "v");
    }

    @Test
    void statesAreForOneFit() {
        assertUsage("--checkpoint-path is for one fit", "--checkpoint-path", "states");
    }

    @Test
    void everyFoldMustHaveRows() throws IOException {
        Path input = Files.write(folder.resolve("few.csv"), List.of("y,x", "a,1", "b,2"));
        Result result = run(
                "tune",
                "--label",
                "y",
                "--test-fraction",
                "0",
                "--input",
                input.toString(),
                "--output",
                folder.resolve("model").toString());
        assertEquals(1, result.exitCode(), result.err());
        assertTrue(result.err().contains("Each of the 5 folds (numFolds) must have rows"), result.err());
    }

    private String rows() throws IOException {
        Path file = folder.resolve("rows.csv");
        if (Files.exists(file)) {
            return file.toString();
        }
        Random random = new Random(3);
        List<String> lines = new ArrayList<>(List.of("y,a,b"));
        for (int i = 0; i < 150; i++) {
            lines.add(List.of("ash", "birch", "cedar").get(i % 3) + "," + (i % 3 + 0.9 * random.nextGaussian()) + ","
                    + (-i % 3 + 0.9 * random.nextGaussian()));
        }
        return Files.write(file, lines).toString();
    }

    private Result tune(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("tune", "--label", "y", "--test-fraction", "0"));
        words.addAll(
                List.of("--input", rows(), "--output", folder.resolve("model").toString()));
        words.addAll(List.of(options));
        Result result = run(words.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result.err());
        return result;
    }

    private SoftmaxClassificationModel model() {
        Transformer[] stages =
                PipelineModel.load(folder.resolve("model").toString()).stages();
        return (SoftmaxClassificationModel) Stream.of(stages)
                .filter(SoftmaxClassificationModel.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void penaltiesAreChosenAsSoftmaxClassifierCVDoes() throws IOException {
        String out = tune("--grid", "reg-param=0.3,0.02,0.001", "--grid", "elastic-net-param=0,0.5", "--folds", "4")
                .out();
        SoftmaxClassificationModel model = model();
        Dataset<Row> features = PipelineModel.load(folder.resolve("model").toString())
                .transform(spark.read()
                        .option("header", true)
                        .option("inferSchema", true)
                        .csv(rows()))
                .drop("prediction", "probability", "rawPrediction");
        SoftmaxClassificationModel expected = new SoftmaxClassifierCV()
                .setFeaturesCol(model.getFeaturesCol())
                .setLabelCol("label")
                .setRegParams(new double[] {0.3, 0.02, 0.001})
                .setElasticNetParams(new double[] {0.0, 0.5})
                .setNumFolds(4)
                .fit(new StringIndexer()
                        .setInputCol("y")
                        .setOutputCol("label")
                        .setStringOrderType("alphabetAsc")
                        .fit(features)
                        .transform(features));
        assertEquals(expected.coefficientMatrix(), model.coefficientMatrix());
        assertEquals(expected.getRegParam(), model.getRegParam());
        PenaltySelection selection = expected.summary().penaltySelection().orElseThrow();
        assertEquals(6, selection.tried().size());
        for (TriedPenalty tried : selection.tried()) {
            String line = out.lines()
                    .filter(each -> each.startsWith("reg-param=" + tried.regParam() + " elastic-net-param="
                            + (tried.elasticNetParam() == 0.0 ? "0 " : "0.5 ")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(tried + " is missing in " + out));
            String figures = tried.abandoned()
                    ? "not tried: stronger penalties are clearly better"
                    : String.format(Locale.ROOT, "%.4f", tried.logLoss());
            assertTrue(line.contains(figures), line + " for " + tried);
            assertEquals(tried.chosen(), line.endsWith("  best"), line);
        }
    }

    @Test
    void theMetricAndTheRuleOfTheChoiceAreOptions() throws IOException {
        String out = tune("--grid", "reg-param=1,0.1,0.001", "--metric", "accuracy", "--selection", "oneStandardError")
                .out();
        assertTrue(out.contains("setting           accuracy        +/-   log-loss\n"), out);
        TriedPenalty chosen = model().summary().penaltySelection().orElseThrow().chosen();
        assertEquals(1.0, chosen.regParam(), "the strongest penalty is as accurate as the others here");
        assertUsage("Invalid value for option --metric", "--metric", "auc");
    }

    @Test
    void weakPenaltiesThatWereNotTriedAreSaid() throws IOException {
        // Labels of pure chance: the weaker the penalty, the worse.
        Random random = new Random(7);
        List<String> lines = new ArrayList<>(List.of("y,a,b,c,d,e,f"));
        for (int i = 0; i < 90; i++) {
            String numbers = random.doubles(6).mapToObj(Double::toString).collect(Collectors.joining(","));
            lines.add((random.nextBoolean() ? "ash," : "birch,") + numbers);
        }
        Files.write(folder.resolve("rows.csv"), lines);
        String grid = "reg-param=10,0.1,0.01,0.001,0.0001,0.00001";
        String out = tune("--grid", grid).out();
        assertTrue(out.contains("reg-param=0.00001  not tried: stronger penalties are clearly better"), out);
        assertFalse(
                tune("--grid", grid, "--abandonment", "false", "--overwrite")
                        .out()
                        .contains("not tried"),
                out);
    }

    @Test
    void otherParamsAreTriedOneByOne() throws IOException {
        String out = tune(
                        "--grid",
                        "max-iter=1,20",
                        "--folds",
                        "3",
                        "--report",
                        folder.resolve("r").toString())
                .out();
        assertTrue(out.contains("max-iter=20"), out);
        assertTrue(model().summary().penaltySelection().isEmpty());
        Result refused = run(
                "tune",
                "--label",
                "y",
                "--input",
                rows(),
                "--output",
                folder.resolve("other").toString(),
                "--grid",
                "max-iter=1,2",
                "--metric",
                "accuracy");
        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains("--metric is for grids of reg-param"), refused.err());
    }

    @Test
    void aSolverThatCannotShareItsPassesTrainsOneModelAfterTheOther() throws IOException {
        String out = tune("--grid", "reg-param=0.1,0.01", "--solver", "sgd", "--max-iter", "5", "--folds", "3")
                .out();
        assertTrue(out.contains("reg-param=0.01"), out);
        assertEquals("sgd", model().getSolver());
    }
}
