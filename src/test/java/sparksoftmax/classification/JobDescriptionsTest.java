package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sparksoftmax.RandomRows;
import sparksoftmax.RecordedJobs;
import sparksoftmax.SharedSpark;

/** The Spark jobs of a fit say what they do, and the caller's description and job group come back afterwards. */
@ExtendWith(SharedSpark.class)
class JobDescriptionsTest {
    private final SparkSession spark;
    private final SparkContext context;
    private final Dataset<Row> data;

    JobDescriptionsTest(SparkSession spark) {
        this.spark = spark;
        context = spark.sparkContext();
        data = new RandomRows(60, 3, 3, 5L).toDataset(spark, 2);
    }

    @AfterEach
    void noGroupStays() {
        context.clearJobGroup();
    }

    /** All passes are Spark jobs. */
    private static SoftmaxClassifier classifier(String solver) {
        return new SoftmaxClassifier("softmax_ab12")
                .setSolver(solver)
                .setMaxIter(2)
                .setTol(0.0)
                .setMaxDriverDataInMB(0.0);
    }

    private List<String> descriptions(SoftmaxClassifier classifier) throws Exception {
        return RecordedJobs.of(spark, () -> classifier.fit(data)).stream()
                .map(RecordedJobs.Job::description)
                .distinct()
                .toList();
    }

    private static List<String> ofFit(String... activities) {
        return List.of(activities).stream()
                .map(activity -> "SoftmaxClassifier softmax_ab12: " + activity)
                .toList();
    }

    @Test
    void gradientDescentNamesItsPasses() throws Exception {
        assertEquals(
                ofFit(
                        "packing rows and collecting their statistics",
                        "summing what is to be remembered of the rows",
                        "choosing the step size",
                        "objective at the start",
                        "pass 1 of at most 2",
                        "pass 2 of at most 2"),
                descriptions(classifier("sgd")));
    }

    @Test
    void localStepsNameTheirPasses() throws Exception {
        assertEquals(
                ofFit(
                        "packing rows and collecting their statistics",
                        "weighting rows by class",
                        "arranging rows",
                        "choosing the step size",
                        "pass 1 of at most 2",
                        "pass 2 of at most 2",
                        "objective after pass 2"),
                descriptions(classifier("localSgd").setClassWeighting("balanced")));
    }

    @Test
    void quasiNewtonStepsNameTheirPasses() throws Exception {
        List<String> found = descriptions(classifier("l-bfgs"));
        assertTrue(
                found.containsAll(ofFit("objective at the start", "pass 1 of at most 2", "pass 2 of at most 2")),
                found.toString());
        assertTrue(found.stream().allMatch(text -> text.startsWith("SoftmaxClassifier softmax_ab12: ")));
    }

    private Set<String> groups(SoftmaxClassifier classifier) throws Exception {
        return RecordedJobs.of(spark, () -> classifier.fit(data)).stream()
                .map(RecordedJobs.Job::group)
                .collect(Collectors.toSet());
    }

    @Test
    void theJobGroupIsTheUidUnlessTheCallerHasSetOne() throws Exception {
        assertEquals(Set.of("softmax_ab12"), groups(classifier("sgd")));
        assertNull(context.getLocalProperty("spark.jobGroup.id"));
        assertNull(context.getLocalProperty("spark.job.description"));

        context.setJobGroup("ours", "our work", true);
        assertEquals(Set.of("ours"), groups(classifier("sgd")));
        assertOurs();
    }

    @Test
    void whatTheCallerSetComesBackAfterAFailure() {
        context.setJobGroup("ours", "our work", true);
        Dataset<Row> bad = data.withColumn("label", functions.lit(-1));
        assertThrows(IllegalArgumentException.class, () -> classifier("sgd").fit(bad));
        assertOurs();
    }

    private void assertOurs() {
        assertEquals("ours", context.getLocalProperty("spark.jobGroup.id"));
        assertEquals("our work", context.getLocalProperty("spark.job.description"));
        assertEquals("true", context.getLocalProperty("spark.job.interruptOnCancel"));
    }
}
