package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.BinaryLogisticRegressionTrainingSummary;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.LogLines;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/**
 * What {@link SoftmaxLogisticRegression} gives is what Spark's LogisticRegression gives. {@link OptimumTest} and
 * {@link GlmnetTest} have the multinomial optimum.
 */
@ExtendWith(SharedSpark.class)
class SoftmaxLogisticRegressionTest {
    private static final String FALLBACK = "LogisticRegression itself trains";

    private final SparkSession spark;
    private final RandomRows two;
    private final Dataset<Row> twoClasses;

    SoftmaxLogisticRegressionTest(SparkSession spark) {
        this.spark = spark;
        two = new RandomRows(300, 5, 2, 15L)
                .rescale(1, 0.3, 7.0)
                .rescale(3, -0.5, 0.05)
                .weighted(16L);
        twoClasses = two.toDataset(spark, 1);
    }

    private static LogisticRegression ours() {
        return new SoftmaxLogisticRegression();
    }

    /** LogisticRegression with the Params of {@code ours}. */
    private static LogisticRegression theirs(LogisticRegression ours) {
        return ours.copyValues(new LogisticRegression(), ParamMap.empty());
    }

    /** The objective of a binomial model, with its definition's loops. */
    private double objective(LogisticRegressionModel model, LogisticRegression params) {
        boolean weighted = params.isDefined(params.weightCol());
        double loss = 0.0;
        double weightSum = 0.0;
        int n = two.y.length;
        for (int i = 0; i < n; i++) {
            double margin = model.intercept();
            for (int j = 0; j < 5; j++) {
                margin += model.coefficients().apply(j) * two.x[i][j];
            }
            double weight = weighted ? two.w[i] : 1.0;
            loss += weight * Math.log1p(Math.exp(two.y[i] == 1 ? -margin : margin));
            weightSum += weight;
        }
        double objective = loss / weightSum;
        for (int j = 0; j < 5; j++) {
            double scale = params.getStandardization() ? deviation(j, weighted) : 1.0;
            double beta = scale * model.coefficients().apply(j);
            objective += params.getRegParam()
                    * (params.getElasticNetParam() * Math.abs(beta)
                            + (1.0 - params.getElasticNetParam()) / 2.0 * beta * beta);
        }
        return objective;
    }

    /** As Spark defines the deviation of weighted rows: the sum of weights less their mean in the denominator. */
    private double deviation(int j, boolean weighted) {
        double sum = 0.0;
        double mean = 0.0;
        double sumOfSquaredWeights = 0.0;
        for (int i = 0; i < two.y.length; i++) {
            double weight = weighted ? two.w[i] : 1.0;
            sum += weight;
            mean += weight * two.x[i][j];
            sumOfSquaredWeights += weight * weight;
        }
        mean /= sum;
        double squares = 0.0;
        for (int i = 0; i < two.y.length; i++) {
            squares += (weighted ? two.w[i] : 1.0) * Math.pow(two.x[i][j] - mean, 2);
        }
        return Math.sqrt(squares / (sum - sumOfSquaredWeights / sum));
    }

    private LogisticRegressionModel assertSameBinomialOptimum(LogisticRegression estimator) {
        estimator.setTol(1e-10).setMaxIter(2000);
        LogisticRegressionModel found = estimator.fit(twoClasses);
        LogisticRegressionModel expected = theirs(estimator).fit(twoClasses);
        for (int j = 0; j < 5; j++) {
            assertNear(expected.coefficients().apply(j), found.coefficients().apply(j));
        }
        assertNear(expected.intercept(), found.intercept());
        double objective = objective(found, estimator);
        assertTrue(objective <= objective(expected, estimator) + 1e-9, "objective " + objective);
        double[] history = found.summary().objectiveHistory();
        assertEquals(objective, history[history.length - 1], 1e-7, "the last value of objectiveHistory");
        assertEquals(expected.summary().objectiveHistory()[0], history[0], 1e-6, "the objective at the start");
        return found;
    }

