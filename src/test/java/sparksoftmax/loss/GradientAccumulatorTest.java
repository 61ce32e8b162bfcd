package sparksoftmax.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.RandomRows;
import sparksoftmax.block.Block;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.Storage;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/** Sums of loss and gradient over blocks, against finite differences and a derivation row by row. */
class GradientAccumulatorTest {
    private static final int NUM_FEATURES = 7;
    private static final int NUM_CLASSES = 4;
    private static final FixedPointUnits UNITS = FixedPointUnits.ofBounds(
            DoubleStream.generate(() -> 1e4).limit(NUM_FEATURES + 1L).toArray(), NUM_CLASSES);

    /** One block, several of different sizes that shrink and grow, and blocks longer than a tile of rows. */
    private static final int[][] BLOCKINGS = {{150}, {1, 5, 2, 64, 3, 40}, {100, 50}};

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (String variant : LossVariant.names()) {
            for (double density : new double[] {1.0, 0.05}) {
                for (boolean weighted : new boolean[] {true, false}) {
                    for (boolean intercept : new boolean[] {true, false}) {
                        for (int[] blocking : BLOCKINGS) {
                            cases.add(Arguments.of(variant, density, weighted, intercept, blocking));
                        }
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientIsThatOfFiniteDifferences(
            String variant, double density, boolean weighted, boolean intercept, int[] blocking) {
        RandomRows rows = rows(density, weighted);
        List<Block> blocks = TestBlocks.of(rows, blocking);
        assertEquals(density == 1.0, TestBlocks.isDense(blocks.get(blocks.size() - 1)));
        SoftmaxLoss loss = LossVariant.named(variant);
        double[] w = random(NUM_FEATURES * NUM_CLASSES, 1L);
        double[] b = intercept ? random(NUM_CLASSES, 2L) : new double[NUM_CLASSES];

        Sums sums = sums(loss, w, b, blocks, true);
        for (int i = 0; i < w.length; i++) {
            double difference = difference(loss, w, b, w, i, blocks);
            assertEquals(difference, sums.gradient()[i], 1e-6, "coefficient " + i);
        }
        for (int k = 0; k < b.length; k++) {
            assertEquals(difference(loss, w, b, b, k, blocks), sums.gradient()[w.length + k], 1e-6, "intercept " + k);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sumsAreThoseOfEveryRowByItself(
            String variant, double density, boolean weighted, boolean intercept, int[] blocking) {
        RandomRows rows = rows(density, weighted);
        SoftmaxLoss loss = LossVariant.named(variant);
        double[] w = random(NUM_FEATURES * NUM_CLASSES, 1L);
        double[] b = intercept ? random(NUM_CLASSES, 2L) : new double[NUM_CLASSES];
        double lossSum = 0.0;
        double weightSum = 0.0;
        double[] gradient = new double[w.length];
        for (int i = 0; i < rows.y.length; i++) {
            double[] z = b.clone();
            for (int j = 0; j < NUM_FEATURES; j++) {
                for (int k = 0; k < NUM_CLASSES; k++) {
                    z[k] += w[j * NUM_CLASSES + k] * rows.x[i][j];
                }
            }
            double[][] batch = {z};
            int[] label = {rows.y[i]};
            lossSum += rows.w[i]
                    * (variant.equals("doubleSoftmax")
                            ? Softmax.crossEntropy(Softmax.softmax(batch), label)
                            : Softmax.nllLoss(Softmax.logSoftmax(batch), label));
            weightSum += rows.w[i];
            loss.lossAndMultipliers(z, 0, NUM_CLASSES, rows.y[i], rows.w[i]);
            for (int j = 0; j < NUM_FEATURES; j++) {
                for (int k = 0; k < NUM_CLASSES; k++) {
                    gradient[j * NUM_CLASSES + k] += z[k] * rows.x[i][j];
                }
            }
        }
        Sums sums = sums(loss, w, b, TestBlocks.of(rows, blocking), true);
        assertEquals(lossSum, sums.lossSum(), 1e-9);
        assertEquals(weightSum, sums.weightSum(), 1e-9);
        assertArrayEquals(gradient, Arrays.copyOf(sums.gradient(), w.length), 1e-9);
    }

    /** Blocks in single precision, against the same rows in double. */
    @Test
    void standardizedBlocksSumTheSameToSinglePrecision() {
        double[] ones = new double[NUM_FEATURES];
        Arrays.fill(ones, 1.0);
        for (double density : new double[] {1.0, 0.05}) {
            double[] w = random(NUM_FEATURES * NUM_CLASSES, 1L);
            double[] b = random(NUM_CLASSES, 2L);
            List<Block> blocks = TestBlocks.of(rows(density, true), 1, 5, 2, 64, 3, 40);
            FeatureMap all =
                    FeatureMap.selecting(IntStream.range(0, NUM_FEATURES).toArray(), NUM_FEATURES);
            Storage storage = density == 1.0 ? Storage.DENSE_FLOAT : Storage.SPARSE_FLOAT;
            List<Block> standardized = blocks.stream()
                    .map(block -> block.mapped(all.standardizing(ones, new double[NUM_FEATURES], 1.0, storage)))
                    .toList();
            for (String variant : LossVariant.names()) {
                Sums expected = sums(LossVariant.named(variant), w, b, blocks, true);
                Sums found = sums(LossVariant.named(variant), w, b, standardized, true);
                assertEquals(expected.lossSum(), found.lossSum(), 1e-5);
                assertArrayEquals(expected.gradient(), found.gradient(), 2e-5);
            }
        }
    }

    @Test
    void mergingIsAddingUp() {
        RandomRows rows = rows(1.0, true);
        double[] w = random(NUM_FEATURES * NUM_CLASSES, 1L);
        double[] b = random(NUM_CLASSES, 2L);
        List<Block> blocks = TestBlocks.of(rows, 30);
        Sums whole = sums(new FusedLoss(), w, b, blocks, true);
        PartitionSums merged = partition(0, new FusedLoss(), w, b, blocks.subList(0, 2), true);
        merged.add(partition(1, new FusedLoss(), w, b, List.of(), true));
        merged.add(partition(2, new FusedLoss(), w, b, blocks.subList(2, blocks.size()), true));
        assertEquals(whole.lossSum(), merged.number(GradientAccumulator.LOSS), 1e-10);
        assertEquals(whole.weightSum(), merged.number(GradientAccumulator.WEIGHT), 1e-10);
        assertArrayEquals(whole.gradient(), merged.vector(UNITS), 1e-10);
    }

    @Test
    void theLossAloneIsTheSameAndBringsNoGradient() {
        List<Block> blocks = TestBlocks.of(rows(0.05, true), 30);
        double[] w = random(NUM_FEATURES * NUM_CLASSES, 1L);
        double[] b = random(NUM_CLASSES, 2L);
        Sums with = sums(new FusedLoss(), w, b, blocks, true);
        Sums without = sums(new FusedLoss(), w, b, blocks, false);
        assertEquals(with.lossSum(), without.lossSum());
        assertNotNull(with.gradient());
        assertNull(without.gradient());
    }

    private static RandomRows rows(double density, boolean weighted) {
        RandomRows rows = new RandomRows(150, NUM_FEATURES, NUM_CLASSES, density, 17L);
        return weighted ? rows.weighted(18L) : rows;
    }

    private static double[] random(int length, long seed) {
        return new Random(seed).doubles(length, -1.0, 1.0).toArray();
    }

    /** What leaves a partition, in doubles again. */
    private record Sums(double lossSum, double weightSum, double[] gradient) {}

    private static PartitionSums partition(
            int partition, SoftmaxLoss loss, double[] w, double[] b, List<Block> blocks, boolean withGradient) {
        GradientAccumulator sums =
                new GradientAccumulator.Model(loss, new Coefficients(w, b), withGradient ? UNITS : null).create();
        blocks.forEach(sums::add);
        return sums.sums(partition);
    }

    private static Sums sums(SoftmaxLoss loss, double[] w, double[] b, List<Block> blocks, boolean withGradient) {
        PartitionSums sums = partition(0, loss, w, b, blocks, withGradient);
        return new Sums(
                sums.number(GradientAccumulator.LOSS), sums.number(GradientAccumulator.WEIGHT), sums.vector(UNITS));
    }

    /** The central difference of the loss sum in element {@code i} of {@code varied}, which is w or b. */
    private static double difference(
            SoftmaxLoss loss, double[] w, double[] b, double[] varied, int i, List<Block> blocks) {
        double h = 1e-5;
        double old = varied[i];
        varied[i] = old + h;
        double up = sums(loss, w, b, blocks, false).lossSum();
        varied[i] = old - h;
        double down = sums(loss, w, b, blocks, false).lossSum();
        varied[i] = old;
        return (up - down) / (2 * h);
    }
}
