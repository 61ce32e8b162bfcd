package sparksoftmax.local;

import java.util.Iterator;
import sparksoftmax.block.Block;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/**
 * Tries step sizes on some rows of a partition, see {@link TrialRows}. Number c of the result is Σ w ℓ over these rows
 * with candidate c, where the loss of a row is measured before the step that uses it. Immutable.
 */
public final class StepSizeTrial implements PartitionTask {
    private static final long serialVersionUID = 1L;

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
        TrialRows rows = TrialRows.of(partition, numBlocks, blocks, seed, partBytes);
        double[] losses = new double[candidates.length];
        for (int c = 0; c < losses.length; c++) {
            losses[c] = rows.train(pass, pass.start(), candidates[c], candidates[c]);
        }
        return PartitionSums.of(partition, null, losses);
    }
}
