package sparksoftmax.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.RecordedJobs;
import sparksoftmax.SharedSpark;
import sparksoftmax.TestScan;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.block.PartitionedBlocks;
import sparksoftmax.block.Storage;
import sparksoftmax.block.Targets;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.driver.DriverThreads;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.SumBounds;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.Packing;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/** Rows read and packed on the cluster, and scans of them: what they see, in which order, and with which result. */
@ExtendWith(SharedSpark.class)
class ClusterBlocksTest {
    private static final InputColumns COLUMNS =
            new InputColumns(FeatureColumns.ofVectors("features"), false, "label", null, "weight", null, null, null);
    private static final int NUM_CLASSES = 10;
    private static final long BLOCK_BYTES = 10_485;

    private final SparkSession spark;
    private final FitScope scope = new FitScope();

    ClusterBlocksTest(SparkSession spark) {
        this.spark = spark;
    }

    @AfterEach
    void nothingStaysCached() {
        scope.close();
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty());
    }

    private PackedRows read(RandomRows rows, int numPartitions, int stepsPerPass, long seed) {
        return PackedRows.read(
                rows.toDataset(spark, numPartitions),
                COLUMNS,
                new Packing(BLOCK_BYTES, stepsPerPass, seed, Integer.MAX_VALUE),
                "blocks",
                scope,
                0L);
    }

    private static FixedPointUnits units(int numFeatures, double bound) {
        return FixedPointUnits.ofBounds(
                DoubleStream.generate(() -> bound).limit(numFeatures + 1L).toArray(), NUM_CLASSES);
    }

    private static GradientAccumulator.Model model(int numFeatures, FixedPointUnits units) {
        double[] coefficients = new double[numFeatures * NUM_CLASSES];
        Arrays.setAll(coefficients, i -> Math.sin(i));
        return new GradientAccumulator.Model(
                new FusedLoss(), new Coefficients(coefficients, new double[NUM_CLASSES]), units);
    }

    private static void assertSameBits(PartitionSums expected, PartitionSums found, FixedPointUnits units) {
        assertEquals(expected.number(GradientAccumulator.LOSS), found.number(GradientAccumulator.LOSS));
        assertEquals(expected.number(GradientAccumulator.WEIGHT), found.number(GradientAccumulator.WEIGHT));
        assertArrayEquals(expected.vector(units), found.vector(units));
    }

    /** The rows that a mini-batch selects by their (unique) weights, in the order of the scan. */
    private static List<Double> weights(PackedRows rows, FitScope scope, MiniBatch batch) {
        List<Double> weights = new ArrayList<>();
        List<List<Block>> partitions = rows.training(scope, 2).collect();
        for (int p = 0; p < partitions.size(); p++) {
            boolean[] selected = batch.selection(p, partitions.get(p).size());
            for (int b = 0; b < selected.length; b++) {
                if (selected[b]) {
                    Arrays.stream(partitions.get(p).get(b).targets().weights()).forEach(weights::add);
                }
            }
        }
        return weights;
    }

    private List<Double> weights(PackedRows rows, MiniBatch batch) {
        return weights(rows, scope, batch);
    }

    @Test
    void driverAndClusterGiveTheSameBits() {
        FixedPointUnits units = units(30, 1e5);
        for (int numPartitions : new int[] {1, 3, 7}) {
            RandomRows rows = new RandomRows(300, 30, NUM_CLASSES, 1L).weighted(2L);
            ClusterBlocks blocks = read(rows, numPartitions, 1, 0L).training(scope, 2);
            BlockScan driver = new TestScan(blocks.collect());
            assertSameBits(
                    driver.sum(model(30, units), MiniBatch.ALL),
                    blocks.scan().sum(model(30, units), MiniBatch.ALL),
                    units);
        }
    }

    /** On the cluster, and on the driver that the blocks were handed over to. */
    @ParameterizedTest
    @ValueSource(longs = {0L, 1L << 30})
    void rowsThatWereAddedGetOtherTargets(long mostHandedOver) {
        RandomRows rows = new RandomRows(200, 30, NUM_CLASSES, 1L).weighted(2L);
        Block added = TestBlocks.of(new RandomRows(40, 30, NUM_CLASSES, 3L), 40).get(0);
        double[] distributions = new double[40 * NUM_CLASSES];
        Arrays.fill(distributions, 1.0 / NUM_CLASSES);
        Targets targets = new Targets(added.targets().labels(), added.targets().weights(), distributions);
        PackedRows read = PackedRows.read(
                rows.toDataset(spark, 3),
                COLUMNS,
                added,
                new Packing(BLOCK_BYTES, 1, 0L, Integer.MAX_VALUE),
                "blocks",
                scope,
                mostHandedOver);
        List<List<Block>> before = read.training(scope, 2).collect();
        PackedRows changed = read.withTargetsOfAdded(targets, scope);
        List<List<Block>> after = changed.training(scope, 2).collect();
        assertEquals(4, after.size());
        for (int p = 0; p < 3; p++) {
            for (int b = 0; b < before.get(p).size(); b++) {
                assertNull(after.get(p).get(b).targets().distributions());
                assertArrayEquals(
                        before.get(p).get(b).targets().labels(),
                        after.get(p).get(b).targets().labels());
            }
        }
        assertArrayEquals(distributions, after.get(3).get(0).targets().distributions());
        FixedPointUnits units = units(30, 1e5);
        assertSameBits(
                new TestScan(after).sum(model(30, units), MiniBatch.ALL),
                changed.training(scope, 2).onDriver(new DriverThreads(2)).scan().sum(model(30, units), MiniBatch.ALL),
                units);
        assertEquals(read.statistics().numRows(), changed.statistics().numRows());
        assertEquals(240, changed.statistics().numRows());
        assertEquals(read.fingerprint(), changed.fingerprint());
    }

    /** 15,000 features x 10 classes in 60 partitions: 72 MB of results, which a tree adds up. */
    @Test
    void anyDepthOfTheTreeAndAnyRunGivesTheSameBits() {
        int numFeatures = 15_000;
        FixedPointUnits units = units(numFeatures, 1e5);
        RandomRows rows = new RandomRows(300, numFeatures, NUM_CLASSES, 0.002, 1L).weighted(2L);
        PackedRows packed = read(rows, 60, 1, 0L);
        PartitionSums expected =
                new TestScan(packed.training(scope, 2).collect()).sum(model(numFeatures, units), MiniBatch.ALL);
        for (int depth : new int[] {1, 2, 3, 4, 2}) {
            BlockScan scan = packed.training(scope, depth).scan();
            assertSameBits(expected, scan.sum(model(numFeatures, units), MiniBatch.ALL), units);
        }
    }

    @Test
    void sumsOnTheClusterRepeatToTheBit() {
        FixedPointUnits units = units(30, 1e6);
        RandomRows large = new RandomRows(4000, 30, NUM_CLASSES, 1L).weighted(2L);
        BlockScan scan = read(large, 7, 1, 0L).training(scope, 2).scan();
        PartitionSums first = scan.sum(model(30, units), MiniBatch.ALL);
        for (int repeat = 0; repeat < 5; repeat++) {
            assertSameBits(first, scan.sum(model(30, units), MiniBatch.ALL), units);
        }
    }

    /** Where dense and sparse blocks meet, and a mean of one million would not survive single precision. */
    @Test
    void scaledBlocksGiveTheSumsOfTheFeaturesAsTheyAre() {
        for (double density : new double[] {1.0, 0.1}) {
            for (boolean fitIntercept : new boolean[] {true, false}) {
                RandomRows rows = new RandomRows(500, 30, NUM_CLASSES, density, 1L).weighted(2L);
                if (density == 1.0 && fitIntercept) {
                    rows.rescale(3, 1e6, 1.0);
                }
                for (int i = 0; i < 100; i++) {
                    // A partition with many zeros in the midst of dense ones, or the reverse.
                    Arrays.setAll(rows.x[i], j -> j % 3 == 0 ? (density == 1.0 ? 0.0 : 1.0) : rows.y[0]);
                }
                PackedRows packed = read(rows, 5, 1, 0L);
                double[] scale = new double[30];
                Arrays.setAll(scale, j -> 1.0 / packed.statistics().std(j));
                Storage storage = density == 1.0 ? Storage.DENSE_FLOAT : Storage.SPARSE_FLOAT;
                Scaling scaling = new Scaling(scale, packed.statistics().mean(), NUM_CLASSES, fitIntercept);
                ClusterBlocks read = packed.training(scope, 2);
                double[] expected = lossAndGradient(
                        read.scan(), scaling, SumBounds.of(packed.statistics(), null, Storage.AS_READ, 1.0));
                VaryingFeatures varying = packed.statistics().varyingFeatures();
                FeatureMap map = FeatureMap.selecting(varying.columns(), varying.numFeatures())
                        .standardizing(scaling.scale(), scaling.center(), 1.0, storage);
                double[] found = lossAndGradient(
                        read.mapped(map).cached("mapped").scan(),
                        scaling.onBlocksOf(scaling, storage.isCentered()),
                        SumBounds.of(packed.statistics(), scaling, storage, 1.0));
                assertEquals(expected[0], found[0], 1e-6 * expected[0]);
                assertArrayEquals(expected, found, 1e-6);
            }
        }
    }

    /** The mean loss, and then its gradient at parameters sin(i). */
    private static double[] lossAndGradient(BlockScan scan, Scaling scaling, SumBounds bounds) {
        double[] parameters = new double[scaling.numParameters()];
        Arrays.setAll(parameters, i -> Math.sin(i));
        FixedPointUnits units = bounds.ofGradient(1.0, NUM_CLASSES);
        PartitionSums sums = scan.sum(
                new GradientAccumulator.Model(new FusedLoss(), scaling.blockCoefficients(parameters), units),
                MiniBatch.ALL);
        double weight = sums.number(GradientAccumulator.WEIGHT);
        double[] gradient = new double[parameters.length];
        scaling.pullBack(sums.vector(units), 1.0 / weight, gradient);
        double[] result = new double[gradient.length + 1];
        result[0] = sums.number(GradientAccumulator.LOSS) / weight;
        System.arraycopy(gradient, 0, result, 1, gradient.length);
        return result;
    }

    @Test
    void momentsTooLargeForTheDriverAreMergedOnTheExecutors() {
        RandomRows rows = new RandomRows(200, 300, 3, 0.05, 5L).weighted(6L);
        Packing packing = new Packing(BLOCK_BYTES, 1, 0L, Integer.MAX_VALUE);
        PackedRows direct = PackedRows.read(rows.toDataset(spark, 7), COLUMNS, packing, "direct", scope, 0L);
        PackedRows merged = PackedRows.read(rows.toDataset(spark, 7), COLUMNS, null, packing, "merged", scope, 0L, 0L);
        assertArrayEquals(direct.statistics().mean(), merged.statistics().mean());
        for (int j = 0; j < 300; j++) {
            assertEquals(direct.statistics().std(j), merged.statistics().std(j));
            assertEquals(direct.statistics().presence(j), merged.statistics().presence(j));
        }
    }

    @Test
    void groupedPartitionsKeepTheirBlocks() {
        RandomRows rows = new RandomRows(400, 20, 3, 1L).weighted(2L);
        ClusterBlocks blocks = read(rows, 9, 1, 0L).training(scope, 2);
        int[][] groups = {{8, 0, 3}, {1}, {2, 4, 5, 6, 7}};
        List<List<Block>> expected = blocks.collect();
        List<List<Block>> found = blocks.grouped(groups).collect();
        assertEquals(3, found.size());
        for (int g = 0; g < groups.length; g++) {
            List<Double> weights = IntStream.of(groups[g])
                    .boxed()
                    .flatMap(p -> expected.get(p).stream())
                    .flatMap(block -> Arrays.stream(block.targets().weights()).boxed())
                    .toList();
            assertEquals(
                    weights,
                    found.get(g).stream()
                            .flatMap(block ->
                                    Arrays.stream(block.targets().weights()).boxed())
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exchangedRowsAreAllThereOnceAndEvenlySpread(boolean rowByRow) {
        RandomRows rows = new RandomRows(3000, 20, 3, 1L).weighted(2L);
        ClusterBlocks blocks = read(rows, 1, 1, 0L).training(scope, 2);
        List<List<Block>> found =
                blocks.exchanged(4, rowByRow, BLOCK_BYTES, 5L * BLOCK_BYTES, 1L).collect();
        List<Double> weights = found.stream()
                .flatMap(List::stream)
                .flatMap(block -> Arrays.stream(block.targets().weights()).boxed())
                .sorted()
                .toList();
        assertEquals(Arrays.stream(rows.w).sorted().boxed().toList(), weights);
        for (List<Block> partition : found) {
            int numRows = partition.stream().mapToInt(Block::numRows).sum();
            assertEquals(750, numRows, 60, "rows of a partition");
        }
    }

    /** Every change of blocks, on the cluster and on the driver. */
    static Stream<UnaryOperator<PartitionedBlocks>> changes() {
        FeatureMap some = FeatureMap.selecting(new int[] {1, 3, 4, 17}, 20);
        return Stream.of(
                blocks -> blocks,
                blocks -> blocks.grouped(new int[][] {{3, 0}, {1}, {2, 4}}),
                blocks -> blocks.exchanged(3, false, BLOCK_BYTES, 5L * BLOCK_BYTES, 1L),
                blocks -> blocks.exchanged(4, true, BLOCK_BYTES, 5L * BLOCK_BYTES, 1L),
                blocks -> blocks.mapped(some),
                blocks -> blocks.mapped(some).distinct(3L * BLOCK_BYTES),
                blocks -> blocks.exchanged(2, true, BLOCK_BYTES, BLOCK_BYTES, 7L)
                        .mapped(some)
                        .distinct(BLOCK_BYTES));
    }

    /** Rows of 0 and 1, of which many are equal in some of the features. */
    @ParameterizedTest
    @MethodSource("changes")
    void changesOnTheDriverAreThoseOnTheCluster(UnaryOperator<PartitionedBlocks> change) {
        RandomRows rows = new RandomRows(900, 20, 3, 0.3, 1L).weighted(2L);
        for (double[] row : rows.x) {
            Arrays.setAll(row, j -> row[j] == 0.0 ? 0.0 : 1.0);
        }
        for (long mostHandedOver : new long[] {0L, Long.MAX_VALUE}) {
            ClusterBlocks blocks = PackedRows.read(
                            rows.toDataset(spark, 5, true),
                            COLUMNS,
                            new Packing(BLOCK_BYTES / 4, 1, 0L, Integer.MAX_VALUE),
                            "blocks",
                            scope,
                            mostHandedOver)
                    .training(scope, 2);
            List<List<String>> expected = contents(((ClusterBlocks) change.apply(blocks)).collect());
            List<List<String>> found = new ArrayList<>();
            change.apply(blocks.onDriver(new DriverThreads(3))).scan().sum((partition, numBlocks, elements) -> {
                synchronized (found) {
                    while (found.size() <= partition) {
                        found.add(null);
                    }
                    List<Block> all = BlockRows.listOf(elements);
                    assertEquals(numBlocks, all.size());
                    found.set(partition, contents(List.of(all)).get(0));
                }
                return PartitionSums.of(partition, null);
            });
            assertEquals(expected, found);
        }
    }

    /** Every block in words. */
    private static List<List<String>> contents(List<List<Block>> partitions) {
        return partitions.stream()
                .map(blocks -> blocks.stream()
                        .map(block -> {
                            StringBuilder all = new StringBuilder();
                            for (int i = 0; i < block.numRows(); i++) {
                                all.append(block.label(i)).append(' ').append(block.weight(i));
                                block.forEachStored(i, (j, value) -> all.append(' ')
                                        .append(j)
                                        .append(':')
                                        .append(value));
                                all.append('\n');
                            }
                            return all.toString();
                        })
                        .toList())
                .toList();
    }

    /** In local mode, references to the blocks are handed over if the blocks are not too large. */
    @ParameterizedTest
    @ValueSource(longs = {0L, 1L, 20_000L, Long.MAX_VALUE})
    void rowsThatWereHandedOverNeedNoOtherJob(long mostHandedOver) throws Exception {
        RandomRows rows = new RandomRows(1000, 20, 3, 1L).weighted(2L);
        PackedRows packed = PackedRows.read(
                rows.toDataset(spark, 3),
                COLUMNS,
                new Packing(BLOCK_BYTES, 1, 0L, Integer.MAX_VALUE),
                "blocks",
                scope,
                mostHandedOver);
        ClusterBlocks blocks = packed.training(scope, 2);
        FixedPointUnits units = units(20, 1e5);
        PartitionSums[] found = new PartitionSums[1];
        int numJobs = RecordedJobs.of(
                        spark,
                        () -> found[0] =
                                blocks.onDriver(new DriverThreads(2)).scan().sum(model(20, units), MiniBatch.ALL))
                .size();
        assertEquals(mostHandedOver == Long.MAX_VALUE ? 0 : 1, numJobs);
        assertSameBits(blocks.scan().sum(model(20, units), MiniBatch.ALL), found[0], units);
    }

    @Test
    void manySmallInputPartitionsAreReadSeveralToATask() {
        assertEquals(4, InputPartitions.numTasks(1000, 1e7, 2));
        assertEquals(6, InputPartitions.numTasks(1000, 1e8, 2));
        assertEquals(1000, InputPartitions.numTasks(1000, 1e10, 2), "partitions of 10 MB");
        assertEquals(8, InputPartitions.numTasks(8, 1e3, 2), "few partitions");
        assertEquals(1000, InputPartitions.numTasks(1000, Double.MAX_VALUE, 2), "of unknown size");
        int[] all = Arrays.stream(InputPartitions.dealt(1000, 7))
                .flatMapToInt(Arrays::stream)
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, 1000).toArray(), all);
    }

    @Test
    void aFullBatchKeepsTheOrderOfTheRows() {
        RandomRows rows = new RandomRows(200, 3, 3, 1L).weighted(2L);
        {
            PackedRows data = read(rows, 3, 1, 0L);
            assertEquals(Arrays.stream(rows.w).boxed().toList(), weights(data, MiniBatch.ALL));
        }
    }

    @Test
    void theMiniBatchesOfAPassSeeEveryRowOnceAndAreAlike() {
        RandomRows rows = new RandomRows(1000, 3, 3, 1L).weighted(2L);
        List<Double> expected = Arrays.stream(rows.w).sorted().boxed().toList();
        {
            PackedRows data = read(rows, 3, 10, 5L);
            for (int pass = 0; pass < 3; pass++) {
                List<Double> seen = new ArrayList<>();
                for (int step = 0; step < 10; step++) {
                    List<Double> batch = weights(data, new MiniBatch(pass, step, 10, 5L));
                    assertTrue(batch.size() >= 60 && batch.size() <= 140, "a batch of " + batch.size());
                    seen.addAll(batch);
                }
                assertEquals(expected, seen.stream().sorted().toList());
            }
        }
    }

    @Test
    void theSeedDecidesOnTheMiniBatches() {
        RandomRows rows = new RandomRows(500, 3, 3, 1L).weighted(2L);
        MiniBatch batch = new MiniBatch(0, 3, 10, 5L);
        List<Double> first;
        {
            PackedRows data = read(rows, 2, 10, 5L);
            first = weights(data, batch);
            assertNotEquals(first, weights(data, new MiniBatch(1, 3, 10, 5L)));
        }
        {
            PackedRows data = read(rows, 2, 10, 5L);
            assertEquals(first, weights(data, batch));
        }
        {
            PackedRows data = read(rows, 2, 10, 6L);
            assertNotEquals(first, weights(data, batch));
        }
    }

    @Test
    void rowsGroupedByClassAreMixed() {
        RandomRows rows = new RandomRows(1000, 2, 2, 1L);
        // The weight tells where a row stood.
        Arrays.setAll(rows.w, i -> i + 1.0);
        {
            PackedRows data = read(rows, 1, 10, 5L);
            double mean = weights(data, new MiniBatch(0, 0, 10, 5L)).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
            // Mean of 100 draws from 1 to 1000: 500 with deviation 29.
            assertEquals(500.0, mean, 120.0);
        }
    }

    @Test
    void emptyPartitionsDoNotMatter() {
        RandomRows rows = new RandomRows(5, 2, 2, 3L);
        {
            PackedRows data = read(rows, 9, 1, 0L);
            assertEquals(5, data.statistics().numRows());
            assertEquals(5, weights(data, MiniBatch.ALL).size());
        }
        {
            PackedRows data = read(rows, 9, 5, 0L);
            int seen = 0;
            for (int step = 0; step < 5; step++) {
                seen += weights(data, new MiniBatch(0, step, 5, 0L)).size();
            }
            assertEquals(5, seen);
        }
    }

    @Test
    void blocksAreCutAtTheirSize() {
        RandomRows rows = new RandomRows(1000, 10, 3, 3L);
        List<Block> blocks = read(rows, 1, 1, 0L).training(scope, 2).collect().get(0);
        // 10,485 bytes hold 109 rows of 96 bytes: cut when reached.
        assertEquals(110, blocks.get(0).numRows());
        assertEquals(1000, blocks.stream().mapToInt(Block::numRows).sum());
    }
}
