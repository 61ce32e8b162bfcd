package sparksoftmax.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;
import sparksoftmax.TestStatistics;
import sparksoftmax.block.Block;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.Storage;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.SumBounds;
import sparksoftmax.sums.FixedPointUnits;

/** Second moments in the units that follow from the statistics, against sums in doubles, row by row. */
class SecondMomentBoundsTest {
    private static final int NUM_FEATURES = 8;

    @ParameterizedTest
    @CsvSource({
        "AS_READ, 0, 0, 1e-11", "AS_READ, 1e6, 0, 1e-11", "AS_READ, 0, 1e9, 1e-11",
        "DENSE_FLOAT, 0, 0, 1e-5", "DENSE_FLOAT, 1e6, 0, 1e-5", "DENSE_FLOAT, 0, 1e9, 1e-5",
        "SPARSE_DOUBLE, 0, 0, 1e-11", "SPARSE_DOUBLE, 1e6, 0, 1e-11", "SPARSE_FLOAT, 0, 1e9, 1e-5"
    })
    void productsAndMatrixStayInRange(Storage storage, double mean, double outlier, double tolerance) {
        RandomRows rows = new RandomRows(200, NUM_FEATURES, 3, 1L).weighted(2L).rescale(1, mean, 1.0);
        rows.x[7][2] += outlier;
        List<Block> read = TestBlocks.of(rows, 60);
        DatasetStatistics statistics = TestStatistics.of(read);
        double[] scale = IntStream.range(0, NUM_FEATURES)
                .mapToDouble(j -> 1.0 / statistics.std(j))
                .toArray();
        Scaling scaling = new Scaling(scale, statistics.mean(), 3, true);
        FeatureMap selecting =
                FeatureMap.selecting(IntStream.range(0, NUM_FEATURES).toArray(), NUM_FEATURES);
        FeatureMap map = storage == Storage.AS_READ
                ? selecting
                : selecting.standardizing(scale, statistics.mean(), 1.0, storage);
        List<Block> blocks = read.stream().map(block -> block.mapped(map)).toList();
        SumBounds bounds = SumBounds.of(statistics, scaling, storage, 1.0);
        double[] absolute = bounds.absoluteSums();
        double weightBound = absolute[NUM_FEATURES];

        FixedPointUnits ofMatrix = bounds.ofSecondMoments();
        SecondMomentMatrix matrix = new SecondMomentMatrix.Sample(1.0, ofMatrix).create();
        double[] v = new Random(3L).doubles(NUM_FEATURES + 1, -1.0, 1.0).toArray();
        FixedPointUnits ofProduct = bounds.ofProduct(v);
        SecondMomentProduct product = new SecondMomentProduct.Direction(
                        new Coefficients(Arrays.copyOf(v, NUM_FEATURES), new double[] {v[NUM_FEATURES]}), ofProduct)
                .create();
        double[] expectedMatrix = new double[NUM_FEATURES * NUM_FEATURES];
        double[] expectedProduct = new double[NUM_FEATURES + 1];
        double[] sizes = new double[NUM_FEATURES + 1];
        for (Block block : blocks) {
            matrix.add(block);
            product.add(block);
            for (int i = 0; i < block.numRows(); i++) {
                double[] x = new double[NUM_FEATURES + 1];
                x[NUM_FEATURES] = 1.0;
                block.forEachStored(i, (j, value) -> x[j] = value);
                double margin = IntStream.rangeClosed(0, NUM_FEATURES)
                        .mapToDouble(j -> x[j] * v[j])
                        .sum();
                double size = IntStream.rangeClosed(0, NUM_FEATURES)
                        .mapToDouble(j -> Math.abs(x[j] * v[j]))
                        .sum();
                for (int j = 0; j <= NUM_FEATURES; j++) {
                    expectedProduct[j] += block.weight(i) * margin * x[j];
                    sizes[j] += block.weight(i) * size * Math.abs(x[j]);
                }
                for (int at = 0; at < expectedMatrix.length; at++) {
                    expectedMatrix[at] += block.weight(i) * x[at / NUM_FEATURES] * x[at % NUM_FEATURES];
                }
            }
        }
        double[] foundMatrix = matrix.sums(0).vector(ofMatrix);
        double[] foundProduct = product.sums(0).vector(ofProduct);
        double root = IntStream.range(0, NUM_FEATURES)
                        .mapToDouble(j -> Math.abs(v[j]) * absolute[j] / weightBound)
                        .sum()
                + Math.abs(v[NUM_FEATURES]);
        for (int j = 0; j <= NUM_FEATURES; j++) {
            double bound = root * absolute[j];
            assertTrue(sizes[j] <= bound, sizes[j] + " of at most " + bound + ", feature " + j);
            assertEquals(expectedProduct[j], foundProduct[j], tolerance * bound, "feature " + j);
        }
        for (int at = 0; at < expectedMatrix.length; at++) {
            double bound = absolute[at / NUM_FEATURES] * absolute[at % NUM_FEATURES] / weightBound;
            assertTrue(Math.abs(expectedMatrix[at]) <= bound, "value " + at);
            // Units follow the largest feature.
            double largest = Arrays.stream(absolute).limit(NUM_FEATURES).max().orElse(0.0);
            double allowed = Math.max(bound, absolute[at / NUM_FEATURES] * largest / weightBound * 1e-6);
            assertEquals(expectedMatrix[at], foundMatrix[at], tolerance * allowed, "value " + at);
        }
    }
}
