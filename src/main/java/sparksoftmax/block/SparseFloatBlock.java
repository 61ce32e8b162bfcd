package sparksoftmax.block;

import java.util.Arrays;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;
import sparksoftmax.kernel.ScalarKernel;

/**
 * A sparse block in single precision, with scaled features. No feature may have a mean far larger than its standard
 * deviation, since single precision would lose the difference between its values.
 */
public final class SparseFloatBlock extends CsrBlock {
    private static final long serialVersionUID = 1L;

    /** Larger squares are not kept in single precision, whose largest number is 3.4e38. */
    private static final double MOST_SINGLE_SQUARE = 1e30;

    private final float[] values;

    SparseFloatBlock(int numFeatures, int[] rowStarts, int[] indices, float[] values, Targets targets) {
        super(numFeatures, rowStarts, indices, targets);
        this.values = values;
    }

    @Override
    int bytesPerValue() {
        return Integer.BYTES + Float.BYTES;
    }

    @Override
    double value(int p) {
        return values[p];
    }

    @Override
    boolean hasValues(int from, int to, CsrBlock that, int other) {
        return Arrays.equals(values, from, to, ((SparseFloatBlock) that).values, other, other + to - from);
    }

    @Override
    double squaredNorm(int i) {
        double sum = 0.0;
        for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
            sum += (double) values[p] * values[p];
        }
        return sum;
    }

    /** Z = X W for the rows {@code from} to {@code to}, see {@link Kernel#sparseProducts}. */
    public void products(int from, int to, float[] w, int stride, float[] z) {
        Kernels.best().sparseProducts(rowStarts, indices, values, from, to, w, stride, z);
    }

    /** W += Xᵀ M for the rows {@code from} to {@code to}: the transpose of {@link #products}. */
    public void addProducts(int from, int to, float[] m, int stride, float[] w) {
        Kernels.best().addSparseProducts(rowStarts, indices, values, from, to, m, stride, w);
    }

    /** The number of values that row {@code i} stores. */
    public int rowLength(int i) {
        return rowStarts[i + 1] - rowStarts[i];
    }

    /** The index of the feature of the {@code p}-th value of row {@code i}. */
    public int feature(int i, int p) {
        return indices[rowStarts[i] + p];
    }

    /**
     * The proximal operator of an elastic net on the coefficients of a row's features, see {@link Kernel#shrinkSparse}.
     *
     * @param thresholds one for each value of the row; null if all are 0
     * @param factors one for each value of the row
     */
    public void shrink(int i, float[] thresholds, float[] factors, int stride, float[] w) {
        Kernels.best().shrinkSparse(indices, rowStarts[i], rowStarts[i + 1], thresholds, factors, w, stride);
    }

    @Override
    public void margins(int from, int to, Coefficients coefficients, double[] margins, Scratch scratch) {
        int width = Padding.classStride(coefficients.numClasses());
        float[] products = scratch.floats((to - from) * width);
        products(from, to, coefficients.padded(), width, products);
        Coefficients.addIntercepts(products, width, coefficients.intercepts(), margins, to - from);
    }

    /**
     * In single precision, unless the block stores fewer values than there are features: then clearing the scratch
     * array after the block would take longer than the products, and the rows are collected for {@link ScatteredRows}.
     */
    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        int numClasses = sums.intercepts().length;
        if (values.length < numFeatures) {
            sums.addScattered(rowStarts, indices, values, from, to, multipliers);
            return;
        }
        int width = Padding.classStride(numClasses);
        float[] factors = padded(multipliers, to - from, numClasses, width, sums.tile());
        addProducts(from, to, factors, width, sums.paddedScratch());
        if (to == numRows()) {
            sums.flushPaddedScratch();
        }
    }

    /**
     * The squares are in single precision, as the values are, and are added by {@link ScatteredRows}. Added one by one
     * to sums that do not fit into the cache, they would take longer.
     */
    @Override
    public void addSquares(int from, int to, double[] multipliers, double[] center, GradientSums sums) {
        int first = rowStarts[from];
        float[] squares = new float[rowStarts[to] - first];
        for (int p = 0; p < squares.length; p++) {
            double x = values[first + p];
            double square = x * (x - 2.0 * center[indices[first + p]]);
            if (Math.abs(square) > MOST_SINGLE_SQUARE) {
                super.addSquares(from, to, multipliers, center, sums);
                return;
            }
            squares[p] = (float) square;
        }
        int[] starts = new int[to - from + 1];
        for (int i = from; i <= to; i++) {
            starts[i - from] = rowStarts[i] - first;
        }
        ScalarKernel.addColumnSums(multipliers, to - from, sums.intercepts().length, sums.intercepts());
        sums.addScattered(
                starts, Arrays.copyOfRange(indices, first, rowStarts[to]), squares, 0, to - from, multipliers);
    }

    @Override
    CsrBlock withRows(int[] places, int[] newStarts, int[] newIndices, Targets newTargets) {
        float[] newValues = new float[places.length];
        for (int p = 0; p < places.length; p++) {
            newValues[p] = values[places[p]];
        }
        return new SparseFloatBlock(numFeatures, newStarts, newIndices, newValues, newTargets);
    }

    @Override
    public Block withTargets(Targets newTargets) {
        return new SparseFloatBlock(numFeatures, rowStarts, indices, values, newTargets);
    }
}
