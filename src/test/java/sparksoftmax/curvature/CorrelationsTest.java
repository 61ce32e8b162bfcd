package sparksoftmax.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sparksoftmax.RandomRows;
import sparksoftmax.TestScan;
import sparksoftmax.TestStatistics;
import sparksoftmax.block.Block;
import sparksoftmax.block.Storage;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.SumBounds;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.optim.Preconditioner;

/** When correlations are worth knowing. */
class CorrelationsTest {
    private static final int NUM_ROWS = 4000;
    private static final int NUM_FEATURES = 40;

    /** Standard normal features, the same random number being added to all of a row's. */
    private static Optional<Preconditioner> learned(int numFeatures, double common) {
        int numRows = NUM_ROWS;
        RandomRows rows = new RandomRows(numRows, numFeatures, 3, 1L);
        Random random = new Random(2L);
        for (double[] row : rows.x) {
            double added = common * random.nextGaussian();
            for (int j = 0; j < row.length; j++) {
                row[j] = (row[j] + added) / Math.sqrt(1.0 + common * common);
            }
        }
        double[] ones = new double[numFeatures];
        Arrays.fill(ones, 1.0);
        double[] zeros = new double[numFeatures];
        List<Block> blocks = TestBlocks.of(rows, 500);
        Correlations learned = Correlations.learn(
                new TestScan(List.of(blocks)),
                new Scaling(ones, zeros, 3, true),
                SumBounds.of(TestStatistics.of(blocks), null, Storage.AS_READ, 1.0),
                numRows);
        assertEquals(common > 0.0, learned.areStrong());
        return learned.preconditioner(new Penalty(zeros, zeros, 3), new FusedLoss().curvatureBound());
    }

    private static boolean worth(int numRows, int numFeatures, double numPasses) {
        return Correlations.areWorthLearning(
                numFeatures, numRows, 4.0 * numRows * numFeatures * 3 + Correlations.JOB, numPasses);
    }

    @Test
    void correlatedFeaturesAre() {
        assertTrue(worth(NUM_ROWS, NUM_FEATURES, 100));
        assertTrue(learned(NUM_FEATURES, 2.0).isPresent());
    }

    @Test
    void uncorrelatedFeaturesAreNot() {
        assertTrue(learned(NUM_FEATURES, 0.0).isEmpty());
    }

    /** L-BFGS soon has as many pairs as there are features. */
    @Test
    void fewFeaturesNeedNoPreconditioner() {
        assertTrue(worth(NUM_ROWS, 15, 100));
        assertTrue(learned(15, 2.0).isEmpty());
    }

    @Test
    void fewRowsOrFeaturesOrPassesAreNot() {
        assertFalse(worth(12 * NUM_FEATURES - 1, NUM_FEATURES, 100));
        assertFalse(worth(NUM_ROWS, 1, 100));
        assertFalse(worth(NUM_ROWS, NUM_FEATURES, 0));
        assertFalse(worth(13 * 300, 300, 2));
    }
}
