package sparksoftmax.local;

import java.util.Iterator;
import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/**
 * Tries step sizes on some rows of a partition, the first ones in the order of the first pass. If the partition is too
 * large to be held in memory, they are rows of its first blocks. Number c of the result is Σ w ℓ over these rows with
 * candidate c, where the loss of a row is measured before the step that uses it. Immutable.
 */
public final class StepSizeTrial implements PartitionTask {
    private static final long serialVersionUID = 1L;

    private static final double SHARE_OF_ROWS = 0.1;
    private static final int LEAST_ROWS = 1000;

    private final LocalPass pass;
    private final double[] candidates;
    private final long seed;
    private final long partBytes;

    /**
     * @param pass the model from which every candidate starts
     * @param candidates the step sizes; with 0, the loss of the start is measured
     * @param seed the seed of the fit
     * @param partBytes the most bytes of blocks that are held in memory at once
     */
    public StepSizeTrial(LocalPass pass, double[] candidates, long seed, long partBytes) {
        this.pass = pass;
        this.candidates = candidates;
        this.seed = seed;
        this.partBytes = partBytes;
    }

    @Override
    public PartitionSums run(int partition, int numBlocks, Iterator<Block> blocks) {
        double[] none = new double[candidates.length];
        if (!blocks.hasNext()) {
            return PartitionSums.of(partition, null, none);
        }
        List<Block> held = BlockRows.inParts(blocks, partBytes).next();
        BlockRows rows = new BlockRows(held);
        int n = rows.numRows();
        int[] order = LocalTraining.order(n, 0, partition, 0, seed);
        double ofPartition = (double) n * numBlocks / held.size();
        int trialRows = (int) Math.min(n, Math.max(LEAST_ROWS, SHARE_OF_ROWS * ofPartition));
        double[] losses = new double[candidates.length];
        for (int c = 0; c < losses.length; c++) {
            losses[c] = pass.run(pass.start(), rows, order, 0, trialRows, candidates[c], candidates[c]);
        }
        return PartitionSums.of(partition, null, losses);
    }
}
