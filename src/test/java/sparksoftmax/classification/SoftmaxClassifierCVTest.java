package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class SoftmaxClassifierCVTest {
    private static final int FOLDS = 3;

    private final SparkSession spark;

    SoftmaxClassifierCVTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Other tests look for what fits leave cached. */
    @AfterEach
    void clearCache() {
        spark.catalog().clearCache();
    }

    /** Rows whose folds stand in column fold: not by a random number, so that they are the same whenever it is read. */
    private Dataset<Row> withFolds(RandomRows rows, int numPartitions, boolean sparse) {
        return rows.toDataset(spark, numPartitions, sparse)
                .withColumn(
                        "fold",
                        functions.pmod(functions.floor(functions.col("weight").multiply(1e6)), functions.lit(FOLDS)))
                .cache();
    }

    private static List<TriedPenalty> tried(SoftmaxClassificationModel model) {
        return model.summary().penaltySelection().orElseThrow().tried();
    }

    /** The mean over the folds of the metrics of models that are trained one by one, to the optimum. */
    private static Map<String, Double> ofSeparateFits(
            SoftmaxClassifier classifier, Dataset<Row> data, List<String> metrics) {
        Map<String, Double> means = new TreeMap<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            SoftmaxClassificationModel model = classifier
                    .setSolver("l-bfgs")
                    .fit(data.filter(functions.col("fold").notEqual(fold)));
            Dataset<Row> predicted =
                    model.transform(data.filter(functions.col("fold").equalTo(fold)));
            for (String metric : metrics) {
                double value = new MulticlassClassificationEvaluator()
                        .setMetricName(metric)
                        .setWeightCol("weight")
                        .evaluate(predicted);
                means.merge(metric, value / FOLDS, Double::sum);
            }
        }
        return means;
    }

    private static SoftmaxClassifierCV weighted() {
        return new SoftmaxClassifierCV()
                .setWeightCol("weight")
                .setFoldCol("fold")
                .setNumFolds(FOLDS);
    }

    @ParameterizedTest
    @CsvSource({"false, false, 0.0", "true, false, 0.3", "false, true, 0.0"})
    void metricsAreThoseOfSeparateFits(boolean sparse, boolean bySparkJobs, double elasticNetParam) {
        Dataset<Row> data = withFolds(new RandomRows(600, 5, 3, sparse ? 0.3 : 1.0, 11L).weighted(2L), 3, sparse);
        double[] penalties = {0.02, 0.3};
        SoftmaxClassificationModel model = weighted()
                .setRegParams(penalties)
                .setElasticNetParams(new double[] {elasticNetParam})
                .setStandardization(false)
                .setAbandonment(false)
                .setMaxDriverDataInMB(bySparkJobs ? 0.0 : -1.0)
                .fit(data);
        List<TriedPenalty> tried = tried(model);
        assertEquals(
                List.of(0.3, 0.02), tried.stream().map(TriedPenalty::regParam).toList());
        for (TriedPenalty penalty : tried) {
            Map<String, Double> expected = ofSeparateFits(
                    new SoftmaxClassifier()
                            .setWeightCol("weight")
                            .setStandardization(false)
                            .setRegParam(penalty.regParam())
                            .setElasticNetParam(elasticNetParam),
                    data,
                    List.of("logLoss", "accuracy"));
            assertEquals(expected.get("logLoss"), penalty.logLoss(), 2e-3 * penalty.logLoss());
            assertEquals(penalty.logLoss(), penalty.metric());
            assertEquals(expected.get("accuracy"), penalty.accuracy(), 5e-3);
        }
        TriedPenalty best = tried.stream()
                .min(Comparator.comparingDouble(TriedPenalty::logLoss))
                .orElseThrow();
        assertTrue(best.chosen());
        assertEquals(best.regParam(), model.getRegParam());
        assertEquals(elasticNetParam, model.getElasticNetParam());
        SoftmaxClassificationModel separate = new SoftmaxClassifier()
                .setSolver("l-bfgs")
                .setWeightCol("weight")
                .setStandardization(false)
                .setRegParam(best.regParam())
                .setElasticNetParam(elasticNetParam)
                .fit(data);
        assertArrayEquals(
                separate.coefficientMatrix().toArray(),
                model.coefficientMatrix().toArray(),
                2e-3);
        assertArrayEquals(
                separate.interceptVector().toArray(), model.interceptVector().toArray(), 2e-3);
    }

    @Test
    void everyMetricIsThatOfSparksEvaluator() {
        Dataset<Row> data = withFolds(new RandomRows(300, 3, 4, 5L).weighted(6L), 2, false);
        List<String> metrics =
                List.of("f1", "weightedPrecision", "weightedFalsePositiveRate", "weightedRecall", "hammingLoss");
        double[] thresholds = {0.3, 0.1, 0.4, 0.2};
        Map<String, Double> expected = ofSeparateFits(
                new SoftmaxClassifier()
                        .setWeightCol("weight")
                        .setRegParam(0.1)
                        .setStandardization(false)
                        .setThresholds(thresholds)
                        .setClassWeights(Vectors.dense(balancing(data))),
                data,
                metrics);
        for (String metric : metrics) {
            SoftmaxClassificationModel model = weighted()
                    .setRegParams(new double[] {0.1})
                    .setStandardization(false)
                    .setThresholds(thresholds)
                    .setClassWeights(Vectors.dense(balancing(data)))
                    .setMetric(metric)
                    .fit(data);
            TriedPenalty found = tried(model).get(0);
            assertEquals(expected.get(metric), found.metric(), 2e-3, metric);
            assertEquals(
                    metric, model.summary().penaltySelection().orElseThrow().metric());
        }
    }

    private static double[] balancing(Dataset<Row> data) {
        double total = data.agg(functions.sum("weight")).first().getDouble(0);
        return data.groupBy("label").agg(functions.sum("weight")).orderBy("label").collectAsList().stream()
                .mapToDouble(row -> total / (4 * row.getDouble(1)))
                .toArray();
    }

    @Test
    void foldsDependOnWhatIsInTheRowsOnly() {
        RandomRows rows = new RandomRows(240, 3, 3, 7L);
        SoftmaxClassifierCV classifier = new SoftmaxClassifierCV().setRegParams(new double[] {0.01});
        Dataset<Row> data = rows.toDataset(spark, 3).cache();
        TriedPenalty expected = tried(classifier.fit(data)).get(0);
        Dataset<Row> sorted = data.orderBy("features")
                .repartition(2, functions.col("features"))
                .cache();
        TriedPenalty found = tried(classifier.fit(sorted)).get(0);
        assertEquals(expected.logLoss(), found.logLoss(), 1e-6);
        assertEquals(expected.standardError(), found.standardError(), 1e-6);
        TriedPenalty otherFolds =
                tried(classifier.copy(ParamMap.empty()).setSeed(1L).fit(data)).get(0);
        assertNotEquals(expected.logLoss(), otherFolds.logLoss(), 1e-4);
        assertTrue(expected.standardError() > 1e-3);
        assertEquals(FOLDS, classifier.getNumFolds());
    }

    /** A row of weight 2 is two rows, if a column puts both in the same fold. */
    @Test
    void weightsCountInTrainingAndInMetrics() {
        Dataset<Row> data = withFolds(new RandomRows(150, 3, 3, 8L).weighted(9L), 2, false);
        SoftmaxClassifierCV classifier = weighted()
                .setRegParams(new double[] {0.01})
                .setStandardization(false)
                .setTol(1e-9);
        Dataset<Row> heavy = data.withColumn("weight", functions.expr("if(label = 1, 2D, 1D)"));
        Dataset<Row> twice = data.withColumn("weight", functions.lit(1.0))
                .union(data.filter("label = 1").withColumn("weight", functions.lit(1.0)));
        SoftmaxClassificationModel expected = classifier.fit(twice);
        SoftmaxClassificationModel found = classifier.fit(heavy);
        assertEquals(tried(expected).get(0).logLoss(), tried(found).get(0).logLoss(), 1e-6);
        assertEquals(tried(expected).get(0).accuracy(), tried(found).get(0).accuracy(), 1e-9);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                1e-5);
    }

    @Test
    void theStrongestPenaltyOfThePathIsTheLeastThatMakesAllCoefficientsZero() {
        Dataset<Row> data = new RandomRows(200, 6, 3, 9L)
                .rescale(1, 5.0, 100.0)
                .toDataset(spark, 2)
                .cache();
        SoftmaxClassificationModel model = new SoftmaxClassifierCV()
                .setElasticNetParams(new double[] {1.0})
                .setSelection("oneStandardError")
                .fit(data);
        List<TriedPenalty> tried = tried(model);
        assertEquals(20, tried.size());
        double strongest = tried.get(0).regParam();
        SoftmaxClassifier lasso = new SoftmaxClassifier()
                .setSolver("l-bfgs")
                .setElasticNetParam(1.0)
                .setTol(1e-9);
        assertEquals(
                0,
                lasso.setRegParam(1.001 * strongest)
                        .fit(data)
                        .coefficientMatrix()
                        .numNonzeros());
        assertTrue(lasso.setRegParam(0.98 * strongest)
                        .fit(data)
                        .coefficientMatrix()
                        .numNonzeros()
                > 0);
        assertEquals(1e-4, tried.get(19).regParam() / strongest, 1e-12);

        TriedPenalty chosen = model.summary().penaltySelection().orElseThrow().chosen();
        TriedPenalty best = tried.stream()
                .filter(penalty -> !penalty.abandoned())
                .min(Comparator.comparingDouble(TriedPenalty::metric))
                .orElseThrow();
        TriedPenalty strongestNear = tried.stream()
                .filter(penalty -> !penalty.abandoned() && penalty.metric() <= best.metric() + best.standardError())
                .findFirst()
                .orElseThrow();
        assertEquals(strongestNear, chosen);
        assertTrue(chosen.regParam() > best.regParam());
    }

    /** Many features without meaning: weak penalties overfit more and more. */
    @Test
    void penaltiesThatAreClearlyWorseAreAbandoned() {
        Dataset<Row> data = new RandomRows(120, 60, 2, 10L).toDataset(spark, 2).cache();
        double[] penalties = {3.0, 1.0, 0.3, 0.1, 0.01, 0.001, 1e-4, 1e-5, 0.0};
        SoftmaxClassifierCV classifier =
                new SoftmaxClassifierCV().setNumFolds(5).setRegParams(penalties);
        SoftmaxClassificationModel model = classifier.fit(data);
        List<TriedPenalty> tried = tried(model);
        assertTrue(tried.get(8).abandoned());
        assertTrue(Double.isNaN(tried.get(8).metric()));
        SoftmaxClassificationModel all = classifier.setAbandonment(false).fit(data);
        assertTrue(tried(all).stream().noneMatch(TriedPenalty::abandoned));
        assertEquals(all.getRegParam(), model.getRegParam());
        assertArrayEquals(
                all.coefficientMatrix().toArray(), model.coefficientMatrix().toArray(), 1e-12);
        double best = model.summary().penaltySelection().orElseThrow().chosen().metric();
        IntStream.range(0, tried.size())
                .filter(i -> tried.get(i).abandoned())
                .forEach(i -> assertTrue(tried(all).get(i).metric() > best));
    }

    @Test
    void theTableAndTheEstimatorAreSavedAndLoaded(@TempDir Path folder) throws Exception {
        Dataset<Row> data = new RandomRows(90, 40, 2, 12L).toDataset(spark, 2).cache();
        SoftmaxClassifierCV classifier = new SoftmaxClassifierCV()
                .setRegParams(new double[] {1.0, 0.1, 1e-3, 1e-5, 0.0})
                .setElasticNetParams(new double[] {0.0, 0.5})
                .setMetric("ACCURACY")
                .setSelection("oneStandardError")
                .setFoldCol("")
                .setNumClasses(3);
        classifier.write().save(folder.resolve("estimator").toString());
        SoftmaxClassifierCV loaded =
                SoftmaxClassifierCV.load(folder.resolve("estimator").toString());
        assertArrayEquals(classifier.getRegParams(), loaded.getRegParams());
        assertArrayEquals(classifier.getElasticNetParams(), loaded.getElasticNetParams());
        assertEquals("ACCURACY", loaded.getMetric());
        assertEquals("oneStandardError", loaded.getSelection());
        SoftmaxClassificationModel model = loaded.fit(data);
        assertEquals(10, tried(model).size());
        assertEquals(3, model.numClasses());
        assertEquals(classifier.uid(), model.uid());
        model.write().save(folder.resolve("model").toString());
        SoftmaxClassificationModel again =
                SoftmaxClassificationModel.load(folder.resolve("model").toString());
        assertEquals(model.summary().penaltySelection(), again.summary().penaltySelection());
        assertEquals(model.getRegParam(), again.getRegParam());
        assertFalse(new SoftmaxClassifier()
                .setMaxIter(1)
                .fit(data)
                .summary()
                .penaltySelection()
                .isPresent());
    }

    @Test
    void aSingleClassNeedsNoChoice() {
        Dataset<Row> data = new RandomRows(30, 2, 2, 13L).toDataset(spark, 1).filter("label = 1");
        SoftmaxClassificationModel model = new SoftmaxClassifierCV().fit(data);
        assertEquals(1.0, model.predict(Vectors.dense(0.0, 0.0)));
        assertFalse(model.summary().penaltySelection().isPresent());
    }

    @Test
    void featuresThatDoNotVaryLeaveTheClassFrequencies() {
        Dataset<Row> data = new RandomRows(60, 2, 2, 17L)
                .weighted(18L)
                .toDataset(spark, 2)
                .withColumn("features", functions.expr("array(1.0D, 1.0D)"))
                .cache();
        SoftmaxClassificationModel model =
                new SoftmaxClassifierCV().setWeightCol("weight").fit(data);
        assertEquals(0, model.coefficientMatrix().numNonzeros());
        Row weights =
                data.selectExpr("sum(if(label = 0, weight, 0D))", "sum(weight)").first();
        assertEquals(
                weights.getDouble(0) / weights.getDouble(1),
                model.predictProbability(Vectors.dense(1, 1)).apply(0),
                1e-3);
        assertEquals(0.0, tried(model).get(0).regParam());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "-1", "0.5", "null"})
    void foldNumbersAreChecked(String fold) {
        Dataset<Row> data = new RandomRows(30, 2, 2, 14L)
                .toDataset(spark, 1)
                .withColumn("part", functions.expr("cast(" + fold + " as double)"));
        String message =
                messageOf(() -> new SoftmaxClassifierCV().setFoldCol("part").fit(data));
        assertTrue(message.contains("[0, 3)") && message.contains("column 'part'"), message);
        assertTrue(message.contains(fold), message);
    }

    @Test
    void everyFoldNeedsRows() {
        Dataset<Row> equal = new RandomRows(30, 2, 2, 19L)
                .toDataset(spark, 1)
                .withColumn("features", functions.expr("array(1.0D, 1.0D)"));
        assertTrue(messageOf(() -> new SoftmaxClassifierCV().fit(equal)).contains("equal rows are in the same fold"));
        Dataset<Row> data = new RandomRows(30, 2, 2, 15L)
                .toDataset(spark, 1)
                .withColumn("part", functions.expr("cast(label as int)"));
        String message =
                messageOf(() -> new SoftmaxClassifierCV().setFoldCol("part").fit(data));
        assertTrue(message.contains("fold 2 has none"), message);
        String ofText = messageOf(
                () -> new SoftmaxClassifierCV().setFoldCol("part").fit(data.withColumn("part", functions.lit("a"))));
        assertTrue(ofText.contains("foldCol must be a numeric column"), ofText);
    }

    @Test
    void paramsThatWouldBeIgnoredAreRefused() {
        Dataset<Row> data = new RandomRows(30, 2, 2, 16L).toDataset(spark, 1);
        List<SoftmaxClassifierCV> refused = new ArrayList<>(List.of(
                new SoftmaxClassifierCV().setRegParam(0.1),
                new SoftmaxClassifierCV().setElasticNetParam(0.1),
                new SoftmaxClassifierCV().setValidationIndicatorCol("label"),
                new SoftmaxClassifierCV().setInitialization("uniform"),
                new SoftmaxClassifierCV().setStepSize(0.1),
                new SoftmaxClassifierCV().setCheckpointPath("somewhere")));
        for (SoftmaxClassifierCV classifier : refused) {
            String message = messageOf(() -> classifier.fit(data));
            assertTrue(message.contains("must not be set for SoftmaxClassifierCV"), message);
        }
        assertTrue(messageOf(() -> new SoftmaxClassifierCV().setSolver("sgd").fit(data))
                .contains("solver must be auto or l-bfgs"));
        assertTrue(messageOf(() -> new SoftmaxClassifierCV()
                        .setElasticNetParams(new double[] {0.5})
                        .setLowerBoundsOnIntercepts(Vectors.dense(0.0, 0.0))
                        .fit(data))
                .contains("elasticNetParams"));
        assertThrows(IllegalArgumentException.class, () -> new SoftmaxClassifierCV().setNumFolds(1));
        assertThrows(IllegalArgumentException.class, () -> new SoftmaxClassifierCV().setRegParams(new double[0]));
        assertThrows(IllegalArgumentException.class, () -> new SoftmaxClassifierCV().setRegParams(new double[] {-1.0}));
        assertThrows(IllegalArgumentException.class, () -> new SoftmaxClassifierCV()
                .setElasticNetParams(new double[] {1.5}));
        assertTrue(messageOf(() -> new SoftmaxClassifierCV().setMetric("loss")).contains("logLoss"));
    }

    private static String messageOf(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
