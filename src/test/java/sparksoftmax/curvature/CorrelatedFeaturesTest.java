package sparksoftmax.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelatedFeaturesTest {
    /** (B (C + I) + diag(λ)) H₀ v = v for coefficients, 2 B H₀ v = v for intercepts. */
    @Test
    void isTheInverseOfTheCurvatureWithARidge() {
        int numFeatures = 37;
        int numClasses = 4;
        Random random = new Random(1L);
        double[] rows = random.doubles(numFeatures * 50L, -1.0, 1.0).toArray();
        double[] moments = new double[numFeatures * numFeatures];
        for (int row = 0; row < 50; row++) {
            for (int i = 0; i < moments.length; i++) {
                moments[i] +=
                        rows[row * numFeatures + i / numFeatures] * rows[row * numFeatures + i % numFeatures] / 50;
            }
        }
        double[] l2 = random.doubles(numFeatures, 0.0, 2.0).toArray();
        double[] v = random.doubles((numFeatures + 1L) * numClasses, -1.0, 1.0).toArray();
        double[] found = CorrelatedFeatures.of(moments, l2, 0.5, numClasses)
                .orElseThrow()
                .times(v);
        for (int k = 0; k < numClasses; k++) {
            for (int j = 0; j < numFeatures; j++) {
                double product = (0.5 + l2[j]) * found[j * numClasses + k];
                for (int i = 0; i < numFeatures; i++) {
                    product += 0.5 * moments[j * numFeatures + i] * found[i * numClasses + k];
                }
                assertEquals(v[j * numClasses + k], product, 1e-5);
            }
            assertEquals(v[numFeatures * numClasses + k], found[numFeatures * numClasses + k], 1e-12);
        }
    }

    @Test
    void aMatrixThatIsNotOneOfMomentsHasNone() {
        assertTrue(CorrelatedFeatures.of(new double[] {1.0, 5.0, 5.0, 1.0}, new double[2], 0.5, 3)
                .isEmpty());
        assertTrue(CorrelatedFeatures.of(new double[] {1.0, Double.NaN, Double.NaN, 1.0}, new double[2], 0.5, 3)
                .isEmpty());
    }
}
