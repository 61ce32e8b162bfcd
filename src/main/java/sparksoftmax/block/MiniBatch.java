package sparksoftmax.block;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Random;

/**
 * The blocks that one step uses. In each pass, the blocks of every partition are divided evenly among the steps, in a
 * random order, so that the steps of a pass together use every row once. Immutable.
 */
public final class MiniBatch implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The mini-batch of all rows. */
    public static final MiniBatch ALL = new MiniBatch(0, 0, 1, 0L);

    private final int pass;
    private final int step;
    private final int stepsPerPass;
    private final long seed;

    /**
     * @param pass the number of the pass, counted from 0
     * @param step the number of the step in the pass, in [0, stepsPerPass)
     * @param stepsPerPass the number of steps in a pass; 1 for full-batch training
     * @param seed the seed of the fit
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
