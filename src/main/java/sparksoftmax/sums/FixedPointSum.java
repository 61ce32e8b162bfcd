package sparksoftmax.sums;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import sparksoftmax.parallel.Ranges;

/**
 * A sum of vectors that does not depend on the order and the grouping of its summands. Floating-point addition is not
 * associative, so sums in the order of arrival, such as those of {@code treeAggregate}, differ in their last bits from
 * run to run. Here, every summand is first rounded to integers in {@link FixedPointUnits}, and integers are added
 * exactly. A summand may have values for some groups only; the other values are 0. Source of the idea: J. Demmel, H. D.
 * Nguyen, "Parallel Reproducible Summation", IEEE Transactions on Computers 64, 2015.
 *
 * <p>If a value of a summand is not finite, or too large for its units, every value of the sum becomes NaN. Mutable,
 * not thread safe.
 */
public final class FixedPointSum implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A summand at or beyond this many units is out of range: 2^62. */
    private static final double LIMIT = 0x1p62;

    private final int numGroups;
    private final int width;

    /** The groups that have values, increasing; null if all have. */
    private int[] groups;

    /** [groups x width]. */
    private long[] values;

    private boolean inRange;

    private FixedPointSum(int numGroups, int width, int[] groups, long[] values, boolean inRange) {
        this.numGroups = numGroups;
        this.width = width;
        this.groups = groups;
        this.values = values;
        this.inRange = inRange;
    }

    /**
     * A sum that has one summand.
     *
     * @param vector the summand, [groups x width]
     */
    public static FixedPointSum of(FixedPointUnits units, double[] vector) {
        return of(units, null, vector);
    }

    /**
     * A sum that has one summand, with values for some groups only.
     *
     * @param groups the groups that have values, increasing; null if all have
     * @param vector the values, [groups x width]
     */
    public static FixedPointSum of(FixedPointUnits units, int[] groups, double[] vector) {
        FixedPointSum sum = zero(units, groups);
        for (int p = 0; p < sum.values.length / sum.width; p++) {
            sum.set(units, p, groups == null ? p : groups[p], vector, p * sum.width);
        }
        return sum;
    }

    /**
     * A sum that has one summand, whose values are 0 until they are {@link #set}.
     *
     * @param groups the groups that have values, increasing; null if all have
     */
    public static FixedPointSum zero(FixedPointUnits units, int[] groups) {
        return new FixedPointSum(units.numGroups(), units.width(), groups, new long[length(units, groups)], true);
    }

    /**
     * A sum that has one summand, whose values are undefined until they are {@link #set}.
     *
     * @param groups the groups that have values, increasing; null if all have
     * @param arrays where the array of values is taken from
     */
    public static FixedPointSum unset(FixedPointUnits units, int[] groups, SpareArrays arrays) {
        return new FixedPointSum(units.numGroups(), units.width(), groups, arrays.longs(length(units, groups)), true);
    }

    private static int length(FixedPointUnits units, int[] groups) {
        return Math.multiplyExact(groups == null ? units.numGroups() : groups.length, units.width());
    }

    /** Gives the array of values away. This sum must not be used afterwards. */
    void giveTo(SpareArrays arrays) {
        arrays.give(values);
        values = null;
    }

    /** Those of the groups 0 to {@code numGroups} - 1 that have values, increasing. */
    public static int[] presentGroups(int numGroups, IntPredicate hasValues) {
        int[] groups = new int[numGroups];
        int count = 0;
        for (int group = 0; group < numGroups; group++) {
            if (hasValues.test(group)) {
                groups[count++] = group;
            }
        }
        return Arrays.copyOf(groups, count);
    }

    /**
     * Sets the values of one group, once, in a sum that has one summand.
     *
     * @param place the place of the group among those that have values
     * @param group the group
     * @param vector has the values of the group from {@code from} on
     */
    public void set(FixedPointUnits units, int place, int group, double[] vector, int from) {
        double first = units.firstFactor(group);
        double second = units.secondFactor(group);
        boolean within = true;
        for (int i = 0; i < width; i++) {
            double scaled = vector[from + i] * first * second;
            // NaN fails the comparison.
            within &= Math.abs(scaled) < LIMIT;
            values[place * width + i] = (long) Math.rint(scaled);
        }
        inRange &= within;
    }

    /**
     * The sum of vectors one after the other, in the units {@link FixedPointUnits#repeated} as often as there are
     * vectors. The given sums must not be used afterwards.
     *
     * @param parts the sums of the vectors, all in the same units; null for a vector of zeros
     * @param units the units of each
     */
    public static FixedPointSum joined(FixedPointSum[] parts, FixedPointUnits units) {
        int numGroups = units.numGroups();
        boolean sparse = Arrays.stream(parts).allMatch(part -> part == null || part.groups != null);
        FixedPointSum[] filled = Arrays.stream(parts)
                .map(part -> part == null ? zero(units, new int[0]) : part)
                .toArray(FixedPointSum[]::new);
        boolean inRange = true;
        for (FixedPointSum part : filled) {
            inRange &= part.inRange;
            if (!sparse && part.groups != null) {
                part.spread(null);
            }
        }
        int[] groups = sparse
                ? IntStream.range(0, parts.length)
                        .flatMap(m -> Arrays.stream(filled[m].groups).map(group -> m * numGroups + group))
                        .toArray()
                : null;
        long[] values = new long
                [Arrays.stream(filled).mapToInt(part -> part.values.length).sum()];
        int end = 0;
        for (FixedPointSum part : filled) {
            System.arraycopy(part.values, 0, values, end, part.values.length);
            end += part.values.length;
        }
        return new FixedPointSum(Math.multiplyExact(parts.length, numGroups), units.width(), groups, values, inRange);
    }

    /** Adds another sum in the same units, which is not changed. */
    public void add(FixedPointSum other) {
        inRange &= other.inRange;
        if (groups != null && other.groups != null && !Arrays.equals(groups, other.groups)) {
            int[] union = union(groups, other.groups);
            // Once most groups have values, storing zeros for the rest costs less than merging lists of groups again
            // and again.
            spread(2 * union.length > numGroups ? null : union);
        } else if (groups != null && other.groups == null) {
            spread(null);
        }
        if (Arrays.equals(groups, other.groups)) {
            for (int i = 0; i < values.length; i++) {
                values[i] += other.values[i];
            }
            return;
        }
        int place = 0;
        for (int p = 0; p < other.groups.length; p++) {
            int group = other.groups[p];
            if (groups == null) {
                place = group;
            } else {
                while (groups[place] != group) {
                    place++;
                }
            }
            for (int i = 0; i < width; i++) {
                values[place * width + i] += other.values[p * width + i];
            }
        }
    }

    private static int[] union(int[] a, int[] b) {
        int[] merged = new int[a.length + b.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            int next = j == b.length || i < a.length && a[i] <= b[j] ? a[i] : b[j];
            i += i < a.length && a[i] == next ? 1 : 0;
            j += j < b.length && b[j] == next ? 1 : 0;
            merged[count++] = next;
        }
        return Arrays.copyOf(merged, count);
    }

    /** Changes the groups that have values to {@code wanted}, which include the present ones; null means all groups. */
    private void spread(int[] wanted) {
        long[] spread = new long[Math.multiplyExact(wanted == null ? numGroups : wanted.length, width)];
        int place = 0;
        for (int p = 0; p < groups.length; p++) {
            if (wanted == null) {
                place = groups[p];
            } else {
                while (wanted[place] != groups[p]) {
                    place++;
                }
            }
            System.arraycopy(values, p * width, spread, place * width, width);
        }
        groups = wanted;
        values = spread;
    }

    /** The sums, [numGroups x width]; all NaN if a summand was not finite or out of range. */
    public double[] toDoubles(FixedPointUnits units) {
        return toDoubles(List.of(this), units);
    }

    /** What uses the values of neighboring groups. */
    @FunctionalInterface
    public interface Groups {
        /**
         * Uses the values of groups {@code from} (inclusive) to {@code to} (exclusive).
         *
         * @param values [to - from x width], which must not be kept
         */
        void use(int from, int to, double[] values);
    }

    /** The total of several sums in the same units, as {@link #toDoubles(FixedPointUnits)}. */
    static double[] toDoubles(List<FixedPointSum> sums, FixedPointUnits units) {
        int width = units.width();
        double[] result = new double[Math.multiplyExact(units.numGroups(), width)];
        forEach(
                sums,
                units,
                (from, to, values) -> System.arraycopy(values, 0, result, from * width, (to - from) * width));
        return result;
    }

    /**
     * Uses the total of several sums in the same units, without an array for all of it. {@code use} may be called by
     * several threads at the same time, for different groups.
     */
    static void forEach(List<FixedPointSum> sums, FixedPointUnits units, Groups use) {
        boolean allInRange = sums.stream().allMatch(sum -> sum.inRange);
        int width = units.width();
        Ranges.forEach(units.numGroups(), width, (from, to) -> {
            double[] values = new double[(to - from) * width];
            if (allInRange) {
                long[] total = new long[values.length];
                sums.forEach(sum -> sum.addTo(total, from, to));
                for (int group = from; group < to; group++) {
                    double first = 1.0 / units.firstFactor(group);
                    double second = 1.0 / units.secondFactor(group);
                    for (int i = (group - from) * width; i < (group - from + 1) * width; i++) {
                        values[i] = total[i] * first * second;
                    }
                }
            } else {
                Arrays.fill(values, Double.NaN);
            }
            use.use(from, to, values);
        });
    }

    /** Adds the values of groups {@code from} to {@code to} to {@code total}, [to - from x width]. */
    private void addTo(long[] total, int from, int to) {
        int place = groups == null ? from : Arrays.binarySearch(groups, from);
        place = place < 0 ? -place - 1 : place;
        int end = groups == null ? to : groups.length;
        while (place < end && (groups == null || groups[place] < to)) {
            int target = ((groups == null ? place : groups[place]) - from) * width;
            for (int i = 0; i < width; i++) {
                total[target + i] += values[place * width + i];
            }
            place++;
        }
    }

    /** What Java serialization writes instead of a sum: it writes arrays of bytes several times as fast as of longs. */
    private Object writeReplace() {
        return values.length > Integer.MAX_VALUE / Long.BYTES - 2 ? this : new InBytes(this);
    }

    /** A sum whose values are bytes. */
    private static final class InBytes implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int numGroups;
        private final int width;
        private final int[] groups;
        private final byte[] values;
        private final boolean inRange;

        InBytes(FixedPointSum sum) {
            numGroups = sum.numGroups;
            width = sum.width;
            groups = sum.groups;
            inRange = sum.inRange;
            values = new byte[sum.values.length * Long.BYTES];
            longs().put(sum.values);
        }

        private LongBuffer longs() {
            return ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        }

        private Object readResolve() {
            long[] decoded = new long[values.length / Long.BYTES];
            longs().get(decoded);
            return new FixedPointSum(numGroups, width, groups, decoded, inRange);
        }
    }
}
