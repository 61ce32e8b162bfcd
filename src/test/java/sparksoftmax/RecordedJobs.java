package sparksoftmax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** The Spark jobs of a piece of work. */
public final class RecordedJobs extends SparkListener {
    /**
     * One job.
     *
     * @param description what it does, as Spark's UI shows it; null if it is not described
     * @param group its job group; null if it has none
     * @param tasksOfStages the number of tasks of each stage that ran
     * @param resultBytes what its tasks sent to the driver
     * @param stageNames what Spark calls its stages that ran: an operation and a line of a source file
     * @param startMillis when it started
     * @param endMillis when it ended, equally in milliseconds since 1970
     * @param work what its tasks did
     */
    public record Job(
            String description,
            String group,
            List<Integer> tasksOfStages,
            long resultBytes,
            List<String> stageNames,
            long startMillis,
            long endMillis,
            Work work) {
        /** The tasks of the largest stage; 0 if none ran. */
        public int mostTasks() {
            return tasksOfStages.stream().mapToInt(Integer::intValue).max().orElse(0);
        }
    }

    /**
     * What tasks did.
     *
     * @param bytesToDriver the size of what they returned: results, and where the output of a shuffle lies
     * @param shuffledBytes the size of what they wrote for a shuffle
     * @param spilledBytes the size on disk of what sorting and aggregation did not keep in memory
     * @param cpuNanos the processor time they took
     */
    public record Work(long bytesToDriver, long shuffledBytes, long spilledBytes, long cpuNanos) {
        private static final Work NONE = new Work(0L, 0L, 0L, 0L);

        private static Work of(TaskMetrics task) {
            return new Work(
                    task.resultSize(),
                    task.shuffleWriteMetrics().bytesWritten(),
                    task.diskBytesSpilled(),
                    task.executorCpuTime() + task.executorDeserializeCpuTime());
        }

        /** The work of both. */
        public Work plus(Work other) {
            return new Work(
                    bytesToDriver + other.bytesToDriver,
                    shuffledBytes + other.shuffledBytes,
                    spilledBytes + other.spilledBytes,
                    cpuNanos + other.cpuNanos);
        }
    }

    private final Map<Integer, List<Integer>> tasks = new TreeMap<>();
    private final Map<Integer, List<String>> stageNames = new HashMap<>();
    private final Map<Integer, Long> starts = new HashMap<>();
    private final Map<Integer, Long> ends = new HashMap<>();
    private final Map<Integer, Work> work = new HashMap<>();
    private final Map<Integer, Properties> properties = new HashMap<>();
    private final Map<Integer, Long> bytes = new HashMap<>();
    private final Map<Integer, Integer> jobs = new HashMap<>();

    private RecordedJobs() {}

    /** Runs something and answers with its jobs, in order. */
    public static List<Job> of(SparkSession spark, Runnable run) throws Exception {
        RecordedJobs recorded = new RecordedJobs();
        spark.sparkContext().listenerBus().waitUntilEmpty();
        spark.sparkContext().addSparkListener(recorded);
        try {
            run.run();
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            spark.sparkContext().removeSparkListener(recorded);
        }
        List<Job> all = new ArrayList<>();
        recorded.tasks.forEach((job, stages) -> all.add(new Job(
                recorded.property(job, "spark.job.description"),
                recorded.property(job, "spark.jobGroup.id"),
                stages,
                recorded.bytes.getOrDefault(job, 0L),
                recorded.stageNames.get(job),
                recorded.starts.get(job),
                recorded.ends.getOrDefault(job, recorded.starts.get(job)),
                recorded.work.getOrDefault(job, Work.NONE))));
        return all;
    }

    private String property(int job, String key) {
        return properties.get(job).getProperty(key);
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
        properties.put(start.jobId(), start.properties());
        tasks.put(start.jobId(), new ArrayList<>());
        stageNames.put(start.jobId(), new ArrayList<>());
        starts.put(start.jobId(), start.time());
        CollectionConverters.asJava(start.stageInfos()).forEach(stage -> jobs.put(stage.stageId(), start.jobId()));
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd end) {
        ends.put(end.jobId(), end.time());
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        Integer job = jobs.get(submitted.stageInfo().stageId());
        tasks.get(job).add(submitted.stageInfo().numTasks());
        stageNames.get(job).add(submitted.stageInfo().name());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.taskMetrics() == null) {
            return;
        }
        work.merge(jobs.get(end.stageId()), Work.of(end.taskMetrics()), Work::plus);
        if (end.taskType().equals("ResultTask")) {
            bytes.merge(jobs.get(end.stageId()), end.taskMetrics().resultSize(), Long::sum);
        }
    }
}
