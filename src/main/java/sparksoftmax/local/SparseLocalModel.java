package sparksoftmax.local;

import java.util.Arrays;
import sparksoftmax.block.Block;
import sparksoftmax.block.SparseFloatBlock;
import sparksoftmax.kernel.Padding;
import sparksoftmax.sums.SpareArrays;

/**
 * A local model for sparse rows. Coefficients are feature-major, so that a step reads and writes only those of the
 * features that are not 0.
 */
final class SparseLocalModel extends LocalModel {
    private final int stride;
    private final float[] featureMajor;
    private final SparseFloatBlock[] blocks;
    private final int[] rows;
    private final float[] products;
    private float[] thresholds;
    private float[] factors = new float[0];

    SparseLocalModel(
            float[] coefficients,
            double[] intercepts,
            boolean fitIntercept,
            LocalPenalty penalty,
            int batchSize,
            SpareArrays arrays) {
        super(coefficients.length / intercepts.length, intercepts, fitIntercept, penalty, batchSize);
        stride = Padding.classStride(numClasses);
        featureMajor = arrays.floats(Math.multiplyExact(numFeatures, stride));
        for (int j = 0; j < numFeatures; j++) {
            System.arraycopy(coefficients, j * numClasses, featureMajor, j * stride, numClasses);
            Arrays.fill(featureMajor, j * stride + numClasses, (j + 1) * stride, 0.0f);
        }
        blocks = new SparseFloatBlock[batchSize];
        rows = new int[batchSize];
        products = new float[stride];
    }

    @Override
    float[] array() {
        return featureMajor;
    }

    @Override
    void takeFeatures(int position, Block block, int i) {
        blocks[position] = (SparseFloatBlock) block;
        rows[position] = i;
    }

    @Override
    void margins(LocalModel batch, double[] margins) {
        SparseLocalModel other = (SparseLocalModel) batch;
        for (int i = 0; i < batch.numRows(); i++) {
            margins(other.blocks[i], other.rows[i], margins, i * numClasses);
        }
    }

    /**
     * Overwrites {@code margins} with the margins of the rows {@code from} to {@code to} of a block, [to - from x K].
     */
    void margins(Block block, int from, int to, double[] margins) {
        for (int i = from; i < to; i++) {
            margins((SparseFloatBlock) block, i, margins, (i - from) * numClasses);
        }
    }

    private void margins(SparseFloatBlock block, int row, double[] margins, int start) {
        block.products(row, row + 1, featureMajor, stride, products);
        for (int k = 0; k < numClasses; k++) {
            margins[start + k] = intercepts[k] + products[k];
        }
    }

    @Override
    void moveCoefficients(int numRows, double[] moves, double stepSize) {
        for (int i = 0; i < numRows; i++) {
            Arrays.fill(products, 0.0f);
            for (int k = 0; k < numClasses; k++) {
                products[k] = (float) moves[i * numClasses + k];
            }
            blocks[i].addProducts(rows[i], rows[i] + 1, products, stride, featureMajor);
            if (!penalty.isNone()) {
                shrink(blocks[i], rows[i], stepSize);
            }
        }
    }

    /** Applies the penalty's part of a step to the coefficients of the features of one row. */
    private void shrink(SparseFloatBlock block, int row, double stepSize) {
        int length = block.rowLength(row);
        if (factors.length < length) {
            factors = new float[length];
            thresholds = penalty.l1() == null ? null : new float[length];
        }
        for (int p = 0; p < length; p++) {
            int j = block.feature(row, p);
            factors[p] = penalty.shrinkage(j, stepSize);
            if (thresholds != null) {
                thresholds[p] = penalty.threshold(j, stepSize);
            }
        }
        block.shrink(row, thresholds, factors, stride, featureMajor);
    }

    @Override
    public void copyCoefficients(int j, float[] target, int start) {
        System.arraycopy(featureMajor, j * stride, target, start, numClasses);
    }
}
