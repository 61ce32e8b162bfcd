package sparksoftmax.block;

import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;

/** A local model of dense rows: class-major, so that the kernel's products apply; a mini-batch is copied together. */
final class DenseLocalModel extends LocalModel {
    private final int stride;
    private final float[] classMajor;
    private final float[] rows;
    private float[] products;

    DenseLocalModel(
            float[] coefficients, double[] intercepts, boolean fitIntercept, LocalPenalty penalty, int batchSize) {
        super(coefficients.length / intercepts.length, intercepts, fitIntercept, penalty, batchSize);
        stride = Kernel.stride(numFeatures);
        classMajor = new float[Math.multiplyExact(numClasses, stride)];
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                classMajor[k * stride + j] = coefficients[j * numClasses + k];
            }
        }
        rows = new float[batchSize * stride];
        products = new float[batchSize * numClasses];
    }

    @Override
    double takeFeatures(int position, Block block, int i) {
        float[] values = ((StandardizedBlock) block).values();
        System.arraycopy(values, i * stride, rows, position * stride, stride);
        return Kernels.best().squaredNorm(values, i * stride, stride);
    }

    @Override
    public void margins(double[] margins) {
        margins(rows, 0, numRows(), margins);
    }

    @Override
    public void margins(Block block, int from, int to, double[] margins) {
        margins(((StandardizedBlock) block).values(), from, to, margins);
    }

    private void margins(float[] values, int from, int to, double[] margins) {
        int numRows = to - from;
        if (products.length < numRows * numClasses) {
            products = new float[numRows * numClasses];
        }
        Kernels.best().margins(values, stride, from, to, classMajor, numClasses, products);
        for (int i = 0; i < numRows; i++) {
            for (int k = 0; k < numClasses; k++) {
                margins[i * numClasses + k] = intercepts[k] + products[i * numClasses + k];
            }
        }
    }

    @Override
    void moveCoefficients(int numRows, double[] moves, double stepSize) {
        for (int i = 0; i < numRows * numClasses; i++) {
            products[i] = (float) moves[i];
        }
        Kernels.best().addGradient(rows, stride, 0, numRows, products, numClasses, classMajor);
        if (!penalty.isNone()) {
            for (int j = 0; j < numFeatures; j++) {
                float threshold = penalty.threshold(j, numRows * stepSize);
                float shrinkage = penalty.shrinkage(j, numRows * stepSize);
                LocalPenalty.apply(classMajor, j, classMajor.length, stride, threshold, shrinkage);
            }
        }
    }

    @Override
    public float[] coefficients() {
        float[] coefficients = new float[numFeatures * numClasses];
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                coefficients[j * numClasses + k] = classMajor[k * stride + j];
            }
        }
        return coefficients;
    }
}
