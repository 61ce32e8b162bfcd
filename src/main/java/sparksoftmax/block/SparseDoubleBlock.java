package sparksoftmax.block;

import java.util.Arrays;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;

/** A sparse block in double precision. */
final class SparseDoubleBlock extends CsrBlock {
    private static final long serialVersionUID = 1L;

    private final double[] values;

    SparseDoubleBlock(
            int numFeatures,
            int[] rowStarts,
            int[] indices,
            double[] values,
            int[] labels,
            double[] weights,
            int fold) {
        super(numFeatures, rowStarts, indices, labels, weights, fold);
        this.values = values;
    }

    @Override
    int bytesPerValue() {
        return Integer.BYTES + Double.BYTES;
    }

    @Override
    double value(int p) {
        return values[p];
    }

    @Override
    boolean hasValues(int from, int to, CsrBlock that, int other) {
        return Arrays.equals(values, from, to, ((SparseDoubleBlock) that).values, other, other + to - from);
    }

    @Override
    public void margins(int from, int to, Coefficients coefficients, double[] margins, Scratch scratch) {
        double[] w = coefficients.values();
        double[] intercepts = coefficients.intercepts();
        int numClasses = intercepts.length;
        Kernels.best().sparseMargins(rowStarts, indices, values, from, to, w, intercepts, numClasses, margins);
    }

    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        double[] g = sums.coefficients();
        int numClasses = sums.intercepts().length;
        Kernels.best().addSparseGradient(rowStarts, indices, values, from, to, multipliers, numClasses, g);
    }

    @Override
    CsrBlock withRows(int[] places, int[] newStarts, int[] newIndices, int[] newLabels, double[] newWeights) {
        double[] newValues = new double[places.length];
        for (int p = 0; p < places.length; p++) {
            newValues[p] = values[places[p]];
        }
        return new SparseDoubleBlock(numFeatures, newStarts, newIndices, newValues, newLabels, newWeights, fold);
    }

    @Override
    public void forEachRow(RowVisitor visitor) {
        for (int i = 0; i < labels.length; i++) {
            visitor.sparse(weights[i], indices, values, rowStarts[i], rowStarts[i + 1]);
        }
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
        int stride = Padding.stride(scale.length);
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
        return new SparseDoubleBlock(numFeatures, rowStarts, indices, values, labels, newWeights, fold);
    }
}
