package sparksoftmax.cluster;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.columnar.CachedRDDBuilder;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import sparksoftmax.compat.ScalaCollections;
import sparksoftmax.compat.SparkLine;

/**
 * The partitions in which a DataFrame is read. If there are many small partitions, each task reads several of them,
 * since scheduling a task takes a few milliseconds.
 *
 * <p>How large they are follows from the files and the cached rows that the DataFrame is made from. Spark's own
 * estimate of its size would be too small by far, since it takes every vector for one with a single value.
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
        QueryExecution execution = SparkLine.queryExecution(dataset);
        JavaRDD<InternalRow> rows = execution.toRdd().toJavaRDD();
        int numPartitions = rows.getNumPartitions();
        if (numPartitions <= FEW_PER_CORE * cores) {
            return rows;
        }
        int numTasks = numTasks(numPartitions, bytes(execution.optimizedPlan()), cores);
        return numTasks == numPartitions ? rows : Grouping.coalesce(rows, dealt(numPartitions, numTasks));
    }

    /** The approximate size of the rows of a plan, in bytes; infinite if they are made rather than read. */
    static double bytes(LogicalPlan plan) {
        double leaves = ScalaCollections.asJava(plan.collectLeaves()).stream()
                .mapToDouble(InputPartitions::bytesOfLeaf)
                .sum();
        return Math.max(leaves, plan.stats().sizeInBytes().toDouble());
    }

    private static double bytesOfLeaf(LogicalPlan leaf) {
        if (leaf instanceof Range) {
            return Double.POSITIVE_INFINITY;
        }
        if (leaf instanceof InMemoryRelation) {
            CachedRDDBuilder cached = ((InMemoryRelation) leaf).cacheBuilder();
            return cached.isCachedColumnBuffersLoaded()
                    ? leaf.stats().sizeInBytes().toDouble()
                    : bytes(SparkLine.logicalPlan(cached));
        }
        return leaf.stats().sizeInBytes().toDouble();
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
