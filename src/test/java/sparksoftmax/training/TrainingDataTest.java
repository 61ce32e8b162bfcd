package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sparksoftmax.RandomRows;
import sparksoftmax.SharedSpark;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.Penalty;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;

/** Scans: what they see, in which order, and with which result. */
@ExtendWith(SharedSpark.class)
class TrainingDataTest {
    private static final InputColumns COLUMNS = new InputColumns("features", "label", "weight", null);
    private static final int NUM_CLASSES = 10;

    private final SparkSession spark;

    TrainingDataTest(SparkSession spark) {
        this.spark = spark;
    }

    private static TrainingSettings settings(double miniBatchFraction, long seed) {
        return new TrainingSettings(
                1,
                0.0,
                true,
                0.0,
                0.0,
                true,
                true,
                new FusedLoss(),
                "sgd",
                Optimizer.SGD,
                OptionalDouble.of(1.0),
                LearningRateSchedule.CONSTANT,
                miniBatchFraction,
                OptionalInt.empty(),
                2,
                0.01,
                seed);
    }

    private TrainingData read(RandomRows rows, int numPartitions, double miniBatchFraction, long seed) {
        return TrainingData.read(
                rows.toDataset(spark, numPartitions), COLUMNS, settings(miniBatchFraction, seed), "blocks", "no rows");
    }

    private static GradientAccumulator.Model model(int numFeatures) {
        double[] coefficients = new double[numFeatures * NUM_CLASSES];
        Arrays.setAll(coefficients, i -> Math.sin(i));
        return new GradientAccumulator.Model(
                new FusedLoss(), new Coefficients(coefficients, new double[NUM_CLASSES]), true);
    }

    /** The rows of a scan by their (unique) weights, in the order of the scan. */
    private static final class Weights implements BlockAccumulator<Weights> {
        private static final long serialVersionUID = 1L;
        private final ArrayList<Double> weights = new ArrayList<>();

        @Override
        public void add(Block block) {
            for (int i = 0; i < block.numRows(); i++) {
                weights.add(block.weight(i));
            }
        }

        @Override
        public void merge(Weights other) {
            weights.addAll(other.weights);
        }
    }

    private static List<Double> weights(TrainingData data, MiniBatch batch) {
        return data.clusterScan().aggregate(Weights::new, batch).weights;
    }

    @Test
    void driverAndClusterGiveTheSameSums() {
        for (int numPartitions : new int[] {1, 3, 7}) {
            RandomRows small = new RandomRows(300, 30, NUM_CLASSES, 1L).weighted(2L);
            try (TrainingData data = read(small, numPartitions, 1.0, 0L)) {
                assertTrue(data.isSmall(NUM_CLASSES));
                BlockScan local = data.localScan();
                BlockScan cluster = data.clusterScan();
                GradientAccumulator expected = cluster.aggregate(model(30), MiniBatch.ALL);
                GradientAccumulator found = local.aggregate(model(30), MiniBatch.ALL);
                assertEquals(expected.lossSum(), found.lossSum(), 1e-10);
                assertArrayEquals(
                        expected.gradient().coefficients(), found.gradient().coefficients(), 1e-11);
                assertArrayEquals(
                        expected.gradient().intercepts(), found.gradient().intercepts(), 1e-11);
            }
        }
    }

    @Test
    void sumsOnTheClusterRepeatToTheBit() {
        RandomRows large = new RandomRows(4000, 30, NUM_CLASSES, 1L).weighted(2L);
        try (TrainingData data = read(large, 7, 1.0, 0L)) {
            assertFalse(data.isSmall(NUM_CLASSES));
            BlockScan scan = data.clusterScan();
            GradientAccumulator first = scan.aggregate(model(30), MiniBatch.ALL);
            for (int repeat = 0; repeat < 5; repeat++) {
                GradientAccumulator again = scan.aggregate(model(30), MiniBatch.ALL);
                assertEquals(first.lossSum(), again.lossSum());
                assertArrayEquals(
                        first.gradient().coefficients(), again.gradient().coefficients());
            }
        }
    }

