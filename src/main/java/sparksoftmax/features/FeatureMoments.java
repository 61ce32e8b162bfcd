package sparksoftmax.features;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The weighted mean of a range of features and the root of their sum of squared deviations, over the rows of several
 * partitions. Partitions must be added in their order, so that the result is reproducible. Source: T. F. Chan, G. H.
 * Golub, R. J. LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37, 1983, equation
 * 2.1. Mutable while partitions are added; not thread safe.
 */
public final class FeatureMoments {
    private final int from;
    private final double[] weight;
    private final double[] nonZeroWeight;
    private final double[] mean;
    private final double[] deviation;

    private FeatureMoments(int from, double[] weight, double[] nonZeroWeight, double[] mean, double[] deviation) {
        this.from = from;
        this.weight = weight;
        this.nonZeroWeight = nonZeroWeight;
        this.mean = mean;
        this.deviation = deviation;
    }

    /** Moments of the features {@code from} (inclusive) to {@code to} (exclusive), over no rows at first. */
    public FeatureMoments(int from, int to) {
        this(from, new double[to - from], new double[to - from], new double[to - from], new double[to - from]);
    }

    /** Adds the rows of another partition, whose features must lie in this range. */
    public void add(PartitionMoments other) {
        for (int p = 0; p < other.features.length; p++) {
            int j = other.features[p] - from;
            double total = weight[j] + other.weight[p];
            double delta = other.mean[p] - mean[j];
            nonZeroWeight[j] += other.nonZeroWeight[p];
            deviation[j] = Hypotenuse.of(deviation[j], other.deviation[p]);
            if (weight[j] == 0.0) {
                mean[j] = other.mean[p];
            } else {
                double between = Math.abs(delta) * Math.sqrt(weight[j] / total * other.weight[p]);
                deviation[j] = Hypotenuse.of(deviation[j], between);
                mean[j] += delta * (other.weight[p] / total);
            }
            weight[j] = total;
        }
    }

    /** These moments in the form that is sent to the driver, with only the features that have any stored value. */
    public PartitionMoments toPartitionMoments() {
        int[] places =
                IntStream.range(0, weight.length).filter(j -> weight[j] > 0.0).toArray();
        return new PartitionMoments(
                Arrays.stream(places).map(j -> j + from).toArray(),
                select(places, weight),
                select(places, nonZeroWeight),
                select(places, mean),
                select(places, deviation));
    }

    private static double[] select(int[] places, double[] values) {
        return Arrays.stream(places).mapToDouble(j -> values[j]).toArray();
    }

    /**
     * The moments over all rows, including the zeros that sparse blocks do not store. For each feature, zeros are added
     * whose weight is the rest of the weight of all rows.
     */
    FeatureMoments withZeros(double weightSum) {
        double[] allMean = new double[mean.length];
        double[] allDeviation = new double[mean.length];
        double[] allWeight = new double[mean.length];
        Arrays.fill(allWeight, weightSum);
        for (int j = 0; j < mean.length; j++) {
            double share = Math.min(1.0, weight[j] / weightSum);
            allMean[j] = share == 1.0 ? mean[j] : mean[j] * share;
            double ofZeros = Math.abs(mean[j]) * Math.sqrt(weight[j] * Math.max(0.0, 1.0 - share));
            allDeviation[j] = Hypotenuse.of(deviation[j], ofZeros);
        }
        return new FeatureMoments(from, allWeight, nonZeroWeight, allMean, allDeviation);
    }

    /** The moments of some of the features, renumbered from 0. */
    FeatureMoments of(VaryingFeatures varying) {
        return new FeatureMoments(
                0,
                varying.select(weight),
                varying.select(nonZeroWeight),
                varying.select(mean),
                varying.select(deviation));
    }

    /** The weight of the rows in which a feature is not 0, [F], not a copy. */
    double[] nonZeroWeight() {
        return nonZeroWeight;
    }

    /** Weighted means, [F], not a copy. */
    double[] mean() {
        return mean;
    }

    /** √(Σ w (x - mean)²), [F], not a copy. */
    double[] deviation() {
        return deviation;
    }
}
