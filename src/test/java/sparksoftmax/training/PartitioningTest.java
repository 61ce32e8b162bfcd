package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.features.PartitionStatistics;

/** How partitions of given sizes are spread. */
class PartitioningTest {
    private static final long MUCH_MEMORY = 4L << 30;
    private static final double MUCH_WORK = 1e9;
    private static final double LITTLE_WORK = 1e3;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static long bytes(PartitionStatistics partition) {
        return Partitioning.BYTES_PER_VALUE * partition.numStored() + Partitioning.BYTES_PER_ROW * partition.numRows();
    }

    private static List<PartitionStatistics> partitionsOf(long numRows, long... parts) {
        return new PlannedData(numRows, 5, 2).partitionsOf(parts).partitions();
    }

    /** From 1 to 60 partitions; of equal, random or very different sizes, some of them empty. */
    private static long[] randomParts(Random random) {
        double spread = random.nextInt(3);
        double empty = random.nextInt(3) * 0.4;
        long[] parts = IntStream.range(0, 1 + random.nextInt(60))
                .mapToLong(p ->
                        random.nextDouble() < empty ? 0L : (long) (1000 * Math.exp(spread * random.nextGaussian())))
                .toArray();
        parts[random.nextInt(parts.length)] += 1000;
        return parts;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomPartitionsAreCoveredOnceAndBalancedOrExchanged(long seed) {
        Random random = new Random(seed);
        int cores = 1 + random.nextInt(12);
        boolean local = random.nextBoolean();
        List<PartitionStatistics> partitions = partitionsOf(2_000 + random.nextInt(20_000), randomParts(random));
        Partitioning found = Partitioning.of(partitions, cores, MUCH_MEMORY, local, MUCH_WORK);
        double evenShare =
                partitions.stream().mapToLong(PartitioningTest::bytes).sum() / (double) cores;
        if (found instanceof Partitioning.Exchanged exchanged) {
            assertEquals(cores, exchanged.numPartitions());
            assertEquals(local, exchanged.rowByRow());
            return;
        }
        int[][] groups = found instanceof Partitioning.Grouped grouped
                ? grouped.groups()
                : IntStream.range(0, partitions.size())
                        .mapToObj(p -> new int[] {p})
                        .toArray(int[][]::new);
        assertTrue(groups.length <= (local ? cores : 2 * cores), () -> groups.length + " tasks");
        assertArrayEquals(
                IntStream.range(0, partitions.size()).toArray(),
                Arrays.stream(groups).flatMapToInt(Arrays::stream).sorted().toArray());
        for (int[] group : groups) {
            long size = Arrays.stream(group)
                    .mapToLong(p -> bytes(partitions.get(p)))
                    .sum();
            assertTrue(size <= Partitioning.MOST_IMBALANCE * evenShare, () -> size + " of " + evenShare);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameInputGivesTheSameGroups(long seed) {
        long[] parts = randomParts(new Random(seed));
        Partitioning first = Partitioning.of(partitionsOf(5_000, parts), 3, MUCH_MEMORY, false, LITTLE_WORK);
        Partitioning second = Partitioning.of(partitionsOf(5_000, parts), 3, MUCH_MEMORY, false, LITTLE_WORK);
        assertEquals(first.description(), second.description());
        if (first instanceof Partitioning.Grouped grouped) {
            assertArrayEquals(
                    grouped.groups(),
                    assertInstanceOf(Partitioning.Grouped.class, second).groups());
        }
    }

    @Test
    void aThousandPartitionsOfWhich990AreEmptyBecomeOneForEachCore() {
        List<PartitionStatistics> partitions =
                new PlannedData(10_000, 5, 2).partitionsWithRows(1_000, 10).partitions();
        Partitioning.Grouped grouped = assertInstanceOf(
                Partitioning.Grouped.class, Partitioning.of(partitions, 5, MUCH_MEMORY, true, MUCH_WORK));
        assertEquals(5, grouped.groups().length);
        for (int[] group : grouped.groups()) {
            assertEquals(2, Arrays.stream(group).filter(p -> p < 10).count());
        }
        assertEquals("in 5 partitions, coalesced from 1000", grouped.description());
    }

    @Test
    void moreThan256MegabytesACoreGiveMorePartitionsThanCores() {
        // 1,216 bytes a row.
        List<PartitionStatistics> partitions =
                new PlannedData(1_000_000, 100, 2).partitions(40).partitions();
        Partitioning.Grouped grouped = assertInstanceOf(
                Partitioning.Grouped.class, Partitioning.of(partitions, 2, MUCH_MEMORY, false, MUCH_WORK));
        assertEquals(5, grouped.groups().length);
        Partitioning.Exchanged exchanged = assertInstanceOf(
                Partitioning.Exchanged.class,
                Partitioning.of(
                        new PlannedData(1_000_000, 100, 2).partitions(2).partitions(),
                        2,
                        MUCH_MEMORY,
                        false,
                        MUCH_WORK));
        assertEquals(5, exchanged.numPartitions());
        assertFalse(exchanged.rowByRow());
    }

    @Test
    void localStepsOnGroupsOfDifferentClassesExchangeRowsHoweverLittleTheWork() {
        List<PartitionStatistics> partitions =
                new PlannedData(4_000, 5, 4).partitions(4).groupedByClass().partitions();
        assertEquals(
                new Partitioning.Exchanged(4, true), Partitioning.of(partitions, 4, MUCH_MEMORY, true, LITTLE_WORK));
        assertEquals(new Partitioning.Keep(4), Partitioning.of(partitions, 4, MUCH_MEMORY, false, LITTLE_WORK));
    }

    @Test
    void unevenPartitionsAreNotWorthAShuffleForLittleWork() {
        List<PartitionStatistics> partitions = partitionsOf(4_000, 9, 1, 1, 1);
        assertEquals(new Partitioning.Keep(4), Partitioning.of(partitions, 4, MUCH_MEMORY, false, LITTLE_WORK));
        assertEquals(
                new Partitioning.Exchanged(4, false), Partitioning.of(partitions, 4, MUCH_MEMORY, false, MUCH_WORK));
    }

    @Test
    void oneCoreHasNothingToSpread() {
        assertEquals(
                new Partitioning.Keep(1), Partitioning.of(partitionsOf(4_000, 1), 1, MUCH_MEMORY, true, MUCH_WORK));
        assertEquals(
                new Partitioning.Keep(2), Partitioning.of(partitionsOf(4_000, 1, 0), 1, MUCH_MEMORY, false, MUCH_WORK));
    }
}
