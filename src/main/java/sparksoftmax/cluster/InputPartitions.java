package sparksoftmax.cluster;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;

/**
 * The partitions in which a DataFrame is read. Many small ones, a few milliseconds of scheduling each, are read several
 * to a task, where Spark's estimate of their size (that of the files, or of the cached rows) says that they are small.
 */
final class InputPartitions {
    /** Partitions whose mean size is above are read one to a task. */
    private static final double SMALL = 1 << 20;

    /** What a task reads of small partitions at most, by their mean size. */
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

    /** In how many tasks to read. */
    static int numTasks(int numPartitions, double bytes, int cores) {
        if (numPartitions <= FEW_PER_CORE * cores || bytes / numPartitions > SMALL) {
            return numPartitions;
        }
        return (int) Math.min(numPartitions, Math.max((double) TASKS_PER_CORE * cores, Math.ceil(bytes / TASK)));
    }

    /** Partition p to group p mod the number of groups: neighbours, which tend to be alike, to different ones. */
    static int[][] dealt(int numPartitions, int numGroups) {
        return IntStream.range(0, numGroups)
                .mapToObj(g -> IntStream.iterate(g, p -> p < numPartitions, p -> p + numGroups)
                        .toArray())
                .toArray(int[][]::new);
    }
}
