package sparksoftmax.training;

import java.util.Arrays;
import java.util.List;

/**
 * The metrics by which a penalty can be chosen: those of Spark's MulticlassClassificationEvaluator that need no label
 * of their own, by its names.
 */
public enum SelectionMetric {
    /** The mean of -log p_y, in nats. */
    LOG_LOSS("logLoss", false),
    /** The weighted mean of the F1 measures of the labels. */
    F1("f1", true),
    /** The share of the rows, by weight, whose label is predicted. */
    ACCURACY("accuracy", true),
    /** The weighted mean of the precisions of the labels. */
    WEIGHTED_PRECISION("weightedPrecision", true),
    /** The weighted mean of the recalls of the labels, which is the accuracy. */
    WEIGHTED_RECALL("weightedRecall", true),
    /** The same as {@link #WEIGHTED_RECALL}. */
    WEIGHTED_TRUE_POSITIVE_RATE("weightedTruePositiveRate", true),
    /** The weighted mean of the false positive rates of the labels. */
    WEIGHTED_FALSE_POSITIVE_RATE("weightedFalsePositiveRate", false),
    /** The weighted mean of the F measures of the labels, with beta = 1: the same as {@link #F1}. */
    WEIGHTED_F_MEASURE("weightedFMeasure", true),
    /** 1 minus the accuracy. */
    HAMMING_LOSS("hammingLoss", false);

    private final String paramValue;
    private final boolean largerIsBetter;

    SelectionMetric(String paramValue, boolean largerIsBetter) {
        this.paramValue = paramValue;
        this.largerIsBetter = largerIsBetter;
    }

    @Override
    public String toString() {
        return paramValue;
    }

    /** Whether the value {@code a} is better than {@code b}; NaN is worse than any number. */
    public boolean isBetter(double a, double b) {
        return !Double.isNaN(a) && (Double.isNaN(b) || (largerIsBetter ? a > b : a < b));
    }

    /** The value of this metric on the rows of a fold. */
    double of(FoldMetrics fold) {
        return switch (this) {
            case LOG_LOSS -> fold.logLoss();
            case ACCURACY, WEIGHTED_RECALL, WEIGHTED_TRUE_POSITIVE_RATE -> fold.accuracy();
            case HAMMING_LOSS -> 1.0 - fold.accuracy();
            case F1, WEIGHTED_F_MEASURE -> fold.f1();
            case WEIGHTED_PRECISION -> fold.weightedPrecision();
            case WEIGHTED_FALSE_POSITIVE_RATE -> fold.weightedFalsePositiveRate();
        };
    }

    /** All names, the default first. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SelectionMetric::toString).toList();
    }

    /**
     * The metric with the given name, in upper or lower case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SelectionMetric named(String name) {
        return Arrays.stream(values())
                .filter(metric -> metric.paramValue.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "metric must be one of " + String.join(", ", names()) + ", but was " + name));
    }
}
