package sparksoftmax.block;

import java.util.Arrays;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;

/**
 * A local model of sparse rows: feature-major, so that a step touches the coefficients of the features present only.
 */
final class SparseLocalModel extends LocalModel {
    private final int stride;
    private final float[] featureMajor;
    private final SparseBlock[] blocks;
    private final int[] rows;
    private final float[] products;

    SparseLocalModel(
            float[] coefficients, double[] intercepts, boolean fitIntercept, LocalPenalty penalty, int batchSize) {
        super(coefficients.length / intercepts.length, intercepts, fitIntercept, penalty, batchSize);
        stride = Kernel.classStride(numClasses);
        featureMajor = new float[Math.multiplyExact(numFeatures, stride)];
        for (int j = 0; j < numFeatures; j++) {
            System.arraycopy(coefficients, j * numClasses, featureMajor, j * stride, numClasses);
        }
        blocks = new SparseBlock[batchSize];
        rows = new int[batchSize];
        products = new float[stride];
    }

    @Override
    double takeFeatures(int position, Block block, int i) {
        blocks[position] = (SparseBlock) block;
        rows[position] = i;
        double sum = 0.0;
        double[] values = blocks[position].values();
        for (int p = blocks[position].rowStart(i); p < blocks[position].rowStart(i + 1); p++) {
            sum += values[p] * values[p];
        }
        return sum;
    }

    @Override
    public void margins(double[] margins) {
        for (int i = 0; i < numRows(); i++) {
            margins(blocks[i], rows[i], margins, i * numClasses);
        }
    }

    @Override
    public void margins(Block block, int from, int to, double[] margins) {
        for (int i = from; i < to; i++) {
            margins((SparseBlock) block, i, margins, (i - from) * numClasses);
        }
    }

    private void margins(SparseBlock block, int row, double[] margins, int start) {
        int from = block.rowStart(row);
        int to = block.rowStart(row + 1);
        Kernels.best().sparseProduct(block.indices(), block.values(), from, to, featureMajor, stride, products);
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
            SparseBlock block = blocks[i];
            int from = block.rowStart(rows[i]);
            int to = block.rowStart(rows[i] + 1);
            Kernels.best().addSparseProduct(block.indices(), block.values(), from, to, products, stride, featureMajor);
            for (int p = from; !penalty.isNone() && p < to; p++) {
                int j = block.indices()[p];
                int start = j * stride;
                float threshold = penalty.threshold(j, stepSize);
                float shrinkage = penalty.shrinkage(j, stepSize);
                LocalPenalty.apply(featureMajor, start, start + numClasses, threshold, shrinkage);
            }
        }
    }

    @Override
    public void copyCoefficients(int j, float[] target, int start) {
        System.arraycopy(featureMajor, j * stride, target, start, numClasses);
    }
}
