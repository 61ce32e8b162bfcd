package sparksoftmax;

import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/** A scan of blocks in partitions, for tests without Spark. */
public record TestScan(List<List<Block>> partitions) implements BlockScan {
    @Override
    public PartitionSums sum(PartitionTask task) {
        PartitionSums sum = PartitionSums.none();
        for (int p = 0; p < partitions.size(); p++) {
            sum.add(task.run(p, partitions.get(p).size(), partitions.get(p).iterator()));
        }
        return sum;
    }
}
