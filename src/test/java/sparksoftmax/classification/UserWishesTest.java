package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple4;
import sparksoftmax.LocalSaving;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** What users of LogisticRegression have, or miss. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class UserWishesTest {
    private final SparkSession spark;

    UserWishesTest(SparkSession spark) {
        this.spark = spark;
    }

    private static double[] coefficients(SoftmaxClassificationModel model) {
        return model.coefficientMatrix().toArray();
    }

    private static String messageOf(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    @Test
    void aSingleClassGivesWhatLogisticRegressionGives() {
        Row[] rows = {RowFactory.create(2.0, 1.0, Vectors.dense(1, 3)), RowFactory.create(2.0, 1.0, Vectors.dense(2, 0))
        };
        Dataset<Row> data = RandomRows.dataset(spark, List.of(rows), 1);
        LogisticRegressionModel expected =
                new LogisticRegression().setFamily("multinomial").fit(data);
        SoftmaxClassificationModel found = new SoftmaxClassifier().fit(data);
        assertEquals(expected.interceptVector(), found.interceptVector());
        assertEquals(0, found.coefficientMatrix().numNonzeros());
        Vector x = Vectors.dense(5, 6);
        assertEquals(expected.predictProbability(x), found.predictProbability(x));
        assertEquals(2.0, found.predict(x));
        assertArrayEquals(new double[] {0.0}, found.summary().objectiveHistory());
        assertTrue(found.summary().stopReason().contains("all rows have label 2"));
        assertEquals(3, new SoftmaxClassifier().setFitIntercept(false).fit(data).numClasses());
    }

    @Test
    void metricsAreThoseOfMllib() {
        RandomRows rows = new RandomRows(400, 4, 3, 8L).weighted(2L);
        Dataset<Row> data = rows.toDataset(spark, 3);
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setWeightCol("weight").setMaxIter(3).fit(data);
        SoftmaxSummary found = model.evaluate(data);
        MulticlassMetrics expected = new MulticlassMetrics(model.transform(data)
                .select("prediction", "label", "weight", "probability")
                .javaRDD()
                .map(row -> new Tuple4<Object, Object, Object, double[]>(
                        row.getDouble(0),
                        row.getDouble(1),
                        row.getDouble(2),
                        row.<Vector>getAs(3).toArray()))
                .rdd());
        assertArrayEquals(expected.labels(), found.labels());
        assertArrayEquals(
                expected.confusionMatrix().toArray(), found.confusionMatrix().toArray(), 1e-9);
        assertEquals(expected.accuracy(), found.accuracy(), 1e-12);
        assertEquals(expected.logLoss(1e-15), found.logLoss(), 1e-12);
        assertEquals(expected.weightedPrecision(), found.weightedPrecision(), 1e-12);
        assertEquals(expected.weightedRecall(), found.weightedRecall(), 1e-12);
        assertEquals(expected.weightedTruePositiveRate(), found.weightedTruePositiveRate(), 1e-12);
        assertEquals(expected.weightedFalsePositiveRate(), found.weightedFalsePositiveRate(), 1e-12);
        assertEquals(expected.weightedFMeasure(), found.weightedFMeasure(), 1e-12);
        assertEquals(expected.weightedFMeasure(0.5), found.weightedFMeasure(0.5), 1e-12);
        for (int k = 0; k < 3; k++) {
            assertEquals(expected.precision(k), found.precisionByLabel()[k], 1e-12);
            assertEquals(expected.recall(k), found.recallByLabel()[k], 1e-12);
            assertEquals(expected.recall(k), found.truePositiveRateByLabel()[k], 1e-12);
            assertEquals(expected.falsePositiveRate(k), found.falsePositiveRateByLabel()[k], 1e-12);
            assertEquals(expected.fMeasure(k), found.fMeasureByLabel()[k], 1e-12);
        }
    }

    @Test
    void evaluationNeedsNoOutputColumnsButTheLabel() {
        Dataset<Row> data = new RandomRows(100, 4, 3, 8L).toDataset(spark, 2);
        SoftmaxClassificationModel model = new SoftmaxClassifier().fit(data);
        double accuracy = model.evaluate(data).accuracy();
        SoftmaxClassificationModel silent = model.copy(ParamMap.empty());
        silent.setPredictionCol("").setProbabilityCol("").setRawPredictionCol("");
        assertEquals(accuracy, silent.evaluate(data).accuracy());
        assertTrue(messageOf(() -> model.evaluate(data.drop("label"))).contains("must have column 'label'"));
    }

    private Dataset<Row> withValidation(int numRows) {
        return new RandomRows(numRows, 30, 4, 8L)
                .toDataset(spark, 2)
                .withColumn("held", functions.expr("monotonically_increasing_id() % 3 = 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "localSgd", "l-bfgs"})
    void trainingStopsWhenTheValidationLossDoesAndKeepsTheBest(String solver) {
        Dataset<Row> data = withValidation(240);
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setSolver(solver)
                .setOptimizer(solver.equals("sgd") ? "nesterov" : "sgd")
                .setTol(0.0)
                .setMaxIter(200)
                .setPatience(4)
                .setValidationIndicatorCol("held");
        SoftmaxClassificationModel model = classifier.fit(data);
        double[] history = model.summary().validationHistory();
        double best = Arrays.stream(history).min().orElseThrow();
        assertEquals(model.summary().objectiveHistory().length, history.length);
        assertTrue(history.length < 200 && history[history.length - 1] > best, Arrays.toString(history));
        assertTrue(
                model.summary().stopReason().contains("validation loss"),
                model.summary().stopReason());
        SoftmaxSummary onHeld = model.evaluate(data.filter("held"));
        assertEquals(best, onHeld.logLoss(), 1e-6 * best);
        // Rows for validation never train: the same fit without them goes the same way.
        SoftmaxClassificationModel without = new SoftmaxClassifier()
                .setSolver(solver)
                .setOptimizer(solver.equals("sgd") ? "nesterov" : "sgd")
                .setTol(0.0)
                .setMaxIter(history.length - 1)
                .fit(data.filter("not held"));
        if (!solver.equals("localSgd")) {
            assertArrayEquals(
                    without.summary().objectiveHistory(), model.summary().objectiveHistory(), 1e-9);
        }
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty());
    }

    @Test
    void earlyStoppingAndWarmStartsWorkInsideCrossValidator() {
        Dataset<Row> data = withValidation(240);
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setSolver("l-bfgs")
                .setTol(0.0)
                .setPatience(2)
                .setValidationIndicatorCol("held");
        classifier.setInitialModel(classifier.fit(data));
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(classifier.regParam(), new double[] {0.0, 0.1})
                .build();
        CrossValidatorModel fitted = new CrossValidator()
                .setEstimator(classifier)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
                .setNumFolds(2)
                .setSeed(1L)
                .fit(data);
        SoftmaxClassificationModel best = (SoftmaxClassificationModel) fitted.bestModel();
        assertTrue(best.summary().validationHistory().length > 1);
        assertTrue(
                best.summary().stopReason().contains("validation loss"),
                best.summary().stopReason());
        assertEquals(classifier.getInitialCoefficients(), ((SoftmaxClassifier) best.parent()).getInitialCoefficients());
        assertFalse(best.isDefined(best.initialCoefficients()), "a model does not carry its start");
    }

    @Test
    void autoValidatesBothItsParts() {
        Dataset<Row> data = new RandomRows(14_000, 100, 24, 5L)
                .toDataset(spark, 2)
                .withColumn("held", functions.expr("monotonically_increasing_id() % 7 = 0"))
                .cache();
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setValidationIndicatorCol("held")
                .setTol(1e-7)
                .setMaxIter(25)
                // Without an L1 penalty, these features, which are not correlated, would need no local steps.
                .setRegParam(1e-4)
                .setElasticNetParam(0.5)
                .fit(data);
        assertFalse(Double.isNaN(model.summary().stepSize()), "local steps came first");
        double best = Arrays.stream(model.summary().validationHistory()).min().orElseThrow();
        int passes = model.summary().totalIterations();
        assertTrue(passes > 12, "quasi-Newton steps followed the local ones");
        assertEquals(passes + 1, model.summary().validationHistory().length);
        assertEquals(best, model.evaluate(data.filter("held")).logLoss(), 1e-6 * best);
        data.unpersist();
    }

    @Test
    void validationColumnsThatCannotBe() {
        Dataset<Row> data = withValidation(60);
        SoftmaxClassifier classifier = new SoftmaxClassifier().setValidationIndicatorCol("held");
        assertTrue(messageOf(() -> classifier.fit(data.drop("held"))).contains("there is none named 'held'"));
        assertTrue(messageOf(() -> classifier.fit(data.withColumn("held", functions.lit(1))))
                .contains("must be a boolean column"));
        assertTrue(messageOf(() -> classifier.fit(data.withColumn("held", functions.lit(false))))
                .contains("must be validation rows"));
        assertTrue(messageOf(() -> classifier.fit(data.withColumn("held", functions.lit(true))))
                .contains("must be training rows"));
    }

    @ParameterizedTest
    @CsvSource({"200, true", "200, false", "12000, true"})
    void classWeightsAreThoseOfAWeightColumn(int numRows, boolean balanced) {
        RandomRows rows = new RandomRows(numRows, 30, 4, 8L);
        double[] factors = {1.0, 2.0, 0.5, 3.0};
        for (int k = 0; balanced && k < 4; k++) {
            int label = k;
            factors[k] = numRows
                    / (4.0 * Arrays.stream(rows.y).filter(y -> y == label).count());
        }
        for (int i = 0; i < numRows; i++) {
            rows.w[i] = factors[rows.y[i]];
        }
        Dataset<Row> data = rows.toDataset(spark, 2);
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setSolver("l-bfgs")
                .setRegParam(0.01)
                .setTol(1e-10)
                .setMaxIter(300);
        double[] expected = coefficients(
                classifier.copy(ParamMap.empty()).setWeightCol("weight").fit(data));
        SoftmaxClassificationModel found = balanced
                ? classifier.setClassWeighting("balanced").fit(data)
                : classifier.setClassWeights(Vectors.dense(factors)).fit(data);
        assertArrayEquals(expected, coefficients(found), 1e-4);
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty());
    }

    @Test
    void classWeightsMustFit() {
        Dataset<Row> data = new RandomRows(60, 4, 3, 8L).toDataset(spark, 2);
        assertTrue(messageOf(() -> new SoftmaxClassifier()
                        .setClassWeights(Vectors.dense(1, 2))
                        .fit(data))
                .contains("classWeights must have size 3 (numClasses), but has size 2"));
        assertTrue(messageOf(() -> new SoftmaxClassifier().setClassWeights(Vectors.dense(1, 0, 2)))
                .contains("> 0"));
    }

    @Test
    void labelSmoothingKeepsSeparableProbabilitiesFromOneAndZero() {
        Row[] rows = {RowFactory.create(0.0, 1.0, Vectors.dense(-1)), RowFactory.create(1.0, 1.0, Vectors.dense(1))};
        Dataset<Row> data = RandomRows.dataset(spark, List.of(rows), 1);
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setLabelSmoothing(0.2)
                .setTol(1e-12)
                .setMaxIter(500)
                .fit(data);
        assertEquals(0.9, model.predictProbability(Vectors.dense(1)).apply(1), 1e-4);
        assertTrue(
                messageOf(() -> new SoftmaxClassifier().setLabelSmoothing(1.0)).contains("[0, 1)"));
    }

    @Test
    void aModelCanBeTheStart() {
        Dataset<Row> data = new RandomRows(200, 5, 3, 1L).toDataset(spark, 2);
        SoftmaxClassifier classifier = new SoftmaxClassifier().setSolver("sgd").setMaxIter(10);
        SoftmaxClassificationModel first = classifier.fit(data);
        SoftmaxClassifier warm = classifier.setInitialModel(first).copy(ParamMap.empty());
        double[] history = first.summary().objectiveHistory();
        assertEquals(history[history.length - 1], warm.fit(data).summary().objectiveHistory()[0], 1e-12);
        Dataset<Row> wider = new RandomRows(200, 6, 3, 1L).toDataset(spark, 2);
        assertTrue(messageOf(() -> warm.fit(wider))
                .contains("the model from which training starts, which has 3 classes and 5 features, but the data set"
                        + " has 3 classes and 6 features"));
    }

    @Test
    void sparksOwnModelPredictsTheSame(@TempDir Path folder) throws java.io.IOException {
        Dataset<Row> data = new RandomRows(200, 5, 3, 1L).toDataset(spark, 2);
        SoftmaxClassificationModel ours =
                new SoftmaxClassifier().setRegParam(0.01).setPredictionCol("p").fit(data);
        ours.toLogisticRegressionModel().write().save(folder.resolve("lr").toString());
        LogisticRegressionModel theirs =
                LogisticRegressionModel.load(folder.resolve("lr").toString());
        assertEquals("p", theirs.getPredictionCol());
        assertEquals(0.01, theirs.getRegParam());
        SoftmaxClassificationModel back = SoftmaxClassificationModel.fromLogisticRegressionModel(theirs);
        assertEquals("p", back.getPredictionCol());
        for (double[] x : new RandomRows(20, 5, 3, 2L).x) {
            Vector features = Vectors.dense(x);
            double[] expected = ours.predictProbability(features).toArray();
            assertArrayEquals(expected, theirs.predictProbability(features).toArray(), 1e-12);
            assertArrayEquals(expected, back.predictProbability(features).toArray(), 1e-12);
        }
        Dataset<Row> two = new RandomRows(200, 5, 2, 1L).toDataset(spark, 2);
        LogisticRegressionModel binomial = new LogisticRegression().fit(two);
        SoftmaxClassificationModel converted = SoftmaxClassificationModel.fromLogisticRegressionModel(binomial);
        Vector x = Vectors.dense(1, -1, 0.5, 2, 0);
        assertArrayEquals(
                binomial.predictProbability(x).toArray(),
                converted.predictProbability(x).toArray(),
                1e-12);
        SoftmaxClassificationModel wary =
                SoftmaxClassificationModel.fromLogisticRegressionModel(binomial.setThreshold(0.9));
        int[] predicted = {0, 0};
        for (double[] row : new RandomRows(200, 5, 2, 3L).x) {
            Vector features = Vectors.dense(row);
            assertEquals(binomial.predict(features), wary.predict(features));
            predicted[(int) wary.predict(features)]++;
        }
        assertTrue(predicted[1] > 0 && predicted[0] > predicted[1], "the threshold matters");
    }

    /** Tools that ask for the vector of coefficients and the intercept get them, as from a model that MLlib fitted. */
    @Test
    void twoClassesBecomeABinomialModel(@TempDir Path folder) throws java.io.IOException {
        RandomRows rows = new RandomRows(200, 5, 2, 1L);
        Dataset<Row> data = rows.toDataset(spark, 1);
        SoftmaxClassificationModel ours = new SoftmaxClassifier()
                .setSolver("l-bfgs")
                .setTol(1e-12)
                .setRegParam(0.0)
                .fit(data);
        ours.toLogisticRegressionModel().write().save(folder.resolve("lr").toString());
        LogisticRegressionModel theirs =
                LogisticRegressionModel.load(folder.resolve("lr").toString());
        LogisticRegressionModel fitted =
                new LogisticRegression().setFamily("binomial").setTol(1e-12).fit(data);
        assertArrayEquals(fitted.coefficients().toArray(), theirs.coefficients().toArray(), 1e-4);
        assertEquals(fitted.intercept(), theirs.intercept(), 1e-4);
        for (int j = 0; j < 5; j++) {
            assertEquals(
                    ours.coefficientMatrix().apply(1, j)
                            - ours.coefficientMatrix().apply(0, j),
                    theirs.coefficients().apply(j));
        }
        assertSamePredictions(rows, ours, theirs);
        // Class 1 only where its probability is more than 0.9.
        ours.setThresholds(new double[] {0.2, 1.8});
        LogisticRegressionModel wary = ours.toLogisticRegressionModel();
        assertEquals(0.9, wary.getThreshold(), 1e-15);
        assertTrue(wary.isSet(wary.threshold()) && !wary.isSet(wary.thresholds()));
        assertSamePredictions(rows, ours, wary);
        assertSamePredictions(rows, SoftmaxClassificationModel.fromLogisticRegressionModel(wary), wary);
        SoftmaxClassificationModel sparse =
                new SoftmaxClassifier().setRegParam(0.1).setElasticNetParam(1.0).fit(data);
        assertTrue(sparse.toLogisticRegressionModel().coefficients().numNonzeros() < 5);
        assertSamePredictions(rows, sparse, sparse.toLogisticRegressionModel());
    }

    private void assertSamePredictions(
            RandomRows rows, SoftmaxClassificationModel ours, LogisticRegressionModel theirs) {
        List<Row> found = theirs.transform(rows.toDataset(spark, 1)).collectAsList();
        List<Row> expected = ours.transform(rows.toDataset(spark, 1)).collectAsList();
        boolean[] predicted = new boolean[2];
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(
                    expected.get(i).<Vector>getAs("probability").toArray(),
                    found.get(i).<Vector>getAs("probability").toArray(),
                    1e-12);
            double prediction = expected.get(i).<Double>getAs("prediction");
            assertEquals(prediction, found.get(i).<Double>getAs("prediction"));
            predicted[(int) prediction] = true;
        }
        assertTrue(predicted[0] && predicted[1], "both classes are predicted");
    }

    @Test
    void softmaxIsThereForSql() {
        SoftmaxFunctions.register(spark);
        Row row = spark.sql("SELECT softmax(array(0.0, log(3.0))), log_softmax(array(0, 0)),"
                        + " cross_entropy(array(0.0, log(3.0)), 1), softmax(null)")
                .head();
        assertEquals(0.75, row.<Double>getList(0).get(1), 1e-12);
        assertEquals(-Math.log(2), row.<Double>getList(1).get(0), 1e-12);
        assertEquals(-Math.log(0.75), row.getDouble(2), 1e-12);
        assertTrue(row.isNullAt(3));
        Dataset<Row> data = new RandomRows(10, 3, 2, 1L).toDataset(spark, 1);
        List<Row> ofVectors = data.select(functions.call_udf("softmax", functions.col("features")))
                .collectAsList();
        assertEquals(
                1.0,
                ofVectors.get(0).<Double>getList(0).stream().mapToDouble(p -> p).sum(),
                1e-12);
    }

    @Test
    void softmaxIsThereForColumns() {
        Column z = functions.expr("array(0.0, log(3.0))");
        Row row = spark.range(1)
                .select(
                        SoftmaxFunctions.softmax(z),
                        SoftmaxFunctions.logSoftmax(z),
                        SoftmaxFunctions.crossEntropy(z, functions.lit(1)))
                .head();
        assertEquals(0.75, row.<Double>getList(0).get(1), 1e-12);
        assertEquals(Math.log(0.75), row.<Double>getList(1).get(1), 1e-12);
        assertEquals(-Math.log(0.75), row.getDouble(2), 1e-12);
    }

    @Test
    void listenersAreCalledAfterEveryPassAndCannotRuinTheFit() {
        Dataset<Row> data = withValidation(120);
        List<TrainingListener.Pass> passes = new ArrayList<>();
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setSolver("sgd")
                .setMaxIter(5)
                .setTol(0.0)
                .setValidationIndicatorCol("held")
                .setListener(passes::add);
        SoftmaxTrainingSummary summary =
                classifier.copy(ParamMap.empty()).fit(data).summary();
        assertEquals(6, passes.size());
        for (int i = 0; i < 6; i++) {
            assertEquals(i, passes.get(i).number());
            assertEquals(summary.objectiveHistory()[i], passes.get(i).objective());
            assertEquals(summary.validationHistory()[i], passes.get(i).validationLoss());
        }
        assertTrue(passes.get(5).rowsPerSecond() > 0.0 && passes.get(5).elapsedSeconds() > 0.0);
        int[] calls = {0};
        classifier.setListener(pass -> {
            calls[0]++;
            throw new IllegalStateException("on purpose");
        });
        assertArrayEquals(
                summary.objectiveHistory(), classifier.fit(data).summary().objectiveHistory());
        assertEquals(1, calls[0]);
    }

    @Test
    void partialFitGoesOnFromTheModel() {
        RandomRows rows = new RandomRows(300, 5, 3, 1L);
        Dataset<Row> data = rows.toDataset(spark, 2);
        SoftmaxClassificationModel first = new SoftmaxClassifier()
                .setSolver("sgd")
                .setMaxIter(4)
                .setTol(0.0)
                .setForgettingFactor(0.0)
                .fit(data);
        double[] before = coefficients(first);
        SoftmaxClassificationModel second = first.partialFit(data);
        double[] history = first.summary().objectiveHistory();
        assertEquals(history[4], second.summary().objectiveHistory()[0], 1e-12);
        assertEquals(5, second.summary().objectiveHistory().length);
        assertArrayEquals(before, coefficients(first));
        // A batch that lacks classes, even all but one, keeps the model's.
        SoftmaxClassificationModel third = second.partialFit(data.filter("label = 0"));
        assertEquals(3, third.numClasses());
        assertTrue(third.predictProbability(Vectors.dense(rows.x[0])).apply(0)
                > second.predictProbability(Vectors.dense(rows.x[0])).apply(0));
        Dataset<Row> more = new RandomRows(300, 5, 4, 1L).toDataset(spark, 2);
        assertTrue(messageOf(() -> first.partialFit(more)).contains("Labels MUST be in [0, 3)"));
    }

    @Test
    void theSummaryIsSavedWithTheModel(@TempDir Path folder) throws java.io.IOException {
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setSolver("localSgd")
                .setMaxIter(3)
                .setValidationIndicatorCol("held")
                .fit(withValidation(120));
        model.write().save(folder.resolve("cluster").toString());
        LocalSaving.assume();
        model.write().saveToLocal(folder.resolve("local").toString());
        for (SoftmaxClassificationModel loaded : List.of(
                SoftmaxClassificationModel.load(folder.resolve("cluster").toString()),
                SoftmaxClassificationModel.read()
                        .loadFromLocal(folder.resolve("local").toString()))) {
            SoftmaxTrainingSummary expected = model.summary();
            SoftmaxTrainingSummary found = loaded.summary();
            assertArrayEquals(expected.objectiveHistory(), found.objectiveHistory());
            assertArrayEquals(expected.validationHistory(), found.validationHistory());
            assertEquals(expected.stepSize(), found.stepSize());
            assertEquals(expected.trainingSeconds(), found.trainingSeconds());
            assertEquals(expected.converged(), found.converged());
            assertEquals(expected.stopReason(), found.stopReason());
        }
        assertThrows(IllegalArgumentException.class, () -> SoftmaxTrainingSummary.fromJson("{"));
    }

    @Test
    void modelsOfTheFirstFormatStillLoad() {
        SoftmaxClassificationModel model = SoftmaxClassificationModel.load(
                Path.of("src/test/resources/models/format-1").toString());
        assertEquals("softmax_fixture", model.uid());
        assertEquals("nesterov", model.getOptimizer());
        assertFalse(model.hasSummary());
        assertTrue(assertThrows(IllegalStateException.class, model::summary)
                .getMessage()
                .contains("No training summary available"));
        double[] expected = {
            -1.0040788547500459,
            0.7360955372259228,
            0.2679833175241231,
            0.38425536648424363,
            -0.7370115140722274,
            0.35275614758798357
        };
        assertEquals(new DenseMatrix(3, 2, expected), model.coefficientMatrix());
        assertArrayEquals(
                new double[] {0.4625500943870577, 0.09406420458888824, -0.5566142989759459},
                model.interceptVector().toArray());
    }
}
