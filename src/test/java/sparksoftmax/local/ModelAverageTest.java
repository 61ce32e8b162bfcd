package sparksoftmax.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.TestScan;
import sparksoftmax.TestStatistics;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockRows;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.ShuffledRows;
import sparksoftmax.block.Storage;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.SumBounds;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;
import sparksoftmax.sums.SpareArrays;

/** The average of models against one made feature by feature from the models themselves. */
class ModelAverageTest {
    private static final int NUM_FEATURES = 30;
    private static final int NUM_CLASSES = 4;
    private static final double STEP = 0.5;

    private static double[] ones() {
        double[] ones = new double[NUM_FEATURES];
        Arrays.fill(ones, 1.0);
        return ones;
    }

    private static Storage storage(boolean dense) {
        return dense ? Storage.DENSE_FLOAT : Storage.SPARSE_FLOAT;
    }

    /** All features as they are, in single precision. */
    private static FeatureMap map(boolean dense) {
        return FeatureMap.selecting(IntStream.range(0, NUM_FEATURES).toArray(), NUM_FEATURES)
                .standardizing(ones(), new double[NUM_FEATURES], 1.0, storage(dense));
    }

    private static double[] absoluteSums(List<Block> read, boolean dense) {
        Scaling scaling = new Scaling(ones(), new double[NUM_FEATURES], NUM_CLASSES, true);
        return SumBounds.of(TestStatistics.of(read), scaling, storage(dense), 1.0)
                .absoluteSums();
    }

