package sparksoftmax.block;

import sparksoftmax.kernel.ScalarKernel;

/** A block in compressed sparse row form (CSR): only the non-zero feature values are stored. */
final class SparseBlock implements Block {
    private static final long serialVersionUID = 1L;

    private final int numFeatures;
    private final int[] rowStarts;
    private final int[] indices;
    private final double[] values;
    private final int[] labels;
    private final double[] weights;

    SparseBlock(int numFeatures, int[] rowStarts, int[] indices, double[] values, int[] labels, double[] weights) {
        this.numFeatures = numFeatures;
        this.rowStarts = rowStarts;
        this.indices = indices;
        this.values = values;
        this.labels = labels;
        this.weights = weights;
    }

    @Override
    public int numRows() {
        return labels.length;
    }

    @Override
    public int numFeatures() {
        return numFeatures;
    }

    @Override
    public int label(int i) {
        return labels[i];
    }

    @Override
    public double weight(int i) {
        return weights[i];
    }

    @Override
    public int numStored() {
        return values.length;
    }

    @Override
    public void margins(
            int from, int to, double[] coefficients, double[] intercepts, int numClasses, double[] margins) {
        ScalarKernel.sparseMargins(rowStarts, indices, values, from, to, coefficients, intercepts, numClasses, margins);
    }

    @Override
    public void addGradient(int from, int to, double[] multipliers, int numClasses, double[] gradient) {
        ScalarKernel.addSparseGradient(rowStarts, indices, values, from, to, multipliers, numClasses, gradient);
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
            visitor.visit(indices[p], values[p]);
        }
    }
}
