package sparksoftmax.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import sparksoftmax.RandomRows;
import sparksoftmax.TestScan;
import sparksoftmax.TestStatistics;
import sparksoftmax.block.Block;
import sparksoftmax.block.Storage;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.features.DatasetStatistics;
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
        Correlations learned = learned(NUM_ROWS, numFeatures, common, UnaryOperator.identity());
        assertEquals(common > 0.0, learned.areStrong());
        double[] zeros = new double[numFeatures];
        return learned.preconditioner(new Penalty(zeros, zeros, 3), new FusedLoss().curvatureBound());
    }

    /** The same, after a function of every value. */
    private static Correlations learned(
            int numRows, int numFeatures, double common, UnaryOperator<Double> transformation) {
        RandomRows rows = new RandomRows(numRows, numFeatures, 3, 1L);
        Random random = new Random(2L);
        for (double[] row : rows.x) {
            double added = common * random.nextGaussian();
            for (int j = 0; j < row.length; j++) {
                row[j] = transformation.apply((row[j] + added) / Math.sqrt(1.0 + common * common));
            }
        }
        double[] ones = new double[numFeatures];
        Arrays.fill(ones, 1.0);
        double[] zeros = new double[numFeatures];
        List<Block> blocks = TestBlocks.of(rows, 500);
        DatasetStatistics statistics = TestStatistics.of(blocks);
        Scaling scaling = new Scaling(ones, zeros, 3, true);
        return Correlations.learn(
                new TestScan(List.of(blocks)),
                scaling,
                SumBounds.of(statistics, null, Storage.AS_READ, 1.0),
                scaling.rootMeanSquares(statistics),
                statistics.smoothedClassShares(3),
                numRows);
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

    @Test
    void quasiNewtonStepsAreQuickForWeakCorrelations() {
        assertTrue(
                learned(NUM_ROWS, NUM_FEATURES, 0.0, UnaryOperator.identity()).makeQuasiNewtonQuick());
    }

    @Test
    void quasiNewtonStepsAreQuickForStrongCorrelationsThatAreKnown() {
        assertTrue(
                learned(NUM_ROWS, NUM_FEATURES, 2.0, UnaryOperator.identity()).makeQuasiNewtonQuick());
        assertTrue(
                learned(NUM_ROWS, NUM_FEATURES, 2.0, x -> x > 0.5 ? 1.0 : 0.0).makeQuasiNewtonQuick());
        assertFalse(learned(NUM_ROWS, 15, 2.0, UnaryOperator.identity()).makeQuasiNewtonQuick());
    }

    @Test
    void quasiNewtonStepsAreNotQuickForHeavyTails() {
        assertFalse(learned(NUM_ROWS, NUM_FEATURES, 2.0, x -> Math.exp(2.0 * x)).makeQuasiNewtonQuick());
        assertFalse(learned(NUM_ROWS, NUM_FEATURES, 2.0, x -> Math.pow(x, 5.0)).makeQuasiNewtonQuick());
    }

    /** Most of the rows are in the sample, which therefore says nothing about those outside of it. */
    @Test
    void tailsAreNotKnownFromFewRows() {
        assertFalse(learned(20 * NUM_FEATURES, NUM_FEATURES, 2.0, UnaryOperator.identity())
                .makeQuasiNewtonQuick());
    }
}
