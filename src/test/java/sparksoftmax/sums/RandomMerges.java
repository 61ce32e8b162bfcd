package sparksoftmax.sums;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** Adds partial results up in random orders and groupings, as a cluster may. */
final class RandomMerges {
    private RandomMerges() {}

    /**
     * The root of a random binary tree over the summands in a random order: two random partial results are added, until
     * one is left.
     *
     * @param zeros how many neutral elements are put among the summands
     */
    static <T> T merge(List<T> summands, Supplier<T> zero, int zeros, BinaryOperator<T> add, Random random) {
        List<T> left = new ArrayList<>(summands);
        for (int z = 0; z < zeros; z++) {
            left.add(zero.get());
        }
        while (left.size() > 1) {
            T other = take(left, random);
            left.add(add.apply(take(left, random), other));
        }
        return left.get(0);
    }

    private static <T> T take(List<T> left, Random random) {
        int place = random.nextInt(left.size());
        T taken = left.get(place);
        left.set(place, left.get(left.size() - 1));
        left.remove(left.size() - 1);
        return taken;
    }
}
