package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.GeneratedRows;
import sparksoftmax.OwnSession;
import sparksoftmax.PlainObjective;

/** Whoever only sets {@code spark.serializer} to Kryo, with no registrator of ours, can train all the same. */
@OwnSession("spark.serializer=org.apache.spark.serializer.KryoSerializer")
class KryoWithoutRegistrationTest {
    private final SparkSession spark;

    KryoWithoutRegistrationTest(SparkSession spark) {
        this.spark = spark;
    }

    private static GeneratedRows rows(int nonZeros) {
        return nonZeros == 0
                ? GeneratedRows.dense(10_000, 30, 6, 2L)
                : GeneratedRows.sparse(20_000, 200, 8, nonZeros, 4L);
    }

    private static double last(SoftmaxClassificationModel model) {
        double[] history = model.summary().objectiveHistory();
        return history[history.length - 1];
    }

    @ParameterizedTest
    @CsvSource({"0, AUTO", "0, ADAM_ON_MINI_BATCHES", "0, LOCAL_SGD", "10, NESTEROV_ON_MINI_BATCHES", "10, LOCAL_SGD"})
    void everySolverComesNearTheOptimum(int nonZeros, Way way) {
        Dataset<Row> data = rows(nonZeros).toDataset(spark, 2);
        PlainObjective objective = new PlainObjective(rows(nonZeros)).penalized(0.01, 0.0);
        SoftmaxClassificationModel best =
                Way.L_BFGS.classifier().setRegParam(0.01).setTol(1e-7).fit(data);
        double violation =
                objective.violation(best.coefficientMatrix(), best.interceptVector(), true, Double.NEGATIVE_INFINITY);
        assertTrue(violation < 1e-4, () -> "the gradient is " + violation);
        SoftmaxClassificationModel model = way.classifier().setRegParam(0.01).fit(data);
        double found = objective.at(model.coefficientMatrix(), model.interceptVector());
        assertTrue(found <= last(best) * way.nearness, () -> found + " against " + last(best));
        assertEquals(found, last(model), 1e-5 * found);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void rowsGroupedByClassWeightedAndValidatedAreTrainedOn(int nonZeros) {
        Dataset<Row> data = rows(nonZeros)
                .toDatasetByLabel(spark, 4)
                .withColumn("held", functions.expr("id % 5 = 0"))
                .withColumn("weight", functions.expr("1.0 + id % 3"));
        SoftmaxClassificationModel model = Way.LOCAL_SGD
                .classifier()
                .setWeightCol("weight")
                .setClassWeighting("balanced")
                .setElasticNetParam(0.5)
                .setRegParam(1e-3)
                .setValidationIndicatorCol("held")
                .fit(data);
        double held = model.evaluate(data.filter("held")).logLoss();
        assertTrue(held < 0.9 * Math.log(rows(nonZeros).numClasses()), () -> "log-loss " + held);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6})
    void rowsThatRepeatAreMergedInPartitionsOfAnyNumber(int nonZeros) {
        Dataset<Row> data = new GeneratedRows(60_000, 40, 4, nonZeros, 50, 7L).toDataset(spark, 40);
        SoftmaxClassifier classifier = Way.L_BFGS.classifier().setMaxIter(3);
        SoftmaxClassificationModel first = classifier.setAggregationDepth(2).fit(data);
        SoftmaxClassificationModel second = classifier.setAggregationDepth(3).fit(data);
        assertArrayEquals(
                first.coefficientMatrix().toArray(), second.coefficientMatrix().toArray());
        assertTrue(last(first) < first.summary().objectiveHistory()[0]);
    }
}
