package sparksoftmax.local;

import java.util.Iterator;
import sparksoftmax.block.Block;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/**
 * Tries step sizes from a start that is near the optimum already. There, the noise of steps on single rows outweighs
 * what they improve, until the step size has fallen to 0. Therefore a model is trained on the {@link TrialRows} with a
 * step size that falls from the candidate to 0, and measured afterwards: number c of the result is its Σ w ℓ over the
 * same rows. (Other rows would not do: a start that was trained on all rows is better on them than any model that has
 * then seen only some.) Immutable.
 */
public final class FallingStepTrial implements PartitionTask {
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
    public FallingStepTrial(LocalPass pass, double[] candidates, long seed, long partBytes) {
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
            losses[c] = rows.lossAfter(pass, pass.start(), candidates[c], 0.0);
        }
        return PartitionSums.of(partition, null, losses);
    }
}
