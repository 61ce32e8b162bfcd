package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;
import sparksoftmax.app.TutorialExample;

/** Params and what fitting does with them. */
@ExtendWith(SharedSpark.class)
class SoftmaxClassifierTest {
    private final SparkSession spark;

    SoftmaxClassifierTest(SparkSession spark) {
        this.spark = spark;
    }

    private static ParamMap none() {
        return ParamMap.empty();
    }

    @Test
    void aStepSizeThatIsTooLargeIsSaidToBe() {
        SoftmaxTrainingSummary summary = new SoftmaxClassifier()
                .setStepSize(1e10)
                .setMaxIter(5)
                .fit(TutorialExample.data(spark))
                .summary();
        double[] history = summary.objectiveHistory();
        assertTrue(history[5] > history[0]);
        assertTrue(
                summary.stopReason()
                        .contains(
                                "so the model is worse than at the start: stepSize 1.0E10 is too large (leave it unset"),
                summary.stopReason());
    }

    @Test
    void defaultsAreThoseOfLogisticRegressionWhereItHasTheParam() {
        LogisticRegression spark = new LogisticRegression();
        SoftmaxClassifier ours = new SoftmaxClassifier();
        List<String> shared = new ArrayList<>();
        for (Param<?> param : ours.params()) {
            if (spark.hasParam(param.name()) && spark.hasDefault(spark.getParam(param.name()))) {
                shared.add(param.name());
                assertEquals(
                        spark.getDefault(spark.getParam(param.name())).get(),
                        ours.getDefault(param).get(),
                        param.name());
            }
        }
        assertTrue(
                shared.containsAll(List.of(
                        "featuresCol",
                        "labelCol",
                        "predictionCol",
                        "rawPredictionCol",
                        "probabilityCol",
                        "maxIter",
                        "tol",
                        "regParam",
                        "elasticNetParam",
                        "standardization",
                        "fitIntercept",
                        "aggregationDepth",
                        "maxBlockSizeInMB")),
                shared.toString());
    }

    @Test
    void settersSetAndReturnTheEstimator() {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        assertSame(
                estimator,
                estimator
                        .setWeightCol("w")
                        .setMaxIter(7)
                        .setTol(0.1)
                        .setRegParam(0.2)
                        .setElasticNetParam(0.3)
                        .setStandardization(false)
                        .setFitIntercept(false)
                        .setAggregationDepth(3)
                        .setMaxBlockSizeInMB(0.4)
                        .setSeed(5L)
                        .setLossVariant("lowLevel")
                        .setSolver("sgd")
                        .setOptimizer("adam")
                        .setStepSize(0.6)
                        .setLearningRateSchedule("cosine")
                        .setMiniBatchFraction(0.7)
                        .setInitialization("uniform")
                        .setInitialCoefficients(Matrices.zeros(2, 3))
                        .setInitialIntercepts(Vectors.zeros(2)));
        assertEquals("w", estimator.getWeightCol());
        assertEquals(7, estimator.getMaxIter());
        assertEquals(0.1, estimator.getTol());
        assertEquals(0.2, estimator.getRegParam());
        assertEquals(0.3, estimator.getElasticNetParam());
        assertFalse(estimator.getStandardization());
        assertFalse(estimator.getFitIntercept());
        assertEquals(3, estimator.getAggregationDepth());
        assertEquals(0.4, estimator.getMaxBlockSizeInMB());
        assertEquals(5L, estimator.getSeed());
        assertEquals("lowLevel", estimator.getLossVariant());
        assertEquals("sgd", estimator.getSolver());
        assertEquals("adam", estimator.getOptimizer());
        assertEquals(0.6, estimator.getStepSize());
        assertEquals("cosine", estimator.getLearningRateSchedule());
        assertEquals(0.7, estimator.getMiniBatchFraction());
        assertEquals("uniform", estimator.getInitialization());
        assertEquals(Matrices.zeros(2, 3), estimator.getInitialCoefficients());
        assertEquals(Vectors.zeros(2), estimator.getInitialIntercepts());
    }

