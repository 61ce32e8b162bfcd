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
 * Blocks of rows in partitions on the cluster, as an RDD. Immutable: every method that changes blocks returns new ones,
 * which are computed when they are cached, collected or scanned. Cached blocks and broadcasts are released with the
 * scope of the fit.
 */
public final class ClusterBlocks {
    private final JavaRDD<Block> blocks;

    /** The number of blocks in every partition; null if it is not known before the blocks are cached. */
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

    /**
     * The same blocks in fewer partitions, without a shuffle: the new partition g has the blocks of the partitions
     * {@code groups[g]}.
     */
    public ClusterBlocks grouped(int[][] groups) {
        int[] sums = Arrays.stream(groups)
                .mapToInt(group -> IntStream.of(group).map(p -> numBlocks[p]).sum())
                .toArray();
        return with(Grouping.coalesce(blocks, groups), sums);
    }

    /**
     * The same rows, distributed evenly over partitions by a shuffle.
     *
     * @param numPartitions the number of partitions
     * @param rowByRow whether single rows are distributed in random order, so that the new partitions have about the
     *     same class frequencies; otherwise whole blocks are distributed
     * @param blockBytes the size of new blocks in bytes, if single rows are distributed
     * @param partBytes the most bytes of blocks of which a task holds the rows while it distributes them
     * @param seed the seed of the random order
     */
    public ClusterBlocks exchanged(int numPartitions, boolean rowByRow, long blockBytes, long partBytes, long seed) {
        return with(RowExchange.exchanged(blocks, numPartitions, rowByRow, blockBytes, partBytes, seed), null);
    }

    /** The same rows with the features and the storage of {@code map}. */
    public ClusterBlocks mapped(FeatureMap map) {
        Broadcast<FeatureMap> broadcast = scope.broadcast(blocks.context(), map);
        return with(mapped(blocks, broadcast), numBlocks);
    }

    private static JavaRDD<Block> mapped(JavaRDD<Block> blocks, Broadcast<FeatureMap> map) {
        return blocks.map(block -> block.mapped(map.value()));
    }

    /**
     * The same rows, where equal rows of a partition are merged into one with the sum of their weights, if there are
     * many. Sums of weighted losses and gradients stay the same except for rounding.
     *
     * @param partBytes the most bytes of blocks that are compared with each other, and held in memory, at once
     */
    public ClusterBlocks distinct(long partBytes) {
        return with(
                blocks.mapPartitions(elements -> BlockRows.inParts(elements, partBytes), true)
                        .flatMap(part -> DistinctRows.of(part).iterator()),
                null);
    }

    /** Computes these blocks and caches them, with a name for Spark's storage page. */
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

    /** Removes these blocks from the cache, if they are cached. */
    public void release() {
        scope.release(blocks);
    }

    /** Sums over these blocks. They must be cached, unless the number of blocks in each partition is already known. */
    public BlockScan scan() {
        return new ClusterScan(blocks, numBlocks, aggregationDepth);
    }

    /** Collects these blocks to the driver, partition by partition. */
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
