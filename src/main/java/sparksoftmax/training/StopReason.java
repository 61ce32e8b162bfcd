package sparksoftmax.training;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Why training ended.
 *
 * @param converged whether further passes would not have improved the objective noticeably
 * @param sentence the reason in words, without a full stop
 */
public record StopReason(boolean converged, String sentence) {
    static StopReason singleClass(int label) {
        return new StopReason(true, "all rows have label " + label + ", so there is nothing to learn");
    }

    static StopReason maxIterReached(int maxIter) {
        return new StopReason(
                false, "the maximum number of passes over the data was reached (maxIter = " + maxIter + ")");
    }

    static StopReason diverged(int maxIter, double first, double last, double stepSize) {
        return new StopReason(
                false,
                "the maximum number of passes over the data was reached (maxIter = " + maxIter
                        + "), and the objective rose from " + rounded(first) + " to " + rounded(last)
                        + ", so the model is worse than at the start: stepSize " + stepSize
                        + " is too large (leave it unset to have one chosen that fits the data)");
    }

    static StopReason noImprovement(double tol) {
        return new StopReason(
                true,
                "the objective changed by less than tol = " + tol + " of its value in "
                        + Progress.PASSES_WITHOUT_IMPROVEMENT + " passes in a row");
    }

    static StopReason smallGradient(double norm, double tol) {
        return new StopReason(
                true,
                "the norm of the gradient, " + rounded(norm) + ", is at most max(tol * objective, "
                        + Progress.LEAST_GRADIENT + ") with tol = " + tol);
    }

    static StopReason littleImprovement(double tol) {
        return new StopReason(
                true,
                "the objective decreased by at most tol = " + tol + " of its value at the start in the last "
                        + Progress.WINDOW + " passes");
    }

    static StopReason separable(double objective) {
        return new StopReason(
                true,
                "the classes are separable: the objective is " + rounded(objective)
                        + ", so the model predicts every row's label, and without a penalty the coefficients would grow"
                        + " without bound (set regParam for finite ones)");
    }

    static StopReason notWorthwhile(double improvement) {
        return new StopReason(
                true,
                "the objective improved by less than " + rounded(improvement) + " in "
                        + Progress.PASSES_WITHOUT_IMPROVEMENT
                        + " passes in a row, a fraction of its sampling error (set tol, or solver l-bfgs, to go on"
                        + " to the optimum)");
    }

    static StopReason nearZero(double bound) {
        return new StopReason(
                true,
                "the objective is below " + rounded(bound)
                        + ", a fraction of its sampling error, so that further passes could"
                        + " not improve it noticeably (set tol, or solver l-bfgs, to go on to the optimum)");
    }

    static StopReason fewRows(int passes) {
        return new StopReason(
                true,
                "training has gone on from earlier coefficients for " + passes + " passes: these and the earlier rows"
                        + " are too few to determine the coefficients, so that more passes would fit their noise"
                        + " (set tol, or solver l-bfgs, to go on to the optimum)");
    }

    static StopReason noBetterValidation(int patience, int bestPass) {
        return new StopReason(
                true,
                "the validation loss did not improve in " + patience + " passes in a row (patience); the coefficients"
                        + " after pass " + bestPass + " are kept");
    }

    static StopReason driverMemory(int numParameters) {
        return new StopReason(
                false,
                "all passes of local steps were made, and the driver's memory is too small for quasi-Newton steps with "
                        + numParameters
                        + " parameters; give the driver more memory, or set solver localSgd and maxIter for more"
                        + " passes");
    }

    static StopReason noBetterPoint() {
        return new StopReason(true, "no step improves the objective any more, to double precision");
    }

    /** A number to four significant digits. */
    private static String rounded(double value) {
        return Double.isFinite(value)
                ? Double.toString(new BigDecimal(value, new MathContext(4)).doubleValue())
                : Double.toString(value);
    }
}