    private static void assertNear(double expected, double found) {
        assertEquals(expected, found, 1e-4 * Math.max(1.0, Math.abs(expected)));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0,  0.0, true,  true,  true",
        "0.0,  0.0, false, false, false",
        "0.05, 0.0, true,  true,  false",
        "0.05, 0.0, false, true,  true",
        "0.02, 1.0, true,  true,  true",
        "0.02, 1.0, false, false, false",
        "0.05, 0.4, true,  true,  true",
        "0.05, 0.4, false, true,  false",
        "0.05, 0.4, true,  false, true"
    })
    void binomialOptimum(
            double regParam, double elasticNetParam, boolean standardization, boolean fitIntercept, boolean weighted) {
        LogisticRegression estimator = ours().setRegParam(regParam)
                .setElasticNetParam(elasticNetParam)
                .setStandardization(standardization)
                .setFitIntercept(fitIntercept);
        try (LogLines log = new LogLines()) {
            assertSameBinomialOptimum(weighted ? estimator.setWeightCol("weight") : estimator);
            assertEquals(List.of(), log.with(FALLBACK));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0, true", "0.1, true", "0.1, false"})
    void binomialOptimumWithinBounds(double regParam, boolean fitIntercept) {
        double free = Double.NEGATIVE_INFINITY;
        LogisticRegression estimator = ours().setRegParam(regParam)
                .setFitIntercept(fitIntercept)
                .setLowerBoundsOnCoefficients(new DenseMatrix(1, 5, new double[] {0.1, 0.05, free, free, -0.5}))
                .setUpperBoundsOnCoefficients(new DenseMatrix(1, 5, new double[] {2.0, 3.0, -0.1, 0.5, 0.5}));
        if (fitIntercept) {
            estimator.setUpperBoundsOnIntercepts(Vectors.dense(-0.3));
        }
        try (LogLines log = new LogLines()) {
            assertSameBinomialOptimum(estimator);
            assertEquals(List.of(), log.with(FALLBACK));
        }
    }

    @Test
    void boundsOnOneSideOnly() {
        LogisticRegression estimator = ours().setRegParam(0.01)
                .setLowerBoundsOnCoefficients(new DenseMatrix(1, 5, new double[] {0, 0, 0, 0, 0}))
                .setLowerBoundsOnIntercepts(Vectors.dense(0.25));
        LogisticRegressionModel model = assertSameBinomialOptimum(estimator);
        assertTrue(Arrays.stream(model.coefficients().toArray()).allMatch(value -> value >= 0.0));
        assertTrue(model.intercept() >= 0.25);
    }

    /**
     * Family multinomial keeps two rows of coefficients for two classes, and its summary is a binary one all the same.
     */
    @Test
    void twoClassesMayBeMultinomial() {
        LogisticRegression estimator =
                ours().setFamily("multinomial").setRegParam(0.05).setTol(1e-10).setMaxBlockSizeInMB(64);
        LogisticRegressionModel found = estimator.fit(twoClasses);
        LogisticRegressionModel expected = theirs(estimator).fit(twoClasses);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                1e-4);
        assertArrayEquals(
                expected.interceptVector().toArray(), found.interceptVector().toArray(), 1e-4);
        assertInstanceOf(BinaryLogisticRegressionTrainingSummary.class, found.summary());
    }

    /** A fit that ends at maxIter is as near to the optimum as LogisticRegression's, or nearer. */
    @ParameterizedTest
    @CsvSource({"2, 1", "2, 5", "3, 1", "3, 5", "3, 10"})
    void fewIterationsAreAsGoodAsThoseOfLogisticRegression(int numClasses, int maxIter) {
        RandomRows random = new RandomRows(300, 5, numClasses, 7L).rescale(0, 100.0, 0.01);
        for (double[] x : random.x) {
            for (int j = 2; j < 5; j++) {
                x[j] = 0.3 * x[j] + x[1];
            }
        }
        Dataset<Row> rows = random.toDataset(spark, 1);
        LogisticRegression estimator = ours().setMaxIter(maxIter);
        double[] found = estimator.fit(rows).summary().objectiveHistory();
        double[] expected = theirs(estimator).fit(rows).summary().objectiveHistory();
        assertTrue(found.length <= maxIter + 1, "values " + found.length);
        double last = expected[expected.length - 1];
        assertTrue(found[found.length - 1] <= last + 1e-9, found[found.length - 1] + ", LogisticRegression: " + last);
    }

    @Test
    void theSummaryIsSparks() {
        LogisticRegression estimator = ours().setRegParam(0.05).setTol(1e-10).setWeightCol("weight");
        LogisticRegressionModel found = estimator.fit(twoClasses);
        BinaryLogisticRegressionTrainingSummary expected =
                theirs(estimator).fit(twoClasses).binarySummary();
        BinaryLogisticRegressionTrainingSummary summary = found.binarySummary();
        assertEquals(summary.objectiveHistory().length - 1, summary.totalIterations());
        assertEquals(expected.accuracy(), summary.accuracy());
        assertEquals(expected.areaUnderROC(), summary.areaUnderROC(), 1e-6);
        assertEquals(expected.weightCol(), summary.weightCol());
        assertEquals(
                new BinaryClassificationEvaluator().setWeightCol("weight").evaluate(found.transform(twoClasses)),
                found.evaluate(twoClasses).asBinary().areaUnderROC(),
                1e-6);
        assertEquals(estimator.uid(), found.uid());
        assertEquals(estimator, found.parent());
        assertEquals(0.05, found.getRegParam());
        assertEquals(
                expected.predictions().columns().length, summary.predictions().columns().length);
    }

    @Test
    void theSummaryOfThreeClassesHasTheMetricsOfSparks() {
        Dataset<Row> rows = new RandomRows(300, 4, 3, 17L).toDataset(spark, 1);
        LogisticRegression estimator =
                ours().setRegParam(0.05).setTol(1e-10).setMaxBlockSizeInMB(64).setProbabilityCol("");
        LogisticRegressionTrainingSummary found = estimator.fit(rows).summary();
        LogisticRegressionTrainingSummary expected = theirs(estimator).fit(rows).summary();
        assertFalse(found instanceof BinaryLogisticRegressionTrainingSummary);
        assertArrayEquals(expected.recallByLabel(), found.recallByLabel());
        assertArrayEquals(expected.fMeasureByLabel(), found.fMeasureByLabel());
        assertThrows(RuntimeException.class, () -> estimator.fit(rows).binarySummary());
    }

    /** What LogisticRegression refuses is refused with its words, since it is asked then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "negative label",
                "fractional label",
                "missing label",
                "negative weight",
                "features that are not numbers",
                "no rows",
                "too few classes declared",
                "thresholds",
                "binomial",
                "bounds"
            })
    void errorsAreThoseOfLogisticRegression(String mistake) {
        Dataset<Row> rows = new RandomRows(30, 2, 3, 18L).toDataset(spark, 1);
        Map<String, Consumer<LogisticRegression>> settings = Map.of(
                "thresholds", estimator -> estimator.setThresholds(new double[] {0.5, 0.5}),
                "binomial", estimator -> estimator.setFamily("binomial"),
                "bounds", estimator -> estimator.setLowerBoundsOnCoefficients(DenseMatrix.zeros(2, 2)));
        Dataset<Row> wrong =
                switch (mistake) {
                    case "negative label" -> rows.withColumn("label", functions.expr("label - 1"));
                    case "fractional label" -> rows.withColumn("label", functions.expr("label + 0.5"));
                    case "missing label" ->
                        rows.withColumn("label", functions.expr("if(label = 0, cast(null as double), label)"));
                    case "negative weight" -> rows.withColumn("weight", functions.lit(-1.0));
                    case "features that are not numbers" -> {
                        RandomRows nan = new RandomRows(30, 2, 3, 18L);
                        nan.x[7][1] = Double.NaN;
                        yield nan.toDataset(spark, 1);
                    }
                    case "no rows" -> rows.limit(0);
                    case "too few classes declared" ->
                        rows.withColumn(
                                "label",
                                functions
                                        .col("label")
                                        .as(
                                                "label",
                                                org.apache.spark.ml.attribute.NominalAttribute.defaultAttr()
                                                        .withName("label")
                                                        .withNumValues(2)
                                                        .toMetadata()));
                    default -> rows;
                };
        LogisticRegression estimator = ours().setWeightCol("weight");
        settings.getOrDefault(mistake, unchanged -> {}).accept(estimator);
        Throwable expected =
                assertThrows(Throwable.class, () -> theirs(estimator).fit(wrong).coefficientMatrix());
        Throwable found = assertThrows(Throwable.class, () -> estimator.fit(wrong));
        assertEquals(expected.getClass(), found.getClass(), found.toString());
        assertEquals(
                withoutNumbers(expected.getMessage()),
                withoutNumbers(found.getMessage()).replace("SoftmaxLogisticRegression", "LogisticRegression"));
    }

    /** The first line, without the numbers of stages and tasks and the names of instances. */
    private static String withoutNumbers(String message) {
        return message.lines().findFirst().orElseThrow().replaceAll("\\d+|logreg_\\w+", "#");
    }

    @ParameterizedTest
    @CsvSource({"0, auto", "1, auto", "2, auto", "0, multinomial", "1, multinomial"})
    void aSingleLabelGivesWhatLogisticRegressionGives(double label, String family) {
        Dataset<Row> rows = twoClasses.withColumn("label", functions.lit(label));
        LogisticRegression estimator = ours().setFamily(family);
        LogisticRegressionModel found = estimator.fit(rows);
        LogisticRegressionModel expected = theirs(estimator).fit(rows);
        assertEquals(expected.coefficientMatrix(), found.coefficientMatrix());
        assertEquals(expected.interceptVector(), found.interceptVector());
        assertEquals(expected.numClasses(), found.numClasses());
        assertArrayEquals(expected.summary().objectiveHistory(), found.summary().objectiveHistory());
    }

    @Test
    void aSingleLabelIsTrainedWithinBounds() {
        Dataset<Row> ones = twoClasses.withColumn("label", functions.lit(1.0));
        LogisticRegression estimator =
                ours().setRegParam(0.1).setTol(1e-10).setMaxIter(500).setUpperBoundsOnIntercepts(Vectors.dense(0.75));
        try (LogLines log = new LogLines()) {
            LogisticRegressionModel found = estimator.fit(ones);
            LogisticRegressionModel expected = theirs(estimator).fit(ones);
            assertEquals(0.75, found.intercept(), 1e-9);
            assertArrayEquals(
                    expected.coefficients().toArray(), found.coefficients().toArray(), 1e-4);
            assertEquals(List.of(), log.with(FALLBACK));
        }
    }

    @Test
    void whatFallsBackIsSaidInTheLog() {
        Dataset<Row> rows = twoClasses.withColumn("label", functions.lit(0.0));
        try (LogLines log = new LogLines()) {
            LogisticRegressionModel model = ours().fit(rows);
            assertEquals(1, model.numClasses());
            List<String> lines = log.with(FALLBACK);
            assertEquals(1, lines.size());
            assertTrue(lines.get(0).startsWith("WARN logreg_"), lines.get(0));
            assertTrue(lines.get(0).endsWith("there is only one class"), lines.get(0));
        }
    }

    @Test
    void aModelCanBeTheStart() {
        LogisticRegression estimator = ours().setRegParam(0.05).setTol(1e-8);
        LogisticRegressionModel first = estimator.fit(twoClasses);
        double[] history = first.summary().objectiveHistory();
        LogisticRegressionModel second = estimator.setInitialModel(first).fit(twoClasses);
        assertEquals(history[history.length - 1], second.summary().objectiveHistory()[0], 1e-9);
        assertTrue(second.summary().totalIterations() < history.length / 2);
        try (LogLines log = new LogLines()) {
            LogisticRegressionModel other = estimator
                    .copy(ParamMap.empty())
                    .setFamily("multinomial")
                    .setInitialModel(first)
                    .fit(twoClasses);
            assertEquals(2, other.coefficientMatrix().numRows());
            assertEquals(1, log.with(FALLBACK).size());
        }
    }

    @Test
    void comesBackWhenItWasSaved(@TempDir Path folder) throws Exception {
        LogisticRegression estimator =
                ours().setRegParam(0.25).setThreshold(0.4).setWeightCol("weight");
        estimator.write().save(folder.resolve("estimator").toString());
        SoftmaxLogisticRegression loaded =
                SoftmaxLogisticRegression.load(folder.resolve("estimator").toString());
        assertEquals(estimator.explainParams(), loaded.explainParams());

        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
        pipeline.write().save(folder.resolve("pipeline").toString());
        Pipeline again = Pipeline.load(folder.resolve("pipeline").toString());
        assertInstanceOf(SoftmaxLogisticRegression.class, again.getStages()[0]);
        PipelineModel fitted = again.fit(twoClasses);
        fitted.write().save(folder.resolve("fitted").toString());
        PipelineModel model = PipelineModel.load(folder.resolve("fitted").toString());
        assertEquals(LogisticRegressionModel.class, model.stages()[0].getClass());
        assertEquals(
                fitted.transform(twoClasses).select("prediction").collectAsList(),
                model.transform(twoClasses).select("prediction").collectAsList());
    }

    /** A session of its own, since Spark's own summaries fail in one where a query has been observed. */
    @Test
    void theSummaryWorksInASessionWithAnObservedQuery() throws InterruptedException {
        SparkSession session = spark.newSession();
        Observation observation = new Observation();
        session.range(3)
                .toDF()
                .observe(observation, functions.count(functions.lit(1)).as("rows"))
                .collectAsList();
        assertEquals(3L, observation.getAsJava().get("rows"));
        Dataset<Row> data = new RandomRows(60, 2, 2, 3).toDataset(session, 1);
        LogisticRegressionModel model = new SoftmaxLogisticRegression().fit(data);
        double area = model.binarySummary().areaUnderROC();
        assertTrue(area > 0.5 && area <= 1.0, "area under ROC " + area);
    }
}
