package sparksoftmax.memory;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import sparksoftmax.block.Block;
import sparksoftmax.block.PartitionTask;
import sparksoftmax.block.Targets;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * The sums over rows from which their {@link ClassMemory} follows. With z_j = (x_j - c_j) / s_j for the mean c and the
 * deviation s of all rows, and 1 as the last element of z, the result of a partition is a vector of
 *
 * <pre>
 *   Σ_{y = k} w z       [K x (F + 1)]     over all rows
 *   Σ_{y = k} w z       [K x (F + 1)]     over a sample of the rows
 *   Σ_{y = k} w z²      [K x (F + 1)]     over the same sample
 *   Σ w z zᵀ            upper triangle    over the same sample, without the last element of z
 * </pre>
 *
 * <p>A row with a distribution q over the classes counts as K rows, of class k and weight w q_k.
 *
 * <p>The sample has the same share of the rows of each block: covariances need fewer rows than means. Immutable.
 */
public final class ClassMoments implements PartitionTask {
    private static final long serialVersionUID = 1L;

    /** The number of rows in the sample for each feature, and its least number. */
    private static final int SAMPLE_OF_FEATURE = 4;

    private static final int LEAST_SAMPLE = 2048;

    /** The weight of the common deviations in those of a class, as a number of rows. */
    private static final double PRIOR_ROWS = 10.0;

    /** A mean is far from 0 if it is more than so many standard deviations away. */
    private static final double FAR = 1e6;

    private final double[] center;
    private final double[] deviation;
    private final int numClasses;

    /** The share of the rows that are in the sample, in (0, 1]. */
    private final double share;

    private final double meanWeight;
    private final int numPartitions;
    private final FixedPointUnits units;

    private ClassMoments(
            double[] center,
            double[] deviation,
            int numClasses,
            double share,
            double meanWeight,
            int numPartitions,
            FixedPointUnits units) {
        this.center = center;
        this.deviation = deviation;
        this.numClasses = numClasses;
        this.share = share;
        this.meanWeight = meanWeight;
        this.numPartitions = numPartitions;
        this.units = units;
    }

    /**
     * The sums for some partitions.
     *
     * @param statistics the statistics of all partitions
     * @param numPartitions the sums are over the first partitions, so many of them; others count as empty
     */
    public static ClassMoments of(DatasetStatistics statistics, int numClasses, int numPartitions) {
        int numFeatures = statistics.numFeatures();
        double[] deviation = new double[numFeatures];
        for (int j = 0; j < numFeatures; j++) {
            deviation[j] = statistics.std(j) == 0.0 ? 1.0 : statistics.deviation(j);
        }
        double share = Math.min(1.0, (double) sample(numFeatures) / statistics.numRows());
        // |Σ w z| and |Σ w z z| are at most Σ w, since the mean of z² is 1; the factor allows for rounding.
        FixedPointUnits units = FixedPointUnits.ofBounds(
                new double[] {1.01 * statistics.weightSum()},
                3 * numClasses * (numFeatures + 1) + numFeatures * (numFeatures + 1) / 2);
        return new ClassMoments(
                statistics.mean(),
                deviation,
                numClasses,
                share,
                statistics.weightSum() / statistics.numRows(),
                numPartitions,
                units);
    }

    private static long sample(int numFeatures) {
        return Math.max(LEAST_SAMPLE, (long) SAMPLE_OF_FEATURE * numFeatures);
    }

    /** About as many multiplications as the sums over these rows take. */
    public static double multiplications(DatasetStatistics statistics) {
        int numFeatures = statistics.numFeatures();
        double numRows = Math.min(sample(numFeatures), statistics.numRows());
        return numRows * numFeatures * numFeatures;
    }

    @Override
    public PartitionSums run(int partition, int numBlocks, Iterator<Block> blocks) {
        if (partition >= numPartitions) {
            return PartitionSums.of(partition, null);
        }
        Sums sums = new Sums();
        for (int i = 0; i < numBlocks; i++) {
            sums.add(blocks.next());
        }
        return PartitionSums.of(partition, sums.toSum());
    }

    @Override
    public long resultBytes() {
        return units.numBytes();
    }

    private int width() {
        return center.length + 1;
    }

    /** The sums of one partition. Not thread safe. */
    private final class Sums implements Block.RowVisitor {
        private final double[] sums = new double[units.width()];
        private final ScatterMatrix scatter = new ScatterMatrix(center.length, meanWeight);
        private final double[] z = new double[width()];

        /** Whether x / s is so large for a feature that its sum would lose the digits of z. */
        private final boolean hasFarMeans =
                IntStream.range(0, center.length).anyMatch(j -> Math.abs(center[j]) > FAR * deviation[j]);

        /** The weight in each class of the rows that were added without subtracting the center. */
        private final double[] notCentered = new double[numClasses];

        private Targets targets;
        private int row;

        void add(Block block) {
            targets = block.targets();
            row = 0;
            block.forEachRow(this);
        }

        @Override
        public void dense(double weight, double[] values, int from) {
            for (int j = 0; j < center.length; j++) {
                z[j] = (values[from + j] - center[j]) / deviation[j];
            }
            forEachClass((k, part) -> addTo(k, part, z));
            if (isSampled()) {
                addToSample(weight);
            }
            row++;
        }

        @Override
        public void sparse(double weight, int[] indices, double[] values, int from, int to) {
            boolean sampled = isSampled();
            if (sampled || hasFarMeans) {
                for (int j = 0; j < center.length; j++) {
                    z[j] = -center[j] / deviation[j];
                }
                for (int p = from; p < to; p++) {
                    int j = indices[p];
                    z[j] = (values[p] - center[j]) / deviation[j];
                }
            }
            forEachClass((k, part) -> {
                if (hasFarMeans) {
                    addTo(k, part, z);
                } else {
                    addNonZeros(k, part, indices, values, from, to);
                }
            });
            if (sampled) {
                addToSample(weight);
            }
            row++;
        }

