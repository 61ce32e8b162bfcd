package sparksoftmax.versions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.package$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.util.Properties;
import sparksoftmax.OwnSession;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxFunctions;

/** Fits, pipelines, streams, SQL functions, exports and the tab of the UI, on the iris flowers. */
@OwnSession({"spark.ui.enabled=true", "spark.ui.port=0"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkVersionTest {
    /** The version of Spark and of Scala as in the names of artifacts, e.g. {@code 4.0.1_2.13}. */
    private static final String SPARK = package$.MODULE$.SPARK_VERSION() + "_"
            + Properties.versionNumberString().replaceFirst("[.]\\d+$", "");

    private SparkSession spark;
    private Iris iris;

    @BeforeAll
    void read(SparkSession session) {
        spark = session;
        iris = new Iris(session);
    }

    @Test
    void theVersionIsTheOneAskedFor() {
        assertEquals(System.getProperty("tested.spark", SPARK), SPARK);
    }

    /** The objective is at most {@code above} times that of the optimum, by {@code LogisticRegression}. */
    @ParameterizedTest
    @CsvSource({"l-bfgs, 1.00001", "auto, 1.02", "localSgd, 1.1", "sgd, 1.5"})
    void everySolverFits(String solver, double above) {
        Dataset<Row> rows = iris.assembled();
        SoftmaxClassificationModel model = Iris.classifier().setSolver(solver).fit(rows);
        LogisticRegressionModel optimum = new LogisticRegression()
                .setFamily("multinomial")
                .setRegParam(Iris.REG_PARAM)
                .setTol(1e-9)
                .fit(rows);
        double[] history = model.summary().objectiveHistory();
        double[] expected = optimum.summary().objectiveHistory();
        assertEquals(
                expected[expected.length - 1],
                history[history.length - 1],
                (above - 1.0) * expected[expected.length - 1]);
        assertTrue(model.evaluate(rows).accuracy() > 0.9, "accuracy");
    }

    @Test
    void aPipelineFitsAndPredictsNames() {
        PipelineModel pipeline = iris.pipeline().fit(iris.rows());
        Dataset<Row> predictions = pipeline.transform(iris.rows());
        assertTrue(predictions.filter("species = predictedSpecies").count() > 135);
        assertEquals(0, predictions.filter("probability is null").count());
    }

    /** What this version saves is there for those that are tested after it. */
    @TestFactory
    Stream<DynamicTest> stagesSavedByAnyVersionAreLoaded() throws Exception {
        SoftmaxClassificationModel model = Iris.classifier().fit(iris.assembled());
        PipelineModel pipeline = iris.pipeline().fit(iris.rows());
        SavedStages.of(SPARK).save(model, pipeline);
        return SavedStages.all().stream()
                .map(saved -> DynamicTest.dynamicTest(saved.toString(), () -> saved.check(model, pipeline, iris)));
    }

    @Test
    void severalSettingsAreFittedAtOnce() {
        SoftmaxClassifier estimator = Iris.classifier();
        ParamMap[] settings = {
            new ParamMap().put(estimator.regParam(), 1.0), new ParamMap().put(estimator.regParam(), 0.1)
        };
        List<SoftmaxClassificationModel> models = estimator.fit(iris.assembled(), settings);
        assertEquals(1.0, models.get(0).getRegParam());
        assertEquals(0.1, models.get(1).getRegParam());
    }

    @Test
    void aStreamGivesTheSamePredictionsAsABatch(@TempDir Path folder) throws Exception {
        SoftmaxClassificationModel model = Iris.classifier().fit(iris.assembled());
        String path = folder.resolve("rows").toString();
        iris.assembled().coalesce(1).write().parquet(path);
        StreamingQuery query = model.transform(
                        spark.readStream().schema(iris.assembled().schema()).parquet(path))
                .writeStream()
                .format("memory")
                .queryName("streamed")
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .start();
        query.awaitTermination();
        assertEquals(sorted(model.transform(iris.assembled())), sorted(spark.table("streamed")));
    }

    private static List<String> sorted(Dataset<Row> predictions) {
        return predictions.select("features", "probability", "prediction").collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void sqlFunctionsWork() {
        SoftmaxFunctions.register(spark);
        List<Double> probabilities =
                spark.sql("select softmax(array(0D, 0D))").first().getList(0);
        assertEquals(List.of(0.5, 0.5), probabilities);
    }

    @Test
    void aModelIsExported(@TempDir Path folder) throws IOException {
        SoftmaxClassificationModel model = Iris.classifier().fit(iris.assembled());
        Path pmml = folder.resolve("iris.pmml");
        model.exportPmml(pmml.toString());
        assertTrue(Files.readString(pmml).contains("normalizationMethod=\"softmax\""));
        Path onnx = folder.resolve("iris.onnx");
        model.exportOnnx(onnx.toString());
        assertTrue(Files.size(onnx) > 100);
        assertArrayEquals(
                model.coefficientMatrix().toArray(),
                model.toLogisticRegressionModel().coefficientMatrix().toArray());
    }

    @Test
    void theTabOfTheUiShowsAFit() throws Exception {
        Iris.classifier().fit(iris.assembled());
        assertTrue(page("/softmax/").contains("id=\"softmax-fits\""));
        assertTrue(page("/softmax/files/data").contains("\"state\":\"finished\""));
    }

    private String page(String path) throws IOException, InterruptedException {
        URI uri = URI.create(spark.sparkContext().uiWebUrl().get() + path);
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), path);
        return response.body();
    }
}
