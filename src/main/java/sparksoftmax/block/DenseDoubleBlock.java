package sparksoftmax.block;

import sparksoftmax.kernel.Padding;
import sparksoftmax.kernel.ScalarKernel;

/** A dense block in double precision: every feature value is stored, row-major. */
final class DenseDoubleBlock extends LabeledBlock {
    private static final long serialVersionUID = 1L;

    private final double[] values;

    DenseDoubleBlock(int numFeatures, double[] values, Targets targets) {
        super(numFeatures, targets);
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
        for (int i = 0; i < numRows(); i++) {
            visitor.dense(weight(i), values, i * numFeatures);
        }
    }

    @Override
    Block selected(FeatureMap map, Targets newTargets) {
        int[] columns = map.columns();
        double[] kept = new double[Math.multiplyExact(numRows(), columns.length)];
        for (int i = 0; i < numRows(); i++) {
            for (int c = 0; c < columns.length; c++) {
                kept[i * columns.length + c] = values[i * numFeatures + columns[c]];
            }
        }
        return new DenseDoubleBlock(columns.length, kept, newTargets);
    }

    @Override
    float[] standardizedRows(FeatureMap map) {
        int[] columns = map.columns();
        double[] scale = map.scale();
        double[] center = map.center();
        int stride = Padding.stride(columns.length);
        float[] standardized = new float[Math.multiplyExact(numRows(), stride)];
        for (int i = 0; i < numRows(); i++) {
            for (int c = 0; c < columns.length; c++) {
                standardized[i * stride + c] = (float) (scale[c] * (values[i * numFeatures + columns[c]] - center[c]));
            }
        }
        return standardized;
    }

    @Override
    public Block withTargets(Targets newTargets) {
        return new DenseDoubleBlock(numFeatures, values, newTargets);
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        for (int j = 0; j < numFeatures; j++) {
            visitor.visit(j, values[i * numFeatures + j]);
        }
    }
}