    @ParameterizedTest
    @CsvSource({
        "maxIter, -1, must be >= 0",
        "tol, -0.1, must be finite and >= 0",
        "regParam, NaN, must be finite and >= 0",
        "elasticNetParam, 1.1, 'must be in [0, 1]'",
        "aggregationDepth, 1, must be >= 2",
        "maxBlockSizeInMB, -1.0, must be finite and >= 0",
        "stepSize, 0.0, must be finite and > 0",
        "miniBatchFraction, 0.0, 'must be in (0, 1]'",
        "lossVariant, hinge, 'must be one of fused, logSoftmaxNll, lowLevel, doubleSoftmax'",
        "solver, liblinear, 'must be one of auto, sgd, localSgd, l-bfgs'",
        "optimizer, lion, must be one of sgd",
        "learningRateSchedule, warp, must be one of constant",
        "initialization, ones, 'must be one of zeros, uniform'"
    })
    void anInvalidValueIsAnsweredWithWhatMustHold(String name, String value, String requirement) {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        Param<Object> param = estimator.getParam(name);
        Object typed = estimator.getDefault(param).isDefined()
                ? typed(estimator.getDefault(param).get(), value)
                : Double.valueOf(value);
        String message = assertThrows(IllegalArgumentException.class, () -> estimator.set(param, typed))
                .getMessage();
        assertTrue(
                message.startsWith(estimator.uid() + " parameter " + name + " given invalid value " + value + ": it "
                        + requirement),
                message);
    }

    private static Object typed(Object like, String value) {
        return like instanceof Integer
                ? Integer.valueOf(value)
                : like instanceof Double ? Double.valueOf(value) : value;
    }

    @Test
    void copyKeepsUidAndParamsAndTakesExtraOnes() {
        SoftmaxClassifier estimator =
                new SoftmaxClassifier("mine").setMaxIter(3).setStepSize(0.5);
        SoftmaxClassifier copy = estimator.copy(none().put(estimator.maxIter().w(9)));
        assertEquals("mine", copy.uid());
        assertEquals(9, copy.getMaxIter());
        assertEquals(0.5, copy.getStepSize());
        assertEquals(3, estimator.getMaxIter());
        assertEquals("mine__maxIter", copy.maxIter().toString());
    }

    @Test
    void manyInstancesInOneThreadKeepTheirOwnUids() {
        SoftmaxClassifier one = new SoftmaxClassifier("one");
        SoftmaxClassifier two = new SoftmaxClassifier("two");
        assertEquals("one", one.featuresCol().parent());
        assertEquals("two", two.featuresCol().parent());
        assertEquals("one", one.maxIter().parent());
        assertNotEquals(new SoftmaxClassifier().uid(), new SoftmaxClassifier().uid());
    }

    @Test
    void theModelHasParentParamsAndSummary() {
        SoftmaxClassifier estimator =
                new SoftmaxClassifier().setSolver("sgd").setMaxIter(5).setTol(0).setProbabilityCol("p");
        SoftmaxClassificationModel model = estimator.fit(TutorialExample.data(spark));
        assertSame(estimator, model.parent());
        assertEquals(estimator.uid(), model.uid());
        assertEquals("p", model.getProbabilityCol());
        assertEquals(5, model.getMaxIter());
        assertEquals(3, model.numClasses());
        assertEquals(4, model.numFeatures());
        assertTrue(model.hasSummary());
        assertEquals(5, model.summary().totalIterations());
        assertEquals(6, model.summary().objectiveHistory().length);
        assertFalse(model.summary().converged());
        assertTrue(model.summary().stopReason().contains("maxIter = 5"));
        assertEquals(Math.log(3), model.summary().objectiveHistory()[0], 1e-12);

        SoftmaxClassificationModel copy = model.copy(none());
        assertEquals(model.uid(), copy.uid());
        assertSame(estimator, copy.parent());
        assertSame(model.summary(), copy.summary());
        assertEquals(model.coefficientMatrix(), copy.coefficientMatrix());
        assertTrue(model.toString().contains("numClasses=3, numFeatures=4"));
    }

    @Test
    void aFitThatConvergesSaysSo() {
        RandomRows rows = new RandomRows(100, 2, 3, 1L);
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setRegParam(0.1).setMaxIter(1000).fit(rows.toDataset(spark, 2));
        assertTrue(model.summary().converged());
        assertTrue(model.summary().totalIterations() < 1000);
        assertTrue(
                model.summary().stopReason().contains("tol = 1.0E-6"),
                model.summary().stopReason());
    }

