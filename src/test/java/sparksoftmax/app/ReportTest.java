package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Tuple3;
import sparksoftmax.HeadlessBrowser;
import sparksoftmax.PageChecks;
import sparksoftmax.RecordedJobs;
import sparksoftmax.SharedSpark;
import sparksoftmax.classification.SoftmaxClassificationModel;

/** The option {@code --report}: reports of real trainings and evaluations, and their figures computed independently. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class ReportTest {
    private static final String IRIS = "src/test/resources/iris.csv";
    private static final List<String> NAMES = List.of(
            "<b>bold</b>",
            "</script><script>window.injected = true</script>",
            "\"double\" 'single'",
            "😀",
            "שלום עולם");
    private static final int CLASSES = 150;

    @TempDir
    private Path folder;

    private final SparkSession spark;

    ReportTest(SparkSession spark) {
        this.spark = spark;
    }

    private record Result(int exitCode, String out, String err) {}

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private static void succeed(String... args) {
        Result result = run(args);
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("", result.err());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode figures(String report) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(report + "/report.json").toFile());
    }

    private Document page(String report) throws IOException {
        Document page = Jsoup.parse(folder.resolve(report + "/report.html").toFile(), "UTF-8");
        PageChecks.check(page);
        return page;
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    @Test
    void theDigitsAreShownAsPictures() throws Exception {
        succeed("train", "--output", path("model"), "--report", path("report"));
        JsonNode figures = figures("report");
        assertEquals("Handwritten digits", figures.at("/title").asText());
        assertEquals(
                "scripts/softmax train --output " + path("model") + " --report " + path("report"),
                figures.at("/command").asText());
        SoftmaxClassificationModel model = SavedModel.softmaxModel(PipelineModel.load(path("model")));
        assertArrayEquals(model.summary().objectiveHistory(), numbers(figures.at("/training/objectiveHistory")), 0.0);
        assertEquals(
                model.summary().stopReason(), figures.at("/training/stopReason").asText());
        assertEquals(
                1797,
                figures.at("/rows/trainingRows").asInt()
                        + figures.at("/rows/evaluatedRows").asInt());
        assertTrue(figures.at("/quality/trainingAccuracy").asDouble() > 0.95);
        assertEquals(8, figures.at("/pictures/shape/height").asInt());
        assertEquals(10, figures.at("/pictures/classes").size());
        assertEquals(64, figures.at("/mistakes/rows/0/picture").size());
        assertEquals(0, figures.at("/mistakes/columns").size());
        // The coefficient in the table and in the picture are the same one.
        JsonNode largest = figures.at("/coefficients/classes/3/largest/0");
        assertEquals(
                figures.at("/pictures/classes/3/values")
                        .get(largest.get("index").asInt()),
                largest.get("value"));

        Document page = page("report");
        assertEquals(10, page.select(".pictures img").size());
        int mistakes = figures.at("/mistakes/rows").size();
        assertEquals(mistakes, page.select("img.ink").size());
        assertEquals(100, page.select("table.heat td").size());
        Element accuracy = page.selectFirst(".tile dd");
        assertEquals(
                String.format(
                        java.util.Locale.ROOT,
                        "%.1f %%",
                        100 * figures.at("/quality/accuracy").asDouble()),
                accuracy.text());
    }

    @Test
    void theReportOfTheDigitsOpensInABrowser() throws Exception {
        Path profile = Files.createDirectory(folder.resolve("p"));
        HeadlessBrowser.orSkip(profile);
        succeed("train", "--max-iter", "3", "--output", path("model"), "--report", path("report"));
        Document drawn = HeadlessBrowser.openFile(folder.resolve("report/report.html"), profile);
        assertEquals(2, drawn.select(".chart.drawn svg").size());
    }

    /** Rows of 150 classes in six features, with weights and with names that need escaping. */
    private String manyClasses() {
        Random random = new Random(5);
        List<Row> rows = new ArrayList<>();
        double[][] centers = new double[CLASSES][6];
        for (int i = 0; i < 1200; i++) {
            int label = i % CLASSES;
            Object[] row = new Object[9];
            for (int j = 0; j < 6; j++) {
                centers[label][j] = i < CLASSES ? 3 * random.nextGaussian() : centers[label][j];
                row[j + 2] = centers[label][j] + random.nextGaussian();
            }
            row[0] = label < NAMES.size() ? NAMES.get(label) : "class " + label;
            row[1] = "x".repeat(70) + "😀".repeat(20) + i;
            row[8] = i % 4 / 2.0;
            rows.add(RowFactory.create(row));
        }
        StructType schema = new StructType()
                .add("name", DataTypes.StringType)
                .add("a.note <b>", DataTypes.StringType)
                .add("f0", DataTypes.DoubleType)
                .add("f1", DataTypes.DoubleType)
                .add("f2", DataTypes.DoubleType)
                .add("f3", DataTypes.DoubleType)
                .add("f4", DataTypes.DoubleType)
                .add("f5", DataTypes.DoubleType)
                .add("w", DataTypes.DoubleType);
        spark.createDataFrame(rows, schema).repartition(3).write().parquet(path("many.parquet"));
        return path("many.parquet");
    }

    @Test
    void figuresOfManyClassesAreThoseOfSparkAndOfTheFormulas() throws Exception {
        String input = manyClasses();
        succeed(
                "train",
                "--input",
                input,
                "--label",
                "name",
                "--features",
                "f0,f1,f2,f3,f4,f5",
                "--weight-col",
                "w",
                "--max-iter",
                "8",
                "--test-fraction",
                "0",
                "--output",
                path("model"),
                "--report",
                path("training"));
        assertEquals(
                "the training rows", figures("training").at("/rows/evaluatedOn").asText());
        assertTrue(figures("training").at("/quality/trainingAccuracy").isNull());

        succeed("evaluate", "--model", path("model"), "--input", input, "--report", path("report"));
        JsonNode figures = figures("report");
        PipelineModel pipeline = PipelineModel.load(path("model"));
        SoftmaxClassificationModel model = SavedModel.softmaxModel(pipeline);
        List<Row> rows = pipeline.transform(spark.read().parquet(input))
                .select(model.getLabelCol(), "prediction", "probability", "w", "`a.note <b>`", model.getFeaturesCol())
                .collectAsList();
        equalsSpark(figures, rows);
        equalsFormulas(figures, rows);
        mistakesAreTheMostCertain(figures, rows);
        coefficientsAreTheLargest(figures, model, rows);

        Document page = page("report");
        assertEquals(
                NAMES,
                IntStream.range(0, CLASSES)
                        .mapToObj(k -> page.select("#classes ~ .scroll tbody tr")
                                .get(k)
                                .selectFirst("th")
                                .text())
                        .filter(NAMES::contains)
                        .sorted(Comparator.comparingInt(NAMES::indexOf))
                        .toList());
        assertEquals(0, page.select("b").size());
        assertEquals(1, page.select("[data-chart=confusion]").size());
        // Other tasks, the same figures to the bit.
        succeed("evaluate", "--model", path("model"), "--input", input, "--report", path("again"));
        assertEquals(timeless(figures), timeless(figures("again")));
    }

    private static JsonNode timeless(JsonNode figures) {
        return ((ObjectNode) figures.deepCopy()).without(List.of("created", "command"));
    }

    private void equalsSpark(JsonNode figures, List<Row> rows) {
        List<Tuple3<Object, Object, Object>> triples = rows.stream()
                .map(row -> new Tuple3<Object, Object, Object>(row.get(1), row.get(0), row.get(3)))
                .toList();
        MulticlassMetrics spark = new MulticlassMetrics(JavaSparkContext.fromSparkContext(this.spark.sparkContext())
                .parallelize(triples)
                .rdd());
        assertEquals(spark.accuracy(), figures.at("/quality/accuracy").asDouble(), 1e-12);
        assertEquals(
                spark.weightedPrecision(), figures.at("/classes/mean/precision").asDouble(), 1e-12);
        assertEquals(spark.weightedRecall(), figures.at("/classes/mean/recall").asDouble(), 1e-12);
        assertEquals(spark.weightedFMeasure(), figures.at("/classes/mean/f1").asDouble(), 1e-12);
        double macro = 0.0;
        for (JsonNode one : figures.at("/classes/figures")) {
            double label = one.get("label").asDouble();
            assertEquals(spark.precision(label), one.get("precision").asDouble(), 1e-12);
            assertEquals(spark.recall(label), one.get("recall").asDouble(), 1e-12);
            assertEquals(spark.fMeasure(label), one.get("f1").asDouble(), 1e-12);
            macro += spark.recall(label) / CLASSES;
        }
        assertEquals(macro, figures.at("/classes/macro/recall").asDouble(), 1e-12);
        double[][] cells = new double[CLASSES][CLASSES];
        figures.at("/confusions")
                .forEach(cell -> cells[cell.get("label").asInt()][
                        cell.get("prediction").asInt()] = cell.get("weight").asDouble());
        org.apache.spark.mllib.linalg.Matrix matrix = spark.confusionMatrix();
        for (int label = 0; label < CLASSES; label++) {
            for (int predicted = 0; predicted < CLASSES; predicted++) {
                assertEquals(matrix.apply(label, predicted), cells[label][predicted], 1e-12);
            }
        }
    }

    private static void equalsFormulas(JsonNode figures, List<Row> rows) {
        double all = rows.stream().mapToDouble(row -> row.getDouble(3)).sum();
        double loss = 0.0;
        double[] below = new double[6];
        double[] support = new double[CLASSES];
        double[] gaps = new double[15];
        double confidence = 0.0;
        for (Row row : rows) {
            double weight = row.getDouble(3);
            double[] p = row.<Vector>getAs(2).toArray();
            int label = (int) row.getDouble(0);
            int predicted = (int) row.getDouble(1);
            loss -= weight * Math.log(p[label]) / all;
            support[label] += weight / all;
            long better =
                    IntStream.range(0, p.length).filter(k -> p[k] > p[label]).count();
            for (int k = (int) better + 1; k < below.length; k++) {
                below[k] += weight / all;
            }
            int bin = 0;
            while (p[predicted] > (bin + 1) / 15.0) {
                bin++;
            }
            gaps[bin] += weight * ((label == predicted ? 1.0 : 0.0) - p[predicted]);
            confidence += weight * p[predicted] / all;
        }
        assertEquals(loss, figures.at("/quality/logLoss").asDouble(), 1e-9);
        JsonNode topK = figures.at("/quality/topK");
        assertEquals(4, topK.size());
        topK.forEach(top ->
                assertEquals(below[top.get("k").asInt()], top.get("accuracy").asDouble(), 1e-12));
        double error = 0.0;
        double entropy = 0.0;
        double most = 0.0;
        for (double gap : gaps) {
            error += Math.abs(gap) / all;
        }
        for (double share : support) {
            entropy -= share * Math.log(share);
            most = Math.max(most, share);
        }
        assertEquals(error, figures.at("/calibration/error").asDouble(), 1e-12);
        assertEquals(confidence, figures.at("/calibration/meanConfidence").asDouble(), 1e-12);
        assertEquals(15, figures.at("/calibration/bins").size());
        assertEquals(entropy, figures.at("/quality/baselineLogLoss").asDouble(), 1e-12);
        assertEquals(most, figures.at("/quality/baselineAccuracy").asDouble(), 1e-12);
    }

    private static void mistakesAreTheMostCertain(JsonNode figures, List<Row> rows) {
        List<Row> wrong = rows.stream()
                .filter(row -> row.getDouble(0) != row.getDouble(1) && row.getDouble(3) > 0.0)
                .sorted(Comparator.comparingDouble((Row row) -> -confidence(row)))
                .toList();
        assertEquals(
                wrong.stream().mapToDouble(row -> row.getDouble(3)).sum(),
                figures.at("/mistakes/weight").asDouble(),
                1e-12);
        JsonNode shown = figures.at("/mistakes/rows");
        assertEquals(20, shown.size());
        assertEquals("a_note <b>", figures.at("/mistakes/columns/0").asText());
        for (int i = 0; i < shown.size(); i++) {
            Row row = wrong.get(i);
            assertEquals(confidence(row), shown.get(i).get("probability").asDouble(), 0.0);
            assertEquals(row.getDouble(0), shown.get(i).get("label").asDouble());
            assertEquals(
                    row.<Vector>getAs(2).apply((int) row.getDouble(0)),
                    shown.get(i).get("labelProbability").asDouble());
            String note = row.getString(4);
            String value = shown.get(i).at("/values/0").asText();
            assertTrue(value.endsWith("😀…"), value);
            assertTrue(note.startsWith(value.substring(0, value.length() - 1)), value);
            assertEquals(80, value.codePointCount(0, value.length()));
        }
    }

    private static double confidence(Row row) {
        return row.<Vector>getAs(2).apply((int) row.getDouble(1));
    }

    private static void coefficientsAreTheLargest(JsonNode figures, SoftmaxClassificationModel model, List<Row> rows) {
        double all = rows.stream().mapToDouble(row -> row.getDouble(3)).sum();
        double squares = rows.stream()
                .mapToDouble(row -> row.getDouble(3) * row.getDouble(3))
                .sum();
        assertTrue(figures.at("/coefficients/standardized").asBoolean());
        for (JsonNode coefficient : figures.at("/coefficients/classes/7/largest")) {
            int j = coefficient.get("index").asInt();
            double mean = rows.stream()
                            .mapToDouble(row ->
                                    row.getDouble(3) * row.<Vector>getAs(5).apply(j))
                            .sum()
                    / all;
            double variance = rows.stream()
                            .mapToDouble(row -> row.getDouble(3)
                                    * Math.pow(row.<Vector>getAs(5).apply(j) - mean, 2))
                            .sum()
                    / (all - squares / all);
            assertEquals(
                    model.coefficientMatrix().apply(7, j) * Math.sqrt(variance),
                    coefficient.get("value").asDouble(),
                    1e-9);
            assertEquals("f" + j, coefficient.get("feature").asText());
        }
        // Five of the six, in decreasing order.
        double[] values = numbersOf(figures.at("/coefficients/classes/7/largest"));
        assertEquals(5, values.length);
        for (int i = 1; i < values.length; i++) {
            assertTrue(values[i - 1] >= values[i]);
        }
    }

    private static double[] numbersOf(JsonNode coefficients) {
        return StreamSupport.stream(coefficients.spliterator(), false)
                .mapToDouble(one -> Math.abs(one.get("value").asDouble()))
                .toArray();
    }

    @Test
    void detailsTakeOneJobAndLabelsMayBeUnknownToTheModel() throws Exception {
        succeed(
                "train",
                "--input",
                IRIS,
                "--label",
                "species",
                "--max-iter",
                "3",
                "--test-fraction",
                "0",
                "--output",
                path("m"));
        PipelineModel pipeline = PipelineModel.load(path("m"));
        SoftmaxClassificationModel model = SavedModel.softmaxModel(pipeline);
        Dataset<Row> predictions = pipeline.transform(spark.read()
                        .option("header", true)
                        .option("inferSchema", true)
                        .csv(IRIS))
                .withColumn(model.getLabelCol(), org.apache.spark.sql.functions.expr("if(species = 'setosa', 7, 1)"));
        List<String> columns = OwnColumns.of(pipeline, predictions, model.getLabelCol());
        assertEquals(List.of("sepal_length", "sepal_width", "petal_length", "petal_width"), columns);
        PredictionDetails[] details = new PredictionDetails[1];
        assertEquals(
                1,
                RecordedJobs.of(spark, () -> details[0] = PredictionDetails.of(model, predictions, columns))
                        .size());
        assertEquals(20, details[0].mistakes().size());
        assertEquals(0.0, details[0].mistakes().get(0).labelProbability());
        assertTrue(details[0].rankedBelow()[3] <= 100.0);
    }

    @Test
    void irisNamesItsSpeciesAndShowsTheColumnsOfMistakes() throws Exception {
        succeed(
                "train",
                "--input",
                IRIS,
                "--label",
                "species",
                "--reg-param",
                "0.1",
                "--output",
                path("model"),
                "--report",
                path("report"));
        Document page = page("report");
        assertEquals("iris.csv", page.selectFirst("h1").text());
        assertTrue(page.select("table.heat th").text().contains("versicolor"));
        JsonNode figures = figures("report");
        assertEquals(
                List.of("sepal_length", "sepal_width", "petal_length", "petal_width"),
                new ObjectMapper().convertValue(figures.at("/mistakes/columns"), List.class));
        assertTrue(figures.at("/pictures").isNull());
        assertTrue(StreamSupport.stream(figures.at("/settings").spliterator(), false)
                .anyMatch(setting -> setting.get("name").asText().equals("regParam")
                        && setting.get("value").asText().equals("0.1")
                        && setting.get("set").asBoolean()));
        assertTrue(figures.at("/environment").toString().contains(spark.version()));

        Result wrongShape = run(
                "evaluate", "--model", path("model"), "--input", IRIS, "--report", path("r"), "--image-shape", "3x3");
        assertEquals(1, wrongShape.exitCode());
        assertTrue(wrongShape.err().contains("has 9"), wrongShape.err());
        succeed("evaluate", "--model", path("model"), "--input", IRIS, "--report", path("r"), "--image-shape", "2x2");
        assertEquals(4, figures("r").at("/pictures/classes/0/values").size());
        assertEquals(150, figures("r").at("/rows/evaluatedRows").asInt());
        assertTrue(figures("r").at("/rows/trainedOn").isNull());
        assertEquals("Trained on", page.selectFirst(".lead").text().substring(0, 10));
        assertFalse(page("r").selectFirst(".lead").text().contains("Trained on"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | train --report pom.xml | The folder 'pom.xml' for the report must be writable",
                "1 | train --report x --probability-col= | A report needs predictions and probabilities",
                "2 | train --image-shape 8x8 | --image-shape needs --report",
                "2 | train --report x --image-shape 8 | must be height x width in pixels, for example 28x28",
                "2 | train --example tutorial --report x | --report is not available for --example tutorial",
                "2 | train --chart x.pdf | must end in .svg or .png, but was 'x.pdf'",
            })
    void whatCannotBeDoneIsSaidBeforeTraining(int exitCode, String args, String message) {
        List<String> words = new ArrayList<>(List.of(args.split(" ")));
        words.addAll(List.of("--output", path("model")));
        words.replaceAll(word -> word.equals("x") ? path("x") : word);
        Result result = run(words.toArray(new String[0]));
        assertEquals(exitCode, result.exitCode(), result.err());
        assertTrue(result.err().contains(message), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertEquals("", result.out());
    }

    @Test
    void aCommandIsQuotedForAShell() {
        assertEquals(
                "softmax train --input 'my file.csv' --label 'it'\\''s' '' '$HOME' a=b,c:d/e",
                ShellCommand.of(List.of(
                        "softmax", "train", "--input", "my file.csv", "--label", "it's", "", "$HOME", "a=b,c:d/e")));
    }
}
