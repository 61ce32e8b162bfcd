package sparksoftmax.block;

import sparksoftmax.kernel.Kernels;

/** A block in compressed sparse row form (CSR): only the non-zero feature values are stored. */
final class SparseBlock extends LabeledBlock {
    private static final long serialVersionUID = 1L;

    private final int[] rowStarts;
    private final int[] indices;
    private final double[] values;

    SparseBlock(int numFeatures, int[] rowStarts, int[] indices, double[] values, int[] labels, double[] weights) {
        super(numFeatures, labels, weights);
        this.rowStarts = rowStarts;
        this.indices = indices;
        this.values = values;
    }

    @Override
    public int numStored() {
        return values.length;
    }

    @Override
    public boolean centered() {
        return false;
    }

    @Override
    public void margins(int from, int to, Coefficients coefficients, double[] margins) {
        Kernels.best()
                .sparseMargins(
                        rowStarts,
                        indices,
                        values,
                        from,
                        to,
                        coefficients.values(),
                        coefficients.uncenteredIntercepts(),
                        coefficients.numClasses(),
                        margins);
    }

    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        Kernels.best()
                .addSparseGradient(
                        rowStarts,
                        indices,
                        values,
                        from,
                        to,
                        multipliers,
                        sums.intercepts().length,
                        sums.coefficients());
    }

    @Override
    public Block standardized(Standard standard) {
        double[] scaled = new double[values.length];
        for (int p = 0; p < values.length; p++) {
            scaled[p] = standard.scale()[indices[p]] * values[p];
        }
        return new SparseBlock(numFeatures, rowStarts, indices, scaled, labels, standard.weights(weights));
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
            visitor.visit(indices[p], values[p]);
        }
    }
}
