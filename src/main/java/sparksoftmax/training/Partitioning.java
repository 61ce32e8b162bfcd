package sparksoftmax.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.PartitionStatistics;

/**
 * How the rows are to be spread over partitions for training: one or two for each core, of about the same size. A pass
 * takes a task for each, and local steps average a model for each.
 */
public sealed interface Partitioning {
    /** As they came. */
    record Keep(int numPartitions) implements Partitioning {
        @Override
        public String description() {
            return "in " + numPartitions + (numPartitions == 1 ? " partition" : " partitions");
        }
    }

    /** Coalesced: partition g has the rows of the partitions {@code groups[g]}. */
    record Grouped(int[][] groups) implements Partitioning {
        @Override
        public String description() {
            int came = Arrays.stream(groups).mapToInt(group -> group.length).sum();
            return "in " + groups.length + " partitions, coalesced from " + came;
        }
    }

    /**
     * Spread evenly by a shuffle.
     *
     * @param rowByRow whether single rows are dealt, so that partitions are alike in their classes, or whole blocks
     */
    record Exchanged(int numPartitions, boolean rowByRow) implements Partitioning {
        @Override
        public String description() {
            return "in " + numPartitions + " partitions, "
                    + (rowByRow ? "rows exchanged so that their classes are alike" : "blocks spread evenly");
        }
    }

    /** For the log. */
    String description();

    /** No partition is coalesced or spread to hold more than about this, in bytes of packed values: 256 MB. */
    long MOST_BYTES = 256L << 20;

    /** Partitions are spread by a shuffle if the largest has more than this, of what an even share would be. */
    double MOST_IMBALANCE = 1.5;

    /** Of a partition's class shares, see {@link DatasetStatistics#classSkew}: more, and local steps go astray. */
    double MOST_SKEW = 0.1;

    /** Below so many multiplications a pass, a shuffle costs more than even partitions save. */
    double LEAST_WORK = 1 << 23;

    /** What a value and a row take in a block, in bytes, at most. */
    long BYTES_PER_VALUE = 12L;

    /** What a row takes besides, in bytes. */
    long BYTES_PER_ROW = 16L;

    /**
     * The partitioning for a fit.
     *
     * @param partitions of the rows as they came
     * @param cores that run tasks
     * @param local whether each partition trains a model of its own
     * @param multiplications of a pass
     */
    static Partitioning of(List<PartitionStatistics> partitions, int cores, boolean local, double multiplications) {
        long[] bytes = partitions.stream()
                .mapToLong(p -> BYTES_PER_VALUE * p.numStored() + BYTES_PER_ROW * p.numRows())
                .toArray();
        long total = Arrays.stream(bytes).sum();
        int target = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(cores, (total + MOST_BYTES - 1) / MOST_BYTES));
        int most = local ? target : 2 * target;
        int[][] groups = bytes.length > most ? balanced(bytes, target) : null;
        long largest = groups == null
                ? Arrays.stream(bytes).max().orElse(0L)
                : Arrays.stream(groups)
                        .mapToLong(group ->
                                IntStream.of(group).mapToLong(p -> bytes[p]).sum())
                        .max()
                        .orElse(0L);
        boolean uneven = largest > MOST_IMBALANCE * total / target;
        boolean mixes = local && largestSkew(partitions, groups) > MOST_SKEW;
        if (mixes || uneven && multiplications >= LEAST_WORK && (target > 1 || bytes.length > 1)) {
            return new Exchanged(target, local);
        }
        return groups == null ? new Keep(bytes.length) : new Grouped(groups);
    }

    /**
     * Groups of about equal size: partitions from the largest to the smallest, each to the group that is the smallest
     * so far. Source: R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", SIAM Journal on Applied Mathematics
     * 17, 1969.
     */
    private static int[][] balanced(long[] bytes, int numGroups) {
        /** A group and what it holds so far. */
        record Load(int group, long bytes) {}
        Integer[] order = IntStream.range(0, bytes.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingLong((Integer p) -> -bytes[p]).thenComparing(p -> p));
        PriorityQueue<Load> loads =
                new PriorityQueue<>(Comparator.comparingLong(Load::bytes).thenComparingInt(Load::group));
        for (int g = 0; g < numGroups; g++) {
            loads.add(new Load(g, 0L));
        }
        int[] groupOf = new int[bytes.length];
        for (int p : order) {
            Load least = loads.remove();
            groupOf[p] = least.group();
            // An empty partition costs a little, too, and so they are spread.
            loads.add(new Load(least.group(), least.bytes() + Math.max(1L, bytes[p])));
        }
        return IntStream.range(0, numGroups)
                .mapToObj(g -> IntStream.range(0, bytes.length)
                        .filter(p -> groupOf[p] == g)
                        .toArray())
                .filter(group -> group.length > 0)
                .toArray(int[][]::new);
    }

    private static double largestSkew(List<PartitionStatistics> partitions, int[][] groups) {
        DatasetStatistics all = DatasetStatistics.of(partitions, null);
        IntStream numbers = IntStream.range(0, groups == null ? partitions.size() : groups.length);
        return numbers.mapToObj(g -> groups == null
                        ? List.of(partitions.get(g))
                        : IntStream.of(groups[g]).mapToObj(partitions::get).toList())
                .map(group -> DatasetStatistics.of(group, null))
                .filter(group -> group.numRows() > 0)
                .mapToDouble(group -> group.classSkew(all))
                .max()
                .orElse(0.0);
    }
}
