package sparksoftmax.local;

import java.util.Arrays;
import sparksoftmax.block.Block;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.DenseFloatBlock;
import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.sums.SpareArrays;

/**
 * A local model for dense rows, in the kernel's layout. The rows of a mini-batch are copied into one array for the
 * kernel.
 */
final class DenseLocalModel extends LocalModel {
    private final DenseShape shape;
    private final float[] laidOut;
    private final float[] rows;
    private final float[] thresholds;
    private final float[] shrinkages;
    private final float[] products;

    DenseLocalModel(
            float[] coefficients,
            double[] intercepts,
            boolean fitIntercept,
            LocalPenalty penalty,
            int batchSize,
            SpareArrays arrays) {
        super(coefficients.length / intercepts.length, intercepts, fitIntercept, penalty, batchSize);
        shape = Kernels.best().shape(numFeatures, numClasses);
        laidOut = arrays.floats(shape.length());
        Arrays.fill(laidOut, 0.0f);
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                laidOut[shape.index(j, k)] = coefficients[j * numClasses + k];
            }
        }
        rows = new float[batchSize * shape.stride()];
        products = new float[batchSize * shape.rowStride()];
        thresholds = new float[numFeatures];
        shrinkages = new float[numFeatures];
    }

    @Override
    float[] array() {
        return laidOut;
    }

    @Override
    void takeFeatures(int position, Block block, int i) {
        int stride = shape.stride();
        float[] values = ((DenseFloatBlock) block).values();
        System.arraycopy(values, i * stride, rows, position * stride, stride);
    }

    @Override
    void margins(LocalModel batch, double[] margins) {
        float[] ofBatch = ((DenseLocalModel) batch).rows;
        Kernels.best().margins(shape, ofBatch, 0, batch.numRows(), laidOut, products);
        Coefficients.addIntercepts(products, shape.rowStride(), intercepts, margins, batch.numRows());
    }

    @Override
    void moveCoefficients(int numRows, double[] moves, double stepSize) {
        int width = shape.rowStride();
        Arrays.fill(products, 0.0f);
        for (int i = 0; i < numRows; i++) {
            for (int k = 0; k < numClasses; k++) {
                products[i * width + k] = (float) moves[i * numClasses + k];
            }
        }
        Kernels.best().addGradient(shape, rows, 0, numRows, products, laidOut);
        if (!penalty.isNone()) {
            shrink(numRows * stepSize);
        }
    }

    /** Applies the penalty's part of a step, in the order of the coefficients in memory. */
    private void shrink(double length) {
        if (shape.byFeature()) {
            for (int j = 0; j < numFeatures; j++) {
                int start = shape.index(j, 0);
                float threshold = penalty.threshold(j, length);
                LocalPenalty.apply(laidOut, start, start + numClasses, threshold, penalty.shrinkage(j, length));
            }
            return;
        }
        penalty.fill(length, thresholds, shrinkages);
        for (int j = 0; j < numFeatures; j += shape.lanes()) {
            int count = Math.min(shape.lanes(), numFeatures - j);
            for (int k = 0; k < numClasses; k++) {
                LocalPenalty.apply(laidOut, shape.index(j, k), thresholds, shrinkages, j, count);
            }
        }
    }

    @Override
    public void copyCoefficients(int j, float[] target, int start) {
        for (int k = 0; k < numClasses; k++) {
            target[start + k] = laidOut[shape.index(j, k)];
        }
    }
}
