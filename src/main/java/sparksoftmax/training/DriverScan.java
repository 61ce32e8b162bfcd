package sparksoftmax.training;

import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/**
 * The scan of a data set so small that scheduling a job would cost the driver more than the arithmetic: its blocks were
 * brought to the driver once. They keep their partitions, so the sums are the same to the bit as on the cluster.
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
