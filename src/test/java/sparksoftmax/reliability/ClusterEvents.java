package sparksoftmax.reliability;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerSpeculativeTaskSubmitted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts what Spark tells of faults. */
final class ClusterEvents extends SparkListener {
    private final AtomicInteger executorsRemoved = new AtomicInteger();
    private final AtomicInteger executorsDecommissioned = new AtomicInteger();
    private final AtomicInteger tasksFailed = new AtomicInteger();
    private final AtomicInteger speculativeTasks = new AtomicInteger();
    private final AtomicInteger shufflesRepeated = new AtomicInteger();

    /** The shuffles that have been written. */
    private final Set<Object> shuffles = new HashSet<>();

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        executorsRemoved.incrementAndGet();
        if (event.reason().toLowerCase(Locale.ROOT).contains("decommission")) {
            executorsDecommissioned.incrementAndGet();
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
        if (event.taskInfo().failed()) {
            tasksFailed.incrementAndGet();
        }
    }

    @Override
    public void onSpeculativeTaskSubmitted(SparkListenerSpeculativeTaskSubmitted event) {
        speculativeTasks.incrementAndGet();
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted event) {
        if (event.stageInfo().shuffleDepId().isDefined()
                && !shuffles.add(event.stageInfo().shuffleDepId().get())) {
            shufflesRepeated.incrementAndGet();
        }
    }

    int executorsRemoved() {
        return executorsRemoved.get();
    }

    int executorsDecommissioned() {
        return executorsDecommissioned.get();
    }

    int tasksFailed() {
        return tasksFailed.get();
    }

    int speculativeTasks() {
        return speculativeTasks.get();
    }

    /** How often the map stage of a shuffle ran again, since some of its output was lost. */
    int shufflesRepeated() {
        return shufflesRepeated.get();
    }
}
