package sparksoftmax.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import sparksoftmax.block.TestBlocks;

/** Sums of loss and gradient over blocks, against finite differences and a derivation row by row. */
class GradientAccumulatorTest {
    private static final int NUM_FEATURES = 7;
    private static final int NUM_CLASSES = 4;

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

        GradientAccumulator sums = sums(loss, w, b, blocks, true);
        for (int i = 0; i < w.length; i++) {
            double difference = difference(loss, w, b, w, i, blocks);
            assertEquals(difference, sums.gradient().coefficients()[i], 1e-6, "coefficient " + i);
        }
        for (int k = 0; k < b.length; k++) {
            assertEquals(difference(loss, w, b, b, k, blocks), sums.gradient().intercepts()[k], 1e-6, "intercept " + k);
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
        GradientAccumulator sums = sums(loss, w, b, TestBlocks.of(rows, blocking), true);
        assertEquals(lossSum, sums.lossSum(), 1e-9);
        assertEquals(weightSum, sums.weightSum(), 1e-9);
        assertArrayEquals(gradient, sums.gradient().coefficients(), 1e-9);
    }

    /** Blocks in single precision, against the same rows in double. */
    @Test
    void standardizedBlocksSumTheSameToSinglePrecision() {
        double[] ones = new double[NUM_FEATURES];
        java.util.Arrays.fill(ones, 1.0);
        for (double density : new double[] {1.0, 0.05}) {
            double[] w = random(NUM_FEATURES * NUM_CLASSES, 1L);
            double[] b = random(NUM_CLASSES, 2L);
            List<Block> blocks = TestBlocks.of(rows(density, true), 1, 5, 2, 64, 3, 40);
            FeatureMap all =
                    FeatureMap.selecting(IntStream.range(0, NUM_FEATURES).toArray(), NUM_FEATURES);
            FeatureMap.Storage storage = density == 1.0 ? FeatureMap.Storage.DENSE : FeatureMap.Storage.SPARSE_SINGLE;
            List<Block> standardized = blocks.stream()
                    .map(block -> block.mapped(all.standardizing(ones, new double[NUM_FEATURES], 1.0, storage)))
                    .toList();
            for (String variant : LossVariant.names()) {
                GradientAccumulator expected = sums(LossVariant.named(variant), w, b, blocks, true);
                GradientAccumulator found = sums(LossVariant.named(variant), w, b, standardized, true);
                assertEquals(expected.lossSum(), found.lossSum(), 1e-5);
                assertArrayEquals(
                        expected.gradient().coefficients(), found.gradient().coefficients(), 2e-5);
                assertArrayEquals(
                        expected.gradient().intercepts(), found.gradient().intercepts(), 2e-5);
            }
        }
    }

    @Test
    void mergingIsAddingUp() {
        RandomRows rows = rows(1.0, true);
        double[] w = random(NUM_FEATURES * NUM_CLASSES, 1L);
        double[] b = random(NUM_CLASSES, 2L);
        List<Block> blocks = TestBlocks.of(rows, 30);
        GradientAccumulator whole = sums(new FusedLoss(), w, b, blocks, true);
        GradientAccumulator merged = sums(new FusedLoss(), w, b, List.of(), true);
        merged.merge(sums(new FusedLoss(), w, b, blocks.subList(0, 2), true));
        merged.merge(sums(new FusedLoss(), w, b, List.of(), true));
        merged.merge(sums(new FusedLoss(), w, b, blocks.subList(2, blocks.size()), true));
        assertEquals(whole.lossSum(), merged.lossSum(), 1e-10);
        assertEquals(whole.weightSum(), merged.weightSum(), 1e-10);
        assertArrayEquals(whole.gradient().coefficients(), merged.gradient().coefficients(), 1e-10);
        assertArrayEquals(whole.gradient().intercepts(), merged.gradient().intercepts(), 1e-10);
    }

    @Test
    void theLossAloneIsTheSameAndBringsNoGradient() {
        List<Block> blocks = TestBlocks.of(rows(0.05, true), 30);
        double[] w = random(NUM_FEATURES * NUM_CLASSES, 1L);
        double[] b = random(NUM_CLASSES, 2L);
        GradientAccumulator with = sums(new FusedLoss(), w, b, blocks, true);
        GradientAccumulator without = sums(new FusedLoss(), w, b, blocks, false);
        assertEquals(with.lossSum(), without.lossSum());
        assertNotNull(with.gradient());
        assertNull(without.gradient());
    }

    @Test
    void coefficientsDoNotTravelWithTheSums() throws Exception {
        double[] w = random(1000 * NUM_CLASSES, 1L);
        GradientAccumulator empty = sums(new FusedLoss(), w, new double[NUM_CLASSES], List.of(), true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(empty);
        }
        assertTrue(bytes.size() < 1000, "an empty sum takes " + bytes.size() + " bytes");
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(0.0, ((GradientAccumulator) in.readObject()).weightSum());
        }
    }

    private static RandomRows rows(double density, boolean weighted) {
        RandomRows rows = new RandomRows(150, NUM_FEATURES, NUM_CLASSES, density, 17L);
        return weighted ? rows.weighted(18L) : rows;
    }

    private static double[] random(int length, long seed) {
        return new Random(seed).doubles(length, -1.0, 1.0).toArray();
    }

    private static GradientAccumulator sums(
            SoftmaxLoss loss, double[] w, double[] b, List<Block> blocks, boolean withGradient) {
        GradientAccumulator sums = new GradientAccumulator.Model(loss, new Coefficients(w, b), withGradient).create();
        blocks.forEach(sums::add);
        return sums;
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
