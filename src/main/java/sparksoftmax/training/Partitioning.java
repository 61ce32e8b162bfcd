package sparksoftmax.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.PartitionStatistics;

/**
 * How the rows are distributed over partitions for training: one or two partitions of about the same size for each
 * core. More partitions cost time, since each needs a task in every pass, and local steps average one model per
 * partition.
 */
public sealed interface Partitioning {
    /** The rows stay in the partitions in which they were read. */
    record Keep(int numPartitions) implements Partitioning {
        @Override
        public String description() {
            return "in " + numPartitions + (numPartitions == 1 ? " partition" : " partitions");
        }

        @Override
        public long mostRows(List<PartitionStatistics> partitions) {
            return partitions.stream()
                    .mapToLong(PartitionStatistics::numRows)
                    .max()
                    .orElse(0L);
        }
    }

    /** Partitions are coalesced: the new partition g has the rows of the partitions {@code groups[g]}. */
    record Grouped(int[][] groups) implements Partitioning {
        @Override
        public String description() {
            int numRead = Arrays.stream(groups).mapToInt(group -> group.length).sum();
            return "in " + groups.length + " partitions, coalesced from " + numRead;
        }

        @Override
        public long mostRows(List<PartitionStatistics> partitions) {
            return Arrays.stream(groups)
                    .mapToLong(group -> IntStream.of(group)
                            .mapToLong(p -> partitions.get(p).numRows())
                            .sum())
                    .max()
                    .orElse(0L);
        }
    }

    /**
     * The rows are distributed evenly by a shuffle.
     *
     * @param rowByRow whether single rows are distributed at random, so that all partitions have about the same class
     *     frequencies, or whole blocks
     */
    record Exchanged(int numPartitions, boolean rowByRow) implements Partitioning {
        @Override
        public String description() {
            return "in " + numPartitions + " partitions, "
                    + (rowByRow
                            ? "rows shuffled so that all have similar class frequencies"
                            : "blocks distributed evenly by a shuffle");
        }

        @Override
        public long mostRows(List<PartitionStatistics> partitions) {
            return partitions.stream().mapToLong(PartitionStatistics::numRows).sum();
        }
    }

    /** The partitioning in words, for the log. */
    String description();

    /** An upper bound of the number of rows in a partition, for rows that were read in the given partitions. */
    long mostRows(List<PartitionStatistics> partitions);

    /**
     * The largest size of a partition after coalescing or a shuffle, in bytes of packed rows, approximately: 256 MB.
     */
    long MOST_BYTES = 256L << 20;

    /**
     * The largest size of a partition after a shuffle, as a share of the memory of a task: a shuffle gathers all rows
     * of a new partition.
     */
    double MOST_OF_TASK = 0.25;

    /** Rows are shuffled if the largest partition has more than this many times an even share. */
    double MOST_IMBALANCE = 1.5;

    /** The largest {@link DatasetStatistics#classSkew} of a partition with which local steps still work well. */
    double MOST_SKEW = 0.1;

    /** If a pass has fewer multiplications than this, a shuffle costs more than even partitions save. */
    double LEAST_WORK = 1 << 23;

    /** Upper bound of the bytes that a stored value takes in a block: index and value. */
    long BYTES_PER_VALUE = 12L;

    /** The bytes that a row takes in addition to its values: label, weight and start. */
    long BYTES_PER_ROW = 16L;

    /**
     * Chooses the partitioning of a fit.
     *
     * @param partitions statistics of the partitions in which the rows were read
     * @param cores the number of cores that run tasks
     * @param taskMemory the heap that each task has, in bytes
     * @param local whether each partition trains a model of its own
     * @param multiplications the number of multiplications of a pass
     */
    static Partitioning of(
            List<PartitionStatistics> partitions, int cores, long taskMemory, boolean local, double multiplications) {
        long[] bytes = partitions.stream()
                .mapToLong(p -> BYTES_PER_VALUE * p.numStored() + BYTES_PER_ROW * p.numRows() + p.distributionBytes())
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
            double gathered = Math.ceil(total / (MOST_OF_TASK * taskMemory));
            return new Exchanged((int) Math.max(target, Math.min(Integer.MAX_VALUE / 2, gathered)), local);
        }
        return groups == null ? new Keep(bytes.length) : new Grouped(groups);
    }

    /**
     * Chooses the partitioning of rows on the driver, where moving a block from one partition to another costs nothing.
     *
     * @param partitions statistics of the partitions in which the rows were read
     * @param target the number of partitions to make
     * @param local whether each partition trains a model of its own
     */
    static Partitioning onDriver(List<PartitionStatistics> partitions, int target, boolean local) {
        return of(partitions, target, Long.MAX_VALUE, local, Double.POSITIVE_INFINITY);
    }

    /**
     * Groups of about equal size: each partition, from the largest to the smallest, goes to the group that is the
     * smallest so far. Source: R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", SIAM Journal on Applied
     * Mathematics 17, 1969.
     */
    private static int[][] balanced(long[] bytes, int numGroups) {
        /** A group and the size of its partitions so far. */
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
            // An empty partition costs a little time, too, so it counts as one byte.
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
