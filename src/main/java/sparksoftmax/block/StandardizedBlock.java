package sparksoftmax.block;

import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;

/**
 * A dense block of centered and scaled features in single precision. Features of mean 0 and deviation 1 lose nothing
 * that matters in the cast: at most 6e-8 of their size, where a mean far larger than the deviation could cost all
 * digits.
 */
final class StandardizedBlock extends LabeledBlock {
    private static final long serialVersionUID = 1L;

    private final float[] values;

    /**
     * A block.
     *
     * @param values [n x stride], row-major, padded as {@link Kernel} has it
     */
    StandardizedBlock(int numFeatures, float[] values, int[] labels, double[] weights) {
        super(numFeatures, labels, weights);
        this.values = values;
    }

    /** [n x stride], not a copy. */
    float[] values() {
        return values;
    }

    @Override
    public int numStored() {
        return values.length;
    }

    @Override
    public void margins(int from, int to, Coefficients coefficients, double[] margins) {
        int numClasses = coefficients.numClasses();
        float[] products = new float[(to - from) * numClasses];
        Kernels.best()
                .margins(values, Kernel.stride(numFeatures), from, to, coefficients.classMajor(), numClasses, products);
        double[] intercepts = coefficients.intercepts();
        for (int i = 0; i < to - from; i++) {
            for (int k = 0; k < numClasses; k++) {
                margins[i * numClasses + k] = intercepts[k] + products[i * numClasses + k];
            }
        }
    }

    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        int numClasses = sums.intercepts().length;
        float[] factors = new float[(to - from) * numClasses];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) multipliers[i];
        }
        Kernels.best().addGradient(values, Kernel.stride(numFeatures), from, to, factors, numClasses, sums.scratch());
        if (to == labels.length) {
            sums.flushScratch();
        }
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        int start = i * Kernel.stride(numFeatures);
        for (int j = 0; j < numFeatures; j++) {
            visitor.visit(j, values[start + j]);
        }
    }

    @Override
    Block selected(FeatureMap map, double[] newWeights) {
        throw mappedAlready();
    }

    @Override
    float[] standardizedRows(FeatureMap map) {
        throw mappedAlready();
    }

    private static IllegalStateException mappedAlready() {
        return new IllegalStateException("the block is standardized already");
    }
}
