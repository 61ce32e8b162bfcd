package sparksoftmax.training;

import java.io.Serializable;
import java.util.Random;

/**
 * Which blocks a step sees. An epoch deals every partition's blocks, in an order drawn from the seed, evenly among its
 * steps, so that the steps of an epoch together see every row once.
 *
 * @param epoch counted from 0
 * @param step of the epoch, in [0, stepsPerEpoch)
 * @param stepsPerEpoch 1 for all blocks
 * @param seed of the fit
 */
record MiniBatch(int epoch, int step, int stepsPerEpoch, long seed) implements Serializable {
    /** All rows. */
    static final MiniBatch ALL = new MiniBatch(0, 0, 1, 0L);

    /** Whether each of the {@code numBlocks} blocks of a partition belongs to this mini-batch. */
    boolean[] selection(int partition, int numBlocks) {
        boolean[] selected = new boolean[numBlocks];
        int[] order = Shuffled.indices(numBlocks, new Random(seed * 1_000_003L + epoch * 7_919L + partition));
        int from = (int) ((long) numBlocks * step / stepsPerEpoch);
        int to = (int) ((long) numBlocks * (step + 1) / stepsPerEpoch);
        for (int i = from; i < to; i++) {
            selected[order[i]] = true;
        }
        return selected;
    }
}
