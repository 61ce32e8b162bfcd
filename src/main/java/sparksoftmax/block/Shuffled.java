package sparksoftmax.block;

import java.util.Random;

/** Random orders. */
public final class Shuffled {
    private Shuffled() {}

    /** The numbers 0 to n - 1 in an order drawn uniformly: Fisher and Yates' shuffle, built from the inside out. */
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
