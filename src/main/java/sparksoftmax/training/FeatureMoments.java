package sparksoftmax.training;

import java.io.Serializable;
import java.util.Arrays;
import sparksoftmax.block.Block;

/**
 * Weighted mean and sum of squared deviations of every feature, over the <em>stored</em> values only; the zeros that
 * sparse blocks leave out are added at the end.
 *
 * <p>While rows come in, sums are of deviations from the first value of the feature: Σ w (x - x₀) and Σ w (x - x₀)². No
 * division a value, and no digits lost where the mean is far larger than the deviation (SPARK-34448): as x₀ is one of
 * the n values, (x₀ - mean)² is at most n times the variance, which bounds the cancellation. Partial results are merged
 * by mean and squared deviation. Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for Computing the Sample
 * Variance", The American Statistician 37, 1983, section 3 and equation 2.1.
 */
final class FeatureMoments implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] weight;
    private final double[] nonZeroWeight;
    private final double[] mean;
    private final double[] squaredDeviation;

    private FeatureMoments(double[] weight, double[] nonZeroWeight, double[] mean, double[] squaredDeviation) {
        this.weight = weight;
        this.nonZeroWeight = nonZeroWeight;
        this.mean = mean;
        this.squaredDeviation = squaredDeviation;
    }

    /** Sums over blocks, of one partition. */
    static final class Collector {
        private final double[] weight;
        private final double[] zeroWeight;
        private final double[] first;
        private final double[] sum;
        private final double[] sumOfSquares;

        Collector(int numFeatures) {
            weight = new double[numFeatures];
            zeroWeight = new double[numFeatures];
            first = new double[numFeatures];
            sum = new double[numFeatures];
            sumOfSquares = new double[numFeatures];
        }

        void add(Block block) {
            for (int i = 0; i < block.numRows(); i++) {
                double rowWeight = block.weight(i);
                block.forEachStored(i, (j, value) -> add(j, value, rowWeight));
            }
        }

        private void add(int j, double value, double rowWeight) {
            if (weight[j] == 0.0) {
                first[j] = value;
            }
            double deviation = value - first[j];
            weight[j] += rowWeight;
            if (value == 0.0) {
                zeroWeight[j] += rowWeight;
            }
            sum[j] += rowWeight * deviation;
            sumOfSquares[j] += rowWeight * deviation * deviation;
        }

        FeatureMoments result() {
            double[] mean = new double[weight.length];
            double[] squaredDeviation = new double[weight.length];
            double[] nonZeroWeight = new double[weight.length];
            for (int j = 0; j < weight.length; j++) {
                nonZeroWeight[j] = weight[j] - zeroWeight[j];
                if (weight[j] > 0.0) {
                    double shift = sum[j] / weight[j];
                    mean[j] = first[j] + shift;
                    squaredDeviation[j] = Math.max(0.0, sumOfSquares[j] - shift * sum[j]);
                }
            }
            return new FeatureMoments(weight.clone(), nonZeroWeight, mean, squaredDeviation);
        }
    }

    int numFeatures() {
        return weight.length;
    }

    void merge(FeatureMoments other) {
        for (int j = 0; j < weight.length; j++) {
            double total = weight[j] + other.weight[j];
            nonZeroWeight[j] += other.nonZeroWeight[j];
            if (other.weight[j] > 0.0) {
                double delta = other.mean[j] - mean[j];
                squaredDeviation[j] +=
                        other.squaredDeviation[j] + delta * delta * (weight[j] / total) * other.weight[j];
                mean[j] = weight[j] == 0.0 ? other.mean[j] : mean[j] + delta * (other.weight[j] / total);
                weight[j] = total;
            }
        }
    }

    /** The same with zeros added until every feature has weight {@code weightSum}: the moments of all rows. */
    FeatureMoments withZeros(double weightSum) {
        double[] allMean = new double[mean.length];
        double[] allSquaredDeviation = new double[mean.length];
        double[] allWeight = new double[mean.length];
        Arrays.fill(allWeight, weightSum);
        for (int j = 0; j < mean.length; j++) {
            double share = Math.min(1.0, weight[j] / weightSum);
            allMean[j] = share == 1.0 ? mean[j] : mean[j] * share;
            allSquaredDeviation[j] = squaredDeviation[j] + mean[j] * mean[j] * weight[j] * Math.max(0.0, 1.0 - share);
        }
        return new FeatureMoments(allWeight, nonZeroWeight, allMean, allSquaredDeviation);
    }

    /** The moments of some of the features. */
    FeatureMoments of(FeatureSubset subset) {
        return new FeatureMoments(
                subset.select(weight),
                subset.select(nonZeroWeight),
                subset.select(mean),
                subset.select(squaredDeviation));
    }

    /** The weight of the rows in which a feature is not 0, [F], not a copy. */
    double[] nonZeroWeight() {
        return nonZeroWeight;
    }

    /** Weighted means, [F], not a copy. */
    double[] mean() {
        return mean;
    }

    /** Σ w (x - mean)², [F], not a copy. */
    double[] squaredDeviation() {
        return squaredDeviation;
    }
}
