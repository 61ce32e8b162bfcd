package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparksoftmax.app.RunMain.assertOneLine;
import static sparksoftmax.app.RunMain.run;
import static sparksoftmax.app.RunMain.succeed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.RunMain.Result;
import sparksoftmax.classification.SoftmaxClassificationModel;

/** What the commands calibrate, statistics and evaluate say of a model of a table, which is trained once. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalibrateAndStatisticsTest {
    @TempDir
    private static Path folder;

    private final SparkSession spark;

    CalibrateAndStatisticsTest(SparkSession spark) {
        this.spark = spark;
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String[] words(String line) {
        return line.replace("FOLDER", folder.toString()).split(" ");
    }

    /** A table of two numbers, a category and a class that depends on them, but not only. */
    private static void write(String name, int numRows, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("x,y,color,kind\n");
        for (int i = 0; i < numRows; i++) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            String color = random.nextBoolean() ? "red" : "blue";
            double score = x - 0.5 * y + (color.equals("red") ? 0.7 : 0.0) + 1.5 * random.nextGaussian();
            text.append("%s,%s,%s,%s%n".formatted(x, y, color, score > 0.8 ? "c" : score > -0.3 ? "b" : "a"));
        }
        Files.writeString(folder.resolve(name), text);
    }

    @BeforeAll
    void train() throws IOException {
        write("rows.csv", 120, 1L);
        write("held.csv", 90, 2L);
        succeed(words("train --input FOLDER/rows.csv --label kind --test-fraction 0 --solver l-bfgs --tol 1e-9"
                + " --reg-param 0.01 --output FOLDER/model"));
    }

    private Dataset<Row> prepared(SavedModel saved, String file) {
        Dataset<Row> rows =
                spark.read().option("header", true).option("inferSchema", true).csv(path(file));
        return LabeledRowsCommand.prepared(saved, rows);
    }

    @Test
    void statisticsAreThoseOfTheModelAndItsRows() throws IOException {
        Result result = succeed(words(
                "statistics --model FOLDER/model --input FOLDER/rows.csv --level 0.9 --output FOLDER/statistics.csv"));
        assertTrue(result.out().startsWith("Statistics written to " + path("statistics.csv")), result.out());
        assertTrue(result.out().contains("Distance to the optimum: "), result.out());
        SavedModel saved = SavedModel.load(spark, path("model"));
        List<Row> expected = saved.softmaxModel()
                .coefficientStatistics(prepared(saved, "rows.csv"))
                .coefficientTable(0.9)
                .collectAsList();
        List<Row> found = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(path("statistics.csv"))
                .collectAsList();
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(
                    expected.get(i).<String>getAs("className"), found.get(i).getAs("className"));
            for (String column : List.of("coefficient", "standardError", "pValue", "lower", "upper")) {
                assertEquals(expected.get(i).<Double>getAs(column), found.get(i).<Double>getAs(column), 1e-12, column);
            }
        }
        Result wrong = run(words("statistics --model FOLDER/model --input FOLDER/rows.csv --level 95 --output o.csv"));
        assertEquals(2, wrong.exitCode());
        assertOneLine("--level must be greater than 0 and less than 1, but was 95.0", wrong);
    }

    @Test
    void aCalibratedModelIsSavedAsItsPipeline() throws IOException {
        Result result =
                succeed(words("calibrate --model FOLDER/model --input FOLDER/held.csv --output FOLDER/calibrated"));
        SavedModel before = SavedModel.load(spark, path("model"));
        SavedModel after = SavedModel.load(spark, path("calibrated"));
        SoftmaxClassificationModel expected = before.softmaxModel().calibrate(prepared(before, "held.csv"));
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                after.softmaxModel().coefficientMatrix().toArray(),
                1e-9);
        assertEquals(expected.getTemperature(), after.softmaxModel().getTemperature(), 1e-9);
        assertTrue(Math.abs(expected.getTemperature() - 1.0) > 1e-3, "the temperature must matter");
        assertTrue(result.out().startsWith("Temperature %.4f".formatted(expected.getTemperature())), result.out());
        assertEquals(before.settings(), after.settings());
        String log = "evaluate --input FOLDER/held.csv --model FOLDER/";
        assertTrue(logLoss(words(log + "calibrated")) <= logLoss(words(log + "model")));
        Result again = run(words("calibrate --model FOLDER/model --input FOLDER/held.csv --output FOLDER/calibrated"));
        assertEquals(1, again.exitCode());
        assertOneLine("already exists. To replace it, use --overwrite", again);
        Result without = run(words("calibrate --model FOLDER/model --input FOLDER/held.csv"));
        assertEquals(2, without.exitCode());
        assertOneLine("--output is needed", without);
    }

    private static double logLoss(String[] words) {
        String out = succeed(words).out();
        return Double.parseDouble(out.replaceFirst("(?s).*log-loss ([0-9.]+) .*", "$1"));
    }

    @Test
    void evaluateSaysHowWellTheModelIsCalibrated() throws IOException {
        String out = succeed(words("evaluate --model FOLDER/model --input FOLDER/held.csv"))
                .out();
        SavedModel saved = SavedModel.load(spark, path("model"));
        double error =
                saved.softmaxModel().evaluate(prepared(saved, "held.csv")).expectedCalibrationError();
        assertTrue(out.contains("expected calibration error: %.4f".formatted(error)), out);
    }
}
