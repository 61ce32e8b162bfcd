package sparksoftmax.block;

import sparksoftmax.kernel.Kernels;

/**
 * A local model of sparse rows: feature-major, so that a step touches the coefficients of the features present only.
 */
final class SparseLocalModel extends LocalModel {
    private final float[] featureMajor;
    private final SparseBlock[] blocks;
    private final int[] rows;
    private final float[] products;

    SparseLocalModel(
            float[] coefficients, double[] intercepts, boolean fitIntercept, LocalPenalty penalty, int batchSize) {
        super(coefficients.length / intercepts.length, intercepts, fitIntercept, penalty, batchSize);
        featureMajor = coefficients.clone();
        blocks = new SparseBlock[batchSize];
        rows = new int[batchSize];
        products = new float[numClasses];
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
            SparseBlock block = blocks[i];
            Kernels.best()
                    .sparseProduct(
                            block.indices(),
                            block.values(),
                            block.rowStart(rows[i]),
                            block.rowStart(rows[i] + 1),
                            featureMajor,
                            numClasses,
                            products);
            for (int k = 0; k < numClasses; k++) {
                margins[i * numClasses + k] = intercepts[k] + products[k];
            }
        }
    }

    @Override
    void moveCoefficients(int numRows, double[] moves, double stepSize) {
        for (int i = 0; i < numRows; i++) {
            for (int k = 0; k < numClasses; k++) {
                products[k] = (float) moves[i * numClasses + k];
            }
            SparseBlock block = blocks[i];
            int from = block.rowStart(rows[i]);
            int to = block.rowStart(rows[i] + 1);
            Kernels.best()
                    .addSparseProduct(block.indices(), block.values(), from, to, products, numClasses, featureMajor);
            for (int p = from; !penalty.isNone() && p < to; p++) {
                int j = block.indices()[p];
                LocalPenalty.apply(
                        featureMajor,
                        j * numClasses,
                        (j + 1) * numClasses,
                        1,
                        penalty.threshold(j, stepSize),
                        penalty.shrinkage(j, stepSize));
            }
        }
    }

    @Override
    public float[] coefficients() {
        return featureMajor;
    }
}
