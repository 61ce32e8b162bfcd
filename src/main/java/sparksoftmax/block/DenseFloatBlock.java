package sparksoftmax.block;

import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;

/**
 * A dense block in single precision, with centered and scaled features. Rounding to single precision changes a value by
 * at most 6e-8 of its size. For centered features that does not matter; for a feature whose mean is far larger than its
 * standard deviation, it could lose all information.
 */
public final class DenseFloatBlock extends LabeledBlock {
    private static final long serialVersionUID = 1L;

    private final float[] values;

    /** @param values the centered and scaled rows, [n x stride], row-major, padded as {@link DenseShape} says */
    DenseFloatBlock(int numFeatures, float[] values, int[] labels, double[] weights, int fold) {
        super(numFeatures, labels, weights, fold);
        this.values = values;
    }

    /** The rows, [n x stride], not a copy. */
    public float[] values() {
        return values;
    }

    @Override
    int bytesPerValue() {
        return Float.BYTES;
    }

    @Override
    public int numStored() {
        return values.length;
    }

    @Override
    double squaredNorm(int i) {
        int stride = Padding.stride(numFeatures);
        return Kernels.best().squaredNorm(values, i * stride, stride);
    }

    @Override
    public void margins(int from, int to, Coefficients coefficients, double[] margins, Scratch scratch) {
        DenseShape shape = coefficients.shape();
        int width = shape.rowStride();
        float[] products = scratch.floats((to - from) * width);
        Kernels.best().margins(shape, values, from, to, coefficients.laidOut(), products);
        Coefficients.addIntercepts(products, width, coefficients.intercepts(), margins, to - from);
    }

    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        DenseShape shape = sums.shape();
        int numClasses = shape.numClasses();
        int width = shape.rowStride();
        float[] factors = padded(multipliers, to - from, numClasses, width, sums.tile());
        Kernels.best().addGradient(shape, values, from, to, factors, sums.scratch());
        if (to == labels.length) {
            sums.flushScratch();
        }
    }

    @Override
    public Block withWeights(double[] newWeights) {
        return new DenseFloatBlock(numFeatures, values, labels, newWeights, fold);
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        int start = i * Padding.stride(numFeatures);
        for (int j = 0; j < numFeatures; j++) {
            visitor.visit(j, values[start + j]);
        }
    }
}
