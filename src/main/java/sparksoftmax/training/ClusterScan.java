package sparksoftmax.training;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;

/** The scan of distributed blocks: broadcast what is needed, one task a partition, add up in a tree. */
final class ClusterScan implements BlockScan {
    private final JavaRDD<PackedPart> parts;
    private final int[] numBlocks;
    private final int aggregationDepth;

    /**
     * A scan.
     *
     * @param numBlocks of every partition
     */
    ClusterScan(JavaRDD<PackedPart> parts, int[] numBlocks, int aggregationDepth) {
        this.parts = parts;
        this.numBlocks = numBlocks;
        this.aggregationDepth = aggregationDepth;
    }

    @Override
    public <A extends BlockAccumulator<A>> A aggregate(BlockAccumulator.Factory<A> factory, MiniBatch batch) {
        Broadcast<BlockAccumulator.Factory<A>> broadcast =
                JavaSparkContext.fromSparkContext(parts.context()).broadcast(factory);
        try {
            return OrderedTreeAggregate.aggregate(
                    parts, partitionSum(broadcast, batch, numBlocks), BlockAccumulator::merge, aggregationDepth);
        } finally {
            broadcast.destroy();
        }
    }

    /**
     * A sum over partitions, each of which is worked on as a whole, with all its blocks in memory.
     *
     * @param plan broadcast
     */
    <P, A> A aggregate(P plan, PartitionWork<P, A> work, OrderedTreeAggregate.Merger<A> merger) {
        Broadcast<P> broadcast =
                JavaSparkContext.fromSparkContext(parts.context()).broadcast(plan);
        try {
            return OrderedTreeAggregate.aggregate(parts, wholePartition(broadcast, work), merger, aggregationDepth);
        } finally {
            broadcast.destroy();
        }
    }

    /** What is done with all blocks of one partition. */
    @FunctionalInterface
    interface PartitionWork<P, A> extends Serializable {
        /** The partition's summand. */
        A on(P plan, int partition, List<Block> blocks);
    }

    private static <P, A> OrderedTreeAggregate.PartitionSum<PackedPart, A> wholePartition(
            Broadcast<P> broadcast, PartitionWork<P, A> work) {
        return (partition, elements) -> work.on(broadcast.value(), partition, TrainingData.blocks(elements));
    }

    /** Static, so that a task carries what it needs only. */
    private static <A extends BlockAccumulator<A>> OrderedTreeAggregate.PartitionSum<PackedPart, A> partitionSum(
            Broadcast<BlockAccumulator.Factory<A>> broadcast, MiniBatch batch, int[] numBlocks) {
        return (partition, elements) ->
                BlockScan.addSelected(broadcast.value(), batch, partition, numBlocks[partition], blocks(elements));
    }

    private static Iterator<Block> blocks(Iterator<PackedPart> elements) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public Block next() {
                return Objects.requireNonNull(elements.next().block());
            }
        };
    }
}
