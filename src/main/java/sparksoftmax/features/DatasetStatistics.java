package sparksoftmax.features;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Statistics of the rows of positive weight: their number and weight, the weight of each class, and the mean and
 * standard deviation of each feature. Immutable.
 */
public final class DatasetStatistics {
    /** The sum of squares of weights of about 1e-100; squares of weights below 1e-162 would underflow to 0. */
    private static final double LEAST_SQUARED_WEIGHTS = 1e-200;

    private final long numRows;
    private final long numStored;
    private final long distributionBytes;
    private final double weightSum;
    private final double squaredWeightSum;
    private final TreeMap<Integer, Double> classWeights;
    private final FeatureMoments moments;
    private final int numFeatures;

    private DatasetStatistics(
            long numRows,
            long numStored,
            long distributionBytes,
            double weightSum,
            double squaredWeightSum,
            TreeMap<Integer, Double> classWeights,
            FeatureMoments moments,
            int numFeatures) {
        this.numRows = numRows;
        this.numStored = numStored;
        this.distributionBytes = distributionBytes;
        this.weightSum = weightSum;
        this.squaredWeightSum = squaredWeightSum;
        this.classWeights = classWeights;
        this.moments = moments;
        this.numFeatures = numFeatures;
    }

    /**
     * The statistics of all partitions together.
     *
     * @param partitions the statistics of the partitions, in their order
     * @param moments the moments of the stored values of all features; null if statistics of features are not needed
     */
    public static DatasetStatistics of(List<PartitionStatistics> partitions, FeatureMoments moments) {
        long rows = 0;
        long stored = 0;
        long distributions = 0;
        double weights = 0.0;
        double squares = 0.0;
        int size = -1;
        TreeMap<Integer, Double> classes = new TreeMap<>();
        for (PartitionStatistics partition : partitions) {
            rows += partition.numRows();
            stored += partition.numStored();
            distributions += partition.distributionBytes();
            weights += partition.weightSum();
            squares += partition.squaredWeightSum();
            size = Math.max(size, partition.numFeatures());
            partition.addClassWeights(classes);
        }
        FeatureMoments ofAllRows = moments == null ? null : moments.withZeros(weights);
        return new DatasetStatistics(rows, stored, distributions, weights, squares, classes, ofAllRows, size);
    }

    /** The features with a standard deviation greater than 0. */
    public VaryingFeatures varyingFeatures() {
        int[] columns =
                IntStream.range(0, numFeatures).filter(j -> std(j) > 0.0).toArray();
        return new VaryingFeatures(columns, numFeatures);
    }

    /** These statistics for some of the features only. */
    public DatasetStatistics of(VaryingFeatures varying) {
        return new DatasetStatistics(
                numRows,
                numStored,
                distributionBytes,
                weightSum,
                squaredWeightSum,
                classWeights,
                moments.of(varying),
                varying.columns().length);
    }

    /** The number of rows of positive weight. */
    public long numRows() {
        return numRows;
    }

    /** F. */
    public int numFeatures() {
        return numFeatures;
    }

    /** The number of feature values that the blocks store. */
    public long numStored() {
        return numStored;
    }

    /** The bytes that distributions over the classes take; 0 if rows have labels. */
    public long distributionBytes() {
        return distributionBytes;
    }

    /** Σ w. */
    public double weightSum() {
        return weightSum;
    }

    /** Whether Σ w and Σ w² have not overflowed. */
    public boolean hasFiniteWeights() {
        return Double.isFinite(weightSum) && Double.isFinite(squaredWeightSum);
    }

    /** Whether the weights are so small that products of squared weights and feature values may underflow. */
    public boolean hasTinyWeights() {
        return squaredWeightSum < LEAST_SQUARED_WEIGHTS;
    }

    /** One more than the largest label. */
    public int numLabels() {
        return classWeights.lastKey() + 1;
    }

    /** The indices below {@code numClasses} that are no label of any row, increasing; at most {@code most} of them. */
    public int[] absentLabels(int numClasses, int most) {
        return IntStream.range(0, numClasses)
                .filter(k -> !classWeights.containsKey(k))
                .limit(most)
                .toArray();
    }

    /** How many different labels there are. */
    public int numDistinctLabels() {
        return classWeights.size();
    }

    /** The smallest label, which is the only one if {@link #numDistinctLabels} is 1. */
    public int firstLabel() {
        return classWeights.firstKey();
    }

    /** The weighted means of the features, [F], not a copy. */
    public double[] mean() {
        return moments.mean();
    }

    /**
     * The standard deviation of feature j as Spark's Summarizer defines it: √(Σ w (x - mean)² / (Σ w - Σ w² / Σ w)), or
     * 0 if the denominator is not positive. It is exactly 0 for a constant feature.
     */
    public double std(int j) {
        double denominator = weightSum - squaredWeightSum / weightSum;
        return denominator > 0.0 ? moments.deviation()[j] / Math.sqrt(denominator) : 0.0;
    }

    /**
     * √(Σ w (x - mean)² / Σ w) of feature j. It is the root, as is {@link #rootMeanSquare}, since the square of a large
     * or small number is not a double.
     */
    public double deviation(int j) {
        return moments.deviation()[j] / Math.sqrt(weightSum);
    }

    /** √(Σ w (x - center)² / Σ w) of feature j. */
    public double rootMeanSquare(int j, double center) {
        return Hypotenuse.of(deviation(j), mean()[j] - center);
    }

    /** The share of the rows, by weight, in which feature j is not 0. */
    public double presence(int j) {
        return Math.min(1.0, moments.nonZeroWeight()[j] / weightSum);
    }

    /** The share of all feature values that are not 0; 0 without features. */
    public double density() {
        double sum = 0.0;
        for (int j = 0; j < numFeatures; j++) {
            sum += presence(j);
        }
        return sum / Math.max(1, numFeatures);
    }

    /** The effective number of rows, (Σ w)² / Σ w²: as many rows of equal weight would give equally exact estimates. */
    public double effectiveRows() {
        return weightSum / squaredWeightSum * weightSum;
    }

    /** The share of class k in the weight of all rows. */
    public double classShare(int k) {
        return classWeights.getOrDefault(k, 0.0) / weightSum;
    }

    /**
     * The distance between the class shares of these rows and those of all rows: half the sum of the absolute
     * differences, in [0, 1], minus about three times its expected value for rows drawn at random; at least 0.
     */
    public double classSkew(DatasetStatistics all) {
        double distance = 0.0;
        for (int k : all.classWeights.keySet()) {
            distance += 0.5 * Math.abs(classShare(k) - all.classShare(k));
        }
        double byChance = Math.sqrt(all.classWeights.size() / (2.0 * Math.PI * Math.max(1.0, effectiveRows())));
        return Math.max(0.0, distance - 3.0 * byChance);
    }

    /**
     * Approximately the intercepts of the best model without features: log(1 + n_k) minus its mean over the classes,
     * where n_k is the weight of class k in units of the mean weight of a row. The 1 keeps it finite for classes
     * without rows.
     */
    public double[] logClassWeights(int numClasses) {
        double[] logs = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            logs[k] = Math.log1p(classShare(k) * numRows);
        }
        double mean = Arrays.stream(logs).average().orElse(0.0);
        return Arrays.stream(logs).map(log -> log - mean).toArray();
    }

    /**
     * The shares of the classes as if there were one row more of each, [K], of the mean weight: all of them are greater
     * than 0.
     */
    public double[] smoothedClassShares(int numClasses) {
        double[] shares = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            shares[k] = (classShare(k) * numRows + 1.0) / ((double) numRows + numClasses);
        }
        return shares;
    }
}
