package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.SharedSpark;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.export.OnnxModel;
import sparksoftmax.scorer.SoftmaxScorer;

/** The command {@code export}: the files that it writes, and what it says of what they leave out. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class ExportCommandTest {
    @TempDir
    private static Path folder;

    private static Dataset<Row> iris;
    private static PipelineModel pipeline;
    private static SoftmaxClassificationModel model;

    /** A pipeline as train makes it, with one more stage before the model. */
    @BeforeAll
    static void trainAndSave() throws IOException {
        SparkSession spark = SharedSpark.session();
        iris = spark.read().option("header", true).option("inferSchema", true).csv("src/test/resources/iris.csv");
        String[] columns = Arrays.stream(iris.columns())
                .filter(name -> !name.equals("species"))
                .toArray(String[]::new);
        StringIndexerModel indexer = new StringIndexer()
                .setInputCol("species")
                .setOutputCol("labelIndex")
                .fit(iris);
        pipeline = new Pipeline()
                .setStages(new PipelineStage[] {
                    indexer,
                    new VectorAssembler().setInputCols(columns).setOutputCol("raw"),
                    new StandardScaler().setInputCol("raw").setOutputCol("features"),
                    new SoftmaxClassifier()
                            .setLabelCol("labelIndex")
                            .setRegParam(0.01)
                            .setMaxIter(10),
                    new IndexToString()
                            .setInputCol("prediction")
                            .setOutputCol("predictedLabel")
                            .setLabels(indexer.labelsArray()[0])
                })
                .fit(iris);
        model = (SoftmaxClassificationModel) pipeline.stages()[3];
        model.setThresholds(new double[] {0.3, 0.3, 0.4});
        pipeline.write().save(path("pipeline"));
        model.write().save(path("model"));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private record Result(int exitCode, String out, String err) {}

    private static Result export(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "export";
        System.arraycopy(args, 0, all, 1, args.length);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
        return new Result(exitCode, out.toString(), err.toString());
    }

    @Test
    void aPipelineIsExportedAsJsonAndStagesLeftOutAreNamed() throws IOException {
        Result result = export("--model", path("pipeline"), "--to", "json", "--output", path("iris.json"));
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("Model exported to " + path("iris.json") + " as JSON\n", result.out());
        List<String> lines = result.err().lines().toList();
        String[] columns = Arrays.copyOf(iris.columns(), 4);
        assertEquals(
                "Left out: VectorAssembler, which makes column 'raw' of columns '" + String.join("', '", columns)
                        + "'.",
                lines.get(0));
        assertEquals("Left out: StandardScalerModel, which makes column 'features' of column 'raw'.", lines.get(1));
        assertTrue(lines.get(2).startsWith("The exported model takes the 4 values of column 'features'"), result.err());
        assertEquals(3, lines.size(), result.err());
        SoftmaxScorer scorer = SoftmaxScorer.load(folder.resolve("iris.json"));
        for (Row row : pipeline.transform(iris).collectAsList()) {
            assertEquals(
                    row.getAs("predictedLabel"),
                    scorer.predictName(row.<Vector>getAs("features").toArray()));
        }
    }

    @Test
    void aModelByItselfIsExportedAsOnnx() throws IOException {
        Result result = export("--model", path("model"), "--to", "onnx", "--output", path("iris.onnx"));
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("", result.err());
        List<Row> rows = pipeline.transform(iris).collectAsList();
        float[][] features = rows.stream()
                .map(row -> {
                    double[] values = row.<Vector>getAs("features").toArray();
                    float[] floats = new float[values.length];
                    for (int j = 0; j < values.length; j++) {
                        floats[j] = (float) values[j];
                    }
                    return floats;
                })
                .toArray(float[][]::new);
        try (OnnxModel onnx = new OnnxModel(Files.readAllBytes(folder.resolve("iris.onnx")))) {
            assertArrayEquals(
                    rows.stream()
                            .map(row -> row.<String>getAs("predictedLabel"))
                            .toArray(),
                    (String[]) onnx.predict(features).labels());
        }
    }

    @Test
    void pmmlLeavesOutThresholds() throws IOException {
        Result result = export("--model", path("model"), "--to", "pmml", "--output", path("iris.pmml"));
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("Left out: thresholds. The most probable class is predicted.\n", result.err());
        String pmml = Files.readString(folder.resolve("iris.pmml"));
        assertTrue(pmml.contains("<RegressionModel "), pmml);
        assertTrue(pmml.contains("targetCategory=\"" + model.getClassNames()[2] + "\""), pmml);
    }

    @Test
    void costsAreLeftOutOfPmmlAndRefusedForSpark() throws IOException {
        SoftmaxClassificationModel costly = model.copy(ParamMap.empty());
        costly.clear(costly.thresholds());
        costly.setCosts(DenseMatrix.ones(3, 3)).write().overwrite().save(path("costly"));
        Result pmml = export("--model", path("costly"), "--to", "pmml", "--output", path("costly.pmml"));
        assertEquals(0, pmml.exitCode(), pmml.err());
        assertTrue(pmml.err().contains("Left out: costs. The most probable class is predicted.\n"), pmml.err());
        Result spark = export("--model", path("costly"), "--to", "spark", "--output", path("costly-lr"));
        assertEquals(1, spark.exitCode());
        assertTrue(spark.err().contains("costs must not be set for a LogisticRegressionModel"), spark.err());
    }

    @Test
    void sparksModelLeavesOutNames() {
        Result result = export("--model", path("model"), "--to", "spark", "--output", path("lr"));
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.err().startsWith("Left out: names of classes. The prediction is the index of a class.\n"));
        LogisticRegressionModel theirs = LogisticRegressionModel.load(path("lr"));
        for (Row row : pipeline.transform(iris).collectAsList()) {
            Vector features = row.getAs("features");
            assertArrayEquals(
                    row.<Vector>getAs("probability").toArray(),
                    theirs.predictProbability(features).toArray(),
                    1e-12);
            assertEquals(row.<Double>getAs("prediction"), theirs.predict(features));
        }
    }

    @Test
    void whatIsThereIsReplacedOnlyWithOverwrite() throws IOException {
        String[] args = {"--model", path("model"), "--to", "json", "--output", path("twice.json")};
        Files.writeString(folder.resolve("twice.json"), "precious");
        Result result = export(args);
        assertEquals(1, result.exitCode());
        assertEquals(
                "Failed: Path '" + path("twice.json") + "' already exists. To replace it, use --overwrite.\n",
                result.err());
        assertEquals("precious", Files.readString(folder.resolve("twice.json")));
        String[] again = Arrays.copyOf(args, args.length + 1);
        again[args.length] = "--overwrite";
        assertEquals(0, export(again).exitCode());
        assertEquals(3, SoftmaxScorer.load(folder.resolve("twice.json")).numClasses());
    }

    @Test
    void mistakesAreSaidInOneLine() throws IOException {
        assertEquals(
                "Failed: There is no saved model at '" + path("none") + "'\n",
                export("--model", path("none"), "--to", "json", "--output", path("x"))
                        .err());
        Result format = export("--model", path("model"), "--to", "excel", "--output", path("x"));
        assertEquals(2, format.exitCode());
        assertTrue(format.err().contains("[onnx, pmml, spark, json]"), format.err());
        assertEquals(2, export("--model", path("model"), "--to", "json").exitCode());
        Result other =
                export("--model", path("pipeline") + "/stages/" + assembler(), "--to", "json", "--output", path("x"));
        assertEquals(1, other.exitCode());
        assertTrue(other.err().endsWith("but is a org.apache.spark.ml.feature.VectorAssembler.\n"), other.err());
    }

    private static String assembler() throws IOException {
        try (var stages = Files.list(folder.resolve("pipeline/stages"))) {
            return stages.map(stage -> stage.getFileName().toString())
                    .filter(stage -> stage.toLowerCase(java.util.Locale.ROOT).contains("vecassembler"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
