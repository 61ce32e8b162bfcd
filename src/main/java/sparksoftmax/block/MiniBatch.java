package sparksoftmax.block;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Random;

/**
 * Which blocks a step sees. A pass deals every partition's blocks, in an order drawn from the seed, evenly among its
 * steps, so that the steps of a pass together see every row once. Immutable.
 */
public final class MiniBatch implements Serializable {
    private static final long serialVersionUID = 1L;

    /** All rows. */
    public static final MiniBatch ALL = new MiniBatch(0, 0, 1, 0L);

    private final int pass;
    private final int step;
    private final int stepsPerPass;
    private final long seed;

    /**
     * One step's share of the blocks.
     *
     * @param pass counted from 0
     * @param step of the pass, in [0, stepsPerPass)
     * @param stepsPerPass 1 for all blocks
     * @param seed of the fit
     */
    public MiniBatch(int pass, int step, int stepsPerPass, long seed) {
        this.pass = pass;
        this.step = step;
        this.stepsPerPass = stepsPerPass;
        this.seed = seed;
    }

    /** Whether each of the {@code numBlocks} blocks of a partition belongs to this mini-batch. */
    public boolean[] selection(int partition, int numBlocks) {
        boolean[] selected = new boolean[numBlocks];
        if (stepsPerPass == 1) {
            Arrays.fill(selected, true);
            return selected;
        }
        int[] order = Shuffled.indices(numBlocks, new Random(seed * 1_000_003L + pass * 7_919L + partition));
        int from = (int) ((long) numBlocks * step / stepsPerPass);
        int to = (int) ((long) numBlocks * (step + 1) / stepsPerPass);
        for (int i = from; i < to; i++) {
            selected[order[i]] = true;
        }
        return selected;
    }
}
