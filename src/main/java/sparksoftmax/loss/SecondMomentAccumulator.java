package sparksoftmax.loss;

import sparksoftmax.block.Block;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.GradientSums;

/**
 * Sums Σ_i w_i (x_iᵀ v + c) x_i over rows, the product of the features' second-moment matrix with a direction v: what a
 * power iteration needs to find the matrix's largest eigenvalue without forming it.
 */
public final class SecondMomentAccumulator implements BlockAccumulator<SecondMomentAccumulator> {
    private static final long serialVersionUID = 1L;

    private final transient Direction direction;
    private transient double[] margins;

    private GradientSums products;
    private double weightSum;

    private SecondMomentAccumulator(Direction direction) {
        this.direction = direction;
    }

    /**
     * The direction.
     *
     * @param v [F] and c, as the coefficients and intercepts of a single class
     */
    public record Direction(Coefficients v) implements BlockAccumulator.Factory<SecondMomentAccumulator> {
        @Override
        public SecondMomentAccumulator create() {
            return new SecondMomentAccumulator(this);
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
        block.margins(0, numRows, direction.v(), margins);
        for (int i = 0; i < numRows; i++) {
            margins[i] *= block.weight(i);
            weightSum += block.weight(i);
        }
        block.addGradient(0, numRows, margins, products);
    }

    @Override
    public void merge(SecondMomentAccumulator other) {
        weightSum += other.weightSum;
        if (products == null) {
            products = other.products;
        } else if (other.products != null) {
            products.merge(other.products);
        }
    }

    /** The products, and the sums of w_i (x_iᵀ v + c) in place of intercepts; not a copy, null if no row was added. */
    public GradientSums products() {
        return products;
    }

    /** Σ_i w_i. */
    public double weightSum() {
        return weightSum;
    }
}
