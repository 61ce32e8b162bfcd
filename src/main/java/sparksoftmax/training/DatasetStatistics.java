package sparksoftmax.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.TreeMap;
import sparksoftmax.block.Block;

/**
 * What one scan learns of the training rows of positive weight: how many there are, their weight, the weight of every
 * class, mean and deviation of every feature; or the first problem found, instead.
 */
public final class DatasetStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    private long numRows;
    private long numStored;
    private double weightSum;
    private double squaredWeightSum;
    private TreeMap<Integer, Double> classWeights = new TreeMap<>();
    private FeatureMoments moments;
    private int numFeatures = -1;
    private String problem;

    /** Collects the statistics of one partition. */
    static final class Collector {
        private final DatasetStatistics statistics = new DatasetStatistics();
        private FeatureMoments.Collector moments;

        /** Notes the size of the vectors, which a partition that has only rows of weight 0 knows without any block. */
        void numFeatures(int numFeatures) {
            statistics.numFeatures = numFeatures;
        }

        void add(Block block) {
            if (moments == null) {
                moments = new FeatureMoments.Collector(block.numFeatures());
            }
            moments.add(block);
            statistics.numRows += block.numRows();
            statistics.numStored += block.numStored();
            for (int i = 0; i < block.numRows(); i++) {
                double weight = block.weight(i);
                statistics.weightSum += weight;
                statistics.squaredWeightSum += weight * weight;
                statistics.classWeights.merge(block.label(i), weight, Double::sum);
            }
        }

        DatasetStatistics result() {
            statistics.moments = moments == null ? null : moments.result();
            return statistics;
        }

        static DatasetStatistics failed(String problem) {
            DatasetStatistics failed = new DatasetStatistics();
            failed.problem = problem;
            return failed;
        }
    }

    /** Adds the statistics of later rows. The first problem stays the one reported. */
    void merge(DatasetStatistics other, InputColumns columns) {
        if (problem == null && other.problem != null) {
            problem = other.problem;
        } else if (problem == null && numFeatures >= 0 && other.numFeatures >= 0 && numFeatures != other.numFeatures) {
            problem = RowDecoder.sizeMismatch(columns, numFeatures, other.numFeatures)
                    .getMessage();
        }
        if (problem != null) {
            return;
        }
        numFeatures = Math.max(numFeatures, other.numFeatures);
        numRows += other.numRows;
        numStored += other.numStored;
        weightSum += other.weightSum;
        squaredWeightSum += other.squaredWeightSum;
        other.classWeights.forEach((label, weight) -> classWeights.merge(label, weight, Double::sum));
        if (moments == null) {
            moments = other.moments;
        } else if (other.moments != null) {
            moments.merge(other.moments);
        }
    }

    /** Turns the moments of the stored values into those of all rows; called once, after the last merge. */
    void complete() {
        if (moments != null) {
            moments = moments.withZeros(weightSum);
        }
    }

    /** The same for some of the features. */
    DatasetStatistics of(FeatureSubset subset) {
        DatasetStatistics statistics = new DatasetStatistics();
        statistics.numRows = numRows;
        statistics.numStored = numStored;
        statistics.weightSum = weightSum;
        statistics.squaredWeightSum = squaredWeightSum;
        statistics.classWeights = classWeights;
        statistics.moments = moments.of(subset);
        statistics.numFeatures = subset.columns().length;
        return statistics;
    }

    /** The same without what is known of the features. */
    DatasetStatistics ofClassesOnly() {
        DatasetStatistics classes = new DatasetStatistics();
        classes.numRows = numRows;
        classes.weightSum = weightSum;
        classes.squaredWeightSum = squaredWeightSum;
        classes.classWeights = new TreeMap<>(classWeights);
        return classes;
    }

    /** The first problem found, for the user; null if there was none. */
    String problem() {
        return problem;
    }

    /** Whether a row was seen at all, of whatever weight. */
    boolean sawRows() {
        return numFeatures >= 0;
    }

    /** Rows of positive weight. */
    public long numRows() {
        return numRows;
    }

    /** F. */
    public int numFeatures() {
        return numFeatures;
    }

    /** Feature values that the blocks store. */
    long numStored() {
        return numStored;
    }

    /** Σ w. */
    public double weightSum() {
        return weightSum;
    }

    /** Whether Σ w and Σ w² have not overflowed. */
    boolean hasFiniteWeights() {
        return Double.isFinite(weightSum) && Double.isFinite(squaredWeightSum);
    }

    /** One more than the largest label. */
    public int numLabels() {
        return classWeights.lastKey() + 1;
    }

    /** How many different labels there are. */
    public int numDistinctLabels() {
        return classWeights.size();
    }

    /** The only label, where {@link #numDistinctLabels} is 1. */
    public int firstLabel() {
        return classWeights.firstKey();
    }

    /** Weighted means of the features, [F], not a copy. */
    double[] mean() {
        return moments.mean();
    }

    /**
     * Standard deviation of feature j as Spark's Summarizer has it: √(Σ w (x - mean)² / (Σ w - Σ w² / Σ w)), 0 if the
     * denominator is not positive; exactly 0 for a constant feature.
     */
    double std(int j) {
        double denominator = weightSum - squaredWeightSum / weightSum;
        return denominator > 0.0 ? Math.sqrt(moments.squaredDeviation()[j] / denominator) : 0.0;
    }

    /** The share of the rows, by weight, in which feature j is not 0. */
    double presence(int j) {
        return Math.min(1.0, moments.nonZeroWeight()[j] / weightSum);
    }

    /** The share of all feature values that are not 0; 0 without features. */
    double density() {
        double sum = 0.0;
        for (int j = 0; j < numFeatures; j++) {
            sum += presence(j);
        }
        return sum / Math.max(1, numFeatures);
    }

    /** (Σ w)² / Σ w²: the number of rows of equal weight that would tell as much. */
    double effectiveRows() {
        return weightSum / squaredWeightSum * weightSum;
    }

    /** The share of class k in all weight. */
    public double classShare(int k) {
        return classWeights.getOrDefault(k, 0.0) / weightSum;
    }

    /**
     * How far the classes' shares here are from those of all rows: half the sum of the differences, in [0, 1], less
     * what chance makes of it.
     */
    double classSkew(DatasetStatistics all) {
        double distance = 0.0;
        for (int k : all.classWeights.keySet()) {
            distance += 0.5 * Math.abs(classShare(k) - all.classShare(k));
        }
        double byChance = Math.sqrt(all.classWeights.size() / (2.0 * Math.PI * Math.max(1.0, effectiveRows())));
        return Math.max(0.0, distance - 3.0 * byChance);
    }

    /**
     * The logarithms of the classes' weights, in rows of mean weight and counting one row more of each, reduced by
     * their mean: about the intercepts of a model without features.
     */
    public double[] logClassWeights(int numClasses) {
        double[] logs = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            logs[k] = Math.log1p(classShare(k) * numRows);
        }
        double mean = Arrays.stream(logs).average().orElse(0.0);
        return Arrays.stream(logs).map(log -> log - mean).toArray();
    }

    /** Σ w (x - mean)² / Σ w of feature j. */
    double variance(int j) {
        return moments.squaredDeviation()[j] / weightSum;
    }
}
