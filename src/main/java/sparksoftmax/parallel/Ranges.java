package sparksoftmax.parallel;

import java.util.stream.IntStream;

/**
 * Loops over the items of arrays. The items are divided into ranges that fit into a core's cache. The threads of the
 * JVM's common pool work on the ranges of long arrays, the caller's thread on those of short ones. The ranges follow
 * from the lengths only, and partial sums are added in the order of the ranges, so that no result depends on the number
 * of threads or on their timing. Thread safe.
 */
public final class Ranges {
    /** The number of values in a range: twenty arrays of them fit into a second-level cache. */
    private static final int VALUES = 1 << 12;

    /** Fewer values than this take less time than starting other threads. */
    private static final int PARALLEL_FROM = 1 << 17;

    private Ranges() {}

    /** A loop over a range. */
    @FunctionalInterface
    public interface Loop {
        /** Works on the items {@code from} (inclusive) to {@code to} (exclusive). */
        void run(int from, int to);
    }

    /** A sum over a range. */
    @FunctionalInterface
    public interface Sum {
        /** The sum over the items {@code from} (inclusive) to {@code to} (exclusive). */
        double over(int from, int to);
    }

    /** Several sums over a range. */
    @FunctionalInterface
    public interface Sums {
        /** Writes the sums over the items {@code from} (inclusive) to {@code to} (exclusive). */
        void over(int from, int to, double[] sums);
    }

    /** Runs {@code loop} over {@code length} values. */
    public static void forEach(int length, Loop loop) {
        forEach(length, 1, loop);
    }

    /**
     * Runs {@code loop} over {@code length} items.
     *
     * @param width the number of values in an item, at least 1
     */
    public static void forEach(int length, int width, Loop loop) {
        int items = itemsInRange(width);
        ranges(length, width).forEach(r -> loop.run(r * items, end(r, items, length)));
    }

    /** The sum over {@code length} values. */
    public static double sum(int length, Sum sum) {
        return sum(length, 1, sum);
    }

    /**
     * The sum over {@code length} items.
     *
     * @param width the number of values in an item, at least 1
     */
    public static double sum(int length, int width, Sum sum) {
        return sums(length, width, 1, (from, to, sums) -> sums[0] = sum.over(from, to))[0];
    }

    /**
     * Several sums over {@code length} items.
     *
     * @param width the number of values in an item, at least 1
     * @param numSums the number of sums
     */
    public static double[] sums(int length, int width, int numSums, Sums sums) {
        int items = itemsInRange(width);
        double[][] ofRanges = new double[numRanges(length, items)][numSums];
        ranges(length, width).forEach(r -> sums.over(r * items, end(r, items, length), ofRanges[r]));
        double[] total = new double[numSums];
        for (double[] ofRange : ofRanges) {
            for (int n = 0; n < numSums; n++) {
                total[n] += ofRange[n];
            }
        }
        return total;
    }

    private static IntStream ranges(int length, int width) {
        IntStream ranges = IntStream.range(0, numRanges(length, itemsInRange(width)));
        return (long) length * width < PARALLEL_FROM ? ranges : ranges.parallel();
    }

    private static int itemsInRange(int width) {
        return Math.max(1, VALUES / width);
    }

    private static int numRanges(int length, int items) {
        return length == 0 ? 0 : (length - 1) / items + 1;
    }

    /** Computed without overflow: the last range may end near the largest int. */
    private static int end(int range, int items, int length) {
        int start = range * items;
        return length - start < items ? length : start + items;
    }
}
