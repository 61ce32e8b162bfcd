package sparksoftmax.training;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import sparksoftmax.features.Regularization;

/**
 * A penalty that was tried by cross-validation.
 *
 * @param penalty the penalty
 * @param folds the metrics of each fold, held out; empty if the penalty was abandoned
 */
public record PenaltyTrial(Regularization penalty, List<FoldMetrics> folds) {
    static PenaltyTrial abandoned(Regularization penalty) {
        return new PenaltyTrial(penalty, List.of());
    }

    /** Whether no models were trained with the penalty, because stronger ones were clearly better. */
    public boolean isAbandoned() {
        return folds.isEmpty();
    }

    /** The values of a metric, by fold. */
    public double[] values(SelectionMetric metric) {
        return folds.stream().mapToDouble(metric::of).toArray();
    }

    /** The mean of a metric over the folds, each of which counts the same; NaN if the penalty was abandoned. */
    public double mean(SelectionMetric metric) {
        return mean(values(metric));
    }

    /** The standard error of that mean: s / √k for k folds, s being the standard deviation over the folds. */
    public double standardError(SelectionMetric metric) {
        return standardError(values(metric));
    }

    static double mean(double[] values) {
        return StatUtils.mean(values);
    }

    static double standardError(double[] values) {
        return Math.sqrt(StatUtils.variance(values) / values.length);
    }
}
