package sparksoftmax.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Function2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/**
 * The scan of blocks on the cluster: the work is broadcast, one task runs for each partition, and the results are added
 * up. Small results come to the driver as they are, in one job. Where they would be more than {@value #DIRECT_BYTES}
 * bytes together, Spark's {@code treeAggregate} adds them up on the executors, the last ones too, so that one result
 * reaches the driver, and a task holds the sum so far and the summand that has just arrived.
 */
final class ClusterScan implements BlockScan {
    private static final long DIRECT_BYTES = 8L << 20;

    private final JavaRDD<Block> blocks;
    private final int[] numBlocks;
    private final int aggregationDepth;

    /**
     * A scan of some blocks.
     *
     * @param numBlocks of every partition
     * @param aggregationDepth levels of the tree
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
            boolean direct = numBlocks.length == 1 || task.resultBytes() * numBlocks.length <= DIRECT_BYTES;
            return direct
                    ? onDriver(blocks, broadcast, numBlocks)
                    : inTree(blocks, broadcast, numBlocks, aggregationDepth);
        } finally {
            broadcast.destroy();
        }
    }

    // Static, so that tasks carry what they need only.

    private static PartitionSums inTree(
            JavaRDD<Block> blocks, Broadcast<PartitionTask> task, int[] numBlocks, int aggregationDepth) {
        return blocks.mapPartitionsWithIndex(
                        (partition, elements) -> List.of(task.value().run(partition, numBlocks[partition], elements))
                                .iterator(),
                        true)
                .treeAggregate(PartitionSums.none(), PartitionSums::add, PartitionSums::add, aggregationDepth, true);
    }

    /** One job, without an RDD of its own: preparing that takes as long as a small job. */
    private static PartitionSums onDriver(JavaRDD<Block> blocks, Broadcast<PartitionTask> task, int[] numBlocks) {
        Function2<TaskContext, scala.collection.Iterator<Block>, PartitionSums> work =
                (Function2<TaskContext, scala.collection.Iterator<Block>, PartitionSums> & Serializable)
                        (context, elements) -> {
                            int partition = context.partitionId();
                            return task.value()
                                    .run(partition, numBlocks[partition], CollectionConverters.asJava(elements));
                        };
        PartitionSums sum = PartitionSums.none();
        Function2<Object, PartitionSums, BoxedUnit> arrive = (partition, result) -> {
            sum.add(result);
            return BoxedUnit.UNIT;
        };
        List<Object> partitions =
                IntStream.range(0, numBlocks.length).<Object>mapToObj(p -> p).toList();
        ClassTag<PartitionSums> resultClass = ClassTag$.MODULE$.apply(PartitionSums.class);
        blocks.context()
                .runJob(
                        blocks.rdd(),
                        work,
                        CollectionConverters.asScala(partitions).toSeq(),
                        arrive,
                        resultClass);
        return sum;
    }
}
