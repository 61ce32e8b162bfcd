package sparksoftmax.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Distributions over the classes in blocks: where rows go, their distributions go, too. */
class TargetsTest {
    private static final double[][] DISTRIBUTIONS = {{0.5, 0.5, 0.0}, {0.0, 0.25, 0.75}, {1.0, 0.0, 0.0}};
    private static final int[] LABELS = {0, 2, 0};

    private static BlockBuilder builder(boolean sparse, int numRows) {
        BlockBuilder builder = new BlockBuilder(4);
        for (int i = 0; i < numRows; i++) {
            int r = i % 3;
            if (sparse) {
                builder.addSparse(LABELS[r], DISTRIBUTIONS[r], 1.0 + i, new int[] {r}, new double[] {2.0});
            } else {
                builder.addDense(LABELS[r], DISTRIBUTIONS[r], 1.0 + i, new double[] {r + 1.0, 1.0, 2.0, 3.0});
            }
        }
        return builder;
    }

    private static void assertDistributions(Block block) {
        assertEquals(3, block.targets().numClasses());
        for (int i = 0; i < block.numRows(); i++) {
            // The weight tells which row it is.
            int r = ((int) block.weight(i) - 1) % 3;
            assertEquals(LABELS[r], block.label(i));
            for (int k = 0; k < 3; k++) {
                assertEquals(DISTRIBUTIONS[r][k], block.targets().distributions()[3 * i + k]);
            }
        }
    }

    @Test
    void blocksKeepDistributionsWhateverBecomesOfThem() {
        for (boolean sparse : new boolean[] {false, true}) {
            BlockBuilder builder = builder(sparse, 50);
            long bytes = builder.numBytes();
            Block block = builder.build();
            assertTrue(bytes >= 50 * (16 + 24), "distributions count: " + bytes);
            assertTrue(block.numBytes() >= 50 * (24 + 24), "distributions count: " + block.numBytes());
            assertDistributions(block);
            assertDistributions(block.mapped(FeatureMap.selecting(new int[] {0, 2}, 4)));
            List<Block> dealt = List.of(block);
            Iterator<DealtRows> pieces = DealtRows.inRows(0, List.of(dealt).iterator(), 3, 7L);
            for (Block part : DealtRows.blocks(pieces, 1000L)) {
                assertDistributions(part);
            }
            // An empty builder serves again.
            builder.addRow(block, 7);
            builder.addRow(block, 2);
            Block again = builder.build();
            assertEquals(2, again.numRows());
            assertDistributions(again);
        }
        BlockBuilder labels = new BlockBuilder(1);
        labels.addDense(1, 1.0, new double[] {1.0});
        assertNull(labels.build().targets().distributions());
    }

    @Test
    void fingerprintsTellDistributions() {
        long expected = builder(false, 3).hash();
        assertEquals(expected, builder(false, 3).hash());
        double[][] others = {{0.5, 0.0, 0.5}, {Math.nextUp(0.5), 0.5, 0.0}, {0.5, 0.25, 0.25}, null};
        for (double[] other : others) {
            BlockBuilder builder = new BlockBuilder(4);
            builder.addDense(0, DISTRIBUTIONS[0], 1.0, new double[] {1.0, 1.0, 2.0, 3.0});
            BlockBuilder different = new BlockBuilder(4);
            different.addDense(0, other, 1.0, new double[] {1.0, 1.0, 2.0, 3.0});
            assertNotEquals(builder.hash(), different.hash());
        }
    }

    @Test
    void rowsAreEqualOnlyIfTheirDistributionsAre() {
        BlockBuilder builder = new BlockBuilder(10);
        double[][] distributions = {{0.6, 0.4}, {0.7, 0.3}, {0.6, 0.4}, {0.6, 0.4}, {0.7, 0.3}, {0.6, 0.4}};
        for (double[] q : distributions) {
            builder.addSparse(0, q, 1.0, new int[] {3}, new double[] {1.0});
        }
        List<Block> merged = DistinctRows.of(List.of(builder.build()));
        assertEquals(2, merged.get(0).numRows());
        assertArrayEquals(new double[] {4.0, 2.0}, merged.get(0).targets().weights());
        assertArrayEquals(
                new double[] {0.6, 0.4, 0.7, 0.3}, merged.get(0).targets().distributions());
    }

    /** A row of weight w and distribution q stands for rows of class k and weight w q_k, each multiplied by c_k. */
    @Test
    void factorsOfClassesChangeWeightsAndDistributions() {
        double[] factors = {2.0, 1.0, 4.0};
        Block block = builder(false, 3).build();
        Targets weighted = block.targets().weightedByClass(factors);
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                assertEquals(
                        block.weight(i) * DISTRIBUTIONS[i][k] * factors[k],
                        weighted.weights()[i] * weighted.distributions()[3 * i + k],
                        1e-15);
            }
        }
        Targets labels = new Targets(new int[] {2, 1}, new double[] {1.5, 3.0}, null).weightedByClass(factors);
        assertArrayEquals(new double[] {6.0, 3.0}, labels.weights());
    }
}
