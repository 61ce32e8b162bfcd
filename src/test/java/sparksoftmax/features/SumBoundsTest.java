package sparksoftmax.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.RandomRows;
import sparksoftmax.TestStatistics;
import sparksoftmax.block.Block;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.GradientSums;
import sparksoftmax.block.Scratch;
import sparksoftmax.block.Storage;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.loss.GradientAccumulator;
import sparksoftmax.loss.LossVariant;
import sparksoftmax.loss.SmoothedLoss;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.sums.FixedPointUnits;

/** The bounds against sums over the mapped blocks themselves. */
class SumBoundsTest {
    private static final int NUM_FEATURES = 9;
    private static final int NUM_CLASSES = 4;

    private enum Kind {
        DENSE,
        SPARSE,
        ONE_OUTLIER,
        HUGE_MEANS,
        EQUAL_SIZES
    }

    /** Mapped blocks, and the bounds that follow from the statistics. */
    private record Mapped(List<Block> blocks, SumBounds bounds) {}

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Storage storage : Storage.values()) {
                cases.add(Arguments.of(kind, storage));
            }
        }
        return cases.stream();
    }

    private static Mapped mapped(Kind kind, Storage storage) {
        RandomRows rows = new RandomRows(300, NUM_FEATURES, NUM_CLASSES, kind == Kind.SPARSE ? 0.1 : 1.0, 1L);
        rows.weighted(2L);
        Random random = new Random(3L);
        for (double[] row : rows.x) {
            for (int j = 0; kind == Kind.EQUAL_SIZES && j < NUM_FEATURES; j++) {
                // Σ w |x| is then W r itself.
                row[j] = random.nextBoolean() ? 0.7 : -0.7;
            }
            for (int j = 0; kind == Kind.HUGE_MEANS && j < NUM_FEATURES; j++) {
                row[j] += 1e6 * (j % 3 - 1);
            }
        }
        if (kind == Kind.ONE_OUTLIER) {
            rows.x[17][2] = 1e9;
        }
        List<Block> read = TestBlocks.of(rows, 64, 1, 100);
        DatasetStatistics statistics = TestStatistics.of(read);
        double weightUnit = storage == Storage.AS_READ ? 1.0 : statistics.weightSum() / statistics.numRows();
        Scaling scaling = new Scalings(statistics, new Regularization(0.0, 0.0, true), 0.5, NUM_CLASSES, true, true)
                .evenlySpread(storage.isCentered());
        VaryingFeatures varying = statistics.varyingFeatures();
        FeatureMap selecting = FeatureMap.selecting(varying.columns(), NUM_FEATURES);
        FeatureMap map = storage == Storage.AS_READ
                ? selecting
                : selecting.standardizing(scaling.scale(), scaling.center(), weightUnit, storage);
        return new Mapped(
                read.stream().map(block -> block.mapped(map)).toList(),
                SumBounds.of(statistics, scaling, storage, weightUnit));
    }

    /** Sums of absolute values over all rows, which no part of the rows and no signs exceed. */
    @ParameterizedTest
    @MethodSource("cases")
    void absoluteSumsAreWithinTheBounds(Kind kind, Storage storage) {
        Mapped data = mapped(kind, storage);
        double[] sums = new double[NUM_FEATURES + 1];
        for (Block block : data.blocks()) {
            for (int i = 0; i < block.numRows(); i++) {
                double weight = block.weight(i);
                block.forEachStored(i, (j, value) -> sums[j] += weight * Math.abs(value));
                sums[NUM_FEATURES] += weight;
            }
        }
        double[] bounds = data.bounds().absoluteSums();
        for (int j = 0; j <= NUM_FEATURES; j++) {
            assertTrue(sums[j] <= bounds[j], sums[j] + " of at most " + bounds[j] + ", feature " + j);
        }
    }

    /** For huge coefficients every row has a multiplier of its whole weight. */
    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfAllLossesEqualTheSumsInDoubles(Kind kind, Storage storage) {
        Mapped data = mapped(kind, storage);
        List<SoftmaxLoss> losses = new ArrayList<>(
                LossVariant.names().stream().map(LossVariant::named).toList());
        losses.add(new SmoothedLoss(new FusedLoss(), 0.3));
        for (SoftmaxLoss loss : losses) {
            double[] bounds = data.bounds().absoluteSums();
            FixedPointUnits units = data.bounds().ofGradient(loss.multiplierBound(), NUM_CLASSES);
            for (double size : new double[] {0.0, 1.0, 1e6}) {
                double[] w = new Random(5L)
                        .doubles(NUM_FEATURES * NUM_CLASSES, -size, Math.max(size, Double.MIN_VALUE))
                        .toArray();
                Coefficients coefficients = new Coefficients(w, new double[NUM_CLASSES]);
                GradientAccumulator sums = new GradientAccumulator.Model(loss, coefficients, units).create();
                data.blocks().forEach(sums::add);
                double[] found = sums.sums(0).vector(units);
                double[] expected = gradient(loss, coefficients, data.blocks());
                for (int i = 0; i < found.length; i++) {
                    String what = loss.name() + " " + size + ", value " + i;
                    assertEquals(expected[i], found[i], 1e-12 * bounds[i / NUM_CLASSES], what);
                    assertTrue(Math.abs(found[i]) <= loss.multiplierBound() * bounds[i / NUM_CLASSES], what);
                }
            }
        }
    }

    /** In doubles, in the tiles of the accumulator. */
    private static double[] gradient(SoftmaxLoss loss, Coefficients coefficients, List<Block> blocks) {
        GradientSums sums = new GradientSums(NUM_FEATURES, NUM_CLASSES);
        int tileRows = GradientAccumulator.tileRows(NUM_CLASSES);
        for (Block block : blocks) {
            for (int from = 0; from < block.numRows(); from += tileRows) {
                int to = Math.min(block.numRows(), from + tileRows);
                double[] margins = new double[(to - from) * NUM_CLASSES];
                block.margins(from, to, coefficients, margins, new Scratch());
                loss.lossAndMultipliers(margins, NUM_CLASSES, to - from, block.targets(), from);
                assertTrue(Arrays.stream(margins).allMatch(Double::isFinite), loss.name());
                block.addGradient(from, to, margins, sums);
            }
        }
        return sums.toArray();
    }
}
