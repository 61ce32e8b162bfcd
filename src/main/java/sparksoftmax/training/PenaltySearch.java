package sparksoftmax.training;

import java.util.Arrays;
import sparksoftmax.features.Regularization;
import sparksoftmax.loss.DecisionRule;

/**
 * The penalties among which cross-validation chooses, and how.
 *
 * @param strengths the values of λ, in any order; null for a path that follows from the data
 * @param l1Shares the values of α, each of which is combined with all values of λ
 * @param numFolds the number of folds
 * @param metric the metric of the rows held out
 * @param oneStandardError whether to choose the strongest penalty whose metric is within a standard error of the best
 * @param abandons whether weaker penalties are left out once they have got clearly worse
 * @param rule how a class is predicted
 */
public record PenaltySearch(
        double[] strengths,
        double[] l1Shares,
        int numFolds,
        SelectionMetric metric,
        boolean oneStandardError,
        boolean abandons,
        DecisionRule rule) {
    /** The number of values of a path that follows from the data. */
    private static final int PATH_LENGTH = 20;

    /** For a pure L2 penalty no finite λ makes all coefficients 0; the path starts where it would with this share. */
    private static final double LEAST_L1_SHARE = 1e-3;

    /** The weakest penalty of the path, as a share of that which makes all coefficients 0 if it is pure L1. */
    private static final double WEAKEST = 1e-4;

    /**
     * The penalties with one value of α, from strong to weak.
     *
     * @param largestGradient the smallest λ of a pure L1 penalty for which all coefficients are 0; needed only if no
     *     strengths are given
     */
    Regularization[] path(double l1Share, double largestGradient, boolean standardization) {
        double[] values = strengths == null
                ? path(l1Share, largestGradient)
                : Arrays.stream(strengths).distinct().sorted().toArray();
        Regularization[] penalties = new Regularization[values.length];
        Arrays.setAll(penalties, i -> new Regularization(values[values.length - 1 - i], l1Share, standardization));
        return penalties;
    }

    /**
     * From weak to strong, equally spaced on a logarithmic scale. Source: J. Friedman, T. Hastie, R. Tibshirani,
     * "Regularization Paths for Generalized Linear Models via Coordinate Descent", 2010, section 2.5.
     */
    private static double[] path(double l1Share, double largestGradient) {
        if (largestGradient == 0.0) {
            return new double[] {0.0};
        }
        double weakest = WEAKEST * largestGradient;
        double strongest = largestGradient / Math.max(LEAST_L1_SHARE, l1Share);
        double[] values = new double[PATH_LENGTH];
        Arrays.setAll(values, i -> weakest * Math.pow(strongest / weakest, i / (PATH_LENGTH - 1.0)));
        return values;
    }
}
