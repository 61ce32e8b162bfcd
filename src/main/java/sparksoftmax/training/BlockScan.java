package sparksoftmax.training;

import java.util.Iterator;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;

/**
 * Sums over the blocks of a data set. The order of the additions is fixed, partition by partition and within each block
 * by block, so that the same blocks give the same bits, wherever and in whatever order they were worked on.
 */
interface BlockScan {
    /** The sum over the blocks that {@code batch} selects. */
    <A extends BlockAccumulator<A>> A aggregate(BlockAccumulator.Factory<A> factory, MiniBatch batch);

    /** The sum over the selected ones of a partition's blocks. */
    static <A extends BlockAccumulator<A>> A addSelected(
            BlockAccumulator.Factory<A> factory,
            MiniBatch batch,
            int partition,
            int numBlocks,
            Iterator<Block> blocks) {
        boolean[] selected = batch.selection(partition, numBlocks);
        A sum = factory.create();
        for (int i = 0; i < numBlocks; i++) {
            Block block = blocks.next();
            if (selected[i]) {
                sum.add(block);
            }
        }
        return sum;
    }
}
