package sparksoftmax.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparksoftmax.RandomRows;

class BlockRowsTest {
    /** Blocks of 10 rows of 20 values have 1,840 bytes. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1840, 1", "3679, 1", "3680, 2", "7360, 4", "1000000, 10"})
    void partsAreAsLargeAsAllowedAndKeepTheOrder(long mostBytes, int expectedBlocks) {
        List<Block> blocks = TestBlocks.of(new RandomRows(100, 20, 3, 1L), 10);
        assertEquals(1_840L, blocks.get(0).numBytes());
        int[] read = {0};
        Iterator<Block> counted = blocks.stream().peek(block -> read[0]++).iterator();
        Iterator<List<Block>> parts = BlockRows.inParts(counted, mostBytes);
        List<Block> seen = new ArrayList<>();
        while (parts.hasNext()) {
            List<Block> part = parts.next();
            assertEquals(Math.min(expectedBlocks, 10 - seen.size()), part.size());
            seen.addAll(part);
            assertTrue(read[0] <= seen.size() + 1, "blocks are read when they are needed");
        }
        assertEquals(blocks, seen);
    }
}
