package sparksoftmax.training;

import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums over blocks that were collected to the driver. This is for data sets so small that scheduling a Spark job takes
 * longer than the arithmetic. The division into partitions is kept, so the sums are bit for bit the same as on the
 * cluster.
 */
final class DriverScan implements BlockScan {
    private final List<List<Block>> partitions;

    DriverScan(List<List<Block>> partitions) {
        this.partitions = partitions;
    }

    @Override
    public PartitionSums sum(PartitionTask task) {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("training was interrupted");
        }
        PartitionSums sum = PartitionSums.none();
        for (int p = 0; p < partitions.size(); p++) {
            List<Block> blocks = partitions.get(p);
            sum.add(task.run(p, blocks.size(), blocks.iterator()));
        }
        return sum;
    }
}
