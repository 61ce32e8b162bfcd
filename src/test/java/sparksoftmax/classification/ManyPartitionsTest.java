package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.GeneratedRows;
import sparksoftmax.PlainObjective;
import sparksoftmax.RecordedJobs;
import sparksoftmax.SharedSpark;

/** The number and sizes of the partitions that rows come in matter neither to the model nor to the work of a pass. */
@ExtendWith(SharedSpark.class)
class ManyPartitionsTest {
    private static final int CORES = 2;

    /** Of solver l-bfgs: where blocks are of single precision, its steps cease to improve the objective that near. */
    private static final double COEFFICIENTS = 1e-4;

    private static final double OBJECTIVE = 1e-7;

    /** How the rows are laid out. */
    enum Layout {
        EVEN,
        EVERY_OTHER_EMPTY,
        ALL_IN_ONE,
        BY_LABEL
    }

    /** A fit, and what it is compared by. */
    private record Trained(double[] coefficients, double objective, double accuracy) {}

    private static final Map<String, Trained> WITH_TWO_PARTITIONS = new HashMap<>();

    private final SparkSession spark;
    private Dataset<Row> cached;

    ManyPartitionsTest(SparkSession spark) {
        this.spark = spark;
    }

    private static GeneratedRows rows(boolean sparse) {
        return sparse ? GeneratedRows.sparse(20_000, 200, 8, 10, 12L) : GeneratedRows.dense(20_000, 20, 5, 11L);
    }

    private Dataset<Row> data(GeneratedRows rows, int numPartitions, Layout layout) {
        int[] all = IntStream.range(0, rows.numRows()).toArray();
        int[][] partitions = new int[numPartitions][0];
        return switch (layout) {
            case EVEN -> rows.toDataset(spark, numPartitions);
            case BY_LABEL -> rows.toDatasetByLabel(spark, numPartitions);
            case ALL_IN_ONE -> {
                partitions[numPartitions / 3] = all;
                yield rows.toDataset(spark, partitions);
            }
            case EVERY_OTHER_EMPTY -> {
                int filled = (numPartitions + 1) / 2;
                for (int p = 0; p < filled; p++) {
                    partitions[2 * p] = Arrays.copyOfRange(all, p * all.length / filled, (p + 1) * all.length / filled);
                }
                yield rows.toDataset(spark, partitions);
            }
        };
    }

    /** Of cached rows, Spark knows the size. */
    private Dataset<Row> cached(Dataset<Row> rows) {
        cached = rows.cache();
        cached.count();
        return cached;
    }

    @AfterEach
    void nothingStaysCached() {
        if (cached != null) {
            cached.unpersist(true);
        }
    }

    private static SoftmaxClassifier classifier(String solver) {
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setSolver(solver)
                .setRegParam(0.01)
                .setSeed(1L)
                .setMaxDriverDataInMB(0.0);
        // Without a tol, so that l-bfgs goes on to its precision.
        return switch (solver) {
            case "l-bfgs" -> classifier.setTol(0.0).setMaxIter(50);
            case "localSgd" -> classifier.setMaxIter(6);
            default -> classifier;
        };
    }

    private static Trained trained(GeneratedRows rows, SoftmaxClassificationModel model) {
        PlainObjective objective = new PlainObjective(rows).penalized(0.01, 0.0);
        int correct = 0;
        for (int i = 0; i < rows.numRows(); i++) {
            correct += model.predict(objective.features(i)) == objective.label(i) ? 1 : 0;
        }
        return new Trained(
                model.coefficientMatrix().toArray(),
                objective.at(model.coefficientMatrix(), model.interceptVector()),
                correct / (double) rows.numRows());
    }

    @ParameterizedTest
    @CsvSource({
        "false, l-bfgs, 1, EVEN",
        "false, l-bfgs, 7, EVEN",
        "false, l-bfgs, 1000, EVEN",
        "false, l-bfgs, 200, ALL_IN_ONE",
        "false, l-bfgs, 50, EVERY_OTHER_EMPTY",
        "false, localSgd, 1, EVEN",
        "false, localSgd, 7, EVEN",
        "false, localSgd, 200, EVEN",
        "false, localSgd, 200, ALL_IN_ONE",
        "false, localSgd, 50, EVERY_OTHER_EMPTY",
        "false, localSgd, 200, BY_LABEL",
        "false, auto, 200, EVEN",
        "false, auto, 200, BY_LABEL",
        "true, l-bfgs, 200, EVEN",
        "true, l-bfgs, 7, BY_LABEL",
        "true, localSgd, 1, EVEN",
        "true, localSgd, 1000, EVEN",
        "true, localSgd, 200, ALL_IN_ONE",
        "true, localSgd, 7, BY_LABEL",
        "true, auto, 50, EVERY_OTHER_EMPTY"
    })
    void theModelIsThatOfTwoPartitionsAndPassesHaveFewTasks(
            boolean sparse, String solver, int numPartitions, Layout layout) throws Exception {
        GeneratedRows rows = rows(sparse);
        Trained expected = WITH_TWO_PARTITIONS.computeIfAbsent(
                sparse + solver, key -> trained(rows, classifier(solver).fit(rows.toDataset(spark, 2))));
        Dataset<Row> data = cached(data(rows, numPartitions, layout));
        SoftmaxClassificationModel[] model = new SoftmaxClassificationModel[1];
        List<RecordedJobs.Job> jobs =
                RecordedJobs.of(spark, () -> model[0] = classifier(solver).fit(data));
        Trained found = trained(rows, model[0]);
        assertEquals(expected.objective(), found.objective(), 0.01 * expected.objective());
        assertEquals(expected.accuracy(), found.accuracy(), 0.005);
        if (solver.equals("l-bfgs")) {
            assertArrayEquals(expected.coefficients(), found.coefficients(), COEFFICIENTS);
            assertEquals(expected.objective(), found.objective(), OBJECTIVE);
        }
        assertTrue(jobs.size() > model[0].summary().totalIterations(), () -> "passes are jobs, but jobs were " + jobs);
        int tasksOfReading = numPartitions <= 4 * CORES ? numPartitions : 2 * CORES;
        assertEquals(tasksOfReading, jobs.get(0).mostTasks(), "the first job reads the rows");
        assertPassesHaveFewTasks(jobs);
    }