        /** Adds x / s for the non-zeros x; {@link #subtractCenters} makes up for the rest of z. */
        private void addNonZeros(int k, double weight, int[] indices, double[] values, int from, int to) {
            int start = k * width();
            for (int p = from; p < to; p++) {
                int j = indices[p];
                sums[start + j] += weight * (values[p] / deviation[j]);
            }
            sums[start + center.length] += weight;
            notCentered[k] += weight;
        }

        /** Whether a sample that is spread evenly over a block, and has its first row, has the current row. */
        private boolean isSampled() {
            return Math.ceil(row * share) < Math.ceil((row + 1) * share);
        }

        private void addToSample(double weight) {
            scatter.add(weight, z);
            forEachClass((k, part) -> addTo(numClasses + k, part, z));
            for (int j = 0; j < z.length; j++) {
                z[j] *= z[j];
            }
            forEachClass((k, part) -> addTo(2 * numClasses + k, part, z));
        }

        /**
         * Visits the class of the current row with its weight, or all classes of its distribution with their parts of
         * it.
         */
        private void forEachClass(ClassVisitor visitor) {
            double weight = targets.weights()[row];
            double[] distributions = targets.distributions();
            if (distributions == null) {
                visitor.visit(targets.labels()[row], weight);
                return;
            }
            for (int k = 0; k < numClasses; k++) {
                double probability = distributions[row * numClasses + k];
                if (probability > 0.0) {
                    visitor.visit(k, weight * probability);
                }
            }
        }

        /** Adds {@code weight} times (z, 1) to the {@code at}-th of the sums. */
        private void addTo(int at, double weight, double[] z) {
            int start = at * width();
            for (int j = 0; j < center.length; j++) {
                sums[start + j] += weight * z[j];
            }
            sums[start + center.length] += weight;
        }

        private void subtractCenters() {
            for (int k = 0; k < numClasses; k++) {
                for (int j = 0; notCentered[k] > 0.0 && j < center.length; j++) {
                    sums[k * width() + j] -= notCentered[k] * (center[j] / deviation[j]);
                }
            }
        }

        FixedPointSum toSum() {
            subtractCenters();
            scatter.copyTo(sums, 3 * numClasses * width());
            return FixedPointSum.of(units, sums);
        }
    }

    @FunctionalInterface
    private interface ClassVisitor {
        void visit(int k, double weight);
    }

    /**
     * The memory of the rows.
     *
     * @param all the sums of all partitions
     * @param numRows the effective number of the rows
     */
    public ClassMemory memory(PartitionSums all, double numRows) {
        double[] sums = all.vector(units);
        int numFeatures = center.length;
        double[] weights = new double[numClasses];
        double[] means = new double[numClasses * numFeatures];
        double[] triangle = Arrays.copyOfRange(sums, 3 * numClasses * width(), sums.length);
        for (int k = 0; k < numClasses; k++) {
            weights[k] = sums[k * width() + numFeatures];
            for (int j = 0; weights[k] > 0.0 && j < numFeatures; j++) {
                means[k * numFeatures + j] = center[j] + deviation[j] * (sums[k * width() + j] / weights[k]);
            }
        }
        double sampleWeight = subtractBetweenClasses(triangle, sums);
        Covariance.Scaled scaled = Covariance.scaled(triangle, numFeatures, sampleWeight);
        double[] deviations = scaled.deviations();
        double[] classDeviations = classDeviations(sums, deviations);
        for (int j = 0; j < numFeatures; j++) {
            deviations[j] *= deviation[j];
        }
        return new ClassMemory(numRows, weights, means, classDeviations, deviations, scaled.correlations());
    }

    /**
     * The deviations within each class, which are drawn towards those within all classes, as by {@value #PRIOR_ROWS}
     * rows.
     *
     * @param common the deviations of z within all classes
     */
    private double[] classDeviations(double[] sums, double[] common) {
        double[] result = new double[numClasses * center.length];
        for (int k = 0; k < numClasses; k++) {
            int start = (numClasses + k) * width();
            int squares = (2 * numClasses + k) * width();
            double n = sums[start + center.length];
            double prior = PRIOR_ROWS * meanWeight;
            for (int j = 0; j < center.length; j++) {
                double mean = n > 0.0 ? sums[start + j] / n : 0.0;
                double sum = Math.max(0.0, sums[squares + j] - mean * sums[start + j]);
                double variance = (sum + prior * common[j] * common[j]) / (n + prior);
                result[k * center.length + j] = deviation[j] * Math.sqrt(variance);
            }
        }
        return result;
    }

    /** Subtracts Σ_k n_k μ_k μ_kᵀ for the means μ of z in the sample, and returns Σ_k n_k. */
    private double subtractBetweenClasses(double[] triangle, double[] sums) {
        ScatterMatrix between = new ScatterMatrix(center.length, meanWeight);
        double[] mean = new double[center.length];
        double total = 0.0;
        for (int k = 0; k < numClasses; k++) {
            int start = (numClasses + k) * width();
            double n = sums[start + center.length];
            if (n > 0.0) {
                Arrays.setAll(mean, j -> sums[start + j] / n);
                between.add(n, mean);
                total += n;
            }
        }
        double[] squares = new double[triangle.length];
        between.copyTo(squares, 0);
        for (int i = 0; i < triangle.length; i++) {
            triangle[i] -= squares[i];
        }
        return total;
    }
}
