package sparksoftmax.driver;

import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums over blocks on the driver, by its threads: without a Spark job, which takes 3 to 40 ms. The sums are bit for bit
 * those of the same blocks in the same partitions on the cluster.
 */
final class DriverScan implements BlockScan {
    private final List<List<Block>> partitions;
    private final DriverThreads threads;

    DriverScan(List<List<Block>> partitions, DriverThreads threads) {
        this.partitions = partitions;
        this.threads = threads;
    }

    @Override
    public PartitionSums sum(PartitionTask task) {
        return PartitionSums.all(threads.map(partitions.size(), p -> {
            List<Block> blocks = partitions.get(p);
            return task.run(p, blocks.size(), blocks.iterator());
        }));
    }
}
