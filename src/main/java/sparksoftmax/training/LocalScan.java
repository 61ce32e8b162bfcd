package sparksoftmax.training;

import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;

/**
 * The scan of a data set so small that scheduling a job would cost the driver more than the arithmetic: its blocks were
 * brought to the driver once. They keep their partitions, so the sums are those of {@link ClusterScan} but for the
 * rounding in a tree of many partitions.
 */
final class LocalScan implements BlockScan {
    private final List<List<Block>> partitions;

    LocalScan(List<List<Block>> partitions) {
        this.partitions = partitions;
    }

    @Override
    public <A extends BlockAccumulator<A>> A aggregate(BlockAccumulator.Factory<A> factory, MiniBatch batch) {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("training was interrupted");
        }
        A sum = null;
        for (int p = 0; p < partitions.size(); p++) {
            List<Block> blocks = partitions.get(p);
            A partial = BlockScan.addSelected(factory, batch, p, blocks.size(), blocks.iterator());
            if (sum == null) {
                sum = partial;
            } else {
                sum.merge(partial);
            }
        }
        return sum;
    }
}
