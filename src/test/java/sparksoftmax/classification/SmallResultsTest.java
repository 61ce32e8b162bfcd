package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.GeneratedRows;
import sparksoftmax.OwnSession;
import sparksoftmax.RecordedJobs;

/** A wide model, of 8 MB, in many partitions: in a pass, the driver receives one result of that size. */
@OwnSession("spark.driver.maxResultSize=64m")
class SmallResultsTest {
    private static final GeneratedRows ROWS = GeneratedRows.sparse(20_000, 50_000, 20, 30, 21L);
    private static final long MODEL_BYTES = 8L * ROWS.numClasses() * (ROWS.numFeatures() + 1);
    private static final int PASSES = 2;

    private final SparkSession spark;

    SmallResultsTest(SparkSession spark) {
        this.spark = spark;
    }

    static Stream<Arguments> solversAndDepths() {
        return Stream.of("l-bfgs", "sgd", "localSgd", "auto").flatMap(solver -> Stream.of(2, 3, 4)
                .filter(depth -> depth == 2 || !solver.equals("auto"))
                .map(depth -> Arguments.of(solver, depth)));
    }

    @ParameterizedTest
    @MethodSource("solversAndDepths")
    void aPassBringsOneModelToTheDriver(String solver, int depth) throws Exception {
        Dataset<Row> data = ROWS.toDataset(spark, 100);
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setSolver(solver)
                .setMaxDriverDataInMB(0.0)
                .setAggregationDepth(depth)
                .setMaxIter(PASSES)
                .setTol(0.0);
        SoftmaxClassificationModel[] model = new SoftmaxClassificationModel[1];
        List<RecordedJobs.Job> jobs = RecordedJobs.of(spark, () -> model[0] = classifier.fit(data));
        double[] history = model[0].summary().objectiveHistory();
        assertEquals(PASSES, history.length - 1);
        assertTrue(history[PASSES] < history[0], () -> history[0] + " to " + history[PASSES]);
        // The first job reads the rows; the others are passes, and preparations of them.
        List<Long> results =
                jobs.stream().skip(1).map(RecordedJobs.Job::resultBytes).toList();
        assertTrue(
                results.stream().allMatch(bytes -> bytes <= 1.1 * MODEL_BYTES),
                () -> "the model has " + MODEL_BYTES + " bytes, results of jobs have " + results);
        assertTrue(
                results.stream().filter(bytes -> bytes >= 0.9 * MODEL_BYTES).count() >= PASSES,
                () -> "each pass brings a sum as large as the model, but results have " + results);
    }
}
