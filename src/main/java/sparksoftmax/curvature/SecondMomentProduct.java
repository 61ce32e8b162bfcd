package sparksoftmax.curvature;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.GradientSums;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * Sums Σ_i w_i (x_iᵀ v + c) x_i over rows, the product of the features' second-moment matrix with a direction v: what a
 * power iteration needs to find the matrix's largest eigenvalue without forming it. The vector is [F + 1], Σ_i w_i
 * (x_iᵀ v + c) coming last; number {@link #WEIGHT} is Σ_i w_i.
 */
final class SecondMomentProduct implements BlockAccumulator {
    static final int WEIGHT = 0;

    private final Direction direction;
    private double[] margins;
    private GradientSums products;
    private double weightSum;

    private SecondMomentProduct(Direction direction) {
        this.direction = direction;
    }

    /** The direction. Immutable. */
    static final class Direction implements BlockAccumulator.Factory {
        private static final long serialVersionUID = 1L;

        private final Coefficients v;
        private final FixedPointUnits units;

        /**
         * A direction to multiply with.
         *
         * @param v [F] and c, as the coefficients and intercepts of a single class
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
        block.margins(0, numRows, direction.v, margins);
        for (int i = 0; i < numRows; i++) {
            margins[i] *= block.weight(i);
            weightSum += block.weight(i);
        }
        block.addGradient(0, numRows, margins, products);
    }

    @Override
    public PartitionSums sums(int partition) {
        FixedPointSum vector = products == null ? null : FixedPointSum.of(direction.units, products.toArray());
        return PartitionSums.of(partition, vector, weightSum);
    }
}
