package sparksoftmax.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.block.Targets;

/** Losses of rows whose targets are distributions over the classes. */
class SoftTargetsTest {
    static Stream<SoftmaxLoss> losses() {
        return Stream.concat(
                LossVariant.names().stream().map(LossVariant::named),
                Stream.of(new SmoothedLoss(new FusedLoss(), 0.2), new SmoothedLoss(new LowLevelLoss(), 0.1)));
    }

    /** A distribution in which some classes have no part. */
    private static double[] distribution(int numClasses, Random random) {
        double[] q = random.doubles(numClasses).map(x -> Math.max(0.0, x - 0.3)).toArray();
        q[random.nextInt(numClasses)] += 0.1;
        double sum = Arrays.stream(q).sum();
        return Arrays.stream(q).map(x -> x / sum).toArray();
    }

    private static double loss(SoftmaxLoss loss, double[] margins, double[] q, double weight) {
        return loss.lossAndMultipliers(
                margins, q.length, 1, new Targets(new int[] {Choice.largest(q)}, new double[] {weight}, q), 0);
    }

    /** ℓ(z, q) = Σ_k q_k ℓ(z, k), for the multipliers too. */
    @ParameterizedTest
    @MethodSource("losses")
    void theLossIsTheMeanOfThoseOfTheLabels(SoftmaxLoss loss) {
        Random random = new Random(1L);
        for (int trial = 0; trial < 50; trial++) {
            int numClasses = 2 + random.nextInt(9);
            double[] z = random.doubles(numClasses, -9.0, 9.0).toArray();
            double[] q = distribution(numClasses, random);
            double weight = 0.1 + random.nextDouble();
            double expected = 0.0;
            double[] multipliers = new double[numClasses];
            for (int k = 0; k < numClasses; k++) {
                double[] ofLabel = z.clone();
                expected += q[k] * loss.lossAndMultipliers(ofLabel, 0, numClasses, k, weight);
                for (int l = 0; l < numClasses; l++) {
                    multipliers[l] += q[k] * ofLabel[l];
                }
            }
            double[] found = z.clone();
            assertEquals(expected, loss(loss, found, q, weight), 1e-13 * Math.max(1.0, expected));
            assertArrayEquals(multipliers, found, 1e-14);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void multipliersAreTheGradient(SoftmaxLoss loss) {
        Random random = new Random(2L);
        double[] z = random.doubles(5, -3.0, 3.0).toArray();
        double[] q = distribution(5, random);
        double[] multipliers = z.clone();
        loss(loss, multipliers, q, 1.5);
        for (int k = 0; k < 5; k++) {
            double[] up = z.clone();
            double[] down = z.clone();
            up[k] += 1e-5;
            down[k] -= 1e-5;
            assertEquals((loss(loss, up, q, 1.5) - loss(loss, down, q, 1.5)) / 2e-5, multipliers[k], 1e-9);
        }
    }

    /** Rows in the middle of others, with and without distributions that say no more than labels: to the bit. */
    @ParameterizedTest
    @MethodSource("losses")
    void distributionsOfOneClassAreLabels(SoftmaxLoss loss) {
        Random random = new Random(3L);
        int numRows = 7;
        int numClasses = 4;
        int[] labels = random.ints(numRows, 0, numClasses).toArray();
        double[] weights = random.doubles(numRows, 0.1, 3.0).toArray();
        double[] onehot = new double[numRows * numClasses];
        for (int i = 0; i < numRows; i++) {
            onehot[i * numClasses + labels[i]] = 1.0;
        }
        double[] expected = random.doubles(5 * numClasses, -5.0, 5.0).toArray();
        double[] found = expected.clone();
        double[] withoutLoss = expected.clone();
        assertEquals(
                loss.lossAndMultipliers(expected, numClasses, 5, new Targets(labels, weights, null), 2),
                loss.lossAndMultipliers(found, numClasses, 5, new Targets(labels, weights, onehot), 2));
        assertArrayEquals(expected, found);
        loss.multipliers(withoutLoss, numClasses, 5, new Targets(labels, weights, onehot), 2);
        assertArrayEquals(expected, withoutLoss);
    }

    /**
     * log(e + e² + e³) = 3.4076059644 minus 0.2 · 1 + 0.3 · 2 + 0.5 · 3 = 2.3. With label smoothing of 0.1 as in
     * PyTorch, q becomes 0.9 q + 0.1 / 3, and the second number 0.9 · 2.3 + 0.1 · 2 = 2.27.
     */
    @Test
    void thePlainFormulaGivesTheSameNumbers() {
        double[] q = {0.2, 0.3, 0.5};
        assertEquals(3.4076059644 - 2.3, loss(new FusedLoss(), new double[] {1, 2, 3}, q, 1.0), 1e-10);
        assertEquals(
                3.4076059644 - 2.27,
                loss(new SmoothedLoss(new LogSoftmaxNllLoss(), 0.1), new double[] {1, 2, 3}, q, 1.0),
                1e-10);
    }

    /** The gradient of large losses is still exact, and no difference of large numbers is taken. */
    @Test
    void marginsThatAreFarFromZeroLoseNothing() {
        double[] near = {-1.0, 0.5, 2.0};
        double[] far = {1e9 - 1.0, 1e9 + 0.5, 1e9 + 2.0};
        double[] q = {0.25, 0.5, 0.25};
        assertEquals(loss(new FusedLoss(), near, q, 1.0), loss(new FusedLoss(), far, q, 1.0), 1e-15);
        assertArrayEquals(near, far, 1e-15);
        double[] impossible = {0.0, -2000.0, 0.0};
        assertEquals(
                Math.log(2.0) + 0.5 * 2000.0,
                loss(new FusedLoss(), impossible, new double[] {0.5, 0.5, 0.0}, 1.0),
                1e-12);
    }
}
