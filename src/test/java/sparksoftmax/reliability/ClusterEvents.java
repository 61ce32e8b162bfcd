package sparksoftmax.reliability;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerSpeculativeTaskSubmitted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts what Spark tells of faults. */
final class ClusterEvents extends SparkListener {
    private final AtomicIntegerArray counts = new AtomicIntegerArray(ClusterEvent.values().length);

    /** The shuffles that have been written. */
    private final Set<Object> shuffles = new HashSet<>();

    private void add(ClusterEvent event) {
        counts.incrementAndGet(event.ordinal());
    }

    int count(ClusterEvent event) {
        return counts.get(event.ordinal());
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        add(ClusterEvent.EXECUTOR_REMOVED);
        if (event.reason().toLowerCase(Locale.ROOT).contains("decommission")) {
            add(ClusterEvent.EXECUTOR_DECOMMISSIONED);
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
        if (event.taskInfo().failed()) {
            add(ClusterEvent.TASK_FAILED);
        }
    }

    @Override
    public void onSpeculativeTaskSubmitted(SparkListenerSpeculativeTaskSubmitted event) {
        add(ClusterEvent.SPECULATIVE_TASK);
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted event) {
        if (event.stageInfo().shuffleDepId().isDefined()
                && !shuffles.add(event.stageInfo().shuffleDepId().get())) {
            add(ClusterEvent.SHUFFLE_REPEATED);
        }
    }
}
