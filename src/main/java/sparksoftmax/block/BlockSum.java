package sparksoftmax.block;

import java.util.Iterator;
import sparksoftmax.sums.PartitionSums;

/** Sums over the blocks of a mini-batch with an accumulator. Immutable. */
final class BlockSum implements PartitionTask {
    private static final long serialVersionUID = 1L;

    private final BlockAccumulator.Factory factory;
    private final MiniBatch batch;

    BlockSum(BlockAccumulator.Factory factory, MiniBatch batch) {
        this.factory = factory;
        this.batch = batch;
    }

    @Override
    public PartitionSums run(int partition, int numBlocks, Iterator<Block> blocks) {
        boolean[] selected = batch.selection(partition, numBlocks);
        BlockAccumulator sum = factory.create();
        for (int i = 0; i < numBlocks; i++) {
            Block block = blocks.next();
            if (selected[i]) {
                sum.add(block);
            }
        }
        return sum.sums(partition);
    }

    @Override
    public long resultBytes() {
        return factory.resultBytes();
    }
}
