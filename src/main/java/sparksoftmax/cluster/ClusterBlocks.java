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
import sparksoftmax.block.PartitionedBlocks;
import sparksoftmax.driver.DriverBlocks;
import sparksoftmax.driver.DriverThreads;

/**
 * Blocks of rows in partitions on the cluster, as an RDD. Immutable: every method that changes blocks returns new ones,
 * which are computed when they are cached, collected or scanned. Cached blocks and broadcasts are released with the
 * scope of the fit.
 */
public final class ClusterBlocks implements PartitionedBlocks {
    private final JavaRDD<Block> blocks;

    /** The number of blocks in every partition; null if it is not known before the blocks are cached. */
    private final int[] numBlocks;

    private final FitScope scope;
    private final int aggregationDepth;

    /** These blocks, if they were handed over to the driver when they were computed; null otherwise. */
    private final List<List<Block>> handedOver;

    ClusterBlocks(
            JavaRDD<Block> blocks,
            int[] numBlocks,
            List<List<Block>> handedOver,
            FitScope scope,
            int aggregationDepth) {
        this.blocks = blocks;
        this.handedOver = handedOver;
        this.numBlocks = numBlocks;
        this.scope = scope;
        this.aggregationDepth = aggregationDepth;
    }

    private ClusterBlocks with(JavaRDD<Block> others, int[] numOthers) {
        return new ClusterBlocks(others, numOthers, null, scope, aggregationDepth);
    }

    @Override
    public ClusterBlocks grouped(int[][] groups) {
        int[] sums = Arrays.stream(groups)
                .mapToInt(group -> IntStream.of(group).map(p -> numBlocks[p]).sum())
                .toArray();
        return with(Grouping.coalesce(blocks, groups), sums);
    }

    @Override
    public ClusterBlocks exchanged(int numPartitions, boolean rowByRow, long blockBytes, long partBytes, long seed) {
        return with(RowExchange.exchanged(blocks, numPartitions, rowByRow, blockBytes, partBytes, seed), null);
    }

    @Override
    public ClusterBlocks mapped(FeatureMap map) {
        Broadcast<FeatureMap> broadcast = scope.broadcast(blocks.context(), map);
        return with(mapped(blocks, broadcast), numBlocks);
    }

    private static JavaRDD<Block> mapped(JavaRDD<Block> blocks, Broadcast<FeatureMap> map) {
        return blocks.map(block -> block.mapped(map.value()));
    }

    @Override
    public ClusterBlocks distinct(long partBytes) {
        return with(
                blocks.mapPartitions(elements -> BlockRows.inParts(elements, partBytes), true)
                        .flatMap(part -> DistinctRows.of(part).iterator()),
                null);
    }

    @Override
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

    @Override
    public void release() {
        scope.release(blocks);
    }

    @Override
    public BlockScan scan() {
        return new ClusterScan(blocks, numBlocks, aggregationDepth);
    }

    /** Sums over these blocks where they are: on the driver, if they were handed over to it. */
    public BlockScan scan(DriverThreads threads) {
        return handedOver == null ? scan() : new DriverBlocks(handedOver, threads).scan();
    }

    /** Brings these blocks to the driver: in one job, unless they are there already. */
    public DriverBlocks onDriver(DriverThreads threads) {
        return new DriverBlocks(handedOver == null ? collect() : handedOver, threads);
    }

    /** Collects these blocks to the driver, partition by partition. */
    List<List<Block>> collect() {
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
