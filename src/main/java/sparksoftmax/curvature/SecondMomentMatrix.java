package sparksoftmax.curvature;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.GradientSums;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums Σ_i w_i x_i x_iᵀ over a sample of the rows, which are the last rows of every block. The sum is computed like a
 * gradient with F classes, whose multipliers are the weighted rows; the gradient with respect to the intercepts is then
 * Σ_i w_i x_i.
 */
final class SecondMomentMatrix implements BlockAccumulator {
    private static final int WEIGHT = 0;
    private static final int TILE_ROWS = 64;

    private final Sample sample;
    private GradientSums sums;
    private double weightSum;

    private SecondMomentMatrix(Sample sample) {
        this.sample = sample;
    }

    /** The share of the rows to use. Immutable. */
    static final class Sample implements BlockAccumulator.Factory {
        private static final long serialVersionUID = 1L;

        private final double share;
        private final FixedPointUnits units;

        /**
         * @param share the share of the rows to use, in (0, 1]
         * @param units the units of the sums
         */
        Sample(double share, FixedPointUnits units) {
            this.share = share;
            this.units = units;
        }

        @Override
        public SecondMomentMatrix create() {
            return new SecondMomentMatrix(this);
        }

        @Override
        public long resultBytes() {
            return units.numBytes();
        }
    }

    @Override
    public void add(Block block) {
        int numFeatures = block.numFeatures();
        if (sums == null) {
            sums = new GradientSums(numFeatures, numFeatures);
        }
        int numRows = block.numRows();
        int from = numRows - (int) Math.min(numRows, Math.ceil(sample.share * numRows));
        for (int start = from; start < numRows; start += TILE_ROWS) {
            int end = Math.min(numRows, start + TILE_ROWS);
            double[] rows = new double[(end - start) * numFeatures];
            for (int i = start; i < end; i++) {
                int row = (i - start) * numFeatures;
                double weight = block.weight(i);
                block.forEachStored(i, (j, value) -> rows[row + j] = weight * value);
                weightSum += weight;
            }
            block.addGradient(start, end, rows, sums);
        }
    }

    @Override
    public PartitionSums sums(int partition) {
        FixedPointSum vector = sums == null ? null : sums.toSum(sample.units);
        return PartitionSums.of(partition, vector, weightSum);
    }

    /**
     * The mean of (x - c) (x - c)ᵀ = x xᵀ - c xᵀ - x cᵀ + c cᵀ.
     *
     * @param all the sums of all partitions
     * @param units the units of the sums
     * @param center c, [F]
     * @return [F x F]; null if there were no rows
     */
    static double[] mean(PartitionSums all, FixedPointUnits units, double[] center) {
        double[] sums = all.vector(units);
        if (sums == null) {
            return null;
        }
        double weightSum = all.number(WEIGHT);
        int numFeatures = center.length;
        int rowSums = numFeatures * numFeatures;
        double[] result = new double[rowSums];
        for (int i = 0; i < numFeatures; i++) {
            for (int j = 0; j < numFeatures; j++) {
                int at = i * numFeatures + j;
                double crossed = center[i] * sums[rowSums + j] + sums[rowSums + i] * center[j];
                result[at] = (sums[at] - crossed) / weightSum + center[i] * center[j];
            }
        }
        return result;
    }
}
