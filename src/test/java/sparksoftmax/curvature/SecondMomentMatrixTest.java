package sparksoftmax.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;
import sparksoftmax.block.Block;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.Storage;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

class SecondMomentMatrixTest {
    private static final int NUM_FEATURES = 19;
    private static final FixedPointUnits UNITS = FixedPointUnits.ofBounds(
            DoubleStream.generate(() -> 1e6).limit(NUM_FEATURES + 1L).toArray(), NUM_FEATURES);

    private static Block standardized(RandomRows rows) {
        int[] all = IntStream.range(0, NUM_FEATURES).toArray();
        double[] scale = new double[NUM_FEATURES];
        double[] center = new double[NUM_FEATURES];
        for (int j = 0; j < NUM_FEATURES; j++) {
            scale[j] = 1.0 + 0.1 * j;
            center[j] = 0.2 * j;
        }
        return TestBlocks.of(rows, rows.x.length)
                .get(0)
                .mapped(FeatureMap.selecting(all, NUM_FEATURES).standardizing(scale, center, 1.0, Storage.DENSE_FLOAT));
    }

    /** The last rows of each of two blocks, added up one by one. */
    @ParameterizedTest
    @CsvSource({"0.01, 0", "0.3, 0", "1, 0", "0.3, 0.7"})
    void isTheWeightedMeanOfTheRowsProducts(double share, double center) {
        RandomRows[] parts = {new RandomRows(150, NUM_FEATURES, 3, 1L), new RandomRows(37, NUM_FEATURES, 3, 2L)};
        PartitionSums sums = PartitionSums.none();
        double[] expected = new double[NUM_FEATURES * NUM_FEATURES];
        double weightSum = 0.0;
        for (int part = 0; part < 2; part++) {
            Block block = standardized(parts[part]);
            SecondMomentMatrix sum = new SecondMomentMatrix.Sample(share, UNITS).create();
            sum.add(block);
            sums.add(sum.sums(part));
            for (int i = block.numRows() - (int) Math.ceil(share * block.numRows()); i < block.numRows(); i++) {
                double[] x = new double[NUM_FEATURES];
                block.forEachStored(i, (j, value) -> x[j] = value - center * j);
                for (int at = 0; at < expected.length; at++) {
                    expected[at] += block.weight(i) * x[at / NUM_FEATURES] * x[at % NUM_FEATURES];
                }
                weightSum += block.weight(i);
            }
        }
        double[] centers =
                IntStream.range(0, NUM_FEATURES).mapToDouble(j -> center * j).toArray();
        double[] found = SecondMomentMatrix.mean(sums, UNITS, centers);
        for (int at = 0; at < expected.length; at++) {
            assertEquals(expected[at] / weightSum, found[at], 1e-5 * (1.0 + Math.abs(found[at])));
        }
    }

    @Test
    void isNothingWithoutRows() {
        PartitionSums sums = PartitionSums.none();
        assertNull(SecondMomentMatrix.mean(sums, UNITS, new double[NUM_FEATURES]));
        sums.add(new SecondMomentMatrix.Sample(1.0, UNITS).create().sums(0));
        assertNull(SecondMomentMatrix.mean(sums, UNITS, new double[NUM_FEATURES]));
    }
}
