package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sparksoftmax.GeneratedRows;
import sparksoftmax.OwnSessionExtension;

/**
 * Two executors that are processes of their own, so that whatever travels is really sent, with the packaged jar on
 * their class path. Needs the environment and the Spark in {@code target/spark} that the build gives it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalClusterIT {
    /** A kind of rows, and a way to train on them. */
    enum Case {
        TINY_AUTO(GeneratedRows.dense(300, 6, 3, 41L), Way.AUTO),
        DENSE_SGD(GeneratedRows.dense(10_000, 30, 6, 46L), Way.SGD),
        DENSE_L_BFGS(DENSE_SGD.rows, Way.L_BFGS),
        DENSE_MINI_BATCHES(DENSE_SGD.rows, Way.ADAM_ON_MINI_BATCHES),
        DENSE_LOCAL_SGD(DENSE_SGD.rows, Way.LOCAL_SGD),
        DENSE_LARGE_AUTO(GeneratedRows.dense(20_000, 100, 20, 45L), Way.AUTO),
        SPARSE_L_BFGS(GeneratedRows.sparse(20_000, 200, 8, 10, 42L), Way.L_BFGS),
        SPARSE_LOCAL_SGD(SPARSE_L_BFGS.rows, Way.LOCAL_SGD),
        SPARSE_BY_CLASS_LOCAL_SGD(SPARSE_L_BFGS.rows, Way.LOCAL_SGD),
        REPEATED_L_BFGS(new GeneratedRows(60_000, 40, 4, 6, 50, 44L), Way.L_BFGS),
        WIDE_L_BFGS(GeneratedRows.sparse(10_000, 50_000, 20, 30, 43L), Way.L_BFGS),
        WIDE_LOCAL_SGD(WIDE_L_BFGS.rows, Way.LOCAL_SGD);

        final GeneratedRows rows;
        final Way way;

        Case(GeneratedRows rows, Way way) {
            this.rows = rows;
            this.way = way;
        }
    }

    /** What the executors computed, by case: numbers, or why there are none. */
    private final Map<Case, Object> onCluster = new EnumMap<>(Case.class);

    private final Map<Case, Object> inOneProcess = new EnumMap<>(Case.class);
    private Set<Long> processes;
    private double[] saved;
    private double[] loaded;

    @BeforeAll
    void trainTwice(@TempDir Path folder) throws Exception {
        assertNotNull(System.getenv("SPARK_HOME"), "run this test by Maven, which sets the environment it needs");
        SparkSession cluster = OwnSessionExtension.start(
                "local-cluster[2,1,1024]",
                Map.of(
                        "spark.executor.extraClassPath",
                        classPath(),
                        "spark.scheduler.minRegisteredResourcesRatio",
                        "1.0"));
        try {
            MapFunction<Long, Long> process = id -> ProcessHandle.current().pid();
            processes = Set.copyOf(
                    cluster.range(0, 40, 1, 40).map(process, Encoders.LONG()).collectAsList());
            for (Case each : Case.values()) {
                onCluster.put(each, attempt(cluster, each));
            }
            SoftmaxClassificationModel model =
                    Way.L_BFGS.classifier().setMaxIter(1).fit(Case.DENSE_SGD.rows.toDataset(cluster, 2));
            String path = folder.resolve("model").toString();
            model.write().overwrite().save(path);
            saved = model.coefficientMatrix().toArray();
            loaded = SoftmaxClassificationModel.load(path).coefficientMatrix().toArray();
        } finally {
            cluster.stop();
        }
        SparkSession local = OwnSessionExtension.start("local[2]", Map.of());
        try {
            for (Case each : Case.values()) {
                inOneProcess.put(each, attempt(local, each));
            }
        } finally {
            local.stop();
        }
    }

    private static Object attempt(SparkSession spark, Case each) {
        try {
            return run(spark, each);
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** Where our classes and the tests' are: the jar and a folder. */
    private static String classPath() {
        return Path.of(SoftmaxClassifier.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                + File.pathSeparator
                + Path.of(GeneratedRows.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath());
    }

    private static double[] run(SparkSession spark, Case each) {
        Dataset<Row> data =
                each.name().contains("BY_CLASS") ? each.rows.toDatasetByLabel(spark, 4) : each.rows.toDataset(spark, 4);
        SoftmaxClassificationModel model =
                each.way.classifier().setMaxIter(2).setRegParam(1e-3).fit(data);
        double[] metrics = {};
        if (each == Case.DENSE_L_BFGS || each == Case.SPARSE_L_BFGS) {
            SoftmaxSummary evaluated = model.evaluate(data);
            metrics = new double[] {evaluated.accuracy(), evaluated.logLoss()};
        }
        return Stream.of(
                        model.summary().objectiveHistory(),
                        metrics,
                        model.interceptVector().toArray(),
                        model.coefficientMatrix().toArray())
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static double[] numbers(Object result) {
        return result instanceof double[] numbers ? numbers : fail((RuntimeException) result);
    }

    @ParameterizedTest
    @EnumSource
    void twoProcessesGiveTheBitsOfOne(Case each) {
        assertArrayEquals(numbers(inOneProcess.get(each)), numbers(onCluster.get(each)));
    }

    @ParameterizedTest
    @EnumSource
    void theObjectiveFalls(Case each) {
        double[] result = numbers(onCluster.get(each));
        assertTrue(result[1] < result[0], () -> result[0] + " to " + result[1]);
    }

    @Test
    void tasksRunInOtherProcesses() {
        assertEquals(2, processes.size());
        assertFalse(processes.contains(ProcessHandle.current().pid()));
    }

    @Test
    void aSavedModelIsTheSameWhenLoaded() {
        assertArrayEquals(saved, loaded);
    }
}
