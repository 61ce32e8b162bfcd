package sparksoftmax.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class KeptCoefficientsTest {
    private static final CoefficientBounds NONE = new CoefficientBounds(null, null, null, null);
    private static final VaryingFeatures VARYING = new VaryingFeatures(new int[] {1}, 4);
    private static final double[] TRAINED = {10.0, 20.0};
    private static final double[] INTERCEPTS = {1.0, 2.0};

    /** Feature 0 is 0 in all rows, feature 2 is 3, and feature 3 never had coefficients. */
    private static final double[] EARLIER = {1.0, -1.0, 5.0, 6.0, 0.5, 0.25, 0.0, 0.0};

    private static final double[] MEAN = {0.0, 7.0, 3.0, 2.0};

    @Test
    void constantFeaturesKeepTheirCoefficientsAndMargins() {
        KeptCoefficients kept = KeptCoefficients.of(VARYING, TRAINED, INTERCEPTS, EARLIER, MEAN, NONE, true);
        assertArrayEquals(new int[] {0, 1, 2}, kept.features().columns());
        assertArrayEquals(new double[] {1.0, -1.0, 10.0, 20.0, 0.5, 0.25}, kept.coefficients());
        assertArrayEquals(new double[] {1.0 - 3.0 * 0.5, 2.0 - 3.0 * 0.25}, kept.intercepts());
        assertArrayEquals(new double[] {1.0, 2.0}, INTERCEPTS);
    }

    @Test
    void interceptsThatMustNotChangeLeaveOnlyFeaturesThatAreZero() {
        KeptCoefficients kept = KeptCoefficients.of(VARYING, TRAINED, INTERCEPTS, EARLIER, MEAN, NONE, false);
        assertArrayEquals(new int[] {0, 1}, kept.features().columns());
        assertArrayEquals(new double[] {1.0, -1.0, 10.0, 20.0}, kept.coefficients());
        assertArrayEquals(INTERCEPTS, kept.intercepts());
    }

    @Test
    void keptCoefficientsAreWithinBounds() {
        double[] lower = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.125, 0.0};
        double[] upper = {0.5, 0.5, 99.0, 99.0, 0.5, 0.5, 1.0, 1.0};
        CoefficientBounds bounds = new CoefficientBounds(lower, upper, null, null);
        KeptCoefficients kept = KeptCoefficients.of(VARYING, TRAINED, INTERCEPTS, EARLIER, MEAN, bounds, true);
        assertArrayEquals(new int[] {0, 1, 2, 3}, kept.features().columns());
        assertArrayEquals(new double[] {0.5, 0.0, 10.0, 20.0, 0.5, 0.25, 0.125, 0.0}, kept.coefficients());
        assertArrayEquals(new double[] {1.0 - 1.5 - 0.25, 2.0 - 0.75}, kept.intercepts());
    }

    @Test
    void nothingIsCopiedIfAllFeaturesVary() {
        VaryingFeatures all = new VaryingFeatures(new int[] {0}, 1);
        assertSame(
                TRAINED,
                KeptCoefficients.of(all, TRAINED, INTERCEPTS, EARLIER, MEAN, NONE, true)
                        .coefficients());
    }
}
