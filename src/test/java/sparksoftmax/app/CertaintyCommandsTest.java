package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparksoftmax.app.RunMain.run;
import static sparksoftmax.app.RunMain.succeed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.RunMain.Result;

/** The commands that say how certain coefficients and probabilities are. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class CertaintyCommandsTest {
    private static final String IRIS = "src/test/resources/iris.csv";

    @TempDir
    private static Path folder;

    private final SparkSession spark;

    CertaintyCommandsTest(SparkSession spark) {
        this.spark = spark;
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static void train(String model, String... options) {
        succeed(with(
                options,
                "train",
                "--label",
                "species",
                "--test-fraction",
                "0",
                "--input",
                IRIS,
                "--output",
                path(model)));
    }

    private static String[] with(String[] options, String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(options));
        return all.toArray(new String[0]);
    }

    private static String out(Result result) {
        assertEquals(0, result.exitCode(), result.err());
        return result.out();
    }

    private static void assertRefused(int code, String reason, String... args) {
        Result result = run(args);
        assertEquals(code, result.exitCode(), result.err());
        assertTrue(result.err().contains(reason), result.err());
    }

    @Test
    void statisticsAreThoseOfTheLibrary() throws IOException {
        train("certain", "--solver", "l-bfgs", "--tol", "1e-9", "--max-iter", "500");
        String[] command = {
            "statistics", "--input", IRIS, "--model", path("certain"), "--output", path("statistics.csv")
        };
        String out = out(run(with(new String[] {"--reference", "virginica", "--level", "0.9"}, command)));
        assertTrue(out.contains("compared with those of class 'virginica'"), out);
        SavedModel saved = SavedModel.load(spark, path("certain"));
        Dataset<Row> rows = saved.pipeline()
                .transform(spark.read()
                        .option("header", true)
                        .option("inferSchema", true)
                        .csv(IRIS));
        List<Row> expected = saved.softmaxModel()
                .coefficientStatistics(rows)
                .relativeTo(saved.classNames().indexOf("virginica"))
                .coefficientTable(0.9)
                .collectAsList();
        List<Row> written = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(path("statistics.csv"))
                .collectAsList();
        assertEquals(10, written.size());
        for (int i = 0; i < written.size(); i++) {
            assertEquals(
                    expected.get(i).<String>getAs("className"), written.get(i).getAs("className"));
            for (String column : List.of("coefficient", "standardError", "zValue", "pValue", "lower", "upper")) {
                double value = expected.get(i).getAs(column);
                assertEquals(value, written.get(i).<Double>getAs(column), 1e-6 * Math.abs(value), column);
            }
        }

        assertRefused(
                2,
                "--reference must be one of the classes setosa, versicolor, virginica, but is 'rose'",
                with(new String[] {"--reference", "rose"}, command));
        assertRefused(2, "but is 90.0", with(new String[] {"--level", "90"}, command));
        assertRefused(1, "statistics.csv' already exists", command);
    }

    @Test
    void aCalibratedModelHasLessLossOnTheRows() throws IOException {
        train("unsure", "--reg-param", "0.1");
        String[] command = {"calibrate", "--input", IRIS, "--model", path("unsure"), "--output", path("sure")};
        String out = out(run(command));
        SavedModel before = SavedModel.load(spark, path("unsure"));
        SavedModel after = SavedModel.load(spark, path("sure"));
        double temperature = after.softmaxModel().getTemperature();
        assertTrue(temperature < 1.0, out);
        assertArrayEquals(
                Arrays.stream(before.softmaxModel().coefficientMatrix().toArray())
                        .map(value -> value / temperature)
                        .toArray(),
                after.softmaxModel().coefficientMatrix().toArray(),
                1e-12);
        assertEquals(before.settings(), after.settings());
        assertEquals(before.classNames(), after.classNames());
        Matcher losses = Pattern.compile("log-loss ([0-9.]+), expected calibration error")
                .matcher(out);
        assertTrue(losses.find());
        double first = Double.parseDouble(losses.group(1));
        assertTrue(losses.find());
        assertTrue(Double.parseDouble(losses.group(1)) < first, out);
        String evaluated = out(run("evaluate", "--input", IRIS, "--model", path("sure")));
        assertTrue(evaluated.contains("log-loss " + losses.group(1)), evaluated);

        assertTrue(out(run("inspect", path("sure"))).contains("Calibration: by temperature 0."));
        assertRefused(1, "already exists. To replace it, use --overwrite", command);
    }
}
