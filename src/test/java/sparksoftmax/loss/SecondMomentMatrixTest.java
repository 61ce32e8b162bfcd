package sparksoftmax.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;
import sparksoftmax.block.Block;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.TestBlocks;

class SecondMomentMatrixTest {
    private static final int NUM_FEATURES = 19;

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
                .mapped(FeatureMap.selecting(all, NUM_FEATURES)
                        .standardizing(scale, center, 1.0, FeatureMap.Storage.DENSE));
    }

    /** The last rows of each of two blocks, added up one by one. */
    @ParameterizedTest
    @CsvSource({"0.01, 0", "0.3, 0", "1, 0", "0.3, 0.7"})
    void isTheWeightedMeanOfTheRowsProducts(double share, double center) {
        RandomRows[] parts = {new RandomRows(150, NUM_FEATURES, 3, 1L), new RandomRows(37, NUM_FEATURES, 3, 2L)};
        SecondMomentMatrix[] sums = new SecondMomentMatrix[2];
        double[] expected = new double[NUM_FEATURES * NUM_FEATURES];
        double weightSum = 0.0;
        for (int part = 0; part < 2; part++) {
            Block block = standardized(parts[part]);
            sums[part] = new SecondMomentMatrix.Sample(share).create();
            sums[part].add(block);
            for (int i = block.numRows() - (int) Math.ceil(share * block.numRows()); i < block.numRows(); i++) {
                double[] x = new double[NUM_FEATURES];
                block.forEachStored(i, (j, value) -> x[j] = value - center * j);
                for (int at = 0; at < expected.length; at++) {
                    expected[at] += block.weight(i) * x[at / NUM_FEATURES] * x[at % NUM_FEATURES];
                }
                weightSum += block.weight(i);
            }
        }
        sums[0].merge(sums[1]);
        double[] centers =
                IntStream.range(0, NUM_FEATURES).mapToDouble(j -> center * j).toArray();
        double[] found = sums[0].mean(centers);
        for (int at = 0; at < expected.length; at++) {
            assertEquals(expected[at] / weightSum, found[at], 1e-5 * (1.0 + Math.abs(found[at])));
        }
    }

    @Test
    void isNothingWithoutRows() {
        SecondMomentMatrix sums = new SecondMomentMatrix.Sample(1.0).create();
        assertNull(sums.mean(new double[NUM_FEATURES]));
        sums.merge(new SecondMomentMatrix.Sample(1.0).create());
        assertNull(sums.mean(new double[NUM_FEATURES]));
    }
}
