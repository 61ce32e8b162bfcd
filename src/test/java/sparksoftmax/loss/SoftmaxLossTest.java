package sparksoftmax.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses of single rows. */
class SoftmaxLossTest {
    static Stream<String> variants() {
        return LossVariant.names().stream();
    }

    static Stream<String> correctVariants() {
        return variants().filter(name -> !name.equals("doubleSoftmax"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void multipliersAreTheGradient(String variant) {
        SoftmaxLoss loss = LossVariant.named(variant);
        Random random = new Random(1L);
        for (int numClasses = 2; numClasses <= 7; numClasses++) {
            double[] z = random.doubles(numClasses, -4.0, 4.0).toArray();
            int label = random.nextInt(numClasses);
            double weight = 0.5 + random.nextDouble();
            double[] multipliers = z.clone();
            loss.lossAndMultipliers(multipliers, 0, numClasses, label, weight);
            for (int k = 0; k < numClasses; k++) {
                double h = 1e-5;
                double[] up = z.clone();
                double[] down = z.clone();
                up[k] += h;
                down[k] -= h;
                double difference = loss.lossAndMultipliers(up, 0, numClasses, label, weight)
                        - loss.lossAndMultipliers(down, 0, numClasses, label, weight);
                assertEquals(difference / (2 * h), multipliers[k], 1e-9);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("correctVariants")
    void correctVariantsAgree(String variant) {
        Random random = new Random(2L);
        for (int trial = 0; trial < 100; trial++) {
            double[] expected = random.doubles(6, -30.0, 30.0).toArray();
            double[] found = expected.clone();
            int label = random.nextInt(6);
            double expectedLoss = new FusedLoss().lossAndMultipliers(expected, 0, 6, label, 1.5);
            double foundLoss = LossVariant.named(variant).lossAndMultipliers(found, 0, 6, label, 1.5);
            assertEquals(expectedLoss, foundLoss, 1e-13 * Math.max(1.0, expectedLoss));
            assertArrayEquals(expected, found, 1e-14);
        }
    }

    /** To the bit, so that no result depends on how rows are cut into tiles. */
    @ParameterizedTest
    @MethodSource("variants")
    void rowsTogetherAreTheRowsOneByOne(String variant) {
        SoftmaxLoss loss = LossVariant.named(variant);
        Random random = new Random(4L);
        for (int numClasses : new int[] {2, 3, 5, 8, 10}) {
            int numRows = 13;
            double[] together =
                    random.doubles((long) numRows * numClasses, -20.0, 20.0).toArray();
            double[] oneByOne = together.clone();
            int[] labels = random.ints(numRows + 2, 0, numClasses).toArray();
            double[] weights = random.doubles(numRows + 2, 0.5, 2.0).toArray();
            double expected = 0.0;
            for (int i = 0; i < numRows; i++) {
                expected +=
                        loss.lossAndMultipliers(oneByOne, i * numClasses, numClasses, labels[i + 2], weights[i + 2]);
            }
            double found = loss.lossAndMultipliers(together, numClasses, numRows, labels, weights, 2);
            assertEquals(expected, found, 0.0);
            assertArrayEquals(oneByOne, together);
        }
    }

    @Test
    void onlyTheLowLevelVariantUnderflows() {
        for (String variant : LossVariant.names()) {
            double loss = LossVariant.named(variant).lossAndMultipliers(new double[] {0.0, 800.0}, 0, 2, 0, 1.0);
            assertEquals(variant.equals("lowLevel"), Double.isInfinite(loss), variant);
        }
    }

    /** The largest eigenvalue of the numerical Hessian, over many margins, comes near the bound but not over it. */
    @ParameterizedTest
    @MethodSource("variants")
    void curvatureBoundHolds(String variant) {
        SoftmaxLoss loss = LossVariant.named(variant);
        Random random = new Random(3L);
        double largest = 0.0;
        for (int trial = 0; trial < 2000; trial++) {
            int numClasses = 2 + random.nextInt(3);
            double spread = 3.0 * random.nextDouble();
            double[] z = random.doubles(numClasses, -spread, spread + 1e-9).toArray();
            int label = random.nextInt(numClasses);
            double[] direction = random.doubles(numClasses, -1.0, 1.0).toArray();
            double norm = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
            double h = 1e-4;
            double[] up = z.clone();
            double[] down = z.clone();
            for (int k = 0; k < numClasses; k++) {
                up[k] += h * direction[k] / norm;
                down[k] -= h * direction[k] / norm;
            }
            loss.lossAndMultipliers(up, 0, numClasses, label, 1.0);
            loss.lossAndMultipliers(down, 0, numClasses, label, 1.0);
            double curvature = 0.0;
            for (int k = 0; k < numClasses; k++) {
                curvature += Math.pow((up[k] - down[k]) / (2 * h), 2);
            }
            largest = Math.max(largest, Math.sqrt(curvature));
        }
        assertTrue(largest <= loss.curvatureBound() + 1e-6, largest + " > " + loss.curvatureBound());
        assertTrue(largest > 0.1, "the trials were too tame to test anything: " + largest);
    }

    @Test
    void anUnknownVariantIsNamedWithTheKnownOnes() {
        String message = assertThrows(IllegalArgumentException.class, () -> LossVariant.named("hinge"))
                .getMessage();
        assertEquals(
                "lossVariant must be one of fused, logSoftmaxNll, lowLevel, doubleSoftmax, but was hinge", message);
    }
}
