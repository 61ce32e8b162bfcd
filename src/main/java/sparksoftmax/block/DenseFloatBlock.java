package sparksoftmax.block;

import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;

/**
 * A dense block of centered and scaled features in single precision. Features of mean 0 and deviation 1 lose nothing
 * that matters in the cast: at most 6e-8 of their size, where a mean far larger than the deviation could cost all
 * digits.
 */
public final class DenseFloatBlock extends LabeledBlock {
    private static final long serialVersionUID = 1L;

    private final float[] values;

    /**
     * A block of rows that are standardized already.
     *
     * @param values [n x stride], row-major, padded as {@link Kernel} has it
     */
    DenseFloatBlock(int numFeatures, float[] values, int[] labels, double[] weights) {
        super(numFeatures, labels, weights);
        this.values = values;
    }

    /** The rows, [n x stride], not a copy. */
    public float[] values() {
        return values;
    }

    @Override
    public int numStored() {
        return values.length;
    }

    @Override
    public void margins(int from, int to, Coefficients coefficients, double[] margins) {
        DenseShape shape = coefficients.shape();
        int width = shape.rowStride();
        float[] products = new float[(to - from) * width];
        Kernels.best().margins(shape, values, from, to, coefficients.laidOut(), products);
        Coefficients.addIntercepts(products, width, coefficients.intercepts(), margins, to - from);
    }

    @Override
    public void addProducts(int from, int to, double[] multipliers, GradientSums sums) {
        DenseShape shape = sums.shape();
        int numClasses = shape.numClasses();
        int width = shape.rowStride();
        float[] factors = padded(multipliers, to - from, numClasses, width);
        Kernels.best().addGradient(shape, values, from, to, factors, sums.scratch());
        if (to == labels.length) {
            sums.flushScratch();
        }
    }

    @Override
    public Block withWeights(double[] newWeights) {
        return new DenseFloatBlock(numFeatures, values, labels, newWeights);
    }

    @Override
    public void forEachStored(int i, FeatureVisitor visitor) {
        int start = i * Padding.stride(numFeatures);
        for (int j = 0; j < numFeatures; j++) {
            visitor.visit(j, values[start + j]);
        }
    }
}
