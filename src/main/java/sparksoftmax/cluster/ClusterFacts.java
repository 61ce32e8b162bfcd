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
 * @param denseFrom the least share of non-zeros with which the kernel is faster for dense blocks
 */
public record ClusterFacts(int cores, long driverMemory, double denseFrom) {
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[\\s*(\\d+|\\*)\\s*(?:,\\s*\\d+\\s*)?])?");
    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*\\d+\\s*]");

    /** The facts of a running application. */
    public static ClusterFacts of(SparkContext context) {
        return new ClusterFacts(
                Math.max(1, cores(context)), Runtime.getRuntime().maxMemory(), FeatureMap.denseFrom());
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
            int executors = Math.max(1, context.getExecutorMemoryStatus().size() - 1);
            return executors * Integer.parseInt(executorCores.trim());
        }
        return context.defaultParallelism();
    }
}
