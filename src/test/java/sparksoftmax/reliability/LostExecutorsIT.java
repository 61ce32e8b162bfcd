package sparksoftmax.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import sparksoftmax.reliability.FaultyFit.Rows;

/**
 * Executors that are killed and blocks that are lost while a fit runs: it ends with the very model of a fit in peace,
 * and leaves nothing behind.
 */
@Tag("cluster-faults")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LostExecutorsIT {
    /** As if each executor had a machine of its own, whose disk is lost with it. */
    @RegisterExtension
    static final DisturbedFits CLUSTER = new DisturbedFits(
            Map.of("spark.shuffle.readHostLocalDisk", "false", "spark.shuffle.io.retryWait", "100ms"));

    static Stream<FaultyFit> all() {
        return FaultyFit.all();
    }

    /** Fits that shuffle rows before the first pass: one by one, and by blocks. */
    static Stream<FaultyFit> withShuffle() {
        return Stream.of(
                new FaultyFit("localSgd", Rows.BY_CLASS),
                new FaultyFit("l-bfgs", Rows.UNEVEN),
                new FaultyFit("sgd", Rows.UNEVEN));
    }

    /** Fits whose passes end in a shuffle. */
    static Stream<FaultyFit> inTree() {
        return Stream.of(new FaultyFit("l-bfgs", Rows.WIDE), new FaultyFit("localSgd", Rows.WIDE));
    }

    private static RandomGenerator random(FaultyFit fit) {
        return new SplittableRandom(fit.toString().hashCode());
    }

    private static void killAtPasses(FaultyFit fit, int times) throws Exception {
        RandomGenerator random = random(fit);
        BeforePasses kills = new BeforePasses(times, CLUSTER.fits().inPeace(fit).numPasses(), random, () -> {
            ClusterFits.kill(CLUSTER.fits().executor(random));
        });
        CLUSTER.fits().compare(fit, kills);
        assertEquals(times, kills.injected(), kills::toString);
    }

    @ParameterizedTest
    @MethodSource("all")
    void oneExecutorKilledBetweenPasses(FaultyFit fit) throws Exception {
        killAtPasses(fit, 1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void threeExecutorsKilledBetweenPasses(FaultyFit fit) throws Exception {
        killAtPasses(fit, 3);
    }

    /** Also while rows are read and statistics are computed, and in the middle of a pass. */
    @ParameterizedTest
    @MethodSource("all")
    void oneExecutorKilledAtAnyMoment(FaultyFit fit) throws Exception {
        RandomGenerator random = random(fit);
        ProcessHandle victim = CLUSTER.fits().executor(random);
        Thread killer =
                killSoon(victim, random.nextLong(CLUSTER.fits().inPeace(fit).milliseconds()));
        CLUSTER.fits().compare(fit, pass -> {});
        killer.join();
        ClusterFits.await("a killed process has ended", () -> !StandaloneCluster.runs(victim));
    }

    @ParameterizedTest
    @MethodSource("all")
    void threeCachedBlocksLost(FaultyFit fit) throws Exception {
        RandomGenerator random = random(fit);
        BeforePasses losses = new BeforePasses(3, CLUSTER.fits().inPeace(fit).numPasses(), random, () -> CLUSTER.fits()
                .removeCachedBlock(random));
        CLUSTER.fits().compare(fit, losses);
        assertEquals(3, losses.injected(), losses::toString);
    }

    /** With an executor, the output of the shuffle is lost from which its cached blocks were made. */
    @ParameterizedTest
    @MethodSource("withShuffle")
    void aStageRunsAgainAfterAShuffleIsLost(FaultyFit fit) throws Exception {
        BeforePasses kill = new BeforePasses(1, CLUSTER.fits().inPeace(fit).numPasses(), random(fit), () -> {
            ClusterFits.kill(CLUSTER.fits().executorWithMostBlocks());
        });
        CLUSTER.fits().compare(fit, kill);
        assertEquals(1, kill.injected(), kill::toString);
        assertTrue(CLUSTER.numberOf(ClusterEvent.SHUFFLE_REPEATED) > 0, "a shuffle was repeated");
    }

    @ParameterizedTest
    @MethodSource("inTree")
    void executorsKilledWhileTheyAddUpGradients(FaultyFit fit) throws Exception {
        RandomGenerator random = random(fit);
        BeforePasses kills = new BeforePasses(
                2,
                CLUSTER.fits().inPeace(fit).numPasses(),
                random,
                () -> killSoon(CLUSTER.fits().executor(random), random.nextInt(400)));
        CLUSTER.fits().compare(fit, kills);
        assertEquals(2, kills.injected(), kills::toString);
    }

    private static Thread killSoon(ProcessHandle process, long milliseconds) {
        Thread killer = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(milliseconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.destroyForcibly();
        });
        killer.setDaemon(true);
        killer.start();
        return killer;
    }
}
