package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparksoftmax.app.RunMain.assertOneLine;
import static sparksoftmax.app.RunMain.run;
import static sparksoftmax.app.RunMain.succeed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.RunMain.Result;
import sparksoftmax.storage.ModelFolder;

/** What the commands do with a model of a table of several kinds of columns, trained once. */
@ExtendWith(SharedSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableCommandsTest {
    private static final String PASSENGERS = "src/test/resources/ugly/passengers.csv";

    @TempDir
    private static Path folder;

    private final SparkSession spark;

    TableCommandsTest(SparkSession spark) {
        this.spark = spark;
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String[] words(String line, String... more) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    @BeforeAll
    void train() {
        succeed(words(
                "train --label survived --missing mean --exclude id,cabin --test-fraction 0.25 --input " + PASSENGERS,
                "--output",
                path("model")));
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), Arrays.asList(lines));
    }

    private Dataset<Row> predict(Path input, String options) {
        String output = path("predictions.csv");
        succeed(words("predict --overwrite --model " + path("model") + " --input " + input + " --output " + output
                + options));
        assertTrue(Files.isRegularFile(Path.of(output)));
        return spark.read().option("header", true).option("inferSchema", true).csv(output);
    }

    @Test
    void predictNeedsOnlyTheColumnsOfTheModelInAnyOrderAndIgnoresLabels() throws IOException {
        Path input = file(
                "new.csv",
                "harbour,survived,age,sex,alone,class",
                "S,who knows,30,female,true,1",
                "Q,,NA,male,false,3",
                "X,0,44,male,FALSE,2");
        Dataset<Row> predictions = predict(input, "");
        assertArrayEquals(
                new String[] {
                    "harbour",
                    "survived",
                    "age",
                    "sex",
                    "alone",
                    "class",
                    "prediction",
                    "probability_0",
                    "probability_1"
                },
                predictions.columns());
        List<Row> rows = predictions.collectAsList();
        assertEquals(1, rows.get(0).<Integer>getAs("prediction"));
        assertEquals("who knows", rows.get(0).getAs("survived"));
        for (Row row : rows) {
            assertEquals(1.0, row.<Double>getAs("probability_0") + row.<Double>getAs("probability_1"), 1e-12);
        }
    }

    @Test
    void aCategoryThatIsNewIsNoneOfTheKnownOnes() throws IOException {
        // A missing category counts as a new one does.
        List<Row> rows = predict(
                        file(
                                "categories.csv",
                                "harbour,age,sex,alone,class",
                                "X,30,male,true,1",
                                ",30,male,true,1",
                                "S,30,male,true,1"),
                        "")
                .collectAsList();
        assertEquals(rows.get(0).<Double>getAs("probability_0"), rows.get(1).<Double>getAs("probability_0"));
        assertFalse(
                rows.get(0).<Double>getAs("probability_0").equals(rows.get(2).<Double>getAs("probability_0")));
    }

    @Test
    void rowsThatCannotBeUsedStopItOrAreLeftOutOrWrittenWithTheReason() throws IOException {
        Path input = file("bad.csv", "harbour,age,sex,alone,class", "S,30,male,true,1", "S,old,male,true,1");
        Result refused = run(words("predict --overwrite --model " + path("model") + " --input " + input + " --output "
                + path("predictions.csv")));
        assertEquals(1, refused.exitCode());
        assertOneLine(
                "has 1 row that the model cannot use, such as: column 'age' must be a finite number, but is 'old'",
                refused);
        assertEquals(1, predict(input, " --invalid skip").count());
        List<Row> kept = predict(input, " --invalid keep").collectAsList();
        assertNull(kept.get(0).getAs("problem"));
        assertEquals(
                "column 'age' must be a finite number, but is 'old'",
                kept.get(1).getAs("problem"));
        assertNull(kept.get(1).getAs("prediction"));
        assertNull(kept.get(1).getAs("probability_0"));
    }

    @Test
    void predictSaysWhatItCouldNotUseWhatItFilledAndWhatItDidNotKnow() throws IOException {
        Path input = file(
                "notes.csv",
                "harbour,age,sex,alone,class,ticket",
                "S,30,male,true,1,01067",
                "X,,male,TRUE,1,7",
                "Y,31.5,male,false,2,8",
                "S,old,male,true,1,9",
                "S,30,male,true,1,9,surplus",
                "\"S,30,male,true,1,9",
                "S,30,male,true,1,\"9");
        String out = succeed(words("predict --overwrite --invalid keep --model " + path("model") + " --input " + input
                        + " --output " + path("notes.json")))
                .out();
        List<String> lines = out.lines().toList();
        assertEquals("Predictions written to " + path("notes.json"), lines.get(0));
        assertTrue(lines.get(1).startsWith("4 rows of 7 without a prediction, such as: column 'age'"), out);
        assertTrue(lines.get(2).startsWith("1 missing value (numbers are filled with the mean"), out);
        assertEquals(
                "2 values of column 'harbour' that training did not have, such as 'X': none of the known categories",
                lines.get(3));
        List<String> written = Files.readAllLines(folder.resolve("notes.json"));
        assertTrue(
                written.get(0)
                        .startsWith("{\"harbour\":\"S\",\"age\":30.0,\"sex\":\"male\",\"alone\":true,\"class\":1,"
                                + "\"ticket\":\"01067\",\"prediction\":\""),
                written.get(0));
        assertTrue(written.get(3).contains("\"age\":null") && written.get(3).contains("but is 'old'"), written.get(3));
        for (int i = 4; i < 7; i++) {
            String line = Files.readAllLines(input).get(i + 1).replace("\"", "\\\"");
            assertTrue(written.get(i).endsWith(": " + line + "\"}"), written.get(i));
        }
    }

    @Test
    void filesWhoseHeadersDifferAreRefused() throws IOException {
        Files.createDirectories(folder.resolve("headers"));
        file("headers/a.csv", "harbour,age,sex,alone,class", "S,30,male,true,1");
        file("headers/b.csv", "age,harbour,sex,alone,class", "30,S,male,true,1");
        Result result = run(words("predict --overwrite --model " + path("model") + " --input " + path("headers")
                + " --output " + path("predictions.csv")));
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("header"), result.err());
    }

    @Test
    void codesAreCategoriesWhetherOrNotTheyBeginWithAZeroAndOldPredictionsAreColumnsLikeOthers() throws IOException {
        List<String> lines = new ArrayList<>(List.of("zip,prediction,kind"));
        for (int i = 0; i < 30; i++) {
            lines.add(List.of("0123,1,a", "45678,0,b", "89012,1,c").get(i % 3));
        }
        String out = succeed(words("train --label kind --input " + file("zip.csv", lines.toArray(new String[0]))
                        + " --output " + path("zip")))
                .out();
        assertTrue(out.contains("zip (3 values)"), out);
        assertTrue(out.contains("prediction_"), out);
        assertTrue(out.contains("Test: accuracy 1.0000"), out);
    }

    @Test
    void quotesInValuesAreWrittenAsTheyAreRead() throws IOException {
        Path input = file("quotes.csv", "note,harbour,age,sex,alone,class", "\"say \"\"hi\"\", ok\",S,30,male,true,1");
        predict(input, "");
        assertTrue(Files.readString(folder.resolve("predictions.csv")).contains("\"say \"\"hi\"\", ok\",S,30"));
    }

    @Test
    void theMostProbableClassesAreNamedWithTopK() throws IOException {
        Path input = file("top.csv", "harbour,age,sex,alone,class", "S,30,female,true,1");
        Row all = predict(input, "").head();
        Row top = predict(input, " --top-k 5").head();
        assertEquals(1, top.<Integer>getAs("top1"));
        assertEquals(0, top.<Integer>getAs("top2"));
        assertEquals(all.<Double>getAs("probability_1"), top.<Double>getAs("top1_probability"));
        assertFalse(Arrays.asList(top.schema().fieldNames()).contains("top3"));
    }

    @Test
    void aColumnThatTheModelNeedsIsNamedWhenItIsNotThere() throws IOException {
        Path input = file("lacking.csv", "harbour,age,gender,alone,class", "S,30,male,true,1");
        Result result = run(words("predict --overwrite --model " + path("model") + " --input " + input + " --output "
                + path("predictions.csv")));
        assertEquals(1, result.exitCode());
        assertOneLine("The model needs column 'sex', but", result);
    }

    @Test
    void evaluateReadsOnlyTheColumnsOfTheModel() {
        String out = succeed(words("evaluate --model " + path("model") + " --input " + PASSENGERS))
                .out();
        assertTrue(out.contains("(80 rows)"), out);
    }

    @Test
    void aClassThatTheModelDoesNotKnowIsNamed() throws IOException {
        Path input = file("labels.csv", "harbour,age,sex,alone,class,survived", "S,30,male,true,1,perhaps");
        Result result = run(words("evaluate --model " + path("model") + " --input " + input));
        assertEquals(1, result.exitCode());
        assertOneLine("column 'survived' must be one of the 2 classes, but is 'perhaps' (1 row)", result);
    }

    @Test
    void settingsAreKeptBesideTheModel() throws IOException {
        ModelSettings settings =
                ModelSettings.read(ModelFolder.local(Path.of(path("model")))).orElseThrow();
        assertEquals("mean", settings.options().get("--missing"));
        assertEquals("0.25", settings.options().get("--test-fraction"));
        assertEquals("train", settings.commandLine().get(0));
        assertTrue(settings.versions().containsKey("Spark"));
        assertEquals(
                List.of("class", "sex", "age", "alone", "harbour"),
                settings.columns().inputs());
    }

    @Test
    void inspectNamesClassesFeaturesAndCoefficients() {
        String out = succeed("inspect", path("model"), "--top", "2").out();
        assertTrue(out.contains("Classes: 2: 0, 1"), out);
        assertTrue(out.contains("from columns class, sex, age, alone, harbour"), out);
        assertTrue(
                Pattern.compile("1: intercept [-0-9.]+, sex=(fe)?male")
                        .matcher(out)
                        .find(),
                out);
    }

    @Test
    void coefficientsAreWrittenWithNames() {
        succeed("coefficients", "--model", path("model"), "--output", path("coefficients.csv"));
        List<Row> rows = spark.read()
                .option("header", true)
                .csv(path("coefficients.csv"))
                .collectAsList();
        // An intercept and 8 features for each of the 2 classes.
        assertEquals(18, rows.size());
        assertTrue(rows.stream().anyMatch(row -> "harbour=Q".equals(row.getAs("featureName"))));
    }

    @Test
    void splitsAreByClass() {
        String out = succeed(
                        words("train --label species --test-fraction 0.1 --validation-fraction 0.1 --max-iter 3 --input"
                                + " src/test/resources/iris.csv --output " + path("iris")))
                .out();
        assertTrue(out.contains("(15 rows)"), out);
        assertTrue(out.contains("that is 1 / training rows"), out);
        // 150 - 15 - 15 rows to train on.
        assertTrue(out.contains("regParam 0.00833"), out);
    }

    @Test
    void tuneTriesTheGridAndTrainsWithTheBest() {
        String out = succeed(words("tune --label species --grid reg-param=10,0.001 --grid maxIter=5 --folds 3 --input"
                        + " src/test/resources/iris.csv --output " + path("tuned")))
                .out();
        Matcher table = Pattern.compile("reg-param=(\\S+) maxIter=5 +([0-9.]+) +[0-9.]+ +[0-9.]+( +best)?")
                .matcher(out);
        assertTrue(table.find(), out);
        assertEquals("10", table.group(1));
        assertNull(table.group(3));
        double worse = Double.parseDouble(table.group(2));
        assertTrue(table.find(), out);
        assertTrue(table.group(3) != null && Double.parseDouble(table.group(2)) < worse, out);
        assertEquals(
                0.001,
                SavedModel.softmaxModel(org.apache.spark.ml.PipelineModel.load(path("tuned")))
                        .getRegParam());
        assertOneLine(
                "Did you mean 'reg-param'?",
                run(words("tune --label species --grid reg-parm=1 --input x.csv --output y")));
    }

    @Test
    void namesThatAreNearlyRightAreSuggested() throws IOException {
        assertOneLine("Did you mean '--max-iter'?", run("train", "--max-itr", "3"));
        Path config = file("train.properties", "max-itr = 3");
        assertOneLine("Did you mean 'max-iter'?", run("train", "--config", config.toString()));
    }

    @Test
    void versionAndCompletionNeedNoData() {
        String version = succeed("--version").out();
        assertTrue(version.contains("Spark 4.") && version.contains("Java ") && version.contains("Kernel "), version);
        assertTrue(succeed("completion").out().contains("complete"));
    }

    @Test
    void overwritingTakesTheFlagFromTheFileOrTheCommandLineAndSparesForeignFolders() throws IOException {
        Path config = file("overwrite.properties", "overwrite = true", "max-iter = 2");
        String line = "train --label species --input src/test/resources/iris.csv --config " + config + " --output ";
        succeed(words(line + path("replaced")));
        succeed(words(line + path("replaced") + " --overwrite"));

        Files.createDirectories(folder.resolve("foreign"));
        Path thesis = file("foreign/thesis.txt", "three years of work");
        assertOneLine("'thesis.txt' in it, which this command did not write", run(words(line + path("foreign"))));
        assertOneLine(
                "'thesis.txt' in it, which this command did not write",
                run(words("predict --overwrite --model " + path("model") + " --input " + PASSENGERS + " --output "
                        + path("foreign"))));
        assertTrue(Files.exists(thesis));
    }

    @Test
    void aNameThatPromisesAnotherFormatIsRefused() {
        assertOneLine(
                "must end in .csv, .json or .parquet",
                run(words("predict --model " + path("model") + " --input " + PASSENGERS + " --output "
                        + path("out.tsv"))));
    }

    @Test
    void anOutputThatCannotBeWrittenIsFoundOutBeforeTraining() throws IOException {
        Path file = file("a-file", "x");
        Result result = run(words("train --label survived --input " + PASSENGERS + " --output " + file + "/model"));
        assertEquals(1, result.exitCode());
        assertOneLine("cannot be written", result);
        assertEquals("", result.out());
    }
}