    @Test
    void zeroPassesGiveTheStart() {
        SoftmaxClassificationModel model = new SoftmaxClassifier()
                .setMaxIter(0)
                .setInitialCoefficients(new DenseMatrix(3, 4, new double[] {1, 0, -1, 2, 0, -2, 3, 0, -3, 4, 0, -4}))
                .setInitialIntercepts(Vectors.dense(1, 0, -1))
                .fit(TutorialExample.data(spark));
        assertArrayEquals(
                new double[] {1, 0, -1, 2, 0, -2, 3, 0, -3, 4, 0, -4},
                model.coefficientMatrix().toArray(),
                1e-12);
        assertArrayEquals(new double[] {1, 0, -1}, model.interceptVector().toArray(), 1e-10);
        assertEquals(1, model.summary().objectiveHistory().length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWarmStartGoesOnWhereTheFirstFitEnded(boolean standardization) {
        Dataset<Row> data = new RandomRows(200, 5, 3, 1L).rescale(2, 10.0, 4.0).toDataset(spark, 2);
        SoftmaxClassifier estimator = new SoftmaxClassifier()
                .setSolver("sgd")
                .setTol(0)
                .setRegParam(0.01)
                .setStandardization(standardization);
        SoftmaxClassificationModel first = estimator.setMaxIter(10).fit(data);
        SoftmaxClassificationModel continued = estimator
                .copy(none())
                .setInitialCoefficients(first.coefficientMatrix())
                .setInitialIntercepts(first.interceptVector())
                .fit(data);
        SoftmaxClassificationModel atOnce = estimator.setMaxIter(20).fit(data);
        assertArrayEquals(
                Arrays.copyOfRange(atOnce.summary().objectiveHistory(), 10, 21),
                continued.summary().objectiveHistory(),
                1e-12);
    }

    @Test
    void uniformInitializationIsThatOfALinearLayerAndFollowsTheSeed() {
        Dataset<Row> data = TutorialExample.data(spark);
        SoftmaxClassifier estimator = new SoftmaxClassifier()
                .setInitialization("uniform")
                .setStandardization(false)
                .setRegParam(1e-9)
                .setMaxIter(0);
        double[] first = estimator.setSeed(1L).fit(data).coefficientMatrix().toArray();
        double[] again = estimator.fit(data).coefficientMatrix().toArray();
        double[] other = estimator.setSeed(2L).fit(data).coefficientMatrix().toArray();
        assertArrayEquals(first, again);
        assertFalse(Arrays.equals(first, other));
        assertTrue(Arrays.stream(first).allMatch(w -> Math.abs(w) <= 0.5), Arrays.toString(first));
        assertTrue(Arrays.stream(first).distinct().count() == 12);
        assertTrue(Arrays.stream(first).map(Math::abs).max().orElseThrow() > 0.25);
    }

    @ParameterizedTest
    @CsvSource({"1.0, 300", "0.1, 300", "1.0, 6000"})
    void theSameFitGivesTheSameBits(double miniBatchFraction, int numRows) {
        Dataset<Row> data = new RandomRows(numRows, 20, 10, 1L).weighted(2L).toDataset(spark, 8);
        SoftmaxClassifier estimator = new SoftmaxClassifier()
                .setWeightCol("weight")
                .setMaxIter(4)
                .setMiniBatchFraction(miniBatchFraction)
                .setOptimizer("adam");
        SoftmaxClassificationModel expected = estimator.fit(data);
        for (int repeat = 0; repeat < 3; repeat++) {
            SoftmaxClassificationModel found = estimator.fit(data);
            assertArrayEquals(
                    expected.coefficientMatrix().toArray(),
                    found.coefficientMatrix().toArray());
            assertArrayEquals(
                    expected.interceptVector().toArray(),
                    found.interceptVector().toArray());
            assertArrayEquals(
                    expected.summary().objectiveHistory(), found.summary().objectiveHistory());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"})
    void theChosenStepSizeNeverDivergesHoweverTheFeaturesAreScaled(String optimizer) {
        RandomRows rows = new RandomRows(200, 6, 4, 1L)
                .rescale(0, 0.0, 1e6)
                .rescale(1, 1e5, 1.0)
                .rescale(2, 0.0, 1e-6)
                .rescale(3, -3.0, 100.0);
        for (double[] row : rows.x) {
            // Strongly correlated columns are the worst case.
            row[5] = row[4] + 1e-3 * row[5];
        }
        Dataset<Row> data = rows.toDataset(spark, 2);
        for (boolean standardization : new boolean[] {true, false}) {
            for (boolean fitIntercept : new boolean[] {true, false}) {
                for (double regParam : new double[] {0.0, 10.0}) {
                    double[] history = new SoftmaxClassifier()
                            .setOptimizer(optimizer)
                            .setStandardization(standardization)
                            .setFitIntercept(fitIntercept)
                            .setRegParam(regParam)
                            .setMaxIter(60)
                            .fit(data)
                            .summary()
                            .objectiveHistory();
                    for (int i = 1; i < history.length; i++) {
                        double bound = optimizer.equals("sgd") ? history[i - 1] : 2.0 * history[0];
                        assertTrue(
                                history[i] <= bound + 1e-9,
                                "pass " + i + ": " + history[i] + " after " + history[i - 1]);
                    }
                }
            }
        }
    }

    @Test
    void theDoubleSoftmaxDescendsToo() {
        Dataset<Row> data = new RandomRows(200, 6, 4, 1L).rescale(2, 0.0, 50.0).toDataset(spark, 2);
        double[] history = new SoftmaxClassifier()
                .setLossVariant("doubleSoftmax")
                .fit(data)
                .summary()
                .objectiveHistory();
        for (int i = 1; i < history.length; i++) {
            assertTrue(history[i] <= history[i - 1] + 1e-12);
        }
        assertTrue(history[history.length - 1] < history[0] - 0.05);
    }

    @Test
    void miniBatchesComeNearTheOptimumInFewPasses() {
        Dataset<Row> data = new RandomRows(2000, 6, 4, 1L).toDataset(spark, 2);
        SoftmaxClassifier estimator = new SoftmaxClassifier().setRegParam(0.01).setTol(1e-10);
        double best = last(estimator.copy(none()).setMaxIter(3000).fit(data));
        double found = last(estimator
                .setMaxIter(10)
                .setMiniBatchFraction(0.05)
                .setLearningRateSchedule("linear")
                .fit(data));
        double fullBatch = last(estimator.setMiniBatchFraction(1.0).fit(data));
        assertTrue(found - best < 0.01, found + " against " + best);
        assertTrue(found < fullBatch, found + " against " + fullBatch);
    }

    private static double last(SoftmaxClassificationModel model) {
        double[] history = model.summary().objectiveHistory();
        return history[history.length - 1];
    }

    @Test
    void decoupledDecayIsNotInTheGradientButInTheObjective() {
        Dataset<Row> data = new RandomRows(200, 4, 3, 1L).toDataset(spark, 1);
        SoftmaxClassifier estimator = new SoftmaxClassifier().setRegParam(0.5).setMaxIter(0);
        SoftmaxClassifier started = estimator.setInitialCoefficients(
                new DenseMatrix(3, 4, new double[] {1, 0, -1, 1, 0, -1, 1, 0, -1, 1, 0, -1}));
        assertEquals(
                last(started.copy(none()).setOptimizer("adam").fit(data)),
                last(started.copy(none()).setOptimizer("adamw").fit(data)));
        double adam =
                last(estimator.copy(none()).setOptimizer("adam").setMaxIter(500).fit(data));
        double adamW = last(
                estimator.copy(none()).setOptimizer("adamw").setMaxIter(500).fit(data));
        assertTrue(adam < adamW, "adamw does not minimise the penalised objective: " + adam + ", " + adamW);
    }

    @Test
    void sparseAndDenseVectorsGiveTheSameModel() {
        RandomRows rows = new RandomRows(300, 12, 3, 0.1, 1L);
        for (boolean standardization : new boolean[] {true, false}) {
            SoftmaxClassifier estimator = new SoftmaxClassifier().setMaxIter(30).setStandardization(standardization);
            SoftmaxClassificationModel dense = estimator.fit(rows.toDataset(spark, 2, false));
            SoftmaxClassificationModel sparse = estimator.fit(rows.toDataset(spark, 2, true));
            assertArrayEquals(
                    dense.coefficientMatrix().toArray(),
                    sparse.coefficientMatrix().toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "short", "int", "bigint", "float", "double", "decimal(10,2)"})
    void labelsAndWeightsOfEveryNumericTypeAreTheSame(String type) {
        Dataset<Row> data = TutorialExample.data(spark).withColumn("weight", functions.lit(2.0));
        SoftmaxClassifier estimator = new SoftmaxClassifier().setMaxIter(5).setWeightCol("weight");
        double[] expected = estimator.fit(data).coefficientMatrix().toArray();
        Dataset<Row> cast = data.withColumn("label", functions.col("label").cast(type))
                .withColumn("weight", functions.col("weight").cast(type));
        assertArrayEquals(expected, estimator.fit(cast).coefficientMatrix().toArray());
    }

    @Test
    void theNumberOfClassesComesFromMetadataIfDeclared() {
        Dataset<Row> data = TutorialExample.data(spark);
        org.apache.spark.sql.types.Metadata fiveClasses = org.apache.spark.ml.attribute.NominalAttribute.defaultAttr()
                .withName("label")
                .withNumValues(5)
                .toMetadata();
        Dataset<Row> declared = data.withColumn("label", functions.col("label").as("label", fiveClasses));
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setSolver("sgd").setMaxIter(5).fit(declared);
        assertEquals(5, model.numClasses());
        assertEquals(Math.log(5), model.summary().objectiveHistory()[0], 1e-12);
        Vector probability = model.predictProbability(Vectors.dense(1, 2, 1, 1));
        assertEquals(5, probability.size());
    }
}
