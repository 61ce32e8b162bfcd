package sparksoftmax.scorer;

import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;

/**
 * Dense coefficients.
 *
 * @param values [numFeatures x numClasses], feature-major
 */
record DenseWeights(double[] values) implements Weights {
    /** A multiple of 4, since the kernel takes values four at a time: where a row is cut must make no difference. */
    private static final int CAPACITY = 1024;

    private static final Kernel KERNEL = Kernels.scalar();

    @Override
    public void addProduct(int[] indices, double[] x, double[] z) {
        int capacity = Math.min(x.length, CAPACITY);
        int[] starts = new int[capacity];
        double[] nonZeros = new double[capacity];
        int count = 0;
        for (int p = 0; p < x.length; p++) {
            if (x[p] != 0.0) {
                nonZeros[count] = x[p];
                starts[count++] = (indices == null ? p : indices[p]) * z.length;
                if (count == CAPACITY) {
                    KERNEL.addProduct(starts, nonZeros, count, values, z);
                    count = 0;
                }
            }
        }
        KERNEL.addProduct(starts, nonZeros, count, values, z);
    }
}
