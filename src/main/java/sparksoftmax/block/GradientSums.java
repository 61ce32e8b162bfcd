package sparksoftmax.block;

import java.util.Arrays;
import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;
import sparksoftmax.sums.FixedPointSum;
import sparksoftmax.sums.FixedPointUnits;

/**
 * Sums in double precision of the gradient with respect to {@link Coefficients}, over the rows of one partition. A
 * block in single precision is first summed in a scratch array of floats, which is all 0 between blocks, and then added
 * to the sums. The sums of dense blocks stay in the kernel's layout until {@link #toArray}. Not thread safe.
 */
public final class GradientSums {
    private final int numFeatures;
    private final double[] intercepts;

    /** Sums in the layout [F x K], feature-major; null if they are all 0. */
    private double[] coefficients;

    /** More sums, in the layout of {@link #shape}; null if they are all 0. */
    private double[] laidOut;

    /** Rows that are still to be added to {@link #coefficients}; null if there never were any. */
    private ScatteredRows scattered;

    private final Scratch tile = new Scratch();

    private DenseShape shape;
    private float[] scratch;
    private float[] paddedScratch;

    /** All sums are 0 at first. */
    public GradientSums(int numFeatures, int numClasses) {
        this.numFeatures = numFeatures;
        intercepts = new double[numClasses];
    }

    /** The sums, with values for those features only that the rows have if these are few. */
    public FixedPointSum toSum(FixedPointUnits units) {
        boolean onlyScattered = scattered != null && coefficients == null && laidOut == null;
        return onlyScattered ? scattered.toSum(units, intercepts) : FixedPointSum.of(units, toArray());
    }

    /** The sums: [F + 1 x K], G = Xᵀ M feature-major and then Σ M_i, the gradient with respect to the intercepts. */
    public double[] toArray() {
        if (scattered != null && !scattered.isEmpty()) {
            scattered.addTo(coefficients());
        }
        int numClasses = intercepts.length;
        int length = Math.multiplyExact(numFeatures, numClasses);
        double[] result = coefficients == null
                ? new double[length + numClasses]
                : Arrays.copyOf(coefficients, length + numClasses);
        for (int j = 0; laidOut != null && j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                result[j * numClasses + k] += laidOut[shape.index(j, k)];
            }
        }
        System.arraycopy(intercepts, 0, result, length, numClasses);
        return result;
    }

    /** G, [F x K] feature-major, for blocks to add to; allocated on first use. */
    double[] coefficients() {
        if (coefficients == null) {
            coefficients = new double[Math.multiplyExact(numFeatures, intercepts.length)];
        }
        return coefficients;
    }

    /** Adds rows whose features are scattered, see {@link ScatteredRows#add}. */
    void addScattered(int[] rowStarts, int[] indices, float[] values, int from, int to, double[] multipliers) {
        if (scattered == null) {
            scattered = new ScatteredRows(numFeatures, intercepts.length);
        }
        scattered.add(rowStarts, indices, values, from, to, multipliers);
        if (scattered.isFull()) {
            scattered.addTo(coefficients());
        }
    }

    /** Σ M_i over the rows, [K], for blocks to add to. */
    double[] intercepts() {
        return intercepts;
    }

    /** For the multipliers of a tile of rows. */
    Scratch tile() {
        return tile;
    }

    DenseShape shape() {
        if (shape == null) {
            shape = Kernels.best().shape(numFeatures, intercepts.length);
        }
        return shape;
    }

    /** The scratch array for dense rows, in the kernel's layout. */
    float[] scratch() {
        if (scratch == null) {
            scratch = new float[shape().length()];
        }
        return scratch;
    }

    /** Adds the scratch array for dense rows to the sums and sets it to 0. */
    void flushScratch() {
        if (laidOut == null) {
            laidOut = new double[scratch.length];
        }
        for (int i = 0; i < scratch.length; i++) {
            laidOut[i] += scratch[i];
        }
        Arrays.fill(scratch, 0.0f);
    }

    /** The scratch array for sparse rows, [F x classStride] feature-major. */
    float[] paddedScratch() {
        if (paddedScratch == null) {
            paddedScratch = new float[Math.multiplyExact(numFeatures, Padding.classStride(intercepts.length))];
        }
        return paddedScratch;
    }

    /** Adds the scratch array for sparse rows to the sums and sets it to 0. */
    void flushPaddedScratch() {
        int numClasses = intercepts.length;
        int width = Padding.classStride(numClasses);
        double[] sums = coefficients();
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                sums[j * numClasses + k] += paddedScratch[j * width + k];
            }
        }
        Arrays.fill(paddedScratch, 0.0f);
    }
}
