package sparksoftmax.block;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;

class ShuffledRowsTest {
    private static final int NUM_ROWS = 103;

    /** Sections of no row, of fewer and more rows than are looked up together, and of all. */
    @ParameterizedTest
    @CsvSource({"0, 0", "5, 6", "3, 19", "3, 20", "50, 103", "0, 103"})
    void areRowsOfTheBlocksInTheirOrder(int from, int to) {
        List<Block> blocks = TestBlocks.of(new RandomRows(NUM_ROWS, 20, 3, 1L), 10);
        int[] order = Shuffled.indices(NUM_ROWS, new Random(2L));
        ShuffledRows rows = new ShuffledRows(new BlockRows(blocks), order, from, to);
        assertEquals(to - from, rows.numRows());
        List<Integer> seen = new ArrayList<>();
        while (rows.hasNext()) {
            rows.next((block, i) -> seen.add(10 * blocks.indexOf(block) + i));
        }
        assertEquals(IntStream.range(from, to).mapToObj(i -> order[i]).toList(), seen);
    }

    /** Sparse rows without any non-zero, among others, in double and in single precision. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsMayBeEmpty(boolean standardized) {
        BlockBuilder builder = new BlockBuilder(4);
        for (int i = 0; i < 40; i++) {
            int[] nonZeros = i % 3 == 0 ? new int[0] : new int[] {i % 4};
            builder.addSparse(i % 2, 1.0, nonZeros, i % 3 == 0 ? new double[0] : new double[] {i});
        }
        Block read = builder.build();
        FeatureMap map = FeatureMap.selecting(new int[] {0, 1, 2, 3}, 4)
                .standardizing(new double[] {1.0, 1.0, 1.0, 1.0}, new double[4], 1.0, Storage.SPARSE_FLOAT);
        Block block = standardized ? read.mapped(map) : read;
        if (standardized) {
            assertEquals(40, block.squaredNorms().length);
        }
        int[] order = IntStream.range(0, 40).map(i -> 39 - i).toArray();
        ShuffledRows rows = new ShuffledRows(new BlockRows(List.of(block)), order, 0, 40);
        int[] next = {39};
        while (rows.hasNext()) {
            rows.next((found, i) -> assertEquals(next[0]--, i));
        }
        assertEquals(-1, next[0]);
    }
}
