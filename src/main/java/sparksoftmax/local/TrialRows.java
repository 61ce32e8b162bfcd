package sparksoftmax.local;

import java.util.Iterator;
import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.ShuffledRows;

/**
 * The rows of a partition on which step sizes are tried: the first ones in the order of the first pass. If the
 * partition is too large to be held in memory, they are rows of its first blocks.
 */
final class TrialRows {
    private static final double SHARE_OF_ROWS = 0.1;
    private static final int LEAST_ROWS = 1000;

    private final BlockRows rows;
    private final int[] order;
    private final int number;

    private TrialRows(BlockRows rows, int[] order, int number) {
        this.rows = rows;
        this.order = order;
        this.number = number;
    }

    /**
     * Chooses the rows.
     *
     * @param blocks the blocks of the partition, of which there are {@code numBlocks}
     * @param partBytes the most bytes of blocks that are held in memory
     */
    static TrialRows of(int partition, int numBlocks, Iterator<Block> blocks, long seed, long partBytes) {
        List<Block> held =
                blocks.hasNext() ? BlockRows.inParts(blocks, partBytes).next() : List.of();
        BlockRows rows = new BlockRows(held);
        int n = rows.numRows();
        double ofPartition = (double) n * numBlocks / Math.max(1, held.size());
        int number = (int) Math.min(n, Math.max(LEAST_ROWS, SHARE_OF_ROWS * ofPartition));
        return new TrialRows(rows, LocalTraining.order(n, 0, partition, 0, seed), number);
    }

    /**
     * Trains a model on these rows.
     *
     * @return Σ w ℓ, where the loss of a row is measured before the step that uses the row
     */
    double train(LocalPass pass, LocalModel model, double firstStep, double lastStep) {
        return pass.trainMeasured(model, new ShuffledRows(rows, order, 0, number), firstStep, lastStep);
    }

    /** Trains a model on these rows, and returns Σ w ℓ of the trained model over them. */
    double lossAfter(LocalPass pass, LocalModel model, double firstStep, double lastStep) {
        train(pass, model, firstStep, lastStep);
        return train(pass, model, 0.0, 0.0);
    }
}
