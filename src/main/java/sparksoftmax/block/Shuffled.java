package sparksoftmax.block;

import java.util.Random;

/** Random permutations. */
public final class Shuffled {
    private Shuffled() {}

    /** The numbers 0 to n - 1 in a uniformly random order, by the inside-out variant of the Fisher-Yates shuffle. */
    public static int[] indices(int n, Random random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
