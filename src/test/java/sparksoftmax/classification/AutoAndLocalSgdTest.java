package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** Local steps alone and in front of quasi-Newton steps, against solver l-bfgs. */
@ExtendWith(SharedSpark.class)
class AutoAndLocalSgdTest {
    private final SparkSession spark;

    AutoAndLocalSgdTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Enough arithmetic for local steps to pay. */
    private Dataset<Row> large() {
        return new RandomRows(14_000, 100, 24, 5L).toDataset(spark, 2).cache();
    }

    private static SoftmaxClassifier classifier(String solver) {
        return new SoftmaxClassifier().setSolver(solver).setRegParam(1e-3);
    }

    private static double objective(SoftmaxClassificationModel model) {
        double[] history = model.summary().objectiveHistory();
        return history[history.length - 1];
    }

    private static double distance(Matrix a, Matrix b) {
        double largest = 0.0;
        for (int i = 0; i < a.toArray().length; i++) {
            largest = Math.max(largest, Math.abs(a.toArray()[i] - b.toArray()[i]));
        }
        return largest;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.5})
    void autoWithATolReachesTheOptimum(double elasticNetParam) {
        Dataset<Row> rows = large();
        SoftmaxClassificationModel expected = classifier("l-bfgs")
                .setElasticNetParam(elasticNetParam)
                .setTol(1e-6)
                .setMaxIter(300)
                .fit(rows);
        SoftmaxClassificationModel found = classifier("auto")
                .setElasticNetParam(elasticNetParam)
                .setTol(1e-6)
                .setMaxIter(300)
                .fit(rows);
        assertEquals(objective(expected), objective(found), 2e-6 * objective(expected));
        assertTrue(distance(expected.coefficientMatrix(), found.coefficientMatrix()) < 5e-3);
        // The features are hardly correlated, so that quasi-Newton steps are quick; those with an L1 penalty need more.
        assertEquals(elasticNetParam > 0.0, !Double.isNaN(found.summary().stepSize()), "local steps came first");
        rows.unpersist();
    }

    @Test
    void autoWithoutATolStopsWherePassesNoLongerShow() {
        Dataset<Row> rows = large();
        double best = objective(classifier("l-bfgs").setMaxIter(500).fit(rows));
        SoftmaxClassificationModel model = classifier("auto").fit(rows);
        double excess = 100.0 * 24.0 / (2.0 * 14_000);
        assertTrue(objective(model) - best < 0.2 * excess, objective(model) + " against " + best);
        assertTrue(model.summary().converged());
        assertTrue(model.summary().totalIterations() < 40);
        rows.unpersist();
    }

    /** Quasi-Newton steps are quick where correlations are known, but not if features have heavy tails, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void autoOnCorrelatedFeatures(boolean heavyTails) {
        RandomRows rows = new RandomRows(14_000, 100, 24, 5L);
        Random random = new Random(2L);
        for (double[] row : rows.x) {
            double common = random.nextGaussian();
            Arrays.setAll(row, j -> heavyTails ? Math.exp(0.5 * row[j] + common) : row[j] + 3.0 * common);
        }
        Dataset<Row> data = rows.toDataset(spark, 2).cache();
        SoftmaxClassificationModel model = classifier("auto").fit(data);
        assertEquals(heavyTails, !Double.isNaN(model.summary().stepSize()), "local steps came first");
        double best = objective(classifier("l-bfgs").setMaxIter(500).fit(data));
        double excess = 100.0 * 24.0 / (2.0 * 14_000);
        assertTrue(objective(model) - best < 0.2 * excess, objective(model) + " against " + best);
        data.unpersist();
    }

    @Test
    void autoOnSmallDataIsLbfgs() {
        Dataset<Row> rows = new RandomRows(200, 4, 3, 1L).toDataset(spark, 2);
        assertArrayEquals(
                classifier("l-bfgs").fit(rows).coefficientMatrix().toArray(),
                classifier("auto").fit(rows).coefficientMatrix().toArray());
    }

    @Test
    void autoIsSgdForWhoeverTunesItsSteps() {
        Dataset<Row> rows = new RandomRows(200, 4, 3, 1L).toDataset(spark, 2);
        SoftmaxClassifier tuned = new SoftmaxClassifier().setStepSize(0.5).setMaxIter(7);
        assertArrayEquals(
                tuned.copy(org.apache.spark.ml.param.ParamMap.empty())
                        .setSolver("sgd")
                        .fit(rows)
                        .summary()
                        .objectiveHistory(),
                tuned.fit(rows).summary().objectiveHistory());
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "1.0, 4", "0.08, 1", "0.08, 4"})
    void localSgdComesNearTheOptimum(double density, int numPartitions) {
        Dataset<Row> rows = new RandomRows(8_000, 20, 4, density, 9L)
                .weighted(3L)
                .toDataset(spark, numPartitions, density < 1.0)
                .cache();
        double best = objective(
                classifier("l-bfgs").setWeightCol("weight").setMaxIter(300).fit(rows));
        SoftmaxClassificationModel model = classifier("localSgd")
                .setWeightCol("weight")
                .setMaxIter(15)
                .setTol(0.0)
                .fit(rows);
        assertTrue(objective(model) < 1.01 * best, objective(model) + " against " + best);
        assertEquals(15, model.summary().totalIterations());
        rows.unpersist();
    }

    /** Partitions that hold one class each: their rows are exchanged first. */
    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.08})
    void rowsGroupedByClassDoNoHarm(double density) {
        RandomRows mixed = new RandomRows(8_000, 20, 4, density, 9L);
        RandomRows grouped = new RandomRows(8_000, 20, 4, density, 9L);
        int[] order = IntStream.range(0, 8_000)
                .boxed()
                .sorted(Comparator.comparing(i -> mixed.y[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < order.length; i++) {
            grouped.x[i] = mixed.x[order[i]];
            grouped.y[i] = mixed.y[order[i]];
        }
        SoftmaxClassifier classifier = classifier("localSgd").setMaxIter(10);
        double expected = objective(classifier.fit(mixed.toDataset(spark, 4, density < 1.0)));
        double found = objective(classifier.fit(grouped.toDataset(spark, 4, density < 1.0)));
        assertTrue(found < 1.05 * expected, found + " against " + expected);
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.08})
    void theSameSeedGivesTheSameBits(double density) {
        Dataset<Row> rows = new RandomRows(4_000, 20, 4, density, 9L).toDataset(spark, 5, density < 1.0);
        SoftmaxClassifier classifier = classifier("localSgd").setMaxIter(3);
        double[] first = classifier.fit(rows).coefficientMatrix().toArray();
        assertArrayEquals(first, classifier.fit(rows).coefficientMatrix().toArray());
        assertFalse(Arrays.equals(
                first, classifier.setSeed(8L).fit(rows).coefficientMatrix().toArray()));
    }

    /** Columns of very different units, one row of an outlier's size: what ruins steps on few rows. */
    @Test
    void outliersAndUnitsDoNotRuinLocalSteps() {
        RandomRows rows = new RandomRows(8_000, 10, 3, 2L).rescale(2, 1e6, 1e4).rescale(4, 0.0, 1e-5);
        rows.x[17][7] = 1e6;
        Dataset<Row> dataset = rows.toDataset(spark, 2);
        double best = objective(classifier("l-bfgs").setMaxIter(300).fit(dataset));
        double found = objective(classifier("localSgd").setMaxIter(20).fit(dataset));
        assertTrue(found < 1.1 * best, found + " against " + best);
    }

    @Test
    void aPassWithTooLargeAStepSizeIsUndone() {
        Dataset<Row> rows = new RandomRows(4_000, 20, 4, 9L).toDataset(spark, 2);
        double[] history = classifier("localSgd")
                .setStepSize(1e4)
                .setMaxIter(10)
                .setTol(0.0)
                .fit(rows)
                .summary()
                .objectiveHistory();
        for (int i = 1; i < history.length; i++) {
            assertTrue(history[i] <= history[i - 1], Arrays.toString(history));
        }
    }

    /**
     * With the default tol: a pass that is undone leaves the objective as it is, which does not count as convergence.
     */
    @Test
    void trainingContinuesAfterAPassThatWasUndone() {
        Dataset<Row> rows = new RandomRows(4_000, 20, 4, 9L).toDataset(spark, 2);
        double best = objective(classifier("l-bfgs").fit(rows));
        double found = objective(
                classifier("localSgd").setStepSize(200.0).setMaxIter(30).fit(rows));
        assertTrue(found < 1.5 * best, found + " against " + best);
    }

    /** The step size is chosen for the start, so that its first passes are not lost. */
    @ParameterizedTest
    @CsvSource({"localSgd, 1.0", "localSgd, 0.08", "auto, 1.0"})
    void aWarmStartImprovesFromTheFirstPassOn(String solver, double density) {
        RandomRows generated =
                solver.equals("auto") ? new RandomRows(14_000, 100, 24, 5L) : new RandomRows(8_000, 20, 4, density, 9L);
        Dataset<Row> rows = generated.toDataset(spark, 2, density < 1.0).cache();
        SoftmaxClassificationModel start = classifier("localSgd").setMaxIter(4).fit(rows);
        double best = objective(classifier("l-bfgs").setMaxIter(300).fit(rows));
        double[] history = classifier(solver)
                .setMaxIter(2)
                .setTol(0.0)
                .setInitialModel(start)
                .fit(rows)
                .summary()
                .objectiveHistory();
        assertTrue(history[1] < history[0], Arrays.toString(history));
        assertTrue(history[2] <= history[1], Arrays.toString(history));
        assertTrue(
                history[2] - best < 0.95 * (history[0] - best), Arrays.toString(history) + ", the optimum has " + best);
        rows.unpersist();
    }

    @Test
    void whereNoTrialStepGivesAFiniteLossTheSmallestIsTaken() {
        Dataset<Row> rows = new RandomRows(400, 4, 3, 1L).toDataset(spark, 2);
        double usual = classifier("localSgd").setMaxIter(1).fit(rows).summary().stepSize();
        double[] huge = new double[12];
        Arrays.fill(huge, 0, 4, 1e300);
        Matrix start = org.apache.spark.ml.linalg.Matrices.dense(3, 4, huge);
        String message = assertThrows(IllegalArgumentException.class, () -> classifier("localSgd")
                        .setInitialCoefficients(start)
                        .fit(rows))
                .getMessage();
        String found = message.replaceAll(".*with stepSize ([^ ]*) .*", "$1");
        assertTrue(Double.parseDouble(found) < 1e-3 * usual, message + " The usual step size is " + usual + ".");
    }

    @Test
    void stoppingBeforeQuasiNewtonStepsIsNotSaidToFollowThem() {
        Dataset<Row> rows = new RandomRows(400, 3_000, 30, 7L).toDataset(spark, 2);
        SoftmaxClassificationModel model =
                new SoftmaxClassifier().setMaxIter(20).fit(rows);
        assertEquals(12, model.summary().totalIterations(), "passes of local steps");
        String reason = model.summary().stopReason();
        assertTrue(reason.startsWith("the objective is below "), reason);
        assertTrue(model.summary().converged());
    }

    @Test
    void hashedFeaturesThatNoRowHasCostNothingAndGetZero() {
        RandomRows few = new RandomRows(500, 5, 3, 4L);
        Dataset<Row> dense = few.toDataset(spark, 2);
        SoftmaxClassificationModel expected = classifier("l-bfgs").fit(dense);
        java.util.List<Row> wide = new java.util.ArrayList<>();
        int[] at = {3, 70_000, 70_001, 500_000, 999_999};
        for (int i = 0; i < few.y.length; i++) {
            wide.add(org.apache.spark.sql.RowFactory.create(
                    (double) few.y[i], 1.0, org.apache.spark.ml.linalg.Vectors.sparse(1_000_000, at, few.x[i])));
        }
        SoftmaxClassificationModel found = classifier("l-bfgs").fit(RandomRows.dataset(spark, wide, 2));
        assertEquals(1_000_000, found.numFeatures());
        assertEquals(15, found.coefficientMatrix().numActives());
        for (int k = 0; k < 3; k++) {
            for (int c = 0; c < 5; c++) {
                assertEquals(
                        expected.coefficientMatrix().apply(k, c),
                        found.coefficientMatrix().apply(k, at[c]),
                        1e-4);
            }
        }
    }

    @Test
    void otherStepRulesAreForSgd() {
        Dataset<Row> rows = new RandomRows(50, 4, 3, 1L).toDataset(spark, 1);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> classifier("localSgd").setOptimizer("adam").fit(rows))
                .getMessage();
        assertTrue(message.contains("optimizer must be sgd with solver localSgd"), message);
    }
}
