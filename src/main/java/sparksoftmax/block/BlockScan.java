package sparksoftmax.block;

import sparksoftmax.sums.PartitionSums;

/**
 * The blocks of a data set, in partitions, wherever they are: a way to work on all of them and to sum up the results.
 * The same blocks give the same bits, wherever and in whatever order they are worked on.
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
