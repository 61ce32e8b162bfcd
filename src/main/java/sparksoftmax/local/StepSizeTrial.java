package sparksoftmax.local;

import java.util.Iterator;
import java.util.List;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/**
 * Tries step sizes on some rows of a partition, the first ones in the order of the first pass. Number c of the result
 * is Σ w ℓ over these rows with candidate c, where the loss of a row is measured before the step that uses it.
 * Immutable.
 */
public final class StepSizeTrial implements PartitionTask {
    private static final long serialVersionUID = 1L;

    private static final double SHARE_OF_ROWS = 0.1;
    private static final int LEAST_ROWS = 1000;

    private final LocalPass pass;
    private final double[] candidates;
    private final long seed;

    /** Every candidate starts from the start of {@code pass}. */
    public StepSizeTrial(LocalPass pass, double[] candidates, long seed) {
        this.pass = pass;
        this.candidates = candidates;
        this.seed = seed;
    }

    @Override
    public PartitionSums run(int partition, int numBlocks, Iterator<Block> blocks) {
        List<Block> all = BlockRows.listOf(blocks);
        BlockRows rows = new BlockRows(all);
        int n = rows.numRows();
        int[] order = LocalTraining.order(n, 0, partition, seed);
        int trialRows = (int) Math.min(n, Math.max(LEAST_ROWS, SHARE_OF_ROWS * n));
        double[] losses = new double[candidates.length];
        for (int c = 0; c < losses.length; c++) {
            losses[c] = pass.run(pass.start(), rows, order, 0, trialRows, candidates[c], candidates[c]);
        }
        return PartitionSums.of(partition, null, losses);
    }
}
