package sparksoftmax.training;

import java.util.Arrays;
import sparksoftmax.features.CoefficientBounds;

/**
 * The bounds that the user has set, with null for those that are not set.
 *
 * @param lowerCoefficients numClasses x numFeatures
 * @param upperCoefficients numClasses x numFeatures
 * @param lowerIntercepts numClasses
 * @param upperIntercepts numClasses
 */
public record GivenBounds(
        Given lowerCoefficients, Given upperCoefficients, Given lowerIntercepts, Given upperIntercepts) {
    /** No bounds. */
    public static final GivenBounds NONE = new GivenBounds(null, null, null, null);

    /** Whether any coefficient or intercept has a bound. */
    boolean any() {
        return binds(lowerCoefficients) || binds(upperCoefficients) || onIntercepts();
    }

    /** Whether any intercept has a bound. */
    boolean onIntercepts() {
        return binds(lowerIntercepts) || binds(upperIntercepts);
    }

    /** Infinite bounds are none. */
    private static boolean binds(Given bound) {
        return bound != null && !Arrays.stream(bound.values()).allMatch(Double::isInfinite);
    }

    /**
     * Checks what can be checked before the data set is read.
     *
     * @throws IllegalArgumentException if a lower bound is above the upper one
     */
    void checkOrder() {
        checkOrder(lowerCoefficients, upperCoefficients);
        checkOrder(lowerIntercepts, upperIntercepts);
    }

    /**
     * Checks each bound by itself. Infinite bounds of the other sign count as none, so this comes first.
     *
     * @throws IllegalArgumentException if no number is within a bound
     */
    void checkPossible() {
        checkPossible(lowerCoefficients, Double.POSITIVE_INFINITY);
        checkPossible(upperCoefficients, Double.NEGATIVE_INFINITY);
        checkPossible(lowerIntercepts, Double.POSITIVE_INFINITY);
        checkPossible(upperIntercepts, Double.NEGATIVE_INFINITY);
    }

    private static void checkPossible(Given bound, double impossible) {
        if (bound != null && Arrays.stream(bound.values()).anyMatch(value -> value == impossible)) {
            throw new IllegalArgumentException("Parameter " + bound.param() + " must not have the value " + impossible
                    + ", since no number is within that bound: use " + -impossible + " where there is no bound.");
        }
    }

    private static void checkOrder(Given lower, Given upper) {
        if (lower == null || upper == null) {
            return;
        }
        for (int i = 0; i < Math.min(lower.values().length, upper.values().length); i++) {
            if (lower.values()[i] > upper.values()[i]) {
                throw new IllegalArgumentException(
                        lower.param() + " must be at most " + upper.param() + ", but a lower bound is "
                                + lower.values()[i] + " where the upper bound is " + upper.values()[i] + ".");
            }
        }
    }

    /**
     * The bounds for a data set with the given numbers of classes and features.
     *
     * @throws IllegalArgumentException if they have another shape
     */
    CoefficientBounds of(int numClasses, int numFeatures) {
        return new CoefficientBounds(
                matrix(lowerCoefficients, numClasses, numFeatures),
                matrix(upperCoefficients, numClasses, numFeatures),
                vector(lowerIntercepts, numClasses),
                vector(upperIntercepts, numClasses));
    }

    private static double[] matrix(Given bound, int numClasses, int numFeatures) {
        double[] values = Given.matrix(bound, numClasses, numFeatures);
        return binds(bound) ? values : null;
    }

    private static double[] vector(Given bound, int numClasses) {
        double[] values = Given.vector(bound, numClasses);
        return binds(bound) ? values : null;
    }
}