    private static double[] random(int length, long seed) {
        return new Random(seed).doubles(length, -1.0, 1.0).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.02})
    void isWeightedByTheRowsThatHaveTheFeature(double density) {
        boolean dense = density == 1.0;
        RandomRows rows = new RandomRows(120, NUM_FEATURES, NUM_CLASSES, density, 1L).weighted(2L);
        FeatureMap map = map(dense);
        List<Block> read = TestBlocks.of(rows, 40, 50, 30);
        List<List<Block>> partitions =
                read.stream().map(block -> List.of(block.mapped(map))).toList();
        double[] start = random(NUM_FEATURES * NUM_CLASSES, 3L);
        float[] coefficients = new float[start.length];
        for (int i = 0; i < start.length; i++) {
            coefficients[i] = (float) start[i];
        }
        LocalPass pass = new LocalPass(
                coefficients,
                random(NUM_CLASSES, 4L),
                true,
                dense,
                LocalPenalty.NONE,
                new FusedLoss(),
                3,
                SpareArrays.none());
        FixedPointUnits units = ModelAverage.units(pass, absoluteSums(read, dense), STEP);

        double[] sums = new double[start.length + NUM_CLASSES];
        double[] weights = new double[NUM_FEATURES + 1];
        PartitionSums shares = PartitionSums.none();
        double startLoss = 0.0;
        for (int p = partitions.size() - 1; p >= 0; p--) {
            List<Block> blocks = partitions.get(p);
            BlockRows all = new BlockRows(blocks);
            LocalModel model = pass.start();
            int[] order = LocalTraining.order(all.numRows(), 7, p, 0, 5L);
            startLoss += pass.trainMeasured(pass.start(), new ShuffledRows(all, order, 0, order.length), 0.0, 0.0);
            pass.trainMeasured(model, new ShuffledRows(all, order, 0, order.length), STEP, 0.0);
            addTo(sums, weights, model, blocks.get(0), dense);
            shares.add(new LocalTraining(pass, STEP, 0.0, 7, 5L, units, Long.MAX_VALUE).run(p, 1, blocks.iterator()));
        }
        ModelAverage average = new ModelAverage(shares, units);
        double[] expected = start.clone();
        expected = Arrays.copyOf(expected, sums.length);
        for (int i = 0; i < sums.length; i++) {
            if (weights[i / NUM_CLASSES] > 0.0) {
                double mean = sums[i] / weights[i / NUM_CLASSES];
                expected[i] = i < start.length ? (float) mean : mean;
            }
        }
        double[] found = Arrays.copyOf(start, sums.length);
        average.putInto(found);
        assertArrayEquals(expected, found, 1e-6);
        assertEquals(startLoss / weights[NUM_FEATURES], average.startLoss(), 1e-12);
    }

    /** Of each part in a random order of its own, with step sizes that go on from part to part. */
    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.02})
    void aPartitionInPartsIsTrainedOnOneAfterTheOther(double density) {
        boolean dense = density == 1.0;
        RandomRows rows = new RandomRows(120, NUM_FEATURES, NUM_CLASSES, density, 1L).weighted(2L);
        FeatureMap map = map(dense);
        List<Block> read = TestBlocks.of(rows, 30);
        List<Block> blocks = read.stream().map(block -> block.mapped(map)).toList();
        LocalPass pass = new LocalPass(
                new float[NUM_FEATURES * NUM_CLASSES],
                random(NUM_CLASSES, 4L),
                true,
                dense,
                LocalPenalty.NONE,
                new FusedLoss(),
                3,
                SpareArrays.none());
        FixedPointUnits units = ModelAverage.units(pass, absoluteSums(read, dense), STEP);

        LocalModel model = pass.start();
        double startLoss = 0.0;
        for (int part = 0; part < 4; part++) {
            BlockRows held = new BlockRows(List.of(blocks.get(part)));
            int[] order = LocalTraining.order(30, 7, 2, part, 5L);
            startLoss += pass.trainMeasured(pass.start(), new ShuffledRows(held, order, 0, 30), 0.0, 0.0);
            pass.trainMeasured(
                    model, new ShuffledRows(held, order, 0, 30), STEP * (1.0 - part / 4.0), STEP * (0.75 - part / 4.0));
        }
        LocalTraining training = new LocalTraining(pass, STEP, 0.0, 7, 5L, units, 1L);
        PartitionSums shares = training.run(2, 4, blocks.iterator());
        ModelAverage average = new ModelAverage(shares, units);
        double[] found = new double[NUM_FEATURES * NUM_CLASSES + NUM_CLASSES];
        average.putInto(found);
        float[] ofFeature = new float[NUM_CLASSES];
        for (int j = 0; j < NUM_FEATURES; j++) {
            model.copyCoefficients(j, ofFeature, 0);
            for (int k = 0; k < NUM_CLASSES; k++) {
                assertEquals(ofFeature[k], found[j * NUM_CLASSES + k], 1e-6);
            }
        }
        double weightSum = Arrays.stream(rows.w).sum();
        assertEquals(startLoss / weightSum, average.startLoss(), 1e-12);
    }

    /** Arrays of earlier passes hold anything, here the worst. */
    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.02})
    void arraysThatAreUsedAgainChangeNoBit(double density) {
        boolean dense = density == 1.0;
        RandomRows rows = new RandomRows(120, NUM_FEATURES, NUM_CLASSES, density, 1L);
        FeatureMap map = map(dense);
        List<Block> read = TestBlocks.of(rows, 70, 50);
        List<List<Block>> partitions =
                read.stream().map(block -> List.of(block.mapped(map))).toList();
        double[] absoluteSums = absoluteSums(read, dense);
        double[] expected = threePasses(partitions, dense, absoluteSums, SpareArrays.none());
        SpareArrays used = SpareArrays.none();
        for (int length = 1; length < 64 * NUM_FEATURES; length++) {
            for (int copy = 0; copy < 3; copy++) {
                float[] floats = new float[length];
                Arrays.fill(floats, Float.NaN);
                used.give(floats);
                long[] longs = new long[length];
                Arrays.fill(longs, Long.MIN_VALUE);
                used.give(longs);
            }
        }
        float[] last = used.floats(NUM_FEATURES * NUM_CLASSES);
        used.give(last);
        assertArrayEquals(expected, threePasses(partitions, dense, absoluteSums, used));
        // The coefficients of the last pass, in an array that was given.
        assertTrue(IntStream.range(0, 3).mapToObj(i -> used.floats(last.length)).anyMatch(array -> array == last));
        assertTrue(Float.isFinite(last[0]));
        for (double parameter : expected) {
            assertTrue(Double.isFinite(parameter));
        }
    }

    private static double[] threePasses(
            List<List<Block>> partitions, boolean dense, double[] absoluteSums, SpareArrays arrays) {
        double[] parameters = random(NUM_FEATURES * NUM_CLASSES + NUM_CLASSES, 3L);
        LocalPenalty penalty = new LocalPenalty(null, new double[NUM_FEATURES]);
        for (int number = 0; number < 3; number++) {
            float[] coefficients = arrays.floats(NUM_FEATURES * NUM_CLASSES);
            for (int i = 0; i < coefficients.length; i++) {
                coefficients[i] = (float) parameters[i];
            }
            double[] intercepts = Arrays.copyOfRange(parameters, coefficients.length, parameters.length);
            LocalPass pass = new LocalPass(coefficients, intercepts, true, dense, penalty, new FusedLoss(), 3, arrays);
            FixedPointUnits units = ModelAverage.units(pass, absoluteSums, STEP);
            TestScan scan = new TestScan(partitions);
            PartitionSums trial =
                    scan.sum(new StepSizeTrial(pass, new double[] {0.0, STEP}, false, 5L, Long.MAX_VALUE));
            assertTrue(Double.isFinite(trial.number(1)));
            ModelAverage average = new ModelAverage(
                    scan.sum(new LocalTraining(pass, STEP, STEP, number, 5L, units, Long.MAX_VALUE)), units);
            average.putInto(parameters);
            average.end(arrays);
            pass.end();
        }
        return parameters;
    }

    private static void addTo(double[] sums, double[] weights, LocalModel model, Block block, boolean dense) {
        float[] ofFeature = new float[NUM_CLASSES];
        for (int j = 0; j <= NUM_FEATURES; j++) {
            double weight = 0.0;
            for (int i = 0; i < block.numRows(); i++) {
                boolean[] has = new boolean[NUM_FEATURES + 1];
                block.forEachStored(i, (feature, value) -> has[feature] = true);
                has[NUM_FEATURES] = true;
                weight += dense || has[j] ? block.weight(i) : 0.0;
            }
            if (j < NUM_FEATURES) {
                model.copyCoefficients(j, ofFeature, 0);
            }
            for (int k = 0; k < NUM_CLASSES; k++) {
                sums[j * NUM_CLASSES + k] += weight * (j < NUM_FEATURES ? ofFeature[k] : model.intercepts()[k]);
            }
            weights[j] += weight;
        }
    }
}
