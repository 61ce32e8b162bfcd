package sparksoftmax.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmoothedLossTest {
    /** By the definition, -Σ q log softmax(z), and finite differences. */
    @ParameterizedTest
    @ValueSource(strings = {"fused", "logSoftmaxNll", "lowLevel"})
    void lossAndGradientAreThoseOfTheSmoothedDistribution(String variant) {
        Random random = new Random(3L);
        double smoothing = 0.15;
        SoftmaxLoss loss = new SmoothedLoss(LossVariant.named(variant), smoothing);
        for (int numClasses : new int[] {1, 2, 5, 30}) {
            double[] z = random.doubles(numClasses, -4.0, 4.0).toArray();
            int label = random.nextInt(numClasses);
            double[] logP = Softmax.logSoftmax(z);
            double expected = -(1.0 - smoothing) * logP[label];
            for (double value : logP) {
                expected -= smoothing / numClasses * value;
            }
            double[] multipliers = z.clone();
            assertEquals(2.5 * expected, loss.lossAndMultipliers(multipliers, 0, numClasses, label, 2.5), 1e-12);
            for (int k = 0; k < numClasses; k++) {
                double[] up = z.clone();
                double[] down = z.clone();
                up[k] += 1e-5;
                down[k] -= 1e-5;
                double slope = (loss.lossAndMultipliers(up, 0, numClasses, label, 2.5)
                                - loss.lossAndMultipliers(down, 0, numClasses, label, 2.5))
                        / 2e-5;
                assertEquals(slope, multipliers[k], 1e-7);
            }
        }
    }

    @Test
    void severalRowsAreTheSumOfTheRows() {
        double[] margins = new Random(5L).doubles(12, -3.0, 3.0).toArray();
        double[] together = margins.clone();
        SoftmaxLoss loss = new SmoothedLoss(new FusedLoss(), 0.2);
        double sum = loss.lossAndMultipliers(together, 4, 3, new int[] {9, 1, 0, 3}, new double[] {9, 1, 2, 3}, 1);
        double expected = loss.lossAndMultipliers(margins, 0, 4, 1, 1.0)
                + loss.lossAndMultipliers(margins, 4, 4, 0, 2.0)
                + loss.lossAndMultipliers(margins, 8, 4, 3, 3.0);
        assertEquals(expected, sum, 1e-12);
        assertArrayEquals(margins, together, 1e-12);
    }

    @Test
    void theDoubleSoftmaxCannotBeSmoothed() {
        assertThrows(IllegalArgumentException.class, () -> new SmoothedLoss(new DoubleSoftmaxLoss(), 0.1));
    }
}
