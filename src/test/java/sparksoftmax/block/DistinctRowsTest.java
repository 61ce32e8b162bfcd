package sparksoftmax.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistinctRowsTest {
    /** Label and features of a row. */
    private static String key(Block block, int i) {
        StringBuilder key = new StringBuilder().append(block.label(i));
        block.forEachStored(
                i, (j, value) -> key.append(' ').append(j).append(':').append(value));
        return key.toString();
    }

    private static Map<String, Double> weights(List<Block> blocks) {
        Map<String, Double> weights = new HashMap<>();
        for (Block block : blocks) {
            for (int i = 0; i < block.numRows(); i++) {
                weights.merge(key(block, i), block.weight(i), Double::sum);
            }
        }
        return weights;
    }

    private static int numRows(List<Block> blocks) {
        return blocks.stream().mapToInt(Block::numRows).sum();
    }

    private static List<Block> blocks(int numBlocks, int rows, int numFeatures) {
        Random random = new Random(3L);
        List<Block> blocks = new ArrayList<>();
        for (int b = 0; b < numBlocks; b++) {
            BlockBuilder builder = new BlockBuilder(numFeatures);
            for (int i = 0; i < rows; i++) {
                int j = random.nextInt(numFeatures - 1);
                double[] values = {1 + random.nextInt(2), 1.0};
                builder.addSparse(random.nextInt(3), 1 + random.nextInt(4), new int[] {j, numFeatures - 1}, values);
            }
            blocks.add(builder.build());
        }
        return blocks;
    }

    /** The blocks in single precision. */
    private static List<Block> scaled(List<Block> blocks) {
        int numFeatures = blocks.get(0).numFeatures();
        double[] scale =
                IntStream.range(0, numFeatures).mapToDouble(j -> 1.0 / (3 + j)).toArray();
        FeatureMap map = FeatureMap.selecting(IntStream.range(0, numFeatures).toArray(), numFeatures)
                .standardizing(scale, new double[numFeatures], 1.0, Storage.SPARSE_FLOAT);
        return blocks.stream().map(block -> block.mapped(map)).toList();
    }

    static Stream<List<Block>> inEitherPrecision() {
        List<Block> blocks = blocks(7, 3_000, 400);
        return Stream.of(blocks, scaled(blocks));
    }

    @ParameterizedTest
    @MethodSource("inEitherPrecision")
    void equalRowsBecomeOneWithTheSumOfTheWeights(List<Block> blocks) {
        List<Block> distinct = DistinctRows.of(blocks);
        assertEquals(weights(blocks), weights(distinct));
        assertEquals(weights(blocks).size(), numRows(distinct));
        assertTrue(numRows(distinct) < numRows(blocks) / 5);
    }

    @Test
    void rowsThatAreHardlyEverEqualStayAsTheyAre() {
        List<Block> blocks = blocks(2, 100, 100_000);
        assertSame(blocks, DistinctRows.of(blocks));
        assertEquals(List.of(), DistinctRows.of(List.of()));
    }
}
