package sparksoftmax.block;

import sparksoftmax.kernel.Kernel;
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
        Kernels.best()
                .sparseMargins(
                        rowStarts,
                        indices,
                        values,
                        from,
                        to,
                        coefficients.values(),
                        coefficients.intercepts(),
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
    public void forEachStored(int i, FeatureVisitor visitor) {
        for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
            visitor.visit(indices[p], values[p]);
        }
    }
}
