package sparksoftmax.memory;

import java.util.Arrays;
import java.util.Iterator;
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
 *   Σ w z zᵀ            upper triangle    over the same sample, without the last element of z
 * </pre>
 *
 * <p>A row with a distribution q over the classes counts as K rows, of class k and weight w q_k.
 *
 * <p>The sample is every {@code step}-th row of each block: covariances need fewer rows than means. Immutable.
 */
public final class ClassMoments implements PartitionTask {
    private static final long serialVersionUID = 1L;

    /** The number of rows in the sample for each feature, and its least number. */
    private static final int SAMPLE_OF_FEATURE = 4;

    private static final int LEAST_SAMPLE = 2048;

    /** The number of rows that are added to the triangle at once. */
    private static final int TILE_ROWS = 4;

    private final double[] center;
    private final double[] deviation;
    private final int numClasses;
    private final int step;
    private final int numPartitions;
    private final FixedPointUnits units;

    private ClassMoments(
            double[] center, double[] deviation, int numClasses, int step, int numPartitions, FixedPointUnits units) {
        this.center = center;
        this.deviation = deviation;
        this.numClasses = numClasses;
        this.step = step;
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
        long sample = Math.max(LEAST_SAMPLE, (long) SAMPLE_OF_FEATURE * numFeatures);
        long step = Math.max(1L, statistics.numRows() / sample);
        // |Σ w z| and |Σ w z z| are at most Σ w, since the mean of z² is 1; the factor allows for rounding.
        FixedPointUnits units = FixedPointUnits.ofBounds(
                new double[] {1.01 * statistics.weightSum()},
                2 * numClasses * (numFeatures + 1) + numFeatures * (numFeatures + 1) / 2);
        return new ClassMoments(
                statistics.mean(), deviation, numClasses, (int) Math.min(step, 1 << 20), numPartitions, units);
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
    private final class Sums {
        private final double[] sums = new double[units.width()];
        private final double[][] tile = new double[TILE_ROWS][width()];
        private final double[] weights = new double[TILE_ROWS];
        private int inTile;

        void add(Block block) {
            for (int i = 0; i < block.numRows(); i++) {
                boolean sampled = i % step == 0;
                double[] z = tile[inTile];
                read(block, i, z);
                addToClasses(block.targets(), i, z, 0);
                if (sampled) {
                    addToClasses(block.targets(), i, z, numClasses);
                    weights[inTile++] = block.weight(i);
                    if (inTile == TILE_ROWS) {
                        addTile();
                    }
                }
            }
        }

        private void read(Block block, int i, double[] z) {
            for (int j = 0; j < center.length; j++) {
                z[j] = -center[j] / deviation[j];
            }
            block.forEachStored(i, (j, value) -> z[j] = (value - center[j]) / deviation[j]);
            z[center.length] = 1.0;
        }

        /** Adds z to the sums of the class of row {@code i}, or of all classes by their shares in its distribution. */
        private void addToClasses(Targets targets, int i, double[] z, int first) {
            double[] distributions = targets.distributions();
            if (distributions == null) {
                addToClass(targets.weights()[i], z, (first + targets.labels()[i]) * width());
                return;
            }
            for (int k = 0; k < numClasses; k++) {
                double share = distributions[i * numClasses + k];
                if (share > 0.0) {
                    addToClass(targets.weights()[i] * share, z, (first + k) * width());
                }
            }
        }

        private void addToClass(double weight, double[] z, int start) {
            for (int j = 0; j < z.length; j++) {
                sums[start + j] += weight * z[j];
            }
        }

        private void addTile() {
            for (int r = inTile; r < TILE_ROWS; r++) {
                Arrays.fill(tile[r], 0.0);
                weights[r] = 0.0;
            }
            inTile = 0;
            int at = 2 * numClasses * width();
            for (int i = 0; i < center.length; i++) {
                addRow(
                        weights[0] * tile[0][i],
                        weights[1] * tile[1][i],
                        weights[2] * tile[2][i],
                        weights[3] * tile[3][i],
                        i,
                        at - i);
                at += center.length - i;
            }
        }

        /**
         * Adds f0 z0 + f1 z1 + f2 z2 + f3 z3 from element {@code from} on; that of index j goes to {@code shift + j}.
         */
        private void addRow(double f0, double f1, double f2, double f3, int from, int shift) {
            double[] z0 = tile[0];
            double[] z1 = tile[1];
            double[] z2 = tile[2];
            double[] z3 = tile[3];
            double[] y = sums;
            for (int j = from; j < center.length; j++) {
                y[shift + j] = y[shift + j] + f0 * z0[j] + f1 * z1[j] + f2 * z2[j] + f3 * z3[j];
            }
        }

        FixedPointSum toSum() {
            addTile();
            return FixedPointSum.of(units, sums);
        }
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
        double[] triangle = Arrays.copyOfRange(sums, 2 * numClasses * width(), sums.length);
        double sampleWeight = 0.0;
        for (int k = 0; k < numClasses; k++) {
            weights[k] = sums[k * width() + numFeatures];
            for (int j = 0; weights[k] > 0.0 && j < numFeatures; j++) {
                means[k * numFeatures + j] = center[j] + deviation[j] * (sums[k * width() + j] / weights[k]);
            }
            int start = (numClasses + k) * width();
            double inSample = sums[start + numFeatures];
            sampleWeight += inSample;
            if (inSample > 0.0) {
                subtractSquare(triangle, sums, start, inSample);
            }
        }
        Covariance.Scaled scaled = Covariance.scaled(triangle, numFeatures, sampleWeight);
        double[] deviations = scaled.deviations();
        for (int j = 0; j < numFeatures; j++) {
            deviations[j] *= deviation[j];
        }
        return new ClassMemory(numRows, weights, means, deviations, scaled.correlations());
    }

    /** Subtracts n μ μᵀ for the sum n μ of a class of weight n. */
    private void subtractSquare(double[] triangle, double[] sums, int start, double n) {
        int at = 0;
        for (int i = 0; i < center.length; i++) {
            double factor = sums[start + i] / n;
            for (int j = i; j < center.length; j++) {
                triangle[at++] -= factor * sums[start + j];
            }
        }
    }
}
