package sparksoftmax.driver;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.DealtRows;
import sparksoftmax.block.DistinctRows;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.PartitionedBlocks;

/**
 * Blocks of rows in the driver's memory. Its threads work on several partitions at the same time. Immutable, thread
 * safe.
 */
public final class DriverBlocks implements PartitionedBlocks {
    private final List<List<Block>> partitions;
    private final DriverThreads threads;

    /**
     * @param partitions the blocks of each partition, not copied
     * @param threads the threads that work on the partitions
     */
    public DriverBlocks(List<List<Block>> partitions, DriverThreads threads) {
        this.partitions = partitions;
        this.threads = threads;
    }

    private DriverBlocks with(List<List<Block>> others) {
        return new DriverBlocks(others, threads);
    }

    @Override
    public DriverBlocks grouped(int[][] groups) {
        return with(Stream.of(groups)
                .map(group -> IntStream.of(group)
                        .mapToObj(p -> partitions.get(p).stream())
                        .flatMap(blocks -> blocks)
                        .toList())
                .toList());
    }

    @Override
    public DriverBlocks exchanged(int numPartitions, boolean rowByRow, long blockBytes, long partBytes, long seed) {
        List<List<DealtRows>> dealt = threads.map(partitions.size(), p -> {
            Iterator<Block> blocks = partitions.get(p).iterator();
            List<DealtRows> rows = new ArrayList<>();
            (rowByRow
                            ? DealtRows.inRows(p, BlockRows.inParts(blocks, partBytes), numPartitions, seed)
                            : DealtRows.inBlocks(p, blocks, numPartitions))
                    .forEachRemaining(rows::add);
            return rows;
        });
        List<List<DealtRows>> arrived = new ArrayList<>();
        for (int p = 0; p < numPartitions; p++) {
            arrived.add(new ArrayList<>());
        }
        dealt.forEach(ofPartition ->
                ofPartition.forEach(rows -> arrived.get(rows.target()).add(rows)));
        return with(threads.map(
                numPartitions, p -> DealtRows.blocks(arrived.get(p).iterator(), rowByRow ? blockBytes : 0L)));
    }

    @Override
    public DriverBlocks mapped(FeatureMap map) {
        return with(threads.map(
                partitions.size(),
                p -> partitions.get(p).stream().map(block -> block.mapped(map)).toList()));
    }

    @Override
    public DriverBlocks distinct(long partBytes) {
        return with(threads.map(partitions.size(), p -> {
            List<Block> blocks = new ArrayList<>();
            BlockRows.inParts(partitions.get(p).iterator(), partBytes)
                    .forEachRemaining(part -> blocks.addAll(DistinctRows.of(part)));
            return blocks;
        }));
    }

    /** These blocks, which are in memory already. */
    @Override
    public DriverBlocks cached(String name) {
        return this;
    }

    /** Does nothing: memory is free when nothing refers to the blocks any more. */
    @Override
    public void release() {
        // Nothing is held anywhere else.
    }

    @Override
    public BlockScan scan() {
        return new DriverScan(partitions, threads);
    }
}
