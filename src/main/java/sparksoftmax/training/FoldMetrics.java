package sparksoftmax.training;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import sparksoftmax.loss.HeldOutSums;
import sparksoftmax.sums.PartitionSums;

/**
 * How well a model predicts the rows of a fold that it was not trained on. The definitions are those of Spark's
 * MulticlassMetrics: weighted means over the labels that occur count each label by the weight of its rows.
 *
 * @param logLoss the mean of -log p_y, in nats
 * @param labeled the weight of the rows by label, [K]
 * @param predicted the weight of the rows by predicted class, [K]
 * @param correct the weight of the rows whose label is predicted, by label, [K]
 */
public record FoldMetrics(double logLoss, double[] labeled, double[] predicted, double[] correct) {
    /** The metrics of fold {@code m} from the sums of a pass. */
    static FoldMetrics of(PartitionSums sums, int m, int numClasses) {
        double[] labeled = HeldOutSums.labeled(sums, m, numClasses);
        return new FoldMetrics(
                HeldOutSums.loss(sums, m, numClasses) / Arrays.stream(labeled).sum(),
                labeled,
                HeldOutSums.predicted(sums, m, numClasses),
                HeldOutSums.correct(sums, m, numClasses));
    }

    /** The weight of the rows. */
    double weight() {
        return Arrays.stream(labeled).sum();
    }

    /** The share of the rows, by weight, whose label is predicted. */
    public double accuracy() {
        return Arrays.stream(correct).sum() / weight();
    }

    double f1() {
        return weightedMean(k -> 2.0 * correct[k] / (labeled[k] + predicted[k]));
    }

    double weightedPrecision() {
        return weightedMean(k -> predicted[k] == 0.0 ? 0.0 : correct[k] / predicted[k]);
    }

    double weightedFalsePositiveRate() {
        double all = weight();
        return weightedMean(k -> labeled[k] == all ? 0.0 : (predicted[k] - correct[k]) / (all - labeled[k]));
    }

    /** The mean of a function of the labels that occur, weighted by their rows. */
    private double weightedMean(IntToDoubleFunction ofLabel) {
        return IntStream.range(0, labeled.length)
                        .filter(k -> labeled[k] > 0.0)
                        .mapToDouble(k -> labeled[k] * ofLabel.applyAsDouble(k))
                        .sum()
                / weight();
    }
}
