package sparksoftmax.cluster;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.DistinctRows;
import sparksoftmax.block.FeatureMap;

/**
 * Blocks of rows in the partitions of the cluster. Immutable: each step gives blocks of its own, which are made when
 * they are cached or scanned, and belong to the scope of the fit.
 */
public final class ClusterBlocks {
    private final JavaRDD<Block> blocks;

    /** Of every partition; null if that is not known before the blocks are cached. */
    private final int[] numBlocks;

    private final FitScope scope;
    private final int aggregationDepth;

    ClusterBlocks(JavaRDD<Block> blocks, int[] numBlocks, FitScope scope, int aggregationDepth) {
        this.blocks = blocks;
        this.numBlocks = numBlocks;
        this.scope = scope;
        this.aggregationDepth = aggregationDepth;
    }

    private ClusterBlocks with(JavaRDD<Block> others, int[] numOthers) {
        return new ClusterBlocks(others, numOthers, scope, aggregationDepth);
    }

    /** The same blocks in fewer partitions: number g has those of the partitions {@code groups[g]}. No shuffle. */
    public ClusterBlocks grouped(int[][] groups) {
        int[] sums = Arrays.stream(groups)
                .mapToInt(group -> IntStream.of(group).map(p -> numBlocks[p]).sum())
                .toArray();
        return with(Grouping.coalesce(blocks, groups), sums);
    }

    /**
     * The same rows spread evenly over partitions, by a shuffle.
     *
     * @param rowByRow whether each partition's rows are dealt one by one, in an order drawn from the seed, so that the
     *     new partitions are alike in their classes; else whole blocks are
     * @param blockBytes the size of new blocks
     */
    public ClusterBlocks exchanged(int numPartitions, boolean rowByRow, long blockBytes, long seed) {
        return with(RowExchange.exchanged(blocks, numPartitions, rowByRow, blockBytes, seed), null);
    }

    /** The same rows with the features that {@code map} makes of these. */
    public ClusterBlocks mapped(FeatureMap map) {
        Broadcast<FeatureMap> broadcast = scope.broadcast(blocks.context(), map);
        return with(mapped(blocks, broadcast), numBlocks);
    }

    private static JavaRDD<Block> mapped(JavaRDD<Block> blocks, Broadcast<FeatureMap> map) {
        return blocks.map(block -> block.mapped(map.value()));
    }

    /**
     * Equal rows of a partition merged into one with the sum of their weights, where there are many: for sums over the
     * rows, which stay what they are but for rounding.
     */
    public ClusterBlocks distinct() {
        return with(
                blocks.mapPartitions(
                        elements -> DistinctRows.of(BlockRows.listOf(elements)).iterator(), true),
                null);
    }

    /** These blocks, made and kept. */
    public ClusterBlocks cached(String name) {
        JavaRDD<Block> cached = scope.cache(blocks, name);
        int[] counts = cached.mapPartitions(elements -> List.of(count(elements)).iterator(), true).collect().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return with(cached, counts);
    }

    private static int count(Iterator<Block> blocks) {
        int count = 0;
        for (; blocks.hasNext(); count++) {
            blocks.next();
        }
        return count;
    }

    /** Gives these blocks up, if they are cached. */
    public void release() {
        scope.release(blocks);
    }

    /** The way to sum over these blocks, whose numbers must be known. */
    public BlockScan scan() {
        return new ClusterScan(blocks, numBlocks, aggregationDepth);
    }

    /** These blocks, partition by partition, brought to the driver. */
    public List<List<Block>> collect() {
        return blocks
                .mapPartitions(
                        elements -> Collections.singletonList(
                                        BlockRows.listOf(elements).toArray(new Block[0]))
                                .iterator(),
                        true)
                .collect()
                .stream()
                .map(Arrays::asList)
                .toList();
    }
}
