package sparksoftmax.block;

import sparksoftmax.kernel.Padding;
import sparksoftmax.kernel.ScalarKernel;

/** A dense block in double precision: every feature value is stored, row-major. */
final class DenseDoubleBlock extends LabeledBlock {
    private static final long serialVersionUID = 1L;

    private final double[] values;

    DenseDoubleBlock(int numFeatures, double[] values, int[] labels, double[] weights, int fold) {
        super(numFeatures, labels, weights, fold);
        this.values = values;
    }

    @Override
    int bytesPerValue() {
        return Double.BYTES;
    }

    @Override
    public int numStored() {
        return values.length;
    }

    @Override
    public void margins(int from, int to, Coefficients coefficients, double[] margins, Scratch scratch) {
        ScalarKernel.denseMargins(
                values,
                numFeatures,
                from,
                to,
                coefficients.values(),
                coefficients.intercepts(),
                coefficients.numClasses(),
                margins);
    }

    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        ScalarKernel.addDenseGradient(
                values, numFeatures, from, to, multipliers, sums.intercepts().length, sums.coefficients());
    }

    @Override
    public void forEachRow(RowVisitor visitor) {
        for (int i = 0; i < labels.length; i++) {
            visitor.dense(weights[i], values, i * numFeatures);
        }
    }

    @Override
    Block selected(FeatureMap map, double[] newWeights) {
        int[] columns = map.columns();
        double[] kept = new double[Math.multiplyExact(labels.length, columns.length)];
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < columns.length; c++) {
                kept[i * columns.length + c] = values[i * numFeatures + columns[c]];
            }
        }
        return new DenseDoubleBlock(columns.length, kept, labels, newWeights, fold);
    }

    @Override
    float[] standardizedRows(FeatureMap map) {
        int[] columns = map.columns();
        double[] scale = map.scale();
        double[] center = map.center();
        int stride = Padding.stride(columns.length);
        float[] standardized = new float[Math.multiplyExact(labels.length, stride)];
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < columns.length; c++) {
                standardized[i * stride + c] = (float) (scale[c] * (values[i * numFeatures + columns[c]] - center[c]));
            }
        }
        return standardized;
    }

    @Override
    public Block withWeights(double[] newWeights) {
        return new DenseDoubleBlock(numFeatures, values, labels, newWeights, fold);
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        for (int j = 0; j < numFeatures; j++) {
            visitor.visit(j, values[i * numFeatures + j]);
        }
    }
}