    /** Where dense and sparse blocks meet, and a mean of one million would not survive single precision. */
    @Test
    void standardizedBlocksGiveTheSumsOfTheFeaturesAsTheyAre() {
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
                try (TrainingData data = read(rows, 5, 1.0, 0L)) {
                    double[] scale = new double[30];
                    Arrays.setAll(scale, j -> 1.0 / data.statistics().std(j));
                    FeatureMap.Storage storage =
                            density == 1.0 ? FeatureMap.Storage.DENSE : FeatureMap.Storage.SPARSE_SINGLE;
                    Scaling space = new Scaling(scale, data.statistics().mean(), NUM_CLASSES, fitIntercept);
                    double[] parameters = new double[space.numParameters()];
                    Arrays.setAll(parameters, i -> Math.sin(i));
                    double[] expectedGradient = new double[parameters.length];
                    double[] foundGradient = new double[parameters.length];
                    Penalty none = new Penalty(new double[30], new double[30], NUM_CLASSES);
                    double expected = new Objective(data.clusterScan(), new FusedLoss(), space, none, true)
                            .valueAndGradient(parameters, expectedGradient);
                    double found = new Objective(
                                    data.standardizedScan(space.scale(), space.center(), storage),
                                    new FusedLoss(),
                                    space.ofStandardizedBlocks(density == 1.0),
                                    none,
                                    true)
                            .valueAndGradient(parameters, foundGradient);
                    assertEquals(expected, found, 1e-6 * expected);
                    assertArrayEquals(expectedGradient, foundGradient, 1e-6);
                }
            }
        }
        assertTrue(spark.sparkContext().getPersistentRDDs().isEmpty());
    }

    @Test
    void aFullBatchKeepsTheOrderOfTheRows() {
        RandomRows rows = new RandomRows(200, 3, 3, 1L).weighted(2L);
        try (TrainingData data = read(rows, 3, 1.0, 0L)) {
            assertEquals(Arrays.stream(rows.w).boxed().toList(), weights(data, MiniBatch.ALL));
        }
    }

    @Test
    void theMiniBatchesOfAnEpochSeeEveryRowOnceAndAreAlike() {
        RandomRows rows = new RandomRows(1000, 3, 3, 1L).weighted(2L);
        List<Double> expected = Arrays.stream(rows.w).sorted().boxed().toList();
        try (TrainingData data = read(rows, 3, 0.1, 5L)) {
            for (int epoch = 0; epoch < 3; epoch++) {
                List<Double> seen = new ArrayList<>();
                for (int step = 0; step < 10; step++) {
                    List<Double> batch = weights(data, new MiniBatch(epoch, step, 10, 5L));
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
        try (TrainingData data = read(rows, 2, 0.1, 5L)) {
            first = weights(data, batch);
            assertNotEquals(first, weights(data, new MiniBatch(1, 3, 10, 5L)));
        }
        try (TrainingData data = read(rows, 2, 0.1, 5L)) {
            assertEquals(first, weights(data, batch));
        }
        try (TrainingData data = read(rows, 2, 0.1, 6L)) {
            assertNotEquals(first, weights(data, batch));
        }
    }

    @Test
    void rowsGroupedByClassAreMixed() {
        RandomRows rows = new RandomRows(1000, 2, 2, 1L);
        // The weight tells where a row stood.
        Arrays.setAll(rows.w, i -> i + 1.0);
        try (TrainingData data = read(rows, 1, 0.1, 5L)) {
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
        try (TrainingData data = read(rows, 9, 1.0, 0L)) {
            assertEquals(5, data.statistics().numRows());
            assertEquals(5, weights(data, MiniBatch.ALL).size());
        }
        try (TrainingData data = read(rows, 9, 0.2, 0L)) {
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
        try (TrainingData data = read(rows, 1, 1.0, 0L)) {
            BlockSizes sizes = data.clusterScan().aggregate(BlockSizes::new, MiniBatch.ALL);
            // 0.01 MB hold 10,485 bytes, or 109 rows of 96 bytes: cut when reached.
            assertEquals(110, sizes.rows.get(0));
            assertEquals(1000, sizes.rows.stream().mapToInt(Integer::intValue).sum());
        }
    }

    private static final class BlockSizes implements BlockAccumulator<BlockSizes> {
        private static final long serialVersionUID = 1L;
        private final ArrayList<Integer> rows = new ArrayList<>();

        @Override
        public void add(Block block) {
            rows.add(block.numRows());
        }

        @Override
        public void merge(BlockSizes other) {
            rows.addAll(other.rows);
        }
    }
}
