package sparksoftmax.features;

import java.util.Arrays;
import sparksoftmax.optim.Box;

/**
 * Bounds on coefficients and intercepts, on the original scale of the features; null if there are none.
 *
 * @param lowerCoefficients lower bounds on the coefficients, [F x K] feature-major
 * @param upperCoefficients upper bounds on the coefficients, [F x K] feature-major
 * @param lowerIntercepts lower bounds on the intercepts, [K]
 * @param upperIntercepts upper bounds on the intercepts, [K]
 */
public record CoefficientBounds(
        double[] lowerCoefficients, double[] upperCoefficients, double[] lowerIntercepts, double[] upperIntercepts) {
    /** Whether there are bounds on coefficients. */
    public boolean onCoefficients() {
        return lowerCoefficients != null || upperCoefficients != null;
    }

    /**
     * Whether there are bounds on intercepts. If so, features cannot be centered, since that changes the intercepts.
     */
    public boolean onIntercepts() {
        return lowerIntercepts != null || upperIntercepts != null;
    }

    /** Whether there are any bounds. */
    public boolean any() {
        return onCoefficients() || onIntercepts();
    }

    /** The number within the bounds of a coefficient that is nearest to {@code value}; {@code at} is its index. */
    double nearest(int at, double value) {
        double aboveLower = lowerCoefficients == null ? value : Math.max(lowerCoefficients[at], value);
        return upperCoefficients == null ? aboveLower : Math.min(upperCoefficients[at], aboveLower);
    }

    /** The bounds on the parameters of a scaling. */
    public Box box(Scaling scaling, VaryingFeatures varying) {
        return any()
                ? Box.of(
                        parameters(lowerCoefficients, lowerIntercepts, Double.NEGATIVE_INFINITY, scaling, varying),
                        parameters(upperCoefficients, upperIntercepts, Double.POSITIVE_INFINITY, scaling, varying))
                : Box.NONE;
    }

    private static double[] parameters(
            double[] coefficients, double[] intercepts, double none, Scaling scaling, VaryingFeatures varying) {
        int numClasses = scaling.numClasses();
        double[] bounds = new double[scaling.numParameters()];
        Arrays.fill(bounds, none);
        if (coefficients != null) {
            double[] selected = varying.select(coefficients, numClasses);
            for (int i = 0; i < selected.length; i++) {
                bounds[i] = selected[i] / scaling.scale()[i / numClasses];
            }
        }
        if (intercepts != null) {
            System.arraycopy(intercepts, 0, bounds, bounds.length - numClasses, numClasses);
        }
        return bounds;
    }
}
