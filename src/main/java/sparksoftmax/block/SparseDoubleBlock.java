package sparksoftmax.block;

import java.util.Arrays;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;

/** A sparse block in double precision. */
final class SparseDoubleBlock extends CsrBlock {
    private static final long serialVersionUID = 1L;

    private final double[] values;

    SparseDoubleBlock(int numFeatures, int[] rowStarts, int[] indices, double[] values, Targets targets) {
        super(numFeatures, rowStarts, indices, targets);
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
    CsrBlock withRows(int[] places, int[] newStarts, int[] newIndices, Targets newTargets) {
        double[] newValues = new double[places.length];
        for (int p = 0; p < places.length; p++) {
            newValues[p] = values[places[p]];
        }
        return new SparseDoubleBlock(numFeatures, newStarts, newIndices, newValues, newTargets);
    }

    @Override
    public void forEachRow(RowVisitor visitor) {
        for (int i = 0; i < numRows(); i++) {
            visitor.sparse(weight(i), indices, values, rowStarts[i], rowStarts[i + 1]);
        }
    }

    @Override
    Block selected(FeatureMap map, Targets newTargets) {
        return sparse(map, newTargets);
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
        float[] standardized = new float[Math.multiplyExact(numRows(), stride)];
        for (int i = 0; i < numRows(); i++) {
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
    public Block withTargets(Targets newTargets) {
        return new SparseDoubleBlock(numFeatures, rowStarts, indices, values, newTargets);
    }
}
