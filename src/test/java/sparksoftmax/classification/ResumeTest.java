package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.ChildJvm;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;

/** A fit that ends before its time, and is run again, ends with the very model of an undisturbed one. */
@ExtendWith(SharedSpark.class)
class ResumeTest {
    @TempDir
    private Path folder;

    private final Dataset<Row> dense;
    private final Dataset<Row> sparse;

    ResumeTest(SparkSession spark) {
        dense = marked(new RandomRows(900, 6, 3, 1L).weighted(2L).toDataset(spark, 3));
        sparse = marked(new RandomRows(900, 200, 4, 0.03, 3L).toDataset(spark, 3, true));
    }

    /** A quarter of the rows are validation rows. */
    private static Dataset<Row> marked(Dataset<Row> rows) {
        return rows.withColumn(
                "held", functions.hash(functions.col("features")).mod(4).equalTo(0));
    }

    private String states() {
        return folder.resolve("states").toString();
    }

    private SoftmaxClassifier estimator(String solver) {
        return new SoftmaxClassifier()
                .setSolver(solver)
                .setMaxIter(14)
                .setCheckpointPath(states())
                .setCheckpointInterval(2);
    }

    /** Runs a fit that is interrupted after a pass, which is what a driver that dies leaves in the folder. */
    private static void interruptAfter(int pass, SoftmaxClassifier estimator, Dataset<Row> rows) {
        estimator.setListener(made -> {
            if (made.number() == pass) {
                Thread.currentThread().interrupt();
            }
        });
        assertThrows(IllegalStateException.class, () -> estimator.fit(rows));
        assertTrue(Thread.interrupted());
        estimator.setListener(null);
    }

