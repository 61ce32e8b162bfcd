package sparksoftmax.cluster;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;

/**
 * The partitions in which a DataFrame is read. If there are many small partitions, each task reads several of them,
 * since scheduling a task takes a few milliseconds. Their size is Spark's estimate, from the size of the files or of
 * the cached rows.
 */
final class InputPartitions {
    /** Partitions are small if their mean size is at most this, in bytes. */
    private static final double SMALL = 1 << 20;

    /** The approximate size of the small partitions that one task reads, in bytes, if there are enough of them. */
    private static final double TASK = 16 << 20;

    private static final int FEW_PER_CORE = 4;
    private static final int TASKS_PER_CORE = 2;

    private InputPartitions() {}

    static JavaRDD<InternalRow> of(Dataset<?> dataset, int cores) {
        QueryExecution execution = ((org.apache.spark.sql.classic.Dataset<?>) dataset).queryExecution();
        JavaRDD<InternalRow> rows = execution.toRdd().toJavaRDD();
        int numPartitions = rows.getNumPartitions();
        if (numPartitions <= FEW_PER_CORE * cores) {
            return rows;
        }
        double bytes = execution.optimizedPlan().stats().sizeInBytes().toDouble();
        int numTasks = numTasks(numPartitions, bytes, cores);
        return numTasks == numPartitions ? rows : Grouping.coalesce(rows, dealt(numPartitions, numTasks));
    }

    /** The number of tasks that read the partitions. */
    static int numTasks(int numPartitions, double bytes, int cores) {
        if (numPartitions <= FEW_PER_CORE * cores || bytes / numPartitions > SMALL) {
            return numPartitions;
        }
        return (int) Math.min(numPartitions, Math.max((double) TASKS_PER_CORE * cores, Math.ceil(bytes / TASK)));
    }

    /**
     * Groups in which partition p is in group p mod {@code numGroups}, so that neighbors, which are often similar, are
     * in different groups.
     */
    static int[][] dealt(int numPartitions, int numGroups) {
        return IntStream.range(0, numGroups)
                .mapToObj(g -> IntStream.iterate(g, p -> p < numPartitions, p -> p + numGroups)
                        .toArray())
                .toArray(int[][]::new);
    }
}
