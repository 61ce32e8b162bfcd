package sparksoftmax.block;

import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.ScalarKernel;

/** A block that stores every feature value, row-major. */
final class DenseBlock extends LabeledBlock {
    private static final long serialVersionUID = 1L;

    private final double[] values;

    DenseBlock(int numFeatures, double[] values, int[] labels, double[] weights) {
        super(numFeatures, labels, weights);
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
        ScalarKernel.denseMargins(
                values,
                numFeatures,
                from,
                to,
                coefficients.values(),
                coefficients.uncenteredIntercepts(),
                coefficients.numClasses(),
                margins);
    }

    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        ScalarKernel.addDenseGradient(
                values, numFeatures, from, to, multipliers, sums.intercepts().length, sums.coefficients());
    }

    @Override
    public Block standardized(Standard standard) {
        double[] scale = standard.scale();
        double[] center = standard.center();
        int stride = Kernel.stride(numFeatures);
        float[] standardized = new float[Math.multiplyExact(labels.length, stride)];
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < numFeatures; j++) {
                standardized[i * stride + j] = (float) (scale[j] * (values[i * numFeatures + j] - center[j]));
            }
        }
        return new StandardizedBlock(numFeatures, standardized, labels, standard.weights(weights));
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        for (int j = 0; j < numFeatures; j++) {
            visitor.visit(j, values[i * numFeatures + j]);
        }
    }
}
