package sparksoftmax.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class DealtRowsTest {
    private static Iterator<DealtRows> dealt(int numRows, int numPartitions) {
        BlockBuilder builder = new BlockBuilder(2);
        for (int i = 0; i < numRows; i++) {
            builder.addDense(i, 1.0, new double[] {i, -i});
        }
        return DealtRows.inRows(0, List.of(List.of(builder.build())).iterator(), numPartitions, 5L);
    }

    @Test
    void everyRowGoesToOnePartitionAndEachGetsAsManyAsAnother() {
        List<Integer> targets = new ArrayList<>();
        List<DealtRows> all = new ArrayList<>();
        dealt(10, 4).forEachRemaining(piece -> {
            targets.add(piece.target());
            all.add(piece);
        });
        assertEquals(List.of(0, 1, 2, 3), targets);
        int rows = 0;
        for (DealtRows piece : all) {
            int numRows = DealtRows.blocks(List.of(piece).iterator(), 0L).get(0).numRows();
            assertTrue(numRows == 2 || numRows == 3, () -> numRows + " rows");
            rows += numRows;
        }
        assertEquals(10, rows);
    }

    @Test
    void fewRowsGoToSomeOfManyPartitions() {
        List<Integer> targets = new ArrayList<>();
        dealt(3, 7).forEachRemaining(piece -> targets.add(piece.target()));
        assertEquals(List.of(2, 4, 6), targets);
    }

    /** So a task that writes them to a shuffle holds its rows once, and one block more. */
    @Test
    void whatHasBeenTakenIsNotHeld() {
        Iterator<DealtRows> pieces = dealt(1_000, 10);
        WeakReference<DealtRows> first = new WeakReference<>(pieces.next());
        assertTrue(pieces.hasNext());
        for (int attempt = 0; attempt < 20 && first.get() != null; attempt++) {
            System.gc();
        }
        assertNull(first.get());
        assertEquals(1, pieces.next().target());
    }
}
