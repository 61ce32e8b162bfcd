package sparksoftmax.loss;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.GradientSums;

/**
 * Sums Σ_i w_i x_i x_iᵀ over a sample of the rows: the last ones of every block, so many that the sample has the share
 * asked for and comes from everywhere. It is a gradient with the features for classes, and the weighted rows for
 * multipliers, whose sums take the intercepts' place.
 */
public final class SecondMomentMatrix implements BlockAccumulator<SecondMomentMatrix> {
    private static final long serialVersionUID = 1L;
    private static final int TILE_ROWS = 64;

    private final transient Sample sample;
    private GradientSums sums;
    private double weightSum;

    private SecondMomentMatrix(Sample sample) {
        this.sample = sample;
    }

    /**
     * The sample.
     *
     * @param share of the rows, in (0, 1]
     */
    public record Sample(double share) implements BlockAccumulator.Factory<SecondMomentMatrix> {
        @Override
        public SecondMomentMatrix create() {
            return new SecondMomentMatrix(this);
        }
    }

    @Override
    public void add(Block block) {
        int numFeatures = block.numFeatures();
        if (sums == null) {
            sums = new GradientSums(numFeatures, numFeatures);
        }
        int numRows = block.numRows();
        int from = numRows - (int) Math.min(numRows, Math.ceil(sample.share() * numRows));
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
    public void merge(SecondMomentMatrix other) {
        weightSum += other.weightSum;
        if (sums == null) {
            sums = other.sums;
        } else if (other.sums != null) {
            sums.merge(other.sums);
        }
    }

    /**
     * The mean of (x - c) (x - c)ᵀ = x xᵀ - c xᵀ - x cᵀ + c cᵀ.
     *
     * @param center c, [F]
     * @return [F x F], to keep; null if no row was added
     */
    public double[] mean(double[] center) {
        if (sums == null) {
            return null;
        }
        double[] result = sums.coefficients().clone();
        double[] rowSums = sums.intercepts();
        int numFeatures = center.length;
        for (int i = 0; i < numFeatures; i++) {
            for (int j = 0; j < numFeatures; j++) {
                int at = i * numFeatures + j;
                double crossed = center[i] * rowSums[j] + rowSums[i] * center[j];
                result[at] = (result[at] - crossed) / weightSum + center[i] * center[j];
            }
        }
        return result;
    }
}
