package sparksoftmax.local;

import java.util.Iterator;
import sparksoftmax.block.Block;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.sums.PartitionSums;

/**
 * Tries step sizes on some rows of a partition, see {@link TrialRows}. Number c of the result is Σ w ℓ over these rows
 * with candidate c. Immutable.
 *
 * <p>Usually the step size stays the same, and the loss of a row is measured before the step that uses it. From a start
 * that is near the optimum already, the noise of such steps outweighs what they improve. There, the step size falls
 * from the candidate to 0, and the model is measured afterwards on the same rows. (Other rows would not do: a start
 * that was trained on all rows is better on them than any model that has then seen only some.)
 */
public final class StepSizeTrial implements PartitionTask {
    private static final long serialVersionUID = 1L;

    private final LocalPass pass;
    private final double[] candidates;
    private final boolean falling;
    private final long seed;
    private final long partBytes;

    /**
     * @param pass the model from which every candidate starts
     * @param candidates the step sizes; with 0, the loss of the start is measured
     * @param falling whether the step size falls to 0, and the model is measured afterwards
     * @param seed the seed of the fit
     * @param partBytes the most bytes of blocks that are held in memory at once
     */
    public StepSizeTrial(LocalPass pass, double[] candidates, boolean falling, long seed, long partBytes) {
        this.pass = pass;
        this.candidates = candidates;
        this.falling = falling;
        this.seed = seed;
        this.partBytes = partBytes;
    }

    @Override
    public PartitionSums run(int partition, int numBlocks, Iterator<Block> blocks) {
        TrialRows rows = TrialRows.of(partition, numBlocks, blocks, seed, partBytes);
        double[] losses = new double[candidates.length];
        for (int c = 0; c < losses.length; c++) {
            LocalModel model = pass.start();
            losses[c] = falling
                    ? rows.lossAfter(pass, model, candidates[c], 0.0)
                    : rows.train(pass, model, candidates[c], candidates[c]);
            pass.end(model);
        }
        return PartitionSums.of(partition, null, losses);
    }
}
