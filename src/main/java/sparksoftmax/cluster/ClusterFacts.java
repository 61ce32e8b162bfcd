package sparksoftmax.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import sparksoftmax.block.FeatureMap;

/**
 * What a plan needs to know about the machines.
 *
 * @param cores the number of cores that run tasks, at least 1
 * @param driverMemory the maximum heap size of the driver, in bytes
 * @param taskMemory the heap that each task has, in bytes, if as many tasks run in a virtual machine as it has cores
 * @param denseFrom the least share of non-zeros with which the kernel is faster for dense blocks
 * @param inOneProcess whether tasks run in the driver's virtual machine, as in Spark's local mode
 * @param driverCores the number of cores that the driver's own threads use, at least 1
 * @param mostResultBytes the limit on the size of what the tasks of a job send to the driver, in bytes
 *     ({@code spark.driver.maxResultSize})
 */
public record ClusterFacts(
        int cores,
        long driverMemory,
        long taskMemory,
        double denseFrom,
        boolean inOneProcess,
        int driverCores,
        long mostResultBytes) {
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[\\s*(\\d+|\\*)\\s*(?:,\\s*\\d+\\s*)?])?");
    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*\\d+\\s*]");

    /** The facts of a running application. */
    public static ClusterFacts of(SparkContext context) {
        int cores = Math.max(1, cores(context));
        long driverMemory = Runtime.getRuntime().maxMemory();
        boolean local = context.isLocal();
        long taskMemory = local ? driverMemory / cores : executorMemory(context) / coresOfExecutor(context, cores);
        int processors = Runtime.getRuntime().availableProcessors();
        return new ClusterFacts(
                cores,
                driverMemory,
                taskMemory,
                FeatureMap.denseFrom(),
                local,
                local ? Math.min(cores, processors) : processors,
                mostResultBytes(context));
    }

    /** The value of {@code spark.driver.maxResultSize} in bytes; where that is 0, which means no limit, the largest. */
    static long mostResultBytes(SparkContext context) {
        long most = context.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
        return most == 0L ? Long.MAX_VALUE : most;
    }

    /** The heap of an executor in bytes. */
    private static long executorMemory(SparkContext context) {
        return (long) context.executorMemory() << 20;
    }

    private static int coresOfExecutor(SparkContext context, int cores) {
        String set = context.getConf().get("spark.executor.cores", "");
        int executors = executors(context);
        return set.isEmpty() ? Math.max(1, (cores + executors - 1) / executors) : Integer.parseInt(set.trim());
    }

    /**
     * The number of executors whose cores Spark's default parallelism counts, at least 1. The block managers, which
     * {@code getExecutorMemoryStatus} counts, register later than the cores: a fit that starts between the two would
     * take an executor to have more cores, and a task to have less memory, than a fit a moment later.
     */
    private static int executors(SparkContext context) {
        return Math.max(1, context.getExecutorIds().size());
    }

    /**
     * The number of cores that run tasks. It is Spark's default parallelism, unless the user has set
     * {@code spark.default.parallelism}.
     */
    private static int cores(SparkContext context) {
        Matcher local = LOCAL.matcher(context.master());
        if (local.matches()) {
            String threads = local.group(1) == null ? "1" : local.group(1);
            return threads.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(threads);
        }
        Matcher cluster = LOCAL_CLUSTER.matcher(context.master());
        if (cluster.matches()) {
            return Integer.parseInt(cluster.group(1)) * Integer.parseInt(cluster.group(2));
        }
        boolean set = context.getConf().contains("spark.default.parallelism");
        String executorCores = context.getConf().get("spark.executor.cores", "");
        if (set && !executorCores.isEmpty()) {
            return executors(context) * Integer.parseInt(executorCores.trim());
        }
        return context.defaultParallelism();
    }
}
