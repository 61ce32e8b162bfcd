package sparksoftmax.block;

/**
 * Blocks of rows in partitions, on the cluster or on the driver. Immutable: every method that changes blocks returns
 * new ones. The same changes of the same blocks give the same blocks in both places.
 */
public interface PartitionedBlocks {
    /** The same blocks in fewer partitions: the new partition g has the blocks of the partitions {@code groups[g]}. */
    PartitionedBlocks grouped(int[][] groups);

    /**
     * The same rows, distributed evenly over partitions.
     *
     * @param numPartitions the number of partitions
     * @param rowByRow whether single rows are distributed in random order, so that the new partitions have about the
     *     same class frequencies; otherwise whole blocks are distributed
     * @param blockBytes the size of new blocks in bytes, if single rows are distributed
     * @param partBytes the most bytes of blocks of which a task holds the rows while it distributes them
     * @param seed the seed of the random order
     */
    PartitionedBlocks exchanged(int numPartitions, boolean rowByRow, long blockBytes, long partBytes, long seed);

    /** The same rows with the features and the storage of {@code map}. */
    PartitionedBlocks mapped(FeatureMap map);

    /**
     * The same rows, where equal rows of a partition are merged into one with the sum of their weights, if there are
     * many. Sums of weighted losses and gradients stay the same except for rounding.
     *
     * @param partBytes the most bytes of blocks that are compared with each other, and held in memory, at once
     */
    PartitionedBlocks distinct(long partBytes);

    /** Computes these blocks and keeps them in memory, on the cluster with a name for Spark's storage page. */
    PartitionedBlocks cached(String name);

    /** Removes these blocks from the cluster's memory, if they are cached there. */
    void release();

    /** Sums over these blocks. They must be cached, unless they are as they were read. */
    BlockScan scan();
}
