package sparksoftmax.sums;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What partitions hand to the driver, in any order of arrival. */
class PartitionSumsTest {
    private static final int NUM_PARTITIONS = 50;
    private static final int NUM_MERGES = 1000;
    private static final FixedPointUnits UNITS = FixedPointUnits.ofBounds(new double[] {1e5, 1e2, 1e9, 1e3}, 2);

    /** A partition's numbers and vector; some have no vector, some one for a few groups. */
    private static PartitionSums ofPartition(int partition) {
        Random random = new Random(partition);
        double[] numbers = {random.nextGaussian() * 1e8, random.nextDouble()};
        double[] values = random.doubles(8, -1.0, 1.0).toArray();
        FixedPointSum vector =
                switch (partition % 4) {
                    case 0 -> null;
                    case 1 -> FixedPointSum.of(UNITS, new int[] {partition % 3, 3}, Arrays.copyOf(values, 4));
                    default -> FixedPointSum.of(UNITS, values);
                };
        return PartitionSums.of(partition, vector, numbers);
    }

    private static List<PartitionSums> ofAllPartitions() {
        List<PartitionSums> all = new ArrayList<>();
        for (int p = 0; p < NUM_PARTITIONS; p++) {
            all.add(ofPartition(p));
        }
        return all;
    }

    /** The bits of all that there is. */
    private static long[] bits(PartitionSums sums) {
        double[] vector = sums.vector(UNITS);
        double[] all = Arrays.copyOf(vector, vector.length + 2);
        all[vector.length] = sums.number(0);
        all[vector.length + 1] = sums.number(1);
        return Arrays.stream(all).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    @Test
    void everyOrderAndGroupingGivesTheSameBits() {
        PartitionSums inOrder = PartitionSums.none();
        ofAllPartitions().forEach(inOrder::add);
        long[] expected = bits(inOrder);
        Random random = new Random(1L);
        for (int merge = 0; merge < NUM_MERGES; merge++) {
            PartitionSums found =
                    RandomMerges.merge(ofAllPartitions(), PartitionSums::none, merge % 4, PartitionSums::add, random);
            assertArrayEquals(expected, bits(found));
        }
    }

    @Test
    void vectorsThatAreAddedWhenTheyAreUsedHaveTheSameBits() {
        PartitionSums inOrder = PartitionSums.none();
        ofAllPartitions().forEach(inOrder::add);
        long[] expected = bits(inOrder);
        List<PartitionSums> shuffled = ofAllPartitions();
        Collections.shuffle(shuffled, new Random(1L));
        assertArrayEquals(expected, bits(PartitionSums.all(shuffled)));
        PartitionSums half = PartitionSums.all(ofAllPartitions().subList(0, 20));
        PartitionSums rest = PartitionSums.all(ofAllPartitions().subList(20, NUM_PARTITIONS));
        assertArrayEquals(
                expected, bits(Copies.byJava(half, PartitionSums.class).add(rest)));
        assertNull(
                PartitionSums.all(List.of(ofPartition(0), PartitionSums.none())).vector(UNITS));
    }

    @Test
    void oneVectorOutOfRangeSpoilsAllThatAreAddedWhenTheyAreUsed() {
        PartitionSums sums = PartitionSums.all(List.of(
                ofPartition(1),
                PartitionSums.of(60, FixedPointSum.of(UNITS, new double[] {0, 0, Double.NaN, 0, 0, 0, 0, 0}), 0.0, 0.0),
                ofPartition(2)));
        for (double value : sums.vector(UNITS)) {
            assertTrue(Double.isNaN(value));
        }
    }

    /** So many groups that several threads work on them. */
    @Test
    void groupsAreUsedOnceEach() {
        int numGroups = 100_000;
        double[] bounds = new double[numGroups];
        Arrays.fill(bounds, 10.0);
        FixedPointUnits units = FixedPointUnits.ofBounds(bounds, 2);
        Random random = new Random(3L);
        double[] expected = new double[2 * numGroups];
        List<PartitionSums> partitions = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            int step = p + 1;
            int[] groups = IntStream.range(0, numGroups)
                    .filter(group -> group % step == 0)
                    .toArray();
            double[] values = random.doubles(2 * groups.length)
                    .map(v -> Math.rint(v * 1e6) * 0x1p-20)
                    .toArray();
            for (int i = 0; i < values.length; i++) {
                expected[2 * groups[i / 2] + i % 2] += values[i];
            }
            partitions.add(PartitionSums.of(p, FixedPointSum.of(units, p == 0 ? null : groups, values)));
        }
        double[] found = new double[expected.length];
        PartitionSums.all(partitions).forEachGroup(units, (from, to, values) -> {
            for (int i = 2 * from; i < 2 * to; i++) {
                found[i] += values[i - 2 * from];
            }
        });
        assertArrayEquals(expected, found);
    }

