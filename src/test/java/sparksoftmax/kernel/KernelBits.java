package sparksoftmax.kernel;

import java.util.Arrays;
import java.util.Random;
import sparksoftmax.loss.LossVariant;
import sparksoftmax.loss.SoftmaxLoss;

/**
 * Pushes fixed pseudo-random rows through everything that the kernels compute and prints a hash of the results' bits;
 * the argument says how often. The main class of {@link KernelBitsTest}.
 */
final class KernelBits {
    private static final int ROWS = 11;

    /** Plain loops take them in pieces. */
    private static final int MANY_ROWS = 131;

    private long hash;

    private KernelBits() {}

    public static void main(String[] args) {
        int repetitions = Integer.parseInt(args[0]);
        print(repetitions, new VectorKernel(), new VectorExponentials());
        print(repetitions, new LoopKernel(new VectorKernel()), new Exponentials());
        print(repetitions, new PlainKernel(), new MathFunctions());
        long[] hashes = new long[repetitions];
        for (int i = 0; i < repetitions; i++) {
            KernelBits bits = new KernelBits();
            bits.losses();
            hashes[i] = bits.hash;
        }
        System.out.println(
                "losses " + Arrays.toString(Arrays.stream(hashes).distinct().toArray()));
    }

    private static void print(int repetitions, Kernel kernel, Functions functions) {
        long[] hashes = new long[repetitions];
        for (int i = 0; i < repetitions; i++) {
            hashes[i] = hash(kernel, functions);
        }
        System.out.println(kernel.description() + " "
                + Arrays.toString(Arrays.stream(hashes).distinct().toArray()));
    }

    private static long hash(Kernel kernel, Functions functions) {
        KernelBits bits = new KernelBits();
        for (int[] size : new int[][] {{784, 10}, {100, 10}, {118, 23}, {20, 5}, {16, 26}}) {
            bits.dense(kernel, kernel.shape(size[0], size[1]));
        }
        bits.dense(kernel, kernel.shape(20, 5), MANY_ROWS);
        if (kernel.getClass() != PlainKernel.class) {
            // All tiles.
            int lanes = kernel.shape(784, 10).lanes();
            for (int numClasses = 1; numClasses <= 10; numClasses++) {
                bits.dense(kernel, DenseShape.inPanels(40, numClasses, VectorMarginTiles.PANEL, lanes));
            }
        }
        for (int numClasses : new int[] {1, 10, 23, 40}) {
            bits.sparse(kernel, numClasses);
        }
        bits.functions(functions);
        return bits.hash;
    }

    private static float[] floats(Random random, int length) {
        float[] a = new float[length];
        for (int i = 0; i < length; i++) {
            a[i] = (float) random.nextGaussian();
        }
        return a;
    }

    private void add(float[] a) {
        for (float value : a) {
            hash = 31 * hash + Float.floatToIntBits(value);
        }
    }

    private void add(double[] a) {
        for (double value : a) {
            hash = 31 * hash + Double.doubleToLongBits(value);
        }
    }

    private void dense(Kernel kernel, DenseShape shape) {
        dense(kernel, shape, ROWS);
    }

    private void dense(Kernel kernel, DenseShape shape, int numRows) {
        Random random = new Random(1L);
        float[] x = new float[numRows * shape.stride()];
        for (int i = 0; i < numRows; i++) {
            System.arraycopy(floats(random, shape.numFeatures()), 0, x, i * shape.stride(), shape.numFeatures());
        }
        float[] w = shape.laidOut(random.doubles((long) shape.numFeatures() * shape.numClasses(), -1.0, 1.0)
                .toArray());
        float[] z = new float[numRows * shape.rowStride()];
        kernel.margins(shape, x, 0, numRows, w, z);
        add(z);
        kernel.addGradient(shape, x, 0, numRows, z, w);
        add(w);
        add(new double[] {kernel.squaredNorm(x, 0, shape.stride())});
    }

    private void sparse(Kernel kernel, int numClasses) {
        Random random = new Random(2L);
        int numFeatures = 30;
        int stride = Padding.classStride(numClasses);
        int[] rowStarts = {0, 7, 7, 8, 13};
        int[] indices = {0, 3, 4, 9, 11, 20, 29, 5, 1, 2, 11, 12, 28};
        float[] values = floats(random, indices.length);
        float[] w = floats(random, numFeatures * stride);
        float[] z = new float[4 * stride];
        kernel.sparseProducts(rowStarts, indices, values, 0, 4, w, stride, z);
        add(z);
        kernel.addSparseProducts(rowStarts, indices, values, 0, 4, z, stride, w);
        kernel.shrinkSparse(indices, 0, 7, floats(random, 7), floats(random, 7), w, stride);
        kernel.shrinkSparse(indices, 8, 13, null, floats(random, 5), w, stride);
        add(w);
        double[] inDouble = random.doubles(indices.length).toArray();
        double[] coefficients = random.doubles((long) numFeatures * numClasses).toArray();
        double[] margins = new double[4 * numClasses];
        kernel.sparseMargins(
                rowStarts, indices, inDouble, 0, 4, coefficients, new double[numClasses], numClasses, margins);
        add(margins);
        kernel.addSparseGradient(rowStarts, indices, inDouble, 0, 4, margins, numClasses, coefficients);
        add(coefficients);
        int[] starts = Arrays.stream(indices).map(j -> j * numClasses).toArray();
        double[] ofOneRow = new double[numClasses];
        kernel.addProduct(starts, inDouble, starts.length, coefficients, ofOneRow);
        add(ofOneRow);
        kernel.addDenseProduct(inDouble, inDouble.length, coefficients, numClasses, ofOneRow);
        add(ofOneRow);
    }

    private void functions(Functions functions) {
        Random random = new Random(3L);
        for (double[] range : new double[][] {{-1.0, 1.0}, {-40.0, 0.0}, {-760.0, 720.0}}) {
            double[] x = random.doubles(301, range[0], range[1]).toArray();
            functions.exp(x, 0, x.length);
            add(x);
        }
        for (double largest : new double[] {0.5, 30.0, 1e18}) {
            double[] x = random.doubles(301, 0.0, largest).toArray();
            functions.log1p(x, 0, x.length);
            add(x);
        }
    }

    /** Of all variants, on the kernel that the virtual machine picks. */
    private void losses() {
        int numClasses = 7;
        int[] labels = new Random(4L).ints(ROWS, 0, numClasses).toArray();
        double[] weights = new Random(5L).doubles(ROWS, 0.5, 2.0).toArray();
        for (String name : LossVariant.names()) {
            SoftmaxLoss loss = LossVariant.named(name);
            double[] z =
                    new Random(6L).doubles((long) ROWS * numClasses, -9.0, 9.0).toArray();
            add(new double[] {loss.lossAndMultipliers(z, numClasses, ROWS, labels, weights, 0)});
            add(z);
        }
    }
}
