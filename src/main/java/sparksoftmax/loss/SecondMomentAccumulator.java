package sparksoftmax.loss;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.kernel.ScalarKernel;

/**
 * Sums Σ_i w_i (x_iᵀ v + c) x_i over rows, the product of the features' second-moment matrix with a direction v: what a
 * power iteration needs to find the matrix's largest eigenvalue without forming it.
 */
public final class SecondMomentAccumulator implements BlockAccumulator<SecondMomentAccumulator> {
    private static final long serialVersionUID = 1L;

    private final transient Direction direction;
    private transient double[] margins;

    private double[] product;
    private double marginSum;

    private SecondMomentAccumulator(Direction direction) {
        this.direction = direction;
    }

    /**
     * The direction.
     *
     * @param v [F]
     * @param offset c
     */
    public record Direction(double[] v, double offset) implements BlockAccumulator.Factory<SecondMomentAccumulator> {
        @Override
        public SecondMomentAccumulator create() {
            return new SecondMomentAccumulator(this);
        }
    }

    @Override
    public void add(Block block) {
        int numRows = block.numRows();
        if (product == null) {
            product = new double[direction.v().length];
        }
        if (margins == null || margins.length < numRows) {
            margins = new double[numRows];
        }
        block.margins(0, numRows, direction.v(), new double[] {direction.offset()}, 1, margins);
        for (int i = 0; i < numRows; i++) {
            margins[i] *= block.weight(i);
            marginSum += margins[i];
        }
        block.addGradient(0, numRows, margins, 1, product);
    }

    @Override
    public void merge(SecondMomentAccumulator other) {
        marginSum += other.marginSum;
        if (product == null) {
            product = other.product;
        } else if (other.product != null) {
            ScalarKernel.add(other.product, product);
        }
    }

    /** Σ_i w_i (x_iᵀ v + c) x_i, [F], not a copy; null if no row was added. */
    public double[] product() {
        return product;
    }

    /** Σ_i w_i (x_iᵀ v + c). */
    public double marginSum() {
        return marginSum;
    }
}
