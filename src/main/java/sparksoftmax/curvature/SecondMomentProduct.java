package sparksoftmax.curvature;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.GradientSums;
import sparksoftmax.block.Scratch;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums Σ_i w_i (x_iᵀ v + c) x_i over rows, which is the product of the second-moment matrix of the features with a
 * direction v. A power iteration needs these products to find the largest eigenvalue without computing the matrix. The
 * vector of the result is [F + 1], with Σ_i w_i (x_iᵀ v + c) as its last element; its number {@link #WEIGHT} is Σ_i
 * w_i.
 */
final class SecondMomentProduct implements BlockAccumulator {
    static final int WEIGHT = 0;

    private final Direction direction;
    private final Scratch scratch = new Scratch();
    private double[] margins;
    private GradientSums products;
    private double weightSum;

    private SecondMomentProduct(Direction direction) {
        this.direction = direction;
    }

    /** The direction v, and c. Immutable. */
    static final class Direction implements BlockAccumulator.Factory {
        private static final long serialVersionUID = 1L;

        private final Coefficients v;
        private final FixedPointUnits units;

        /**
         * @param v v, [F], and c, as the coefficients and the intercept of a single class
         * @param units the units of the result
         */
        Direction(Coefficients v, FixedPointUnits units) {
            this.v = v;
            this.units = units;
        }

        @Override
        public SecondMomentProduct create() {
            return new SecondMomentProduct(this);
        }

        @Override
        public long resultBytes() {
            return units.numBytes();
        }
    }

    @Override
    public void add(Block block) {
        int numRows = block.numRows();
        if (products == null) {
            products = new GradientSums(block.numFeatures(), 1);
        }
        if (margins == null || margins.length < numRows) {
            margins = new double[numRows];
        }
        block.margins(0, numRows, direction.v, margins, scratch);
        for (int i = 0; i < numRows; i++) {
            margins[i] *= block.weight(i);
            weightSum += block.weight(i);
        }
        block.addGradient(0, numRows, margins, products);
    }

    @Override
    public PartitionSums sums(int partition) {
        FixedPointSum vector = products == null ? null : products.toSum(direction.units);
        return PartitionSums.of(partition, vector, weightSum);
    }
}
