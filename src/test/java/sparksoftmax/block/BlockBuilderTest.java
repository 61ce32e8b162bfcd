package sparksoftmax.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;

class BlockBuilderTest {
    private static double[] row(Block block, int i) {
        double[] row = new double[block.numFeatures()];
        block.forEachStored(i, (j, value) -> row[j] = value);
        return row;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.1, 0.14, 0.16, 1.0})
    void rowsComeBackAsTheyWereAdded(double density) {
        RandomRows rows = new RandomRows(100, 13, 4, density, 5L).weighted(6L);
        Block block = TestBlocks.of(rows, 100).get(0);
        assertEquals(100, block.numRows());
        assertEquals(13, block.numFeatures());
        for (int i = 0; i < 100; i++) {
            assertEquals(rows.y[i], block.label(i));
            assertEquals(rows.w[i], block.weight(i));
            assertArrayEquals(rows.x[i], row(block, i));
        }
    }

    @Test
    void besideDistributionsALabelIsOneThatIsCertain() {
        BlockBuilder builder = new BlockBuilder(2);
        double[] row = {1.0, 2.0};
        for (int i = 0; i < 40; i++) {
            builder.addDense(i % 3, 1.0, row);
        }
        builder.addDense(1, new double[] {0.25, 0.5, 0.25}, 1.0, row);
        builder.addDense(2, 1.0, row);
        Block block = builder.build();
        double[] expected = new double[42 * 3];
        for (int i = 0; i < 42; i++) {
            expected[i * 3 + (i == 41 ? 2 : i % 3)] = 1.0;
        }
        System.arraycopy(new double[] {0.25, 0.5, 0.25}, 0, expected, 40 * 3, 3);
        assertArrayEquals(expected, block.targets().distributions());

        // A block after it has only labels again, and its rows can be added to one with both.
        builder.addDense(1, 1.0, row);
        Block labeled = builder.build();
        assertNull(labeled.targets().distributions());
        BlockBuilder other = new BlockBuilder(2);
        other.addRow(labeled, 0);
        other.addRow(block, 40);
        other.addRow(labeled, 0);
        assertArrayEquals(
                new double[] {0, 1, 0, 0.25, 0.5, 0.25, 0, 1, 0},
                other.build().targets().distributions());
    }

    @Test
    void contentsDecideBetweenDenseAndSparseNotTheVectorsTheyCameAs() {
        BlockBuilder builder = new BlockBuilder(8);
        builder.addDense(0, 1.0, new double[] {0, 0, 0, 1, 0, 0, 0, 0});
        assertFalse(TestBlocks.isDense(builder.build()));
        builder.addSparse(0, 1.0, new int[] {0, 1, 3, 6}, new double[] {1, 2, 3, 4});
        assertTrue(TestBlocks.isDense(builder.build()));
    }

    @Test
    void zerosOfASparseRowAreDropped() {
        BlockBuilder builder = new BlockBuilder(1000);
        builder.addSparse(0, 1.0, new int[] {3, 7, 9}, new double[] {0.0, 2.0, -0.0});
        Block block = builder.build();
        assertEquals(1, block.numStored());
    }

    @Test
    void aSparseRowOfManyFeaturesTakesLittleMemory() {
        BlockBuilder builder = new BlockBuilder(Integer.MAX_VALUE);
        for (int i = 0; i < 10_000; i++) {
            builder.addSparse(1, 1.0, new int[] {i, Integer.MAX_VALUE - 1}, new double[] {1.0, 2.0});
        }
        assertTrue(builder.numBytes() < 1_000_000);
        Block block = builder.build();
        assertFalse(TestBlocks.isDense(block));
        assertEquals(20_000, block.numStored());
    }

    @Test
    void theBuilderIsEmptyAfterBuild() {
        BlockBuilder builder = new BlockBuilder(2);
        builder.addDense(1, 2.0, new double[] {1, 2});
        builder.build();
        assertEquals(0, builder.numRows());
        assertThrows(IllegalStateException.class, builder::build);
        builder.addDense(0, 3.0, new double[] {4, 5});
        Block second = builder.build();
        assertEquals(1, second.numRows());
        assertArrayEquals(new double[] {4, 5}, row(second, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1.0})
    void rowsCanBeTakenFromOtherBlocks(double density) {
        RandomRows rows = new RandomRows(50, 300, 3, density, 7L).weighted(8L);
        Block source = TestBlocks.of(rows, 50).get(0);
        BlockBuilder builder = new BlockBuilder(300);
        Random random = new Random(9L);
        int[] picked = random.ints(200, 0, 50).toArray();
        for (int i : picked) {
            builder.addRow(source, i);
        }
        Block block = builder.build();
        for (int i = 0; i < picked.length; i++) {
            assertArrayEquals(rows.x[picked[i]], row(block, i));
            assertEquals(rows.y[picked[i]], block.label(i));
            assertEquals(rows.w[picked[i]], block.weight(i));
        }
    }

    @Test
    void rowsOfAnotherBuilderAreTheSameInABlockOfAFold() {
        RandomRows rows = new RandomRows(40, 5, 3, 0.4, 1L).weighted(2L);
        BlockBuilder all = new BlockBuilder(5);
        for (int i = 0; i < 40; i++) {
            all.addDense(rows.y[i], rows.w[i], rows.x[i]);
        }
        BlockBuilder odd = new BlockBuilder(5, 7);
        long hash = 0;
        for (int i = 1; i < 40; i += 2) {
            odd.addRow(all, i);
            hash += all.hash(i, 0L);
            assertNotEquals(all.hash(i, 0L), all.hash(i, 1L));
        }
        assertEquals(hash, odd.hash());
        Block block = odd.build();
        assertEquals(7, block.fold());
        assertEquals(
                7,
                block.withTargets(block.targets().withWeights(block.targets().weights()))
                        .fold());
        for (int i = 0; i < 20; i++) {
            double[] values = new double[5];
            block.forEachStored(i, (j, value) -> values[j] = value);
            assertArrayEquals(rows.x[2 * i + 1], values);
            assertEquals(rows.y[2 * i + 1], block.label(i));
            assertEquals(rows.w[2 * i + 1], block.weight(i));
        }
        all.clear();
        assertEquals(0, all.numRows());
    }
}
