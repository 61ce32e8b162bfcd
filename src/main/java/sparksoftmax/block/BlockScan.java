package sparksoftmax.block;

import sparksoftmax.sums.PartitionSums;

/**
 * Runs work on all blocks of a data set, partition by partition, and sums the results. The blocks may be on the cluster
 * or on the driver: the same blocks in the same partitions give the same bits, wherever and in whatever order the
 * partitions are worked on.
 */
@FunctionalInterface
public interface BlockScan {
    /** The sum of the results of all partitions. */
    PartitionSums sum(PartitionTask task);

    /** The sum over the blocks that {@code batch} selects. */
    default PartitionSums sum(BlockAccumulator.Factory factory, MiniBatch batch) {
        return sum(new BlockSum(factory, batch));
    }
}
