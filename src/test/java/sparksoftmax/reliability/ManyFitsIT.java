package sparksoftmax.reliability;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A session in which a model is trained again and again keeps nothing of the fits: neither on the driver nor elsewhere.
 */
@Tag("cluster-faults")
class ManyFitsIT {
    private static final int WARM_UP = 20;
    private static final int FITS = 200;

    /**
     * Fewer threads and bytes than one of a hundred fits would leave if each left something of its data or its passes.
     */
    private static final int MOST_THREADS = 4;

    private static final long MOST_BYTES = 8L << 20;

    /** Threads and bytes in use after a collection, of the driver or of the executor that has the most. */
    private record Usage(long threads, long bytes) {
        static Usage here() {
            System.gc();
            System.gc();
            return new Usage(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }

        static Usage ofExecutors(SparkSession spark) {
            MapFunction<Long, String> usage = id -> {
                Usage here = here();
                return here.threads() + " " + here.bytes();
            };
            List<String> all = spark.range(0, StandaloneCluster.WORKERS, 1, StandaloneCluster.WORKERS)
                    .map(usage, Encoders.STRING())
                    .collectAsList();
            return new Usage(
                    all.stream()
                            .mapToLong(text -> Long.parseLong(text.split(" ")[0]))
                            .max()
                            .orElseThrow(),
                    all.stream()
                            .mapToLong(text -> Long.parseLong(text.split(" ")[1]))
                            .max()
                            .orElseThrow());
        }

        void assertAtMost(Usage before, String where) {
            assertTrue(threads <= before.threads + MOST_THREADS, () -> where + ": " + before + " became " + this);
            assertTrue(bytes <= before.bytes + MOST_BYTES, () -> where + ": " + before + " became " + this);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void twoHundredFitsLeaveNothing() throws Exception {
        // What Spark remembers of the jobs of the past must not count.
        try (ClusterFits fits = ClusterFits.start(Map.of(
                "spark.ui.retainedJobs", "5",
                "spark.ui.retainedStages", "5",
                "spark.ui.retainedTasks", "20",
                "spark.sql.ui.retainedExecutions", "5"))) {
            List<FaultyFit> kinds = FaultyFit.all().toList();
            run(fits.spark(), kinds, WARM_UP);
            fits.assertNothingRemains();
            Usage driver = Usage.here();
            Usage executors = Usage.ofExecutors(fits.spark());
            long start = System.nanoTime();
            run(fits.spark(), kinds, FITS);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            fits.assertNothingRemains();
            Usage driverAfter = Usage.here();
            Usage executorsAfter = Usage.ofExecutors(fits.spark());
            FaultReport.add(FITS + " fits in " + seconds + " seconds: driver " + driver + " became " + driverAfter
                    + ", executors " + executors + " became " + executorsAfter);
            driverAfter.assertAtMost(driver, "the driver");
            executorsAfter.assertAtMost(executors, "an executor");
        }
    }

    private static void run(SparkSession spark, List<FaultyFit> kinds, int times) {
        for (int i = 0; i < times; i++) {
            kinds.get(i % kinds.size()).run(spark, null);
        }
    }
}