    private static void assertSameModel(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray());
        assertArrayEquals(
                expected.interceptVector().toArray(), found.interceptVector().toArray());
        assertArrayEquals(expected.summary().objectiveHistory(), found.summary().objectiveHistory());
        assertArrayEquals(
                expected.summary().validationHistory(), found.summary().validationHistory());
        assertEquals(expected.summary().stopReason(), found.summary().stopReason());
    }

    static Stream<Arguments> fits() {
        List<Arguments> fits = new ArrayList<>();
        add(fits, "l-bfgs", e -> e.setTol(0.0));
        add(fits, "l-bfgs", e -> e.setTol(0.0).setMaxDriverDataInMB(0.0).setValidationIndicatorCol("held"));
        add(fits, "l-bfgs", e -> e.setTol(0.0).setRegParam(0.02).setElasticNetParam(0.5));
        add(fits, "localSgd", e -> e);
        add(fits, "localSgd", e -> e.setStepSize(5.0).setMaxDriverDataInMB(0.0));
        add(fits, "auto", e -> e.setTol(0.0));
        add(fits, "sgd", e -> e.setTol(0.0));
        add(fits, "sgd", e -> e.setTol(0.0).setMiniBatchFraction(0.3).setValidationIndicatorCol("held"));
        for (String optimizer : List.of("momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")) {
            add(
                    fits,
                    "sgd",
                    e -> e.setOptimizer(optimizer).setTol(0.0).setRegParam(0.01).setLearningRateSchedule("cosine"));
        }
        return fits.stream();
    }

    /** A driver that dies in the middle of a fit, in a virtual machine of its own. */
    static final class DyingDriver {
        private DyingDriver() {}

        public static void main(String[] args) {
            SparkSession spark = SparkSession.builder()
                    .master("local[2]")
                    .config("spark.ui.enabled", false)
                    .getOrCreate();
            ofDyingDriver(args[0])
                    .setListener(pass -> {
                        if (pass.number() == 5) {
                            Runtime.getRuntime().halt(0);
                        }
                    })
                    .fit(new RandomRows(900, 6, 3, 1L).toDataset(spark, 3));
        }
    }

    private static SoftmaxClassifier ofDyingDriver(String states) {
        return new SoftmaxClassifier()
                .setSolver("l-bfgs")
                .setMaxIter(8)
                .setTol(0.0)
                .setCheckpointPath(states)
                .setCheckpointInterval(2);
    }

    @Test
    void anotherDriverGoesOnWithTheFitOfOneThatDied() {
        ChildJvm.run(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"), DyingDriver.class, states());
        assertTrue(Files.exists(folder.resolve("states").resolve("pass-0000000004.softmax-state")));
        Dataset<Row> rows = new RandomRows(900, 6, 3, 1L).toDataset(dense.sparkSession(), 3);
        List<Integer> passes = new ArrayList<>();
        SoftmaxClassificationModel found = ofDyingDriver(states())
                .setListener(pass -> passes.add(pass.number()))
                .fit(rows);
        assertEquals(List.of(5, 6, 7, 8), passes);
        assertSameModel(ofDyingDriver("").fit(rows), found);
    }

    private static void add(List<Arguments> fits, String solver, UnaryOperator<SoftmaxClassifier> change) {
        fits.add(Arguments.of(solver, change));
    }

    @ParameterizedTest
    @MethodSource("fits")
    void aResumedFitEndsWithTheSameModel(String solver, UnaryOperator<SoftmaxClassifier> change) {
        SoftmaxClassificationModel expected =
                change.apply(estimator(solver).setCheckpointPath("")).fit(dense);
        SoftmaxClassifier estimator = change.apply(estimator(solver));
        interruptAfter(5, estimator, dense);
        assertTrue(Files.exists(folder.resolve("states").resolve("pass-0000000004.softmax-state")));
        interruptAfter(9, estimator, dense);
        List<Integer> passes = new ArrayList<>();
        SoftmaxClassificationModel found =
                estimator.setListener(pass -> passes.add(pass.number())).fit(dense);
        assertSameModel(expected, found);
        assertEquals(9, passes.get(0));
        assertFalse(Files.exists(folder.resolve("states")));
    }

    /** Many features, few rows: solver auto takes local steps and then quasi-Newton steps. */
    @Test
    void solverAutoIsResumedInBothPhases() {
        UnaryOperator<SoftmaxClassifier> change =
                e -> e.setMaxIter(20).setRegParam(0.01).setMaxDriverDataInMB(0.0);
        Dataset<Row> rows = dense.sparkSession()
                .createDataFrame(
                        new RandomRows(4_000, 3_000, 5, 0.004, 5L)
                                .toDataset(dense.sparkSession(), 2, true)
                                .javaRDD(),
                        sparse.drop("held").schema());
        SoftmaxClassificationModel expected =
                change.apply(estimator("auto").setCheckpointPath("")).fit(rows);
        assertFalse(Double.isNaN(expected.summary().stepSize()), "there were no local steps");
        int last = expected.summary().objectiveHistory().length - 1;
        for (int pass : new int[] {3, last - 1}) {
            SoftmaxClassifier estimator = change.apply(estimator("auto").setCheckpointInterval(1));
            interruptAfter(pass, estimator, rows);
            SoftmaxClassificationModel found = estimator.fit(rows);
            assertSameModel(expected, found);
            assertEquals(expected.summary().stepSize(), found.summary().stepSize());
        }
    }

    /** Spark jobs of 200 tasks, which cores and the driver's memory would make fewer of. */
    @ParameterizedTest
    @ValueSource(strings = {"l-bfgs", "localSgd"})
    void aFitOfManyPartitionsIsResumed(String solver) {
        Dataset<Row> rows = new RandomRows(900, 6, 3, 1L).toDataset(dense.sparkSession(), 200);
        SoftmaxClassifier estimator =
                estimator(solver).setTol(0.0).setMaxIter(6).setMaxDriverDataInMB(0.0);
        SoftmaxClassificationModel expected =
                estimator.copy(ParamMap.empty()).setCheckpointPath("").fit(rows);
        interruptAfter(3, estimator, rows);
        List<Integer> passes = new ArrayList<>();
        SoftmaxClassificationModel found =
                estimator.setListener(pass -> passes.add(pass.number())).fit(rows);
        assertEquals(3, passes.get(0));
        assertSameModel(expected, found);
    }

    /** The state of each has several arrays of 2.4 MB, which are written in many pieces. */
    @ParameterizedTest
    @ValueSource(strings = {"l-bfgs", "localSgd", "sgd"})
    void aFitOfAWideModelIsResumed(String solver) {
        Dataset<Row> rows = new RandomRows(200, 30_000, 10, 0.001, 8L).toDataset(dense.sparkSession(), 2, true);
        SoftmaxClassifier estimator = estimator(solver)
                .setTol(0.0)
                .setMaxIter(4)
                .setCheckpointInterval(1)
                .setMaxDriverDataInMB(0.0);
        SoftmaxClassificationModel expected =
                estimator.copy(ParamMap.empty()).setCheckpointPath("").fit(rows);
        interruptAfter(3, estimator, rows);
        assertSameModel(expected, estimator.fit(rows));
    }

    /** Hadoop's viewfs, whose paths are those of another file system under other names. */
    @Test
    void statesAreKeptOnOtherFileSystems() throws IOException {
        SparkSession spark = dense.sparkSession();
        String link = "fs.viewfs.mounttable.resume.link./kept";
        spark.conf().set(link, folder.toUri().toString());
        try {
            SoftmaxClassifier estimator =
                    estimator("l-bfgs").setTol(0.0).setCheckpointPath("viewfs://resume/kept/states");
            SoftmaxClassificationModel expected =
                    estimator.copy(ParamMap.empty()).setCheckpointPath("").fit(dense);
            interruptAfter(5, estimator, dense);
            assertTrue(Files.exists(folder.resolve("states").resolve("pass-0000000004.softmax-state")));
            List<Integer> passes = new ArrayList<>();
            SoftmaxClassificationModel found =
                    estimator.setListener(pass -> passes.add(pass.number())).fit(dense);
            assertEquals(5, passes.get(0));
            assertSameModel(expected, found);
            assertFalse(Files.exists(folder.resolve("states")));

            // The root of the mount table is read only: the fit says so before it trains.
            String message = assertThrows(IllegalArgumentException.class, () -> estimator
                            .setCheckpointPath("viewfs://resume/elsewhere")
                            .fit(dense))
                    .getMessage();
            assertTrue(message.startsWith("checkpointPath must be a folder that can be read and written"), message);
        } finally {
            spark.conf().unset(link);
        }
    }

    @Test
    void theStateOfAnotherFitIsRefused() {
        SoftmaxClassifier estimator = estimator("l-bfgs").setTol(0.0).setRegParam(0.1);
        interruptAfter(5, estimator, dense);
        assertRefused(
                "regParam was 0.1 and is now 0.2",
                estimator.copy(ParamMap.empty()).setRegParam(0.2),
                dense);
        assertRefused("seed was ", estimator.copy(ParamMap.empty()).setSeed(99L), dense);
        Matrix start = new DenseMatrix(3, 6, new double[18]);
        assertRefused(
                "initialCoefficients was not set and is now 3 x 6 with checksum",
                estimator.copy(ParamMap.empty()).setInitialCoefficients(start),
                dense);
        assertRefused("the number of training rows was 900 and is now 899", estimator, dense.limit(899));
        assertRefused(
                "the fingerprint of the rows was ",
                estimator,
                dense.withColumn("label", functions.expr("if(weight < 0.15, 0, label)")));
        // None of them has harmed the state.
        SoftmaxClassificationModel found = estimator.fit(dense);
        assertSameModel(
                estimator("l-bfgs")
                        .setTol(0.0)
                        .setRegParam(0.1)
                        .setCheckpointPath("")
                        .fit(dense),
                found);
    }

    private void assertRefused(String difference, SoftmaxClassifier estimator, Dataset<Row> rows) {
        String message = assertThrows(IllegalArgumentException.class, () -> estimator.fit(rows))
                .getMessage();
        assertTrue(message.contains(difference), message);
        assertTrue(message.contains(states()), message);
        assertTrue(message.contains("delete the folder or choose another one"), message);
    }

    @Test
    void otherPartitionsAreAccepted() {
        SoftmaxClassifier estimator = estimator("l-bfgs").setTol(0.0).setMaxDriverDataInMB(0.0);
        interruptAfter(5, estimator, dense);
        SoftmaxClassificationModel found = estimator.fit(dense.coalesce(1));
        SoftmaxClassificationModel expected = estimator.setCheckpointPath("").fit(dense);
        assertArrayEquals(
                expected.coefficientMatrix().toArray(),
                found.coefficientMatrix().toArray(),
                1e-6);
    }

    @Test
    void aDamagedStateIsNotUsed() throws IOException {
        SoftmaxClassifier estimator = estimator("sgd").setTol(0.0);
        SoftmaxClassificationModel expected =
                estimator("sgd").setTol(0.0).setCheckpointPath("").fit(dense);
        interruptAfter(7, estimator, dense);
        Path newest = folder.resolve("states").resolve("pass-0000000006.softmax-state");
        Files.write(newest, new byte[] {1, 2, 3});
        List<Integer> passes = new ArrayList<>();
        SoftmaxClassificationModel found =
                estimator.setListener(pass -> passes.add(pass.number())).fit(dense);
        assertEquals(5, passes.get(0));
        assertSameModel(expected, found);
    }

    @Test
    void aPathThatCannotBeUsedIsRefusedBeforeTraining() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        String message = assertThrows(IllegalArgumentException.class, () -> estimator("auto")
                        .setCheckpointPath(file.toString())
                        .fit(dense))
                .getMessage();
        assertTrue(message.startsWith("checkpointPath must be a folder that can be read and written, but '"), message);
    }
}
