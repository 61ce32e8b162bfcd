package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** Faults that random hostile input (scripts/test-hostile.sh) has found: each ends in one clear error, or is right. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class HostileInputTest {
    private final SparkSession spark;
    private final Dataset<Row> data;

    HostileInputTest(SparkSession spark) {
        this.spark = spark;
        data = RandomRows.dataset(
                spark,
                IntStream.range(0, 6)
                        .mapToObj(i -> row(i % 3, 1.0, Vectors.dense(i, i * i % 4)))
                        .toList(),
                1);
    }

    private static Row row(double label, double weight, Vector features) {
        return RowFactory.create(label, weight, features);
    }

    private static SoftmaxClassifier estimator() {
        return new SoftmaxClassifier().setMaxIter(2);
    }

    private static void assertRefused(Runnable action, String... parts) {
        String message =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
        assertTrue(message.length() < 1000, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"nominal\",\"vals\":\"a\"}",
                "{\"type\":\"nominal\",\"vals\":[1,2]}",
                "{\"type\":\"nominal\",\"num_vals\":3,\"vals\":[\"a\"]}",
                "{\"type\":\"nonsense\"}",
                "{\"type\":5}"
            })
    void metadataOfLabelsThatSparkDidNotWriteAreNamed(String attribute) {
        Dataset<Row> misleading = data.withMetadata("label", Metadata.fromJson("{\"ml_attr\":" + attribute + "}"));
        String[] parts = {"metadata of column 'label' (labelCol)", attribute.substring(1, 8)};
        assertRefused(() -> estimator().fit(misleading), parts);
        SoftmaxClassificationModel model = estimator().setMaxIter(0).fit(data);
        assertRefused(() -> model.evaluate(misleading), parts);
        assertRefused(() -> model.partialFit(misleading), parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "{\"numeric\":[{\"idx\":99,\"name\":\"q\"}]}", "{\"numeric\":[{\"idx\":-1}]}"})
    void metadataOfFeaturesThatSparkDidNotWriteAreNamed(String attributes) {
        Dataset<Row> misleading = data.withMetadata(
                "features", Metadata.fromJson("{\"ml_attr\":{\"attrs\":" + attributes + ",\"num_attrs\":2}}"));
        assertRefused(() -> estimator().fit(misleading), "metadata of column 'features' (featuresCol)");
    }

    @Test
    void columnNamesThatAreNullAreNamed() {
        assertRefused(() -> estimator().setPredictionCol(null).fit(data), "predictionCol", "null");
        assertRefused(() -> estimator().setProbabilityCol(null).fit(data), "probabilityCol");
        assertRefused(() -> estimator().setRawPredictionCol(null).fit(data), "rawPredictionCol");
        assertRefused(() -> estimator().setLabelCol(null).fit(data), "labelCol");
        assertRefused(() -> estimator().setFeaturesCol(null).fit(data), "featuresCol");
        SoftmaxClassificationModel model = estimator().setMaxIter(0).fit(data);
        model.setPredictionCol(null);
        assertRefused(() -> model.transform(data), "predictionCol");
        assertRefused(() -> model.evaluate(data), "predictionCol");
        model.setPredictionCol("prediction").setFeaturesCol(null);
        assertRefused(() -> model.transform(data), "featuresCol");
        assertRefused(() -> model.partialFit(data), "featuresCol");
    }

    @Test
    void thresholdsThatAreNullAreRefused() {
        assertRefused(() -> estimator().setThresholds(null), "thresholds", "null");
        SoftmaxClassificationModel model = estimator().setMaxIter(0).fit(data);
        assertRefused(() -> model.setThresholds(null), "thresholds", "null");
    }

    @Test
    void longValuesAreShortenedInMessages() {
        assertRefused(() -> estimator().setSolver("x".repeat(10_000)), "solver", "xxx ...");
    }

    @Test
    void boundsThatNoNumberMeetsAreRefused() {
        double infinity = Double.POSITIVE_INFINITY;
        assertRefused(
                () -> estimator()
                        .setLowerBoundsOnIntercepts(Vectors.dense(infinity, 0, 0))
                        .fit(data),
                "lowerBoundsOnIntercepts",
                "Infinity");
        assertRefused(
                () -> estimator()
                        .setUpperBoundsOnIntercepts(Vectors.dense(-infinity, -infinity, -infinity))
                        .fit(data),
                "upperBoundsOnIntercepts",
                "-Infinity");
    }

    @Test
    void rowsThatCannotBeEvaluatedAreNamedWithoutAStackTrace() {
        SoftmaxClassificationModel model = estimator().setMaxIter(0).fit(data);
        Dataset<Row> withNull = data.withColumn(
                "features", functions.when(functions.col("label").equalTo(0.0), functions.col("features")));
        assertRefused(() -> model.evaluate(withNull).accuracy(), "column 'features' has null");
        Dataset<Row> longer = RandomRows.dataset(spark, List.of(row(0, 1, Vectors.dense(1, 2, 3))), 1);
        assertRefused(() -> model.evaluate(longer).accuracy(), "must have size 2", "column 'features'");
    }

    @Test
    void weightsWhoseSumIsNotANumberAreRefusedByTheEvaluation() {
        SoftmaxClassificationModel model = estimator().setMaxIter(0).fit(data);
        model.set(model.weightCol(), "weight");
        Dataset<Row> heavy = data.withColumn("weight", functions.lit(1e308));
        assertRefused(() -> model.evaluate(heavy).logLoss(), "column 'weight'");
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "nosuch://host/states", "\u0000"})
    void foldersForStatesThatCannotBeAreNamed(String path) {
        assertRefused(() -> estimator().setCheckpointPath(path).fit(data), "checkpointPath");
    }

    @Test
    void startsThatOverflowAreRefused() {
        SoftmaxClassifier classifier = estimator()
                .setMaxIter(0)
                .setLossVariant("doubleSoftmax")
                .setInitialIntercepts(Vectors.dense(1.7e308, 1.7e308, 1.7e308));
        assertRefused(() -> classifier.fit(data), "initialIntercepts");
    }

    @Test
    void aModelOfOneOccurringClassThatDoesNotFitInMemoryIsRefused() {
        Dataset<Row> oneClass = data.filter("label = 0");
        assertRefused(() -> estimator().setNumClasses(1 << 29).fit(oneClass), "driver's heap", "536870912 classes");
    }

    /** A feature of two values, which alone tells the classes apart but for one row of each. */
    private Dataset<Row> rowsOf(double value) {
        return RandomRows.dataset(
                spark,
                IntStream.range(0, 20)
                        .mapToObj(i -> row(i % 2, 1.0, Vectors.dense((i % 2 == 0) == (i < 18) ? value : -value)))
                        .toList(),
                2);
    }

    @ParameterizedTest
    @CsvSource({"1e-160", "-1e-160", "1e-170", "-1e-170", "1e160", "1e200", "-1e200", "1e290", "1e-290"})
    void tinyAndHugeFeaturesAreLearned(double value) {
        SoftmaxClassifier classifier = new SoftmaxClassifier().setSolver("l-bfgs");
        SoftmaxClassificationModel model = classifier.fit(rowsOf(value));
        double[] history = model.summary().objectiveHistory();
        // The best model says 9 to 1, as the rows are.
        double expected = -0.9 * Math.log(0.9) - 0.1 * Math.log(0.1);
        assertEquals(expected, history[history.length - 1], 1e-6);
        assertEquals(0.0, model.predict(Vectors.dense(value)));
        assertEquals(1.0, model.predict(Vectors.dense(-value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"l-bfgs", "auto"})
    void separableRowsWithoutAPenaltyEndEarlyAndNameRegParam(String solver) {
        Dataset<Row> separable = RandomRows.dataset(
                spark,
                IntStream.range(0, 60)
                        .mapToObj(i -> row(i % 3, 1.0, Vectors.dense(i % 3 * 10 + i % 7, i % 3 == 1 ? 9 : i % 5)))
                        .toList(),
                2);
        SoftmaxTrainingSummary summary =
                new SoftmaxClassifier().setSolver(solver).fit(separable).summary();
        assertTrue(summary.totalIterations() < 50, () -> summary.totalIterations() + " passes");
        assertTrue(summary.converged());
        assertTrue(summary.stopReason().contains("separable"), summary.stopReason());
        assertTrue(summary.stopReason().contains("regParam"), summary.stopReason());
        assertFalse(Arrays.stream(summary.objectiveHistory()).anyMatch(value -> value < 0.0 || Double.isNaN(value)));
    }

    /** With one column of that name, none of its rows would train; with none, all would. */
    @Test
    void partialFitRefusesSeveralValidationColumnsOfOneName() {
        SoftmaxClassificationModel model = estimator().setMaxIter(0).fit(data);
        model.set(model.validationIndicatorCol(), "held");
        Dataset<Row> twice = data.select(
                functions.col("label"),
                functions.col("features"),
                functions.lit(true).as("held"),
                functions.lit(false).as("held"));
        assertRefused(() -> model.partialFit(twice), "'held' (validationIndicatorCol)", "several columns");
    }

    @Test
    void aCopyWithNullColumnIsRefusedToo() {
        SoftmaxClassifier classifier = estimator();
        ParamMap extra = new ParamMap().put(classifier.predictionCol(), null);
        assertRefused(() -> classifier.copy(extra).fit(data), "predictionCol");
    }
}
