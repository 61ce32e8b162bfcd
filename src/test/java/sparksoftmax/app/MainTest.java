package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparksoftmax.app.RunMain.assertOneLine;
import static sparksoftmax.app.RunMain.run;
import static sparksoftmax.app.RunMain.succeed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.SharedSpark;
import sparksoftmax.Tutorial;
import sparksoftmax.app.RunMain.Result;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/** The command line, in this virtual machine: what it prints, saves and exits with. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class MainTest {
    private static final String IRIS = "src/test/resources/iris.csv";

    @TempDir
    private Path folder;

    private final SparkSession spark;

    MainTest(SparkSession spark) {
        this.spark = spark;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static double number(String text, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertTrue(matcher.find(), text);
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void withoutArgumentsItTrainsOnTheDigits() {
        String out = succeed("train", "--output", path("model")).out();
        assertTrue(out.contains("Epoch    0/100 Cost: 2.30"), out);
        assertTrue(number(out, "Test: accuracy ([0-9.]+)") > 0.93, out);
        assertTrue(number(out, "log-loss ([0-9.]+)") < 0.2, out);
        assertEquals(
                10,
                Pattern.compile("(?m)^\\d +[01]\\.\\d{4} +[01]\\.\\d{4}$")
                        .matcher(out)
                        .results()
                        .count());
        SoftmaxClassificationModel model = SavedModel.softmaxModel(PipelineModel.load(path("model")));
        assertEquals(10, model.numClasses());
        assertEquals(64, model.numFeatures());
    }

    @Test
    void theTutorialPrintsItsThreeColumns() throws IOException {
        String out = succeed("train", "--example", "tutorial", "--chart", path("charts/tutorial.png"))
                .out();
        double[] printed = Pattern.compile("Epoch +\\d+/1000 Cost: (\\d\\.\\d{6})")
                .matcher(out)
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .toArray();
        assertEquals(33, printed.length);
        double[][] expected = {Tutorial.RUN_1, Tutorial.RUN_2, Tutorial.RUN_3};
        for (int run = 0; run < 3; run++) {
            assertArrayEquals(expected[run], java.util.Arrays.copyOfRange(printed, 11 * run, 11 * run + 11), 1.5e-6);
        }
        byte[] png = Files.readAllBytes(folder.resolve("charts/tutorial.png"));
        assertEquals("PNG", new String(png, 1, 3, java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void stringLabelsAreIndexedAndGivenBackByName() {
        String out = succeed(
                        "train",
                        "--input",
                        IRIS,
                        "--label",
                        "species",
                        "--output",
                        path("iris"),
                        "--optimizer",
                        "nesterov",
                        "--chart",
                        path("iris.png"))
                .out();
        assertTrue(out.contains("setosa") && out.contains("versicolor") && out.contains("virginica"), out);
        assertTrue(Files.exists(folder.resolve("iris.png")));

        String evaluation =
                succeed("evaluate", "--model", path("iris"), "--input", IRIS).out();
        assertTrue(number(evaluation, "accuracy ([0-9.]+)") > 0.95, evaluation);
        assertTrue(evaluation.contains("(150 rows)"), evaluation);

        succeed("predict", "--model", path("iris"), "--input", IRIS, "--output", path("predictions"));
        Dataset<Row> predictions = spark.read().parquet(path("predictions"));
        assertEquals(150, predictions.count());
        assertTrue(predictions.filter("prediction = species").count() > 142);
        assertEquals(
                List.of(
                        "sepal_length",
                        "sepal_width",
                        "petal_length",
                        "petal_width",
                        "species",
                        "prediction",
                        "probability_setosa",
                        "probability_versicolor",
                        "probability_virginica"),
                List.of(predictions.columns()));

        // Rows whose label is not known can be predicted, too.
        spark.read()
                .option("header", true)
                .csv(IRIS)
                .drop("species")
                .write()
                .option("header", true)
                .csv(path("unlabelled.csv"));
        succeed(
                "predict",
                "--model",
                path("iris"),
                "--input",
                path("unlabelled.csv"),
                "--output",
                path("named"),
                "--output-format",
                "csv");
        Dataset<Row> named = spark.read().option("header", true).csv(path("named"));
        assertEquals(150, named.count());
        assertEquals(3, named.select("prediction").distinct().count());
    }

    @Test
    void libsvmAndParquetWithAWeightColumn() {
        Dataset<Row> data = Tutorial.data(spark, 1);
        data.write().format("libsvm").save(path("rows.libsvm"));
        data.selectExpr("label as y", "features as x", "label + 1 as w").write().parquet(path("rows.parquet"));
        succeed(
                "train",
                "--input",
                path("rows.libsvm"),
                "--num-features",
                "6",
                "--test-fraction",
                "0",
                "--output",
                path("m1"));
        assertEquals(6, SavedModel.softmaxModel(PipelineModel.load(path("m1"))).numFeatures());
        // The number of features is that of the model.
        succeed("evaluate", "--model", path("m1"), "--input", path("rows.libsvm"));
        succeed(
                "train",
                "--input",
                path("rows.parquet"),
                "--label",
                "y",
                "--features",
                "x",
                "--weight-col",
                "w",
                "--test-fraction",
                "0",
                "--output",
                path("m2"));
        SoftmaxClassificationModel weighted = SavedModel.softmaxModel(PipelineModel.load(path("m2")));
        assertEquals("w", weighted.getWeightCol());
        assertEquals(4, weighted.numFeatures());
        succeed("evaluate", "--model", path("m2"), "--input", path("rows.parquet"));
    }

    @Test
    void everyParamHasAnOptionWithItsDocAsHelp() {
        String help = succeed("train", "--help").out().replaceAll("\\s+", " ");
        for (Param<?> param : new SoftmaxClassifier().params()) {
            if (param.name().equals("featuresCols") || param.name().equals("labelDistributionCol")) {
                // --features takes several columns; and commands need labels.
                continue;
            }
            String words = param.name().replace("KCol", "K-Col").replaceAll("([a-z])([A-Z])", "$1-$2");
            String option = "--" + words.toLowerCase(Locale.ROOT);
            assertTrue(help.contains(option), option);
            String doc = param.doc().replaceAll("\\s+", " ");
            // Long words are broken at the edge of the terminal.
            assertTrue(help.replace(" ", "").contains(doc.replace(" ", "")), param.name() + ": " + doc);
        }
    }

    @Test
    void optionsOfEveryTypeReachTheEstimator() {
        succeed(
                "train",
                "--input",
                IRIS,
                "--label",
                "species",
                "--output",
                path("model"),
                "--max-iter",
                "3",
                "--tol",
                "0",
                "--reg-param",
                "0.5",
                "--standardization",
                "false",
                "--optimizer",
                "adam",
                "--seed",
                "7",
                "--thresholds",
                "0.2,0.3,0.5",
                "--initial-intercepts",
                "1,2,3",
                "--initial-coefficients",
                "1,2,3,4;5,6,7,8;9,10,11,12",
                "--prediction-col",
                "p");
        SoftmaxClassificationModel model = SavedModel.softmaxModel(PipelineModel.load(path("model")));
        assertEquals(3, model.getMaxIter());
        assertEquals(0.0, model.getTol());
        assertEquals(0.5, model.getRegParam());
        assertFalse(model.getStandardization());
        assertEquals("adam", model.getOptimizer());
        assertEquals(7L, model.getSeed());
        assertArrayEquals(new double[] {0.2, 0.3, 0.5}, model.getThresholds());
        assertEquals("p", model.getPredictionCol());
        // A model does not carry the start, but is the start if there are no passes.
        succeed(
                "train",
                "--input",
                IRIS,
                "--label",
                "species",
                "--output",
                path("start"),
                "--max-iter",
                "0",
                "--costs",
                "0,1,2;3,0,4;5,6,0",
                "--top-k-col",
                "best",
                "--top-k",
                "2",
                "--reg-param",
                "0.5",
                "--initial-intercepts",
                "1,2,3",
                "--initial-coefficients",
                "1,2,3,4;5,6,7,8;9,10,11,12");
        SoftmaxClassificationModel start = SavedModel.softmaxModel(PipelineModel.load(path("start")));
        assertEquals(7.0, start.coefficientMatrix().apply(1, 2), 1e-12);
        assertEquals(4.0, start.getCosts().apply(1, 2));
        assertEquals("best", start.getTopKCol());
        assertEquals(2, start.getTopK());
        assertEquals(
                1.0, start.interceptVector().apply(2) - start.interceptVector().apply(1), 1e-12);
    }

    @Test
    void aConfigurationFileGivesOptionsAndTheCommandLineHasPrecedence() throws IOException {
        Path config = folder.resolve("train.properties");
        Files.writeString(
                config,
                "input = " + IRIS + "\nlabelCol = species\noutput = " + path("model")
                        + "\nmaxIter = 4\nreg-param = 0.25\ntest-fraction = 0\nfeaturesCol = sepal_length,petal_length\n");
        succeed("train", "--config", config.toString(), "--max-iter", "6");
        SoftmaxClassificationModel model = SavedModel.softmaxModel(PipelineModel.load(path("model")));
        assertEquals(6, model.getMaxIter());
        assertEquals(0.25, model.getRegParam());
        assertEquals(2, model.numFeatures());

        Files.writeString(config, "maxIterations = 4\n");
        Result unknown = run("train", "--config=" + config);
        assertEquals(2, unknown.exitCode());
        assertOneLine("Unknown key 'maxIterations'", unknown);
    }

    @Test
    void theExampleConfigurationIsValid() {
        succeed(
                "train",
                "--config",
                "conf/train.properties",
                "--input",
                IRIS,
                "--label",
                "species",
                "--output",
                path("model"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | train --bogus | Unknown option: '--bogus'",
                "2 | train --max-iter -1 | Invalid value for option --max-iter",
                "2 | train --max-iter many | Invalid value for option --max-iter: not a number",
                "2 | train --optimizer lion | must be one of sgd, momentum",
                "2 | train --standardization perhaps | must be true or false",
                "2 | train --test-fraction 1.5 | --test-fraction must be in [0, 1)",
                "2 | train --input x.csv | --output is needed with --input",
                "2 | train --input x.csv --example digits --output y | exclude each other",
                "2 | train --config nowhere.properties | could not be read",
                "2 | train --initial-coefficients 1,2;3 --output x | all rows of a matrix must have the same length",
                "2 | evaluate --input x.csv | Missing required option: '--model=MODEL'",
                "2 | evaluate --model x | --input is needed",
                "2 | predict --model x --input y | Missing required option: '--output=PATH'",
                "2 | frobnicate | Unmatched argument",
                "1 | train --input nowhere.csv --output x | There is no file or folder 'nowhere.csv'",
                "1 | train --input pom.xml --output x | The format of 'pom.xml' follows neither from its name nor from its contents",
                "1 | train --input pom.xml --format libsvm --output x | could not be read as libsvm",
                "1 | train --input pom.xml --format parquet --output x | could not be read as parquet",
                "1 | train --num-classes 2147483647 --output x | --num-classes must be at most 100000",
                "1 | train --input src/test/resources/iris.csv --output x | Column 'label' does not exist",
                "1 | train --input src/test/resources/iris.csv --label species --features nope --output x |"
                        + " Column 'nope' does not exist. 'src/test/resources/iris.csv' has the columns sepal_length",
                "1 | evaluate --model nowhere --input x.csv | There is no saved model at 'nowhere'",
                "1 | evaluate --model : --input x.csv | ':' cannot be the path of a model",
                "1 | evaluate --model http://127.0.0.1:1/x --input x.csv | The model at 'http://127.0.0.1:1/x' cannot be",
                "1 | train --input src/test/resources/iris.csv --label species --output src | already exists",
                "1 | train --input : --output x | ':' cannot be a path",
                "1 | train --input src/test/resources/iris.csv --label species --output : | ':' cannot be a path",
                "1 | train --input hdfs://127.0.0.1:1/x.csv --output y | The file system of 'hdfs://127.0.0.1:1/x.csv' cannot",
                "1 | train --input src/test/resources/iris.csv --label species --output hdfs://127.0.0.1:1/x |"
                        + " The file system of 'hdfs://127.0.0.1:1/x",
                "1 | train --input nofs://a/x.csv --output y | The file system of 'nofs://a/x.csv' cannot be used",
                "1 | train --input s3a://a/x.csv --output y | The file system of 's3a://a/x.csv' cannot be used",
                "1 | evaluate --model s3a://a/model --input x.csv | The model at 's3a://a/model' cannot be",
            })
    void errorsAreOneLineAndAnExitCode(int exitCode, String args, String message) {
        Result result = run(args.split(" "));
        assertEquals(exitCode, result.exitCode(), result.err());
        assertOneLine(message, result);
    }

    @Test
    void noCommandIsAnErrorToo() {
        assertEquals(2, run().exitCode());
    }

    @Test
    void aStackTraceIsPrintedOnDemand() {
        Result result = run("train", "--stacktrace", "--input", "nowhere.csv", "--output", "x");
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("\tat sparksoftmax.app.TrainCommand"), result.err());
    }

    @Test
    void rowsThatCannotBeReadAreReportedWithTheirSource() throws IOException {
        Path file = folder.resolve("bad.libsvm");
        Files.writeString(file, "0 1:1 2:3\n1 1:2\n1 1:x\n");
        Result result = run("train", "--input", file.toString(), "--num-features", "3", "--output", path("x"));
        assertEquals(1, result.exitCode());
        assertOneLine(
                "'bad.libsvm', line 3, could not be read as libsvm: labels and values must be numbers, but there is 'x'",
                result);
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void aFailedTrainingKeepsTheModelThatWasThere() throws IOException {
        succeed("train", "--input", IRIS, "--label", "species", "--output", path("model"));
        SoftmaxClassificationModel before = SavedModel.softmaxModel(PipelineModel.load(path("model")));
        Result again = run("train", "--input", IRIS, "--label", "species", "--output", path("model"));
        assertEquals(1, again.exitCode());
        assertOneLine("already exists. To replace it, use --overwrite", again);
        Result failed = run(
                "train",
                "--input",
                IRIS,
                "--label",
                "species",
                "--output",
                path("model"),
                "--overwrite",
                "--step-size",
                "1e308",
                "--reg-param",
                "1e5");
        assertEquals(1, failed.exitCode());
        assertOneLine("The objective must stay finite", failed);
        assertEquals(
                before.coefficientMatrix(),
                SavedModel.softmaxModel(PipelineModel.load(path("model"))).coefficientMatrix());
        succeed(
                "train",
                "--input",
                IRIS,
                "--label",
                "species",
                "--output",
                path("model"),
                "--overwrite",
                "--max-iter",
                "2");
    }
}
