package sparksoftmax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListener;
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
     */
    public record Job(String description, String group, List<Integer> tasksOfStages, long resultBytes) {
        /** The tasks of the largest stage; 0 if none ran. */
        public int mostTasks() {
            return tasksOfStages.stream().mapToInt(Integer::intValue).max().orElse(0);
        }
    }

    private final Map<Integer, List<Integer>> tasks = new TreeMap<>();
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
                recorded.bytes.getOrDefault(job, 0L))));
        return all;
    }

    private String property(int job, String key) {
        return properties.get(job).getProperty(key);
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
        properties.put(start.jobId(), start.properties());
        tasks.put(start.jobId(), new ArrayList<>());
        CollectionConverters.asJava(start.stageInfos()).forEach(stage -> jobs.put(stage.stageId(), start.jobId()));
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        tasks.get(jobs.get(submitted.stageInfo().stageId()))
                .add(submitted.stageInfo().numTasks());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.taskType().equals("ResultTask") && end.taskMetrics() != null) {
            bytes.merge(jobs.get(end.stageId()), end.taskMetrics().resultSize(), Long::sum);
        }
    }
}
