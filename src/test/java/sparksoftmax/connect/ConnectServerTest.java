package sparksoftmax.connect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.connect.proto.Expression.Literal;
import org.apache.spark.connect.proto.MlCommandResult;
import org.apache.spark.connect.proto.MlOperator.OperatorType;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connect.service.SparkConnectService;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sparkproject.connect.grpc.StatusRuntimeException;
import scala.Option;
import sparksoftmax.LogLines;
import sparksoftmax.OwnSession;
import sparksoftmax.RandomRows;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxLogisticRegression;
import sparksoftmax.compat.SparkDifferences;

/** A Spark Connect server with this library, asked over gRPC. */
@OwnSession("spark.connect.grpc.binding.port=0")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectServerTest {
    private static final String CLASSIFIER = SoftmaxClassifier.class.getName();
    private static final String MODEL = SoftmaxClassificationModel.class.getName();
    private static final String LOGISTIC_REGRESSION = LogisticRegression.class.getName();
    private static final String EVALUATOR = MulticlassClassificationEvaluator.class.getName();
    private static final Map<String, Literal> ACCURACY = Map.of("metricName", Literals.of("accuracy"));

    @TempDir
    static Path folder;

    private Dataset<Row> rows;
    private Relation remoteRows;
    private ConnectClient client;

    @BeforeAll
    void start(SparkSession spark) {
        String path = folder.resolve("rows").toString();
        new RandomRows(200, 3, 3, 23L).weighted(24L).toDataset(spark, 1).write().parquet(path);
        rows = spark.read().parquet(path);
        remoteRows = ConnectClient.parquet(path);
        SparkConnectService.start(spark.sparkContext());
        client = new ConnectClient(SparkConnectService$.MODULE$.localPort());
    }

    @AfterAll
    void stop() {
        client.close();
        SparkConnectService.stop(Option.empty(), Option.empty());
    }

    /** Params of every type a client sends: number, integer, name, truth value, names, vector, column. */
    @Test
    void aClassifierIsTrainedThere() {
        Map<String, Literal> params = Map.of(
                "regParam", Literals.of(0.01),
                "maxIter", Literals.of(50),
                "solver", Literals.of("l-bfgs"),
                "fitIntercept", Literals.of(true),
                "weightCol", Literals.of("weight"),
                "classNames", Literals.of("a", "b", "c"),
                "classWeights", Literals.vector(1.0, 2.0, 1.0));
        String model = client.fit(CLASSIFIER, params, remoteRows);
        SoftmaxClassificationModel expected = new SoftmaxClassifier()
                .setRegParam(0.01)
                .setMaxIter(50)
                .setSolver("l-bfgs")
                .setWeightCol("weight")
                .setClassNames(new String[] {"a", "b", "c"})
                .setClassWeights(Vectors.dense(1.0, 2.0, 1.0))
                .fit(rows);

        assertEquals(3, client.get(model, "numClasses").getInteger());
        assertEquals(3, client.get(model, "numFeatures").getInteger());
        // The coefficients of a feature are what it adds to the raw predictions.
        double[] intercepts = Literals.doubles(client.call(model, "predictRaw", Literals.vector(0, 0, 0)));
        assertArrayEquals(expected.interceptVector().toArray(), intercepts);
        double[] first = Literals.doubles(client.call(model, "predictRaw", Literals.vector(1, 0, 0)));
        assertArrayEquals(
                IntStream.range(0, 3)
                        .mapToDouble(k -> expected.coefficientMatrix().apply(k, 0))
                        .toArray(),
                IntStream.range(0, 3).mapToDouble(k -> first[k] - intercepts[k]).toArray(),
                1e-12);

        assertArrayEquals(
                expected.summary().objectiveHistory(),
                Literals.doubles(client.get(model, "summary", "objectiveHistory")));
        assertEquals(
                expected.summary().totalIterations(),
                client.get(model, "summary", "totalIterations").getInteger());
        assertEquals(
                expected.summary().accuracy(),
                client.get(model, "summary", "accuracy").getDouble());
        assertArrayEquals(
                expected.summary().recallByLabel(), Literals.doubles(client.get(model, "summary", "recallByLabel")));
        assertEquals("weight", client.get(model, "summary", "weightCol").getString());

        assertEquals(
                new MulticlassClassificationEvaluator()
                        .setMetricName("accuracy")
                        .evaluate(expected.transform(rows)),
                client.evaluate(EVALUATOR, ACCURACY, ConnectClient.transform(model, remoteRows)));
    }

    /** PySpark keeps the stages of a Pipeline on the client, which sends them one by one. */
    @Test
    void theStagesOfAPipelineWorkTogether() {
        Relation scaled = ConnectClient.transform(
                "org.apache.spark.ml.feature.Normalizer",
                Map.of("inputCol", Literals.of("features"), "outputCol", Literals.of("unit")),
                remoteRows);
        String model = client.fit(CLASSIFIER, Map.of("featuresCol", Literals.of("unit")), scaled);
        Dataset<Row> normalized =
                new Normalizer().setInputCol("features").setOutputCol("unit").transform(rows);
        assertEquals(
                new MulticlassClassificationEvaluator()
                        .setMetricName("accuracy")
                        .evaluate(new SoftmaxClassifier()
                                .setFeaturesCol("unit")
                                .fit(normalized)
                                .transform(normalized)),
                client.evaluate(EVALUATOR, ACCURACY, ConnectClient.transform(model, scaled)));
    }

    @Test
    void modelsAndEstimatorsAreSavedAndLoadedThere() {
        String path = folder.resolve("model").toString();
        String model = client.fit(CLASSIFIER, Map.of("maxIter", Literals.of(3)), remoteRows);
        client.save(model, path);
        SoftmaxClassificationModel here = SoftmaxClassificationModel.load(path);
        MlCommandResult.MlOperatorInfo loaded = client.load(MODEL, OperatorType.OPERATOR_TYPE_MODEL, path);
        assertEquals(here.uid(), loaded.getUid());
        assertEquals(3, loaded.getParams().getParamsOrThrow("maxIter").getInteger());
        String again = loaded.getObjRef().getId();
        double[] margins = {0.5, -1.0, 2.0};
        assertArrayEquals(
                here.predictRaw(Vectors.dense(margins)).toArray(),
                Literals.doubles(client.call(again, "predictRaw", Literals.vector(margins))));
        assertArrayEquals(
                here.summary().objectiveHistory(), Literals.doubles(client.get(again, "summary", "objectiveHistory")));

        String estimator = folder.resolve("estimator").toString();
        client.save(CLASSIFIER, Map.of("regParam", Literals.of(0.5), "solver", Literals.of("sgd")), estimator);
        assertEquals(0.5, SoftmaxClassifier.load(estimator).getRegParam());
        assertEquals(
                "sgd",
                client.load(CLASSIFIER, OperatorType.OPERATOR_TYPE_ESTIMATOR, estimator)
                        .getParams()
                        .getParamsOrThrow("solver")
                        .getString());
    }

    /** The server keeps models by their size. */
    @Test
    void theSizeOfAModelIsKnown() {
        // A server before 4.1 limits no sizes, and its protocol cannot ask for them.
        assumeTrue(SparkDifferences.hasLocalSaving(), "Spark before 4.1");
        client.fit(CLASSIFIER, Map.of("maxIter", Literals.of(1)), remoteRows);
        String described = client.cached().stream()
                .filter(line -> line.contains(MODEL))
                .findFirst()
                .orElseThrow();
        assertTrue(described.matches(".*size: [1-9]\\d*.*"), described);
    }

    /** The server gives attributes by a list of Spark's own classes; what is not on it is named in connect.md. */
    @Test
    void whatTheServerDoesNotAllowIsRefused() {
        String model = client.fit(CLASSIFIER, Map.of("maxIter", Literals.of(1)), remoteRows);
        for (String attribute : List.of("coefficientMatrix", "interceptVector", "coefficients")) {
            StatusRuntimeException refused =
                    assertThrows(StatusRuntimeException.class, () -> client.get(model, attribute));
            assertTrue(refused.getMessage().contains("CONNECT_ML.ATTRIBUTE_NOT_ALLOWED"), refused.getMessage());
        }
        assertThrows(StatusRuntimeException.class, () -> client.get(model, "summary", "logLoss"));
    }

    /** A mistake in Params or rows is answered with what must hold. */
    @Test
    void errorsReachTheClient() {
        Map<String, Literal> params = Map.of("solver", Literals.of("newton"));
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> client.fit(CLASSIFIER, params, remoteRows));
        assertTrue(refused.getMessage().contains("it must be one of auto, "), refused.getMessage());
    }

    @Test
    void withThePluginLogisticRegressionIsTrainedHere() throws Exception {
        Map<String, Literal> params = Map.of("regParam", Literals.of(0.01), "family", Literals.of("multinomial"));
        try (ConnectClient plugged = new ConnectClient(SparkConnectService$.MODULE$.localPort());
                LogLines log = new LogLines()) {
            client.fit(LOGISTIC_REGRESSION, params, remoteRows);
            assertEquals(List.of(), log.with("Training ended"));
            plugged.configure("spark.connect.ml.backend.classes", ConnectPlugin.class.getName());
            String model = plugged.fit(LOGISTIC_REGRESSION, params, remoteRows);
            assertEquals(1, log.with("Training ended").size());
            assertEquals(List.of(), log.with("LogisticRegression itself trains"));

            LogisticRegressionModel expected = new SoftmaxLogisticRegression()
                    .setRegParam(0.01)
                    .setFamily("multinomial")
                    .fit(rows);
            assertArrayEquals(
                    expected.coefficientMatrix().toDenseRowMajor().values(),
                    Literals.doubles(plugged.get(model, "coefficientMatrix")));
            assertArrayEquals(
                    expected.interceptVector().toArray(), Literals.doubles(plugged.get(model, "interceptVector")));
            assertArrayEquals(
                    expected.summary().objectiveHistory(),
                    Literals.doubles(plugged.get(model, "summary", "objectiveHistory")));
            assertEquals(
                    expected.summary().accuracy(),
                    plugged.get(model, "summary", "accuracy").getDouble());

            String path = folder.resolve("logistic-regression-model").toString();
            plugged.save(model, path);
            assertEquals(
                    expected.coefficientMatrix(),
                    LogisticRegressionModel.load(path).coefficientMatrix());
            plugged.load(LogisticRegressionModel.class.getName(), OperatorType.OPERATOR_TYPE_MODEL, path);
        }
    }

    /** An estimator that Spark's class has saved is loaded as ours. */
    @Test
    void withThePluginSavedEstimatorsAreLoaded() throws Exception {
        try (ConnectClient plugged = new ConnectClient(SparkConnectService$.MODULE$.localPort())) {
            plugged.configure("spark.connect.ml.backend.classes", ConnectPlugin.class.getName());
            String path = folder.resolve("logistic-regression").toString();
            new LogisticRegression().setRegParam(0.75).write().save(path);
            assertEquals(
                    0.75,
                    plugged.load(LOGISTIC_REGRESSION, OperatorType.OPERATOR_TYPE_ESTIMATOR, path)
                            .getParams()
                            .getParamsOrThrow("regParam")
                            .getDouble());
        }
    }

    @Test
    void whatThePluginDoesNotCoverIsTrainedBySpark() throws Exception {
        Dataset<Row> one = rows.withColumn("label", functions.lit(0.0));
        String path = folder.resolve("one-class").toString();
        one.write().parquet(path);
        try (ConnectClient plugged = new ConnectClient(SparkConnectService$.MODULE$.localPort());
                LogLines log = new LogLines()) {
            plugged.configure("spark.connect.ml.backend.classes", ConnectPlugin.class.getName());
            String model = plugged.fit(LOGISTIC_REGRESSION, Map.of(), ConnectClient.parquet(path));
            assertEquals(1, plugged.get(model, "numClasses").getInteger());
            assertEquals(1, log.with("there is only one class").size());
        }
    }
}
