package sparksoftmax.block;

import java.util.Arrays;
import sparksoftmax.kernel.ScalarKernel;

/** The common part of all blocks: the number of features, and the targets of the rows. */
public abstract sealed class LabeledBlock implements Block permits CsrBlock, DenseDoubleBlock, DenseFloatBlock {
    private static final long serialVersionUID = 1L;

    /** The squares of the largest values overflow, and one infinite value would make all sums NaN. */
    private static final double MOST_SQUARE = 1e280;

    final int numFeatures;
    final Targets targets;
    private transient volatile double[] squaredNorms;

    LabeledBlock(int numFeatures, Targets targets) {
        this.numFeatures = numFeatures;
        this.targets = targets;
    }

    @Override
    public final int numRows() {
        return targets.numRows();
    }

    @Override
    public final int numFeatures() {
        return numFeatures;
    }

    @Override
    public final Targets targets() {
        return targets;
    }

    @Override
    public final int fold() {
        return targets.fold();
    }

    @Override
    public final long numBytes() {
        return (long) bytesPerValue() * numStored() + (12L + targets.bytesPerRow()) * numRows();
    }

    @Override
    public final double[] squaredNorms() {
        double[] result = squaredNorms;
        if (result == null) {
            result = new double[numRows()];
            for (int i = 0; i < result.length; i++) {
                result[i] = squaredNorm(i);
            }
            squaredNorms = result;
        }
        return result;
    }

    /** The sum of the squares of the values of row {@code i}; for blocks in single precision. */
    double squaredNorm(int i) {
        throw new IllegalStateException("the block is not in single precision");
    }

    /** The bytes that a stored value takes, with its index. */
    abstract int bytesPerValue();

    @Override
    public final Block mapped(FeatureMap map) {
        Targets mapped = targets.withWeights(map.weights(targets.weights()));
        return switch (map.storage()) {
            case AS_READ -> selected(map, mapped);
            case SPARSE_DOUBLE, SPARSE_FLOAT -> sparse(map, mapped);
            case DENSE_FLOAT -> new DenseFloatBlock(map.numFeatures(), standardizedRows(map), mapped);
        };
    }

    /** A block of the same class with the features of the map only; for blocks as they were read. */
    Block selected(FeatureMap map, Targets newTargets) {
        throw mappedAlready();
    }

    /** s (x - c) for the features of the map, [n x stride], padded for the kernel; for blocks as they were read. */
    float[] standardizedRows(FeatureMap map) {
        throw mappedAlready();
    }

    @Override
    public void addSquares(int from, int to, double[] multipliers, double[] center, GradientSums sums) {
        int numClasses = sums.intercepts().length;
        ScalarKernel.addColumnSums(multipliers, to - from, numClasses, sums.intercepts());
        double[] squares = sums.coefficients();
        for (int i = from; i < to; i++) {
            int start = (i - from) * numClasses;
            forEachStored(i, (j, x) -> {
                double square = Math.max(-MOST_SQUARE, Math.min(MOST_SQUARE, x * (x - 2.0 * center[j])));
                ScalarKernel.addScaled(square, multipliers, start, squares, j * numClasses, numClasses);
            });
        }
    }

    @Override
    public void forEachRow(RowVisitor visitor) {
        throw mappedAlready();
    }

    @Override
    public double fetch(int i) {
        double[] norms = squaredNorms;
        return targets.labels()[i] + targets.weights()[i] + (norms == null ? 0.0 : norms[i]);
    }

    private static IllegalStateException mappedAlready() {
        return new IllegalStateException("the block is standardized already");
    }

    /** M in single precision, where each row is padded with zeros to {@code width} numbers. */
    static float[] padded(double[] multipliers, int numRows, int numClasses, int width, Scratch scratch) {
        float[] factors = scratch.floats(numRows * width);
        for (int i = 0; i < numRows; i++) {
            int end = i * width + numClasses;
            for (int k = 0; k < numClasses; k++) {
                factors[i * width + k] = (float) multipliers[i * numClasses + k];
            }
            for (int at = end; at < end - numClasses + width; at++) {
                factors[at] = 0.0f;
            }
        }
        return factors;
    }

    final CsrBlock sparse(FeatureMap map, Targets newTargets) {
        int[] positions = map.positions();
        int[] rowStarts = new int[numRows() + 1];
        int[] indices = new int[numStored()];
        double[] values = new double[indices.length];
        int[] used = {0};
        for (int i = 0; i < numRows(); i++) {
            forEachStored(i, (j, value) -> {
                if (positions[j] >= 0 && value != 0.0) {
                    indices[used[0]] = positions[j];
                    values[used[0]++] = map.scale()[positions[j]] * value;
                }
            });
            rowStarts[i + 1] = used[0];
        }
        int[] kept = Arrays.copyOf(indices, used[0]);
        if (map.storage() != Storage.SPARSE_FLOAT) {
            double[] keptValues = Arrays.copyOf(values, used[0]);
            return new SparseDoubleBlock(map.numFeatures(), rowStarts, kept, keptValues, newTargets);
        }
        float[] cast = new float[used[0]];
        for (int p = 0; p < cast.length; p++) {
            cast[p] = (float) values[p];
        }
        return new SparseFloatBlock(map.numFeatures(), rowStarts, kept, cast, newTargets);
    }
}
