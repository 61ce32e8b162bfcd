package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sparksoftmax.RandomRows;
import sparksoftmax.block.TestBlocks;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.loss.Penalty;
import sparksoftmax.optim.Preconditioner;

/** When correlations are worth knowing. */
class CorrelationsTest {
    private static final int NUM_ROWS = 4000;
    private static final int NUM_FEATURES = 40;

    /** Standard normal features, the same random number being added to all of a row's. */
    private static Preconditioner of(double common, int numRows, int numFeatures, double numPasses) {
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
        return Correlations.of(
                new DriverScan(List.of(TestBlocks.of(rows, 500))),
                new Scaling(ones, zeros, 3, true),
                new Penalty(zeros, zeros, 3),
                new FusedLoss(),
                numRows,
                4.0 * numRows * numFeatures * 3,
                numPasses);
    }

    @Test
    void correlatedFeaturesAre() {
        assertNotNull(of(2.0, NUM_ROWS, NUM_FEATURES, 100));
    }

    @Test
    void uncorrelatedFeaturesAreNot() {
        assertNull(of(0.0, NUM_ROWS, NUM_FEATURES, 100));
    }

    @Test
    void fewRowsOrFeaturesOrPassesAreNot() {
        assertNull(of(2.0, 12 * NUM_FEATURES - 1, NUM_FEATURES, 100));
        assertNull(of(2.0, NUM_ROWS, 15, 100));
        assertNull(of(2.0, NUM_ROWS, NUM_FEATURES, 0));
        assertNull(of(2.0, 13 * 300, 300, 2));
    }
}
