package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.GeneratedRows;
import sparksoftmax.RecordedJobs;
import sparksoftmax.SharedSpark;

/** Rows that the driver can hold are read by one job, and there are no others. */
@ExtendWith(SharedSpark.class)
class DriverPassesTest {
    private final SparkSession spark;

    DriverPassesTest(SparkSession spark) {
        this.spark = spark;
    }

    private static SoftmaxClassifier classifier(String solver, double maxDriverDataInMB) {
        return new SoftmaxClassifier()
                .setSolver(solver)
                .setMaxIter(4)
                .setRegParam(0.01)
                .setSeed(1L)
                .setMaxDriverDataInMB(maxDriverDataInMB);
    }

    private static void assertSameModel(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        assertArrayEquals(expected.summary().objectiveHistory(), found.summary().objectiveHistory());
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray());
        assertArrayEquals(
                expected.interceptVector().toArray(), found.interceptVector().toArray());
    }

    /** The same partitions on the cluster give the same bits. */
    @ParameterizedTest
    @CsvSource({
        "l-bfgs, false, 2, false",
        "l-bfgs, true, 200, false",
        "sgd, false, 3, false",
        "localSgd, false, 200, false",
        "localSgd, true, 2, false",
        "localSgd, false, 7, true"
    })
    void theModelIsThatOfTheCluster(String solver, boolean sparse, int numPartitions, boolean byLabel)
            throws Exception {
        GeneratedRows rows =
                sparse ? GeneratedRows.sparse(6_000, 200, 30, 20, 12L) : GeneratedRows.dense(6_000, 30, 10, 11L);
        Dataset<Row> data =
                byLabel ? rows.toDatasetByLabel(spark, numPartitions) : rows.toDataset(spark, numPartitions);
        SoftmaxClassificationModel onCluster = classifier(solver, 0.0).fit(data);
        SoftmaxClassificationModel[] onDriver = new SoftmaxClassificationModel[1];
        List<RecordedJobs.Job> jobs = RecordedJobs.of(
                spark, () -> onDriver[0] = classifier(solver, -1.0).fit(data));
        assertSameModel(onCluster, onDriver[0]);
        assertEquals(1, jobs.size(), jobs::toString);
    }

    /** More validation rows than stay as they were read: the history has their loss, whatever the storage and place. */
    @ParameterizedTest
    @CsvSource({
        "l-bfgs, false, -1, true",
        "l-bfgs, false, 0, true",
        "l-bfgs, true, -1, true",
        "auto, false, -1, true",
        "auto, true, 0, true",
        "l-bfgs, false, -1, false",
        "sgd, true, -1, false"
    })
    void validationRowsAreStoredAsTrainingRowsAre(
            String solver, boolean sparse, double maxDriverDataInMB, boolean intercept) throws Exception {
        GeneratedRows rows =
                sparse ? GeneratedRows.sparse(9_000, 200, 30, 20, 12L) : GeneratedRows.dense(9_000, 30, 20, 11L);
        Dataset<Row> data = rows.toDataset(spark, 3).withColumn("validation", functions.expr("id % 2 = 0"));
        SoftmaxClassifier classifier = classifier(solver, maxDriverDataInMB)
                .setFitIntercept(intercept)
                .setValidationIndicatorCol("validation")
                .setPatience(10);
        SoftmaxClassificationModel[] fitted = new SoftmaxClassificationModel[1];
        List<RecordedJobs.Job> jobs = RecordedJobs.of(spark, () -> fitted[0] = classifier.fit(data));
        double least =
                Arrays.stream(fitted[0].summary().validationHistory()).min().orElseThrow();
        double expected = fitted[0].evaluate(data.where("validation")).logLoss();
        assertEquals(expected, least, 1e-6 * expected);
        if (maxDriverDataInMB < 0) {
            assertEquals(1, jobs.size(), jobs::toString);
        }
    }

    /** The number of partitions that local steps work on is that of the cores. */
    @Test
    void localStepsOnRowsOfOnePartitionAreTakenByAllCores() {
        GeneratedRows rows = GeneratedRows.dense(6_000, 30, 10, 11L);
        SoftmaxClassificationModel one = classifier("localSgd", -1.0).fit(rows.toDataset(spark, 1));
        SoftmaxClassificationModel two = classifier("localSgd", 0.0).fit(rows.toDataset(spark, 1));
        double[] history = one.summary().objectiveHistory();
        double[] ofOnePartition = two.summary().objectiveHistory();
        assertEquals(ofOnePartition[4], history[4], 0.01 * history[4]);
        assertTrue(history[1] != ofOnePartition[1], "the rows of one partition are dealt to two");
    }

    /** Rows with validation rows and weights of classes need a job each, but their passes do not. */
    @ParameterizedTest
    @CsvSource({"l-bfgs", "localSgd", "auto"})
    void passesWithValidationAndWeightsOfClassesNeedNoJobs(String solver) throws Exception {
        Dataset<Row> data = GeneratedRows.dense(6_000, 30, 10, 11L)
                .toDataset(spark, 3)
                .withColumn("held", functions.expr("id % 5 = 0"));
        int[] numJobs = new int[2];
        double[][] validation = new double[2][];
        for (int i = 0; i < 2; i++) {
            int maxIter = i == 0 ? 2 : 8;
            int number = i;
            numJobs[i] = RecordedJobs.of(
                            spark,
                            () -> validation[number] = classifier(solver, -1.0)
                                    .setMaxIter(maxIter)
                                    .setTol(0.0)
                                    .setClassWeighting("balanced")
                                    .setValidationIndicatorCol("held")
                                    .fit(data)
                                    .summary()
                                    .validationHistory())
                    .size();
        }
        assertTrue(validation[1].length > validation[0].length);
        assertEquals(numJobs[0], numJobs[1]);
    }
}
