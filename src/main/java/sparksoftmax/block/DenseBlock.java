package sparksoftmax.block;

import sparksoftmax.kernel.ScalarKernel;

/** A block that stores every feature value, row-major. */
final class DenseBlock implements Block {
    private static final long serialVersionUID = 1L;

    private final int numFeatures;
    private final double[] values;
    private final int[] labels;
    private final double[] weights;

    DenseBlock(int numFeatures, double[] values, int[] labels, double[] weights) {
        this.numFeatures = numFeatures;
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
        ScalarKernel.denseMargins(values, numFeatures, from, to, coefficients, intercepts, numClasses, margins);
    }

    @Override
    public void addGradient(int from, int to, double[] multipliers, int numClasses, double[] gradient) {
        ScalarKernel.addDenseGradient(values, numFeatures, from, to, multipliers, numClasses, gradient);
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        for (int j = 0; j < numFeatures; j++) {
            visitor.visit(j, values[i * numFeatures + j]);
        }
    }
}
