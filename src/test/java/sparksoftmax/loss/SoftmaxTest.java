package sparksoftmax.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tutorial's function values, printed by PyTorch to four digits, and what holds for all arguments. */
class SoftmaxTest {
    private static final double FOUR_DIGITS = 5e-5;

    /** The tutorial's 3 x 5 example: softmax by rows, so that its logarithm is a valid z. */
    private static final double[][] P = {
        {0.2645, 0.1639, 0.1855, 0.2585, 0.1277},
        {0.2430, 0.1624, 0.2322, 0.1930, 0.1694},
        {0.2226, 0.1986, 0.2326, 0.1594, 0.1868}
    };

    private static final int[] Y = {0, 2, 1};

    private static double[][] z() {
        return Arrays.stream(P)
                .map(row -> Arrays.stream(row).map(Math::log).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void softmaxOfTheTutorial() {
        double[] p = Softmax.softmax(new double[] {1, 2, 3});
        assertArrayEquals(new double[] {0.0900, 0.2447, 0.6652}, p, FOUR_DIGITS);
        assertEquals(1.0, Arrays.stream(p).sum(), 1e-15);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(P[i], Softmax.softmax(z())[i], FOUR_DIGITS);
        }
    }

    @Test
    void logSoftmaxOfTheTutorial() {
        double[] expected = {-1.3301, -1.8084, -1.6846, -1.3530, -2.0584};
        // The printed probabilities have four digits, so their logarithms are good to 4e-4.
        assertArrayEquals(expected, Softmax.logSoftmax(z())[0], 4e-4);
        assertArrayEquals(expected, Softmax.logSoftmax(z()[0]), 4e-4);
    }

    @Test
    void allCostsOfTheTutorialAre14689() {
        assertEquals(1.4689, Softmax.nllLoss(Softmax.logSoftmax(z()), Y), FOUR_DIGITS);
        assertEquals(1.4689, Softmax.crossEntropy(z(), Y), FOUR_DIGITS);
        assertEquals(1.4689, Softmax.lowLevelCost(z(), Y), FOUR_DIGITS);
    }

    @Test
    void doubleSoftmaxCostIsCrossEntropyOfProbabilities() {
        assertEquals(Softmax.crossEntropy(Softmax.softmax(z()), Y), Softmax.doubleSoftmaxCost(z(), Y), 1e-15);
    }

    @Test
    void argumentsAreNotChanged() {
        double[][] z = z();
        Softmax.softmax(z);
        Softmax.logSoftmax(z);
        Softmax.crossEntropy(z, Y);
        Softmax.lowLevelCost(z, Y);
        Softmax.doubleSoftmaxCost(z, Y);
        assertTrue(Arrays.deepEquals(z(), z));
    }

    @Test
    void hugeMarginsStayFinite() {
        double[] z = {3000.0, 0.0, -3000.0};
        assertArrayEquals(new double[] {1.0, 0.0, 0.0}, Softmax.softmax(z), 0.0);
        assertArrayEquals(new double[] {0.0, -3000.0, -6000.0}, Softmax.logSoftmax(z), 1e-12);
        assertEquals(6000.0, Softmax.crossEntropy(new double[][] {z}, new int[] {2}), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, Softmax.lowLevelCost(new double[][] {z}, new int[] {2}));
    }

    @Test
    void unusualMargins() {
        double inf = Double.POSITIVE_INFINITY;
        double nan = Double.NaN;
        assertArrayEquals(new double[] {0.0, 0.5, 0.0, 0.5}, Softmax.softmax(new double[] {1, inf, -inf, inf}));
        assertArrayEquals(new double[] {0.5, 0.5}, Softmax.softmax(new double[] {-inf, -inf}));
        assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25}, Softmax.softmax(new double[] {-0.0, 0.0, -0.0, 0.0}));
        for (double[] z : new double[][] {{nan, 1, 2}, {1, nan, 2}, {1, 2, nan}, {inf, nan, 0}, {nan, inf, 0}}) {
            assertArrayEquals(new double[] {nan, nan, nan}, Softmax.softmax(z));
        }
    }

    /** Probabilities of plain loops, against the definition with another exponential. */
    @Test
    void softmaxIsThatOfTheDefinition() {
        Random random = new Random(1L);
        for (int numClasses = 1; numClasses < 40; numClasses++) {
            double[] z = random.doubles(numClasses, -20.0, 20.0).toArray();
            double sum = Arrays.stream(z).map(StrictMath::exp).sum();
            double[] p = Softmax.softmax(z);
            for (int k = 0; k < numClasses; k++) {
                double expected = StrictMath.exp(z[k]) / sum;
                assertEquals(expected, p[k], 1e-13 * expected);
            }
        }
    }

    @Test
    void aTinyCrossEntropyKeepsItsDigits() {
        // log(1 + exp(-50)) = exp(-50) to first order; 1 + exp(-50) rounds to 1.
        double cost = Softmax.crossEntropy(new double[][] {{50.0, 0.0}}, new int[] {0});
        assertEquals(Math.exp(-50.0), cost, 1e-15 * Math.exp(-50.0));
    }

    @Test
    void badArgumentsAreNamed() {
        assertMessage("the vector is empty", () -> Softmax.softmax(new double[0]));
        assertMessage("it is empty", () -> Softmax.crossEntropy(new double[0][], new int[0]));
        assertMessage("row 1 has 1", () -> Softmax.softmax(new double[][] {{1, 2}, {1}}));
        assertMessage("1 rows and 2 labels", () -> Softmax.crossEntropy(new double[][] {{1, 2}}, new int[] {0, 1}));
        assertMessage("row 0 has 2", () -> Softmax.nllLoss(new double[][] {{1, 2}}, new int[] {2}));
        assertMessage("row 0 has -1", () -> Softmax.lowLevelCost(new double[][] {{1, 2}}, new int[] {-1}));
    }

    private static void assertMessage(String part, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}
