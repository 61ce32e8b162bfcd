package sparksoftmax.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An executor that stops working, whose tasks Spark starts a second time on another one, and an executor that is
 * decommissioned while a fit runs: the fit ends with the very model of a fit in peace, and leaves nothing behind.
 */
@Tag("cluster-faults")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SlowExecutorsIT {
    /** Spark starts no second attempt of a task on the machine of the first: each worker has an address of its own. */
    @RegisterExtension
    static final DisturbedFits CLUSTER = new DisturbedFits(
            Map.of(
                    // A stopped executor does not send the blocks that it holds: the others wait so long before they
                    // make them themselves.
                    "spark.shuffle.io.connectionTimeout", "3s",
                    "spark.shuffle.io.maxRetries", "0",
                    "spark.speculation", "true",
                    "spark.speculation.interval", "50ms",
                    "spark.speculation.quantile", "0.5",
                    "spark.locality.wait", "100ms",
                    "spark.decommission.enabled", "true",
                    "spark.storage.decommission.enabled", "true",
                    "spark.storage.decommission.rddBlocks.enabled", "true",
                    "spark.storage.decommission.replicationReattemptInterval", "1s"),
            "--hosts",
            "each");

    static Stream<FaultyFit> all() {
        return FaultyFit.all();
    }

    private static void signal(String signal, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("bash", "-c", "kill -" + signal + " " + process.pid())
                .redirectErrorStream(true)
                .start();
        assertEquals(0, kill.waitFor(), "kill -" + signal);
    }

    @ParameterizedTest
    @MethodSource("all")
    void tasksOfAStoppedExecutorAreStartedASecondTime(FaultyFit fit) throws Exception {
        RandomGenerator random = new SplittableRandom(fit.toString().hashCode());
        List<ProcessHandle> stopped = new ArrayList<>();
        BeforePasses stops = new BeforePasses(1, CLUSTER.fits().inPeace(fit).numPasses(), random, () -> {
            ProcessHandle executor = CLUSTER.fits().executor(random);
            signal("STOP", executor);
            stopped.add(executor);
        });
        try {
            CLUSTER.fits().compare(fit, stops);
        } finally {
            for (ProcessHandle executor : stopped) {
                signal("CONT", executor);
            }
        }
        assertEquals(1, stops.injected());
        assertTrue(CLUSTER.numberOf(ClusterEvent.SPECULATIVE_TASK) > 0, "a task was started a second time");
    }

    @ParameterizedTest
    @MethodSource("all")
    void anExecutorIsDecommissioned(FaultyFit fit) throws Exception {
        RandomGenerator random = new SplittableRandom(fit.toString().hashCode());
        List<ProcessHandle> leaving = new ArrayList<>();
        BeforePasses signals = new BeforePasses(1, CLUSTER.fits().inPeace(fit).numPasses(), random, () -> {
            ProcessHandle executor = CLUSTER.fits().executor(random);
            signal("PWR", executor);
            leaving.add(executor);
        });
        CLUSTER.fits().compare(fit, signals);
        assertEquals(1, signals.injected());
        ClusterFits.await("the executor has left", () -> !StandaloneCluster.runs(leaving.get(0)));
        CLUSTER.fits().awaitExecutors();
        assertEquals(1, CLUSTER.numberOf(ClusterEvent.EXECUTOR_DECOMMISSIONED));
    }
}
