package sparksoftmax.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelatedFeaturesTest {
    /** s_k (B (C + I) + diag(λ)) H₀ v = v for coefficients, 2 B q_k H₀ v = v for intercepts. */
    @Test
    void isTheInverseOfTheCurvatureWithARidge() {
        int numFeatures = 37;
        double[] shares = {0.5, 0.3, 0.19, 0.01};
        int numClasses = shares.length;
        Random random = new Random(1L);
        double[] rows = random.doubles(numFeatures * 50L, -1.0, 1.0).toArray();
        double[] moments = new double[numFeatures * numFeatures];
        for (int row = 0; row < 50; row++) {
            for (int i = 0; i < moments.length; i++) {
                moments[i] +=
                        rows[row * numFeatures + i / numFeatures] * rows[row * numFeatures + i % numFeatures] / 50;
            }
        }
        double[] l2 = random.doubles(numFeatures, 0.0, 0.2).toArray();
        double penaltyShare = Arrays.stream(l2).average().orElseThrow() / 0.5;
        double[] v = random.doubles((numFeatures + 1L) * numClasses, -1.0, 1.0).toArray();
        double[] found =
                CorrelatedFeatures.of(moments, l2, 0.5, shares).orElseThrow().times(v);
        for (int k = 0; k < numClasses; k++) {
            double relative = 4.0 * shares[k] * (1.0 - shares[k]);
            double curvature = relative + (1.0 - relative) * penaltyShare;
            for (int j = 0; j < numFeatures; j++) {
                double product = (0.5 + l2[j]) * found[j * numClasses + k];
                for (int i = 0; i < numFeatures; i++) {
                    product += 0.5 * moments[j * numFeatures + i] * found[i * numClasses + k];
                }
                assertEquals(v[j * numClasses + k], curvature * product, 1e-5);
            }
            assertEquals(v[numFeatures * numClasses + k], relative * found[numFeatures * numClasses + k], 1e-12);
        }
    }

    @Test
    void aMatrixThatIsNotOneOfMomentsHasNone() {
        assertTrue(CorrelatedFeatures.of(new double[] {1.0, 5.0, 5.0, 1.0}, new double[2], 0.5, new double[] {0.5, 0.5})
                .isEmpty());
        assertTrue(CorrelatedFeatures.of(
                        new double[] {1.0, Double.NaN, Double.NaN, 1.0}, new double[2], 0.5, new double[] {0.5, 0.5})
                .isEmpty());
    }
}