    /** After the rows are read, one job may exchange them; all others have few tasks. */
    private static void assertPassesHaveFewTasks(List<RecordedJobs.Job> jobs) {
        assertTrue(
                jobs.stream().skip(1).filter(job -> job.mostTasks() > 2 * CORES).count() <= 1,
                () -> "tasks of the stages of each job: "
                        + jobs.stream().map(RecordedJobs.Job::tasksOfStages).toList());
    }

    /** Of rows that come from an RDD, Spark does not know the size: they are read as they come. */
    @ParameterizedTest
    @ValueSource(strings = {"l-bfgs", "localSgd"})
    void rowsOfUnknownSizeAreCoalescedWhenTheyAreRead(String solver) throws Exception {
        GeneratedRows rows = rows(false);
        Trained expected = trained(rows, classifier(solver).fit(rows.toDataset(spark, 2)));
        Dataset<Row> known = rows.toDataset(spark, 200);
        Dataset<Row> data = spark.createDataFrame(known.javaRDD(), known.schema());
        SoftmaxClassificationModel[] model = new SoftmaxClassificationModel[1];
        List<RecordedJobs.Job> jobs =
                RecordedJobs.of(spark, () -> model[0] = classifier(solver).fit(data));
        assertEquals(200, jobs.get(0).mostTasks(), "the first job reads the rows");
        // To map and to cache the blocks is a job of few tasks already.
        assertPassesHaveFewTasks(jobs);
        assertEquals(expected.objective(), trained(rows, model[0]).objective(), 0.01 * expected.objective());
    }

    /** A gzip file cannot be split: Spark reads it as one partition. */
    @ParameterizedTest
    @ValueSource(strings = {"l-bfgs", "localSgd", "auto"})
    void oneGzipFileIsTrainedOnByAllCores(String solver) throws Exception {
        GeneratedRows rows = GeneratedRows.dense(20_000, 50, 50, 13L);
        Dataset<Row> data = spark.read()
                .format("libsvm")
                .option("numFeatures", 50)
                .load(gzipFile(rows).toString());
        assertEquals(1, data.javaRDD().getNumPartitions());
        SoftmaxClassificationModel[] model = new SoftmaxClassificationModel[1];
        List<RecordedJobs.Job> jobs = RecordedJobs.of(
                spark, () -> model[0] = classifier(solver).setMaxIter(3).fit(data));
        long onSeveralCores =
                jobs.stream().skip(1).filter(job -> job.mostTasks() >= CORES).count();
        assertTrue(
                onSeveralCores >= model[0].summary().totalIterations(),
                () -> "tasks of the stages of each job: "
                        + jobs.stream().map(RecordedJobs.Job::tasksOfStages).toList());
    }

    /** The rows as libsvm, about 20 MB before they are compressed. */
    private static synchronized Path gzipFile(GeneratedRows rows) throws Exception {
        Path file = Path.of("target", "many-partitions-test", "rows-" + rows.hashCode() + ".libsvm.gz");
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(file.getParent());
        Path unfinished = Files.createTempFile(file.getParent(), "rows", ".gz.part");
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(unfinished)), StandardCharsets.US_ASCII))) {
            for (int i = 0; i < rows.numRows(); i++) {
                StringBuilder line = new StringBuilder().append(rows.label(i));
                GeneratedRows.forEachNonZero(
                        rows.features(i),
                        (j, value) -> line.append(' ').append(j + 1).append(':').append(value));
                out.append(line).append('\n');
            }
        }
        Files.move(unfinished, file);
        return file;
    }

    @Test
    void moreValidationPartitionsThanCoresAreMergedToo() throws Exception {
        GeneratedRows rows = rows(false);
        Dataset<Row> data = cached(rows.toDataset(spark, 100).withColumn("held", functions.expr("id % 3 = 0")));
        SoftmaxClassificationModel[] model = new SoftmaxClassificationModel[1];
        List<RecordedJobs.Job> jobs = RecordedJobs.of(
                spark,
                () -> model[0] = classifier("l-bfgs")
                        .setMaxIter(3)
                        .setValidationIndicatorCol("held")
                        .fit(data));
        assertEquals(
                model[0].evaluate(data.filter("held")).logLoss(),
                Arrays.stream(model[0].summary().validationHistory()).min().orElseThrow(),
                1e-5);
        // All rows, to train on and to validate on, are read by one job.
        assertTrue(jobs.stream().filter(job -> job.mostTasks() > 2 * CORES).count() <= 1, jobs::toString);
    }
}
