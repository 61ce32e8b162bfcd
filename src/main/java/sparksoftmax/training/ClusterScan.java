package sparksoftmax.training;

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
                    partials(parts, broadcast, batch, numBlocks), BlockAccumulator::merge, aggregationDepth);
        } finally {
            broadcast.destroy();
        }
    }

    private static <A extends BlockAccumulator<A>> JavaRDD<A> partials(
            JavaRDD<PackedPart> parts,
            Broadcast<BlockAccumulator.Factory<A>> broadcast,
            MiniBatch batch,
            int[] numBlocks) {
        return parts.mapPartitionsWithIndex(
                (partition, elements) -> List.of(BlockScan.addSelected(
                                broadcast.value(), batch, partition, numBlocks[partition], blocks(elements)))
                        .iterator(),
                true);
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
