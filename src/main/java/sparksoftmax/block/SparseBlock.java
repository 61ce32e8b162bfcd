package sparksoftmax.block;

import java.util.Arrays;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;

/** A block in compressed sparse row form (CSR): only the non-zero feature values are stored. */
final class SparseBlock extends LabeledBlock {
    private static final long serialVersionUID = 1L;

    private final int[] rowStarts;
    private final int[] indices;
    private final double[] values;

    private final boolean single;

    /**
     * A block.
     *
     * @param single whether products are to be taken in single precision, which the values must bear
     */
    SparseBlock(
            int numFeatures,
            int[] rowStarts,
            int[] indices,
            double[] values,
            boolean single,
            int[] labels,
            double[] weights) {
        super(numFeatures, labels, weights);
        this.rowStarts = rowStarts;
        this.indices = indices;
        this.values = values;
        this.single = single;
    }

    /** Where row {@code i} starts in {@link #indices} and {@link #values}; row i - 1 ends there. */
    int rowStart(int i) {
        return rowStarts[i];
    }

    int[] indices() {
        return indices;
    }

    double[] values() {
        return values;
    }

    @Override
    public int numStored() {
        return values.length;
    }

    @Override
    public void margins(int from, int to, Coefficients coefficients, double[] margins) {
        double[] intercepts = coefficients.intercepts();
        int numClasses = intercepts.length;
        if (!single) {
            double[] w = coefficients.values();
            Kernels.best().sparseMargins(rowStarts, indices, values, from, to, w, intercepts, numClasses, margins);
            return;
        }
        int width = Kernel.classStride(numClasses);
        float[] products = new float[width];
        float[] w = coefficients.padded();
        for (int i = from; i < to; i++) {
            Kernels.best().sparseProduct(indices, values, rowStarts[i], rowStarts[i + 1], w, width, products);
            int start = (i - from) * numClasses;
            for (int k = 0; k < numClasses; k++) {
                margins[start + k] = intercepts[k] + products[k];
            }
        }
    }

    /**
     * In single precision if the block has more values than the scratch array, which is cleared after every block, has
     * features.
     */
    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        int numClasses = sums.intercepts().length;
        if (!single || values.length < numFeatures) {
            double[] g = sums.coefficients();
            Kernels.best().addSparseGradient(rowStarts, indices, values, from, to, multipliers, numClasses, g);
            return;
        }
        int width = Kernel.classStride(numClasses);
        float[] factors = new float[width];
        float[] g = sums.paddedScratch();
        for (int i = from; i < to; i++) {
            for (int k = 0; k < numClasses; k++) {
                factors[k] = (float) multipliers[(i - from) * numClasses + k];
            }
            Kernels.best().addSparseProduct(indices, values, rowStarts[i], rowStarts[i + 1], factors, width, g);
        }
        if (to == labels.length) {
            sums.flushPaddedScratch();
        }
    }

    /** Whether row {@code i} has the label and the features of row {@code other} of another block. */
    boolean isRow(int i, SparseBlock that, int other) {
        return labels[i] == that.labels[other]
                && Arrays.equals(
                        indices,
                        rowStarts[i],
                        rowStarts[i + 1],
                        that.indices,
                        that.rowStarts[other],
                        that.rowStarts[other + 1])
                && Arrays.equals(
                        values,
                        rowStarts[i],
                        rowStarts[i + 1],
                        that.values,
                        that.rowStarts[other],
                        that.rowStarts[other + 1]);
    }

    /** Equal for rows with equal labels and features. */
    int hashOfRow(int i) {
        int hash = labels[i];
        for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
            long bits = Double.doubleToLongBits(values[p]);
            hash = 31 * (31 * hash + indices[p]) + (int) (bits ^ bits >>> 32);
        }
        return hash;
    }

    /**
     * Some rows of this block.
     *
     * @param rows increasing, at least one
     * @param newWeights of those rows
     */
    SparseBlock ofRows(int[] rows, double[] newWeights) {
        int[] starts = new int[rows.length + 1];
        int[] newLabels = new int[rows.length];
        for (int r = 0; r < rows.length; r++) {
            starts[r + 1] = starts[r] + rowStarts[rows[r] + 1] - rowStarts[rows[r]];
            newLabels[r] = labels[rows[r]];
        }
        int[] newIndices = new int[starts[rows.length]];
        double[] newValues = new double[starts[rows.length]];
        for (int r = 0; r < rows.length; r++) {
            int length = starts[r + 1] - starts[r];
            System.arraycopy(indices, rowStarts[rows[r]], newIndices, starts[r], length);
            System.arraycopy(values, rowStarts[rows[r]], newValues, starts[r], length);
        }
        return new SparseBlock(numFeatures, starts, newIndices, newValues, single, newLabels, newWeights);
    }

    @Override
    Block selected(FeatureMap map, double[] newWeights) {
        return sparse(map, newWeights);
    }

    @Override
    float[] standardizedRows(FeatureMap map) {
        int[] positions = map.positions();
        double[] scale = map.scale();
        double[] center = map.center();
        int stride = Kernel.stride(scale.length);
        float[] zero = new float[stride];
        for (int c = 0; c < scale.length; c++) {
            zero[c] = (float) (-scale[c] * center[c]);
        }
        float[] standardized = new float[Math.multiplyExact(labels.length, stride)];
        for (int i = 0; i < labels.length; i++) {
            System.arraycopy(zero, 0, standardized, i * stride, stride);
            for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
                int c = positions[indices[p]];
                if (c >= 0) {
                    standardized[i * stride + c] = (float) (scale[c] * (values[p] - center[c]));
                }
            }
        }
        return standardized;
    }

    @Override
    public Block withWeights(double[] newWeights) {
        return new SparseBlock(numFeatures, rowStarts, indices, values, single, labels, newWeights);
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
            visitor.visit(indices[p], values[p]);
        }
    }
}
