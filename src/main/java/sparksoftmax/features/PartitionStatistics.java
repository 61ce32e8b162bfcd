package sparksoftmax.features;

import java.io.Serializable;
import java.util.TreeMap;
import sparksoftmax.block.Block;
import sparksoftmax.block.Targets;

/**
 * Statistics of the rows of positive weight in one partition: their number, their weight, and the weight of each class.
 * Immutable.
 */
public final class PartitionStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int numFeatures;
    private final long numRows;
    private final long numStored;
    private final long distributionBytes;
    private final double weightSum;
    private final double squaredWeightSum;
    private final int[] labels;
    private final double[] labelWeights;

    private PartitionStatistics(
            int numFeatures,
            long numRows,
            long numStored,
            long distributionBytes,
            double weightSum,
            double squaredWeightSum,
            TreeMap<Integer, Double> classWeights) {
        this.numFeatures = numFeatures;
        this.numRows = numRows;
        this.numStored = numStored;
        this.distributionBytes = distributionBytes;
        this.weightSum = weightSum;
        this.squaredWeightSum = squaredWeightSum;
        labels = classWeights.keySet().stream().mapToInt(Integer::intValue).toArray();
        labelWeights =
                classWeights.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** F; -1 if the partition has no rows at all. */
    public int numFeatures() {
        return numFeatures;
    }

    /** The number of rows of positive weight. */
    public long numRows() {
        return numRows;
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

    double squaredWeightSum() {
        return squaredWeightSum;
    }

    /** Adds the weight of each class to {@code sums}. */
    void addClassWeights(TreeMap<Integer, Double> sums) {
        for (int c = 0; c < labels.length; c++) {
            sums.merge(labels[c], labelWeights[c], Double::sum);
        }
    }

    /** Collects the statistics of a partition, block by block. Not thread safe. */
    public static final class Collector {
        private final TreeMap<Integer, Double> classWeights = new TreeMap<>();
        private final boolean withMoments;
        private PartitionMoments.Collector moments;
        private int numFeatures = -1;
        private long numRows;
        private long numStored;
        private long distributionBytes;
        private double weightSum;
        private double squaredWeightSum;

        /** @param withMoments whether the moments of the features are computed, too */
        public Collector(boolean withMoments) {
            this.withMoments = withMoments;
        }

        /** Sets the number of features, for a partition that has rows but no blocks, since all weights are 0. */
        public void numFeatures(int size) {
            numFeatures = size;
        }

        /** Adds the rows of a block. */
        public void add(Block block) {
            numFeatures = block.numFeatures();
            if (withMoments) {
                if (moments == null) {
                    moments = new PartitionMoments.Collector(numFeatures);
                }
                moments.add(block);
            }
            numRows += block.numRows();
            numStored += block.numStored();
            for (int i = 0; i < block.numRows(); i++) {
                double weight = block.weight(i);
                weightSum += weight;
                squaredWeightSum += weight * weight;
                if (block.targets().distributions() == null) {
                    classWeights.merge(block.label(i), weight, Double::sum);
                }
            }
            if (block.targets().distributions() != null) {
                addDistributions(block.targets());
            }
        }

        /** A row with a distribution q has the weight w q_k as one of class k. */
        private void addDistributions(Targets targets) {
            int numClasses = targets.numClasses();
            double[] sums = new double[numClasses];
            for (int i = 0; i < targets.numRows(); i++) {
                for (int k = 0; k < numClasses; k++) {
                    sums[k] += targets.weights()[i] * targets.distributions()[i * numClasses + k];
                }
            }
            for (int k = 0; k < numClasses; k++) {
                if (sums[k] > 0.0) {
                    classWeights.merge(k, sums[k], Double::sum);
                }
            }
            distributionBytes += (long) Double.BYTES * targets.distributions().length;
        }

        /** The statistics of the added blocks. */
        public PartitionStatistics statistics() {
            return new PartitionStatistics(
                    numFeatures, numRows, numStored, distributionBytes, weightSum, squaredWeightSum, classWeights);
        }

        /** The moments of their features; null if they are not computed, or if there is no block. */
        public PartitionMoments moments() {
            return moments == null ? null : moments.result();
        }
    }
}
