package sparksoftmax.block;

import java.util.Arrays;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.ScalarKernel;

/** Sparse rows of scaled features in single precision, which must bear it: no mean of many deviations. */
final class ScaledSparseBlock extends CsrBlock {
    private static final long serialVersionUID = 1L;

    private final float[] values;

    ScaledSparseBlock(int numFeatures, int[] rowStarts, int[] indices, float[] values, int[] labels, double[] weights) {
        super(numFeatures, rowStarts, indices, labels, weights);
        this.values = values;
    }

    @Override
    double value(int p) {
        return values[p];
    }

    @Override
    boolean hasValues(int from, int to, CsrBlock that, int other) {
        return Arrays.equals(values, from, to, ((ScaledSparseBlock) that).values, other, other + to - from);
    }

    /** The sum of the squares of a row's values. */
    double squaredNorm(int i) {
        double sum = 0.0;
        for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
            sum += (double) values[p] * values[p];
        }
        return sum;
    }

    /** Z = X W for the rows {@code from} to {@code to}, with W and Z padded as {@link Kernel} has them. */
    void products(int from, int to, float[] w, int stride, float[] z) {
        Kernels.best().sparseProducts(rowStarts, indices, values, from, to, w, stride, z);
    }

    /** W += Xᵀ M for the rows {@code from} to {@code to}: the transpose of {@link #products}. */
    void addProducts(int from, int to, float[] m, int stride, float[] w) {
        Kernels.best().addSparseProducts(rowStarts, indices, values, from, to, m, stride, w);
    }

    /** The penalty's share of a step on the coefficients of a row's features. */
    void shrink(int i, LocalPenalty penalty, double stepSize, int stride, float[] w) {
        int from = rowStarts[i];
        int length = rowStarts[i + 1] - from;
        float[] thresholds = penalty.l1() == null ? null : new float[length];
        float[] factors = new float[length];
        for (int p = 0; p < length; p++) {
            factors[p] = penalty.shrinkage(indices[from + p], stepSize);
        }
        for (int p = 0; thresholds != null && p < length; p++) {
            thresholds[p] = penalty.threshold(indices[from + p], stepSize);
        }
        Kernels.best().shrinkSparse(indices, from, from + length, thresholds, factors, w, stride);
    }

    @Override
    public void margins(int from, int to, Coefficients coefficients, double[] margins) {
        int width = Kernel.classStride(coefficients.numClasses());
        float[] products = new float[(to - from) * width];
        products(from, to, coefficients.padded(), width, products);
        addIntercepts(products, width, coefficients.intercepts(), margins, to - from);
    }

    /**
     * In single precision if the block has more values than the scratch array, which is cleared after every block, has
     * features.
     */
    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        int numClasses = sums.intercepts().length;
        if (values.length < numFeatures) {
            double[] g = sums.coefficients();
            ScalarKernel.addSparseGradient(rowStarts, indices, values, from, to, multipliers, numClasses, g);
            return;
        }
        int width = Kernel.classStride(numClasses);
        float[] factors = padded(multipliers, to - from, numClasses, width);
        addProducts(from, to, factors, width, sums.paddedScratch());
        if (to == labels.length) {
            sums.flushPaddedScratch();
        }
    }

    @Override
    CsrBlock withRows(int[] places, int[] newStarts, int[] newIndices, int[] newLabels, double[] newWeights) {
        float[] newValues = new float[places.length];
        for (int p = 0; p < places.length; p++) {
            newValues[p] = values[places[p]];
        }
        return new ScaledSparseBlock(numFeatures, newStarts, newIndices, newValues, newLabels, newWeights);
    }

    @Override
    public Block withWeights(double[] newWeights) {
        return new ScaledSparseBlock(numFeatures, rowStarts, indices, values, labels, newWeights);
    }
}
