package sparksoftmax.sums;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What partitions hand to the driver: a few numbers for each partition, kept apart until the end so that they can be
 * added up in the order of the partitions, and one vector, which adds up exactly in any order. So neither the order of
 * arrival nor the grouping of partial results changes a bit of the outcome. Mutable, not thread safe.
 */
public final class PartitionSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private int[] partitions;

    /** [partitions x numbers]. */
    private double[] numbers;

    /** Null for none, which counts as 0. */
    private FixedPointSum vector;

    private PartitionSums(int[] partitions, double[] numbers, FixedPointSum vector) {
        this.partitions = partitions;
        this.numbers = numbers;
        this.vector = vector;
    }

    /** The neutral element of {@link #add}. */
    public static PartitionSums none() {
        return new PartitionSums(new int[0], new double[0], null);
    }

    /**
     * The sums of one partition.
     *
     * @param vector null for none
     * @param numbers as many for every partition
     */
    public static PartitionSums of(int partition, FixedPointSum vector, double... numbers) {
        return new PartitionSums(new int[] {partition}, numbers, vector);
    }

    /** Adds the sums of other partitions, whose arrays these may keep: they must not be used afterwards. */
    public PartitionSums add(PartitionSums other) {
        int numPartitions = partitions.length;
        int length = numbers.length;
        partitions = Arrays.copyOf(partitions, numPartitions + other.partitions.length);
        System.arraycopy(other.partitions, 0, partitions, numPartitions, other.partitions.length);
        numbers = Arrays.copyOf(numbers, length + other.numbers.length);
        System.arraycopy(other.numbers, 0, numbers, length, other.numbers.length);
        if (vector == null) {
            vector = other.vector;
        } else if (other.vector != null) {
            vector.add(other.vector);
        }
        return this;
    }

    /** The sum over the partitions, in their order, of their number {@code n}; 0 if there are none. */
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
        return vector == null ? null : vector.toDoubles(units);
    }
}
