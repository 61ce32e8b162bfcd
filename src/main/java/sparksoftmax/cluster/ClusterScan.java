package sparksoftmax.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Function2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.compat.ScalaCollections;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums over blocks on the cluster: the work is broadcast, one task runs for each partition, and the results are added
 * up. Small results are sent to the driver as they are, in one job: at most 8 MB together, and 64 MB in local mode,
 * where nothing travels, but never more than an eighth of {@code spark.driver.maxResultSize}. Otherwise Spark's
 * {@code treeAggregate} adds them on the executors, including the final aggregation, so that only one result reaches
 * the driver, and a task holds only the sum so far and the next summand.
 */
final class ClusterScan implements BlockScan {
    private static final long DIRECT_BYTES = 8L << 20;
    private static final long DIRECT_BYTES_IN_ONE_PROCESS = 64L << 20;

    /** The share of {@code spark.driver.maxResultSize} that the direct results of a pass may take. */
    private static final int SHARE_OF_MOST = 8;

    private final JavaRDD<Block> blocks;
    private final int[] numBlocks;
    private final int aggregationDepth;

    /**
     * @param blocks the blocks
     * @param numBlocks the number of blocks in every partition
     * @param aggregationDepth the depth of the tree
     */
    ClusterScan(JavaRDD<Block> blocks, int[] numBlocks, int aggregationDepth) {
        this.blocks = blocks;
        this.numBlocks = numBlocks;
        this.aggregationDepth = aggregationDepth;
    }

    @Override
    public PartitionSums sum(PartitionTask task) {
        if (numBlocks.length == 0) {
            return PartitionSums.none();
        }
        Broadcast<PartitionTask> broadcast =
                JavaSparkContext.fromSparkContext(blocks.context()).broadcast(task);
        try {
            boolean direct =
                    numBlocks.length == 1 || task.resultBytes() * numBlocks.length <= directBytes(blocks.context());
            return direct
                    ? onDriver(blocks, broadcast, numBlocks)
                    : inTree(blocks, broadcast, numBlocks, aggregationDepth);
        } finally {
            FitScope.release(blocks.context(), broadcast::destroy);
        }
    }

    private static long directBytes(SparkContext context) {
        long bytes = context.isLocal() ? DIRECT_BYTES_IN_ONE_PROCESS : DIRECT_BYTES;
        return Math.min(bytes, ClusterFacts.mostResultBytes(context) / SHARE_OF_MOST);
    }

    // Static, so that this object is not serialized with the tasks.

    private static PartitionSums inTree(
            JavaRDD<Block> blocks, Broadcast<PartitionTask> task, int[] numBlocks, int aggregationDepth) {
        return blocks.mapPartitionsWithIndex(
                        (partition, elements) -> List.of(task.value().run(partition, numBlocks[partition], elements))
                                .iterator(),
                        true)
                .treeAggregate(PartitionSums.none(), PartitionSums::add, PartitionSums::add, aggregationDepth, true);
    }

    /** Runs the job directly, since deriving an RDD for it would take as long as a small job. */
    private static PartitionSums onDriver(JavaRDD<Block> blocks, Broadcast<PartitionTask> task, int[] numBlocks) {
        Function2<TaskContext, scala.collection.Iterator<Block>, PartitionSums> work =
                (Function2<TaskContext, scala.collection.Iterator<Block>, PartitionSums> & Serializable)
                        (context, elements) -> {
                            int partition = context.partitionId();
                            return task.value().run(partition, numBlocks[partition], ScalaCollections.asJava(elements));
                        };
        PartitionSums sum = PartitionSums.none();
        Function2<Object, PartitionSums, BoxedUnit> arrive = (partition, result) -> {
            sum.add(result);
            return BoxedUnit.UNIT;
        };
        List<Object> partitions =
                IntStream.range(0, numBlocks.length).<Object>mapToObj(p -> p).toList();
        ClassTag<PartitionSums> resultClass = ClassTag$.MODULE$.apply(PartitionSums.class);
        blocks.context().runJob(blocks.rdd(), work, ScalaCollections.asScala(partitions), arrive, resultClass);
        return sum;
    }
}
