package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sparksoftmax.ExecutorClassPath;
import sparksoftmax.GeneratedRows;
import sparksoftmax.OwnSessionExtension;

/**
 * Two executors that are processes of their own, so that whatever travels is really sent, with the packaged jar on
 * their class path. Needs the environment and the Spark in {@code target/spark} that the build gives it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalClusterIT {
    /** A kind of rows, and a way to train on them: by the executors, and by the threads of a driver alone. */
    enum Case {
        TINY_AUTO(GeneratedRows.dense(300, 6, 3, 41L), Way.AUTO),
        DENSE_SGD(GeneratedRows.dense(10_000, 30, 6, 46L), Way.SGD),
        DENSE_L_BFGS(DENSE_SGD.rows, Way.L_BFGS),
        DENSE_COLLECTED_L_BFGS(DENSE_SGD.rows, Way.L_BFGS),
        DENSE_COLLECTED_LOCAL_SGD(DENSE_SGD.rows, Way.LOCAL_SGD),
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

    /** 21 MB, where messages to and from executors have at most 1 MB. */
    private final SoftmaxClassificationModel large = new SoftmaxClassificationModel(
            "large", DenseMatrix.randn(20, 1 << 17, new Random(1L)), Vectors.dense(new double[20]));

    private Object largeFromCluster;
    private final List<Object> predictionsOfLarge = new ArrayList<>();

    @BeforeAll
    void trainTwice(@TempDir Path folder) throws Exception {
        assertNotNull(System.getenv("SPARK_HOME"), "run this test by Maven, which sets the environment it needs");
        SparkSession cluster = OwnSessionExtension.start(
                "local-cluster[2,1,1024]",
                Map.of(
                        ExecutorClassPath.SETTING,
                        ExecutorClassPath.get(),
                        "spark.scheduler.minRegisteredResourcesRatio",
                        "1.0",
                        "spark.rpc.message.maxSize",
                        "1"));
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
            largeFromCluster = attempt(() -> {
                large.write().overwrite().save(path);
                return SoftmaxClassificationModel.load(path);
            });
            predictionsOfLarge.add(attempt(() -> predictions(large, cluster)));
        } finally {
            cluster.stop();
        }
        SparkSession local = OwnSessionExtension.start("local[2]", Map.of());
        try {
            for (Case each : Case.values()) {
                inOneProcess.put(each, attempt(local, each));
            }
            predictionsOfLarge.add(attempt(() -> predictions(large, local)));
        } finally {
            local.stop();
        }
    }

    private static Object attempt(SparkSession spark, Case each) {
        return attempt(() -> run(spark, each, spark.sparkContext().isLocal()));
    }

    /** The result, or the exception in its place, which a test of its own reports. */
    private static Object attempt(Callable<?> work) {
        try {
            return work.call();
        } catch (Exception e) {
            return e;
        }
    }

    private static List<Row> predictions(SoftmaxClassificationModel model, SparkSession spark) {
        List<Row> rows = IntStream.range(0, 4)
                .mapToObj(i -> RowFactory.create(
                        Vectors.sparse(model.numFeatures(), new int[] {i, 7_000 * i + 9}, new double[] {2.0, i})))
                .toList();
        StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
        return model.transform(spark.createDataFrame(rows, schema).repartition(2))
                .orderBy(
                        functions.col("prediction"),
                        functions.col("rawPrediction").cast("string"))
                .collectAsList();
    }

    private static double[] run(SparkSession spark, Case each, boolean onDriver) {
        Dataset<Row> data =
                each.name().contains("BY_CLASS") ? each.rows.toDatasetByLabel(spark, 4) : each.rows.toDataset(spark, 4);
        SoftmaxClassifier classifier = each.way.classifier().setMaxIter(2).setRegParam(1e-3);
        // The executors send the rows of these cases to the driver.
        if (onDriver || each.name().contains("COLLECTED")) {
            classifier.setMaxDriverDataInMB(-1.0);
        }
        SoftmaxClassificationModel model = classifier.fit(data);
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
        return result instanceof double[] numbers ? numbers : fail((Exception) result);
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

    @Test
    void aModelLargerThanAnyMessageIsTheSameWhenLoaded() {
        SoftmaxClassificationModel found = largeFromCluster instanceof SoftmaxClassificationModel model
                ? model
                : fail((Exception) largeFromCluster);
        assertArrayEquals(
                large.coefficientMatrix().toArray(), found.coefficientMatrix().toArray());
        assertEquals(large.interceptVector(), found.interceptVector());
    }

    /** The second context starts when the first one, to which the model was sent before, has been stopped. */
    @Test
    void aModelPredictsTheSameInOneContextAfterTheOther() {
        List<?> rows =
                predictionsOfLarge.get(0) instanceof List<?> list ? list : fail((Exception) predictionsOfLarge.get(0));
        assertEquals(4, rows.size());
        assertEquals(predictionsOfLarge.get(0), predictionsOfLarge.get(1));
    }
}
