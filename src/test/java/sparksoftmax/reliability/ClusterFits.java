package sparksoftmax.reliability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import scala.jdk.javaapi.CollectionConverters;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.TrainingListener;

/** A session on a cluster of its own whose fits are disturbed, and compared with the same fits in peace. */
final class ClusterFits implements AutoCloseable {
    private static final int SECONDS = 300;

    /**
     * A fit in peace.
     *
     * @param result coefficients, intercepts and objectives
     * @param numPasses the number of passes
     * @param milliseconds how long it took
     */
    record Undisturbed(double[] result, int numPasses, long milliseconds) {}

    private final StandaloneCluster cluster;
    private final SparkSession spark;
    private final ClusterEvents events = new ClusterEvents();
    private final Map<FaultyFit, Undisturbed> undisturbed = new HashMap<>();
    private boolean equal;

    private ClusterFits(StandaloneCluster cluster, Map<String, String> settings) {
        this.cluster = cluster;
        this.spark = cluster.session(settings);
        spark.sparkContext().addSparkListener(events);
    }

    /**
     * Starts a cluster and a session.
     *
     * @param settings of the session
     * @param options of the script that starts the cluster
     */
    static ClusterFits start(Map<String, String> settings, String... options) {
        StandaloneCluster cluster = StandaloneCluster.start("cluster-faults", options);
        try {
            return new ClusterFits(cluster, settings);
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    StandaloneCluster cluster() {
        return cluster;
    }

    SparkSession spark() {
        return spark;
    }

    /** What Spark has told of until now. */
    ClusterEvents events() throws Exception {
        spark.sparkContext().listenerBus().waitUntilEmpty();
        return events;
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "not within " + SECONDS + " seconds: " + what);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Waits for the executors that Spark starts in place of lost ones. */
    void awaitExecutors() throws InterruptedException {
        await(
                "all executors run",
                () -> cluster.executors().size() == StandaloneCluster.WORKERS
                        && spark.sparkContext().getExecutorIds().size() == StandaloneCluster.WORKERS);
    }

    /** An executor that runs, once there is one. */
    ProcessHandle executor(RandomGenerator random) throws InterruptedException {
        await("an executor runs", () -> !cluster.executors().isEmpty());
        List<ProcessHandle> executors = cluster.executors();
        return executors.get(random.nextInt(executors.size()));
    }

    /** The executor that holds most of the cached blocks. */
    ProcessHandle executorWithMostBlocks() throws InterruptedException {
        Map<String, Integer> numBlocks = new HashMap<>();
        for (BlockId block : HeldBlocks.of(BlockId::isRDD)) {
            CollectionConverters.asJava(SparkEnv.get().blockManager().master().getBlockStatus(block, true))
                    .forEach((holder, status) -> {
                        if (status.isCached()) {
                            numBlocks.merge(holder.executorId(), 1, Integer::sum);
                        }
                    });
        }
        String most = numBlocks.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        return cluster.executors().stream()
                .filter(process -> StandaloneCluster.executorId(process).equals(most))
                .findAny()
                .orElseThrow();
    }

    /** Sends {@code kill -9}, and waits until the process has ended. */
    static void kill(ProcessHandle process) throws InterruptedException {
        process.destroyForcibly();
        await("a killed process has ended", () -> !StandaloneCluster.runs(process));
    }

    /** The fit without faults, of which the first two must be equal. */
    Undisturbed inPeace(FaultyFit fit) throws InterruptedException {
        if (!undisturbed.containsKey(fit)) {
            awaitExecutors();
            double[] first = numbers(fit.run(spark, null));
            long start = System.nanoTime();
            SoftmaxClassificationModel model = fit.run(spark, null);
            long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertArrayEquals(first, numbers(model), () -> fit + " twice without a fault");
            int numPasses = model.summary().objectiveHistory().length - 1;
            assertTrue(numPasses > 3, () -> fit + " has only " + numPasses + " passes");
            undisturbed.put(fit, new Undisturbed(first, numPasses, milliseconds));
        }
        return undisturbed.get(fit);
    }

    /** Runs a fit whose listener disturbs it, and compares the model with that of the fit in peace. */
    void compare(FaultyFit fit, TrainingListener fault) throws InterruptedException {
        equal = false;
        assertArrayEquals(inPeace(fit).result(), numbers(fit.run(spark, fault)), fit::toString);
        equal = true;
    }

    private static double[] numbers(SoftmaxClassificationModel model) {
        return Stream.of(
                        model.summary().objectiveHistory(),
                        model.coefficientMatrix().toArray(),
                        model.interceptVector().toArray())
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /**
     * Neither the driver nor an executor keeps anything of a fit that has ended. With speculation, a task whose other
     * attempt was faster may store its block after the fit has ended, which Spark removes when the driver has collected
     * the RDD.
     */
    void assertNothingRemains() throws InterruptedException {
        assertEquals(0, spark.sparkContext().getPersistentRDDs().size());
        awaitExecutors();
        boolean speculates = spark.sparkContext().conf().getBoolean("spark.speculation", false);
        await("no block of an RDD remains", () -> {
            if (speculates) {
                System.gc();
            }
            return HeldBlocks.areNone(BlockId::isRDD);
        });
        // Spark's own broadcasts of stages go when the driver has collected the stages.
        await("no broadcast remains", () -> {
            System.gc();
            return HeldBlocks.areNone(BlockId::isBroadcast);
        });
    }

    /** Adds a test to the report: what happened, and whether the model was the same. */
    void report(String test, String what) throws IOException {
        FaultReport.add(test + ": " + (what.isEmpty() ? "no executor lost" : what)
                + (equal ? "; the same bits" : "; NOT the same bits"));
        equal = false;
    }

    /**
     * Removes a cached block of a fit from the executor that holds it; answers with its name, or null if none is
     * cached.
     */
    String removeCachedBlock(RandomGenerator random) {
        List<BlockId> cached = HeldBlocks.of(BlockId::isRDD);
        if (cached.isEmpty()) {
            return null;
        }
        BlockId block = cached.get(random.nextInt(cached.size()));
        SparkEnv.get().blockManager().master().removeBlock(block);
        return block.name();
    }

    @Override
    public void close() {
        try {
            SparkContext context = spark.sparkContext();
            if (!context.isStopped()) {
                spark.stop();
            }
        } finally {
            cluster.close();
        }
    }
}
