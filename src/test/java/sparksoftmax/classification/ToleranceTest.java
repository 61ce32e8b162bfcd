package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** When quasi-Newton steps end: with the same {@code tol}, at least as near to the optimum as LogisticRegression. */
@ExtendWith(SharedSpark.class)
class ToleranceTest {
    /** Below this, the gap to the optimum is 0 for every purpose, and its size is a matter of luck. */
    private static final double NO_GAP = 1e-9;

    private final SparkSession spark;

    ToleranceTest(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Features of different sizes, one with a large mean, each a mixture of noise and of what is common to all, so that
     * they are correlated and the optimum is hard to reach.
     */
    private Dataset<Row> correlated(int numRows, int numFeatures, int numClasses, double common) {
        RandomRows rows = new RandomRows(numRows, numFeatures, numClasses, 5L);
        Random random = new Random(5L);
        double[] factors = random.doubles(numFeatures).toArray();
        for (double[] x : rows.x) {
            double ofRow = random.nextGaussian();
            for (int j = 0; j < numFeatures; j++) {
                x[j] = (1.0 - common) * x[j] + common * factors[j] * ofRow;
            }
        }
        return rows.rescale(0, 100.0, 0.01).rescale(1, 0.0, 50.0).toDataset(spark, 1);
    }

    private static double last(double[] history) {
        return history[history.length - 1];
    }

    @ParameterizedTest
    @CsvSource({"600, 8, 4, 0.9, 0.001, 0.0", "600, 8, 4, 0.9, 0.01, 1.0"})
    void asNearToTheOptimumAsLogisticRegression(
            int numRows, int numFeatures, int numClasses, double common, double regParam, double elasticNetParam) {
        Dataset<Row> rows = correlated(numRows, numFeatures, numClasses, common);
        SoftmaxClassifier ours = new SoftmaxClassifier()
                .setRegParam(regParam)
                .setElasticNetParam(elasticNetParam)
                .setMaxIter(1000);
        LogisticRegression theirs = new LogisticRegression()
                .setFamily("multinomial")
                .setRegParam(regParam)
                .setElasticNetParam(elasticNetParam)
                .setMaxIter(1000)
                .setMaxBlockSizeInMB(64);
        double optimum = last(
                ours.copy(ParamMap.empty()).setTol(1e-12).fit(rows).summary().objectiveHistory());
        SoftmaxTrainingSummary summary =
                ours.copy(ParamMap.empty()).setTol(1e-5).fit(rows).summary();
        assertTrue(summary.converged(), summary.stopReason());
        double gap = last(summary.objectiveHistory()) - optimum;
        double theirGap = last(theirs.setTol(1e-5).fit(rows).summary().objectiveHistory()) - optimum;
        assertTrue(gap <= Math.max(theirGap, NO_GAP), gap + ", LogisticRegression: " + theirGap);
    }

    /** Of the three rules, the one by which a fit ended is said. */
    @Test
    void theReasonIsSaid() {
        Dataset<Row> rows = correlated(600, 8, 3, 0.5);
        SoftmaxClassifier classifier =
                new SoftmaxClassifier().setSolver("l-bfgs").setMaxIter(500);
        SoftmaxTrainingSummary summary = classifier.fit(rows).summary();
        assertTrue(summary.stopReason().startsWith("the norm of the gradient, "), summary.stopReason());
        summary = classifier.setMaxIter(3).fit(rows).summary();
        assertFalse(summary.converged());
        summary = classifier.setMaxIter(60).setTol(0.0).fit(rows).summary();
        assertTrue(
                summary.stopReason().startsWith("no step improves")
                        || summary.stopReason().startsWith("the maximum number of passes"),
                summary.stopReason());
    }

    /** Without a penalty, the coefficients of separable classes grow for as long as training goes on. */
    @Test
    void separableClassesAreSaidToBeSeparable() {
        List<Row> rows = new ArrayList<>();
        Random random = new Random(3L);
        for (int i = 0; i < 90; i++) {
            double[] x = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            x[i % 3] += 8.0;
            rows.add(RowFactory.create((double) (i % 3), 1.0, Vectors.dense(x)));
        }
        Dataset<Row> separable = RandomRows.dataset(spark, rows, 1);
        double[] theirs = new LogisticRegression()
                .setFamily("multinomial")
                .setMaxBlockSizeInMB(64)
                .fit(separable)
                .coefficientMatrix()
                .toArray();
        for (String solver : List.of("auto", "l-bfgs")) {
            SoftmaxClassificationModel model =
                    new SoftmaxClassifier().setSolver(solver).fit(separable);
            SoftmaxTrainingSummary summary = model.summary();
            assertTrue(summary.converged());
            assertTrue(summary.stopReason().startsWith("the classes are separable"), summary.stopReason());
            assertEquals(1.0, summary.accuracy());
            double ratio = norm(model.coefficientMatrix().toArray()) / norm(theirs);
            assertTrue(ratio > 0.5 && ratio < 1.5, "coefficients " + ratio + " times those of LogisticRegression");
        }
        assertFalse(new SoftmaxClassifier()
                .setRegParam(0.01)
                .fit(separable)
                .summary()
                .stopReason()
                .contains("separable"));
    }

    private static double norm(double[] values) {
        double sum = 0.0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
