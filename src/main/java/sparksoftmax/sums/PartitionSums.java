package sparksoftmax.sums;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The results of one or several partitions: a few numbers for each partition, and the sum of one vector per partition.
 * The numbers are kept separately until the end, so that they can be added in the order of the partitions; vectors are
 * added exactly. Therefore neither the order in which partial results arrive nor their grouping changes a bit of the
 * result. Mutable, not thread safe.
 */
public final class PartitionSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private int[] partitions;

    /** [partitions x numbers]. */
    private double[] numbers;

    /** Their total is the sum of the vectors; empty if no partition had a vector, which counts as 0. */
    private FixedPointSum[] vectors;

    private PartitionSums(int[] partitions, double[] numbers, FixedPointSum... vectors) {
        this.partitions = partitions;
        this.numbers = numbers;
        this.vectors = vectors;
    }

    /** The sums of no partition, the neutral element of {@link #add}. */
    public static PartitionSums none() {
        return new PartitionSums(new int[0], new double[0]);
    }

    /**
     * The sums of one partition.
     *
     * @param vector the vector; null if there is none
     * @param numbers the numbers, of which every partition must have the same count
     */
    public static PartitionSums of(int partition, FixedPointSum vector, double... numbers) {
        int[] partitions = {partition};
        return vector == null ? new PartitionSums(partitions, numbers) : new PartitionSums(partitions, numbers, vector);
    }

    /**
     * All of several sums, whose vectors are added only when they are used: where all are in memory, that takes fewer
     * large arrays than {@link #add}. The given sums must not be used afterwards.
     */
    public static PartitionSums all(List<PartitionSums> sums) {
        PartitionSums all = none();
        List<FixedPointSum> vectors = new ArrayList<>();
        for (PartitionSums some : sums) {
            all.addNumbers(some);
            vectors.addAll(Arrays.asList(some.vectors));
        }
        all.vectors = vectors.toArray(all.vectors);
        return all;
    }

    /**
     * Adds the sums of other partitions. {@code other} must not be used afterwards, since this object may keep its
     * vector.
     */
    public PartitionSums add(PartitionSums other) {
        addNumbers(other);
        for (FixedPointSum vector : other.vectors) {
            if (vectors.length == 0) {
                vectors = new FixedPointSum[] {vector};
            } else {
                vectors[0].add(vector);
            }
        }
        return this;
    }

    private void addNumbers(PartitionSums other) {
        int numPartitions = partitions.length;
        int length = numbers.length;
        partitions = Arrays.copyOf(partitions, numPartitions + other.partitions.length);
        System.arraycopy(other.partitions, 0, partitions, numPartitions, other.partitions.length);
        numbers = Arrays.copyOf(numbers, length + other.numbers.length);
        System.arraycopy(other.numbers, 0, numbers, length, other.numbers.length);
    }

    /** The sum of the numbers at index {@code n}, over the partitions in their order; 0 if there are no partitions. */
    public double number(int n) {
        if (partitions.length == 0) {
            return 0.0;
        }
        int width = numbers.length / partitions.length;
        long[] order = new long[partitions.length];
        for (int p = 0; p < order.length; p++) {
            order[p] = (long) partitions[p] << 32 | p;
        }
        Arrays.sort(order);
        double sum = 0.0;
        for (long place : order) {
            sum += numbers[(int) place * width + n];
        }
        return sum;
    }

    /** The sum of the vectors; null if no partition had one. */
    public double[] vector(FixedPointUnits units) {
        return vectors.length == 0 ? null : FixedPointSum.toDoubles(List.of(vectors), units);
    }

    /**
     * Uses the sum of the vectors, of which there must be at least one, without an array for all of it. {@code use} may
     * be called by several threads at the same time, for different groups.
     */
    public void forEachGroup(FixedPointUnits units, FixedPointSum.Groups use) {
        FixedPointSum.forEach(List.of(vectors), units, use);
    }

    /** Gives the arrays of the vectors away. These sums must not be used afterwards. */
    public void giveTo(SpareArrays arrays) {
        for (FixedPointSum vector : vectors) {
            vector.giveTo(arrays);
        }
    }
}