    @Test
    void numbersAreAddedInTheOrderOfThePartitions() {
        // In this order the ones are lost, in another they are not.
        double[] numbers = {1e16, 1.0, 1.0, 1.0, -1e16};
        for (int[] arrival : new int[][] {{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {1, 2, 3, 0, 4}, {0, 4, 1, 2, 3}}) {
            PartitionSums sums = PartitionSums.none();
            for (int p : arrival) {
                sums.add(PartitionSums.of(p, null, numbers[p]));
            }
            assertEquals(0.0, sums.number(0));
        }
    }

    @Test
    void partitionsOfAnyNumberKeepTheirOrder() {
        PartitionSums sums = PartitionSums.of(Integer.MAX_VALUE, null, -1e16);
        sums.add(PartitionSums.of(70_000, null, 1.0));
        sums.add(PartitionSums.of(0, null, 1e16));
        assertEquals(0.0, sums.number(0));
    }

    @Test
    void noneIsNeutralOnBothSidesAlsoTwice() {
        long[] expected = bits(ofPartition(2));
        assertArrayEquals(expected, bits(PartitionSums.none().add(ofPartition(2))));
        assertArrayEquals(expected, bits(ofPartition(2).add(PartitionSums.none())));
        assertArrayEquals(
                expected,
                bits(PartitionSums.none()
                        .add(PartitionSums.none())
                        .add(ofPartition(2))
                        .add(PartitionSums.none())
                        .add(PartitionSums.none().add(PartitionSums.none()))));
    }

    @Test
    void noneHasNumbersOfZeroAndNoVector() {
        PartitionSums nothing = PartitionSums.none().add(PartitionSums.none());
        assertEquals(0.0, nothing.number(0));
        assertEquals(0.0, nothing.number(5));
        assertNull(nothing.vector(UNITS));
    }

    @Test
    void partitionsWithoutAVectorAddNothingToThatOfOthers() {
        PartitionSums sums = ofPartition(0).add(ofPartition(2)).add(ofPartition(4));
        assertArrayEquals(ofPartition(2).vector(UNITS), sums.vector(UNITS));
        assertNull(ofPartition(0).add(ofPartition(4)).vector(UNITS));
    }

    @Test
    void aNumberThatIsNotFiniteIsHandedOver() {
        PartitionSums sums = ofPartition(1).add(PartitionSums.of(2, null, Double.POSITIVE_INFINITY, Double.NaN));
        assertEquals(Double.POSITIVE_INFINITY, sums.number(0));
        assertEquals(Double.NaN, sums.number(1));
    }

    @Test
    void bothSerializersKeepEveryBit() {
        PartitionSums original = PartitionSums.none();
        PartitionSums byJava = Copies.byJava(PartitionSums.none(), PartitionSums.class);
        PartitionSums byKryo = Copies.byKryo(PartitionSums.none(), PartitionSums.class);
        for (PartitionSums sums : ofAllPartitions()) {
            byJava.add(Copies.byJava(sums, PartitionSums.class));
            byKryo.add(Copies.byKryo(sums, PartitionSums.class));
            original.add(sums);
        }
        assertArrayEquals(bits(original), bits(byJava));
        assertArrayEquals(bits(original), bits(byKryo));
        assertArrayEquals(bits(original), bits(Copies.byKryo(original, PartitionSums.class)));
    }
}
