package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain loops that stand for vector code give its bits, for numbers of all kinds. */
class LoopKernelTest {
    private static final float[] SPECIAL = {
        0.0f,
        -0.0f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MAX_VALUE,
        Float.MIN_VALUE,
        1e-30f
    };

    private final Kernel vector = new VectorKernel();
    private final Kernel loops = new LoopKernel(vector);
    private final Random random = new Random(5L);

    /** A matrix whose rows are padded with zeros to {@code stride} numbers. */
    private float[] padded(int numRows, int width, int stride, double special) {
        float[] a = new float[numRows * stride];
        for (int i = 0; i < numRows; i++) {
            System.arraycopy(numbers(width, special), 0, a, i * stride, width);
        }
        return a;
    }

    private float[] coefficients(DenseShape shape, double special) {
        float[] a = new float[shape.length()];
        for (int j = 0; j < shape.numFeatures(); j++) {
            float[] ofClasses = numbers(shape.numClasses(), special);
            for (int k = 0; k < shape.numClasses(); k++) {
                a[shape.index(j, k)] = ofClasses[k];
            }
        }
        return a;
    }

    /** @param special the share of numbers that rounding, overflow and underflow treat in ways of their own */
    private float[] numbers(int length, double special) {
        float[] a = new float[length];
        for (int i = 0; i < length; i++) {
            a[i] = random.nextDouble() < special
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : (float) random.nextGaussian();
        }
        return a;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.002, 0.2})
    void ofDenseRows(double special) {
        for (int trial = 0; trial < 300; trial++) {
            int numFeatures = 1 + random.nextInt(trial % 2 == 0 ? 40 : 900);
            int numClasses = 1 + random.nextInt(40);
            int numRows = 1 + random.nextInt(20);
            int from = random.nextInt(numRows + 1);
            ofDenseRows(numFeatures, numClasses, numRows, from, from + random.nextInt(numRows - from + 1), special);
        }
    }

    /** Rows and classes are taken in several pieces, in both layouts; the numbers of rows are not multiples of them. */
    @ParameterizedTest
    @CsvSource({"20, 5, 129", "400, 36, 201", "2100, 10, 66", "5000, 3, 31", "20, 300, 301", "300, 20, 257", "0, 3, 9"})
    void ofManyDenseRows(int numFeatures, int numClasses, int numRows) {
        ofDenseRows(numFeatures, numClasses, numRows, 1, numRows, 0.001);
    }

    private void ofDenseRows(int numFeatures, int numClasses, int numRows, int from, int to, double special) {
        DenseShape shape = loops.shape(numFeatures, numClasses);
        float[] x = padded(numRows, numFeatures, shape.stride(), special);
        float[] w = coefficients(shape, special);
        int length = (to - from) * shape.rowStride();
        float[] expected = new float[length];
        float[] found = new float[length + 16];
        Arrays.fill(found, 7.0f);
        vector.margins(shape, x, from, to, w, expected);
        loops.margins(shape, x, from, to, w, found);
        // Not the padding, neither here nor in the gradient: 0 times infinity may be in it.
        for (int i = 0; i < to - from; i++) {
            for (int k = 0; k < numClasses; k++) {
                assertEquals(expected[i * shape.rowStride() + k], found[i * shape.rowStride() + k]);
            }
        }
        for (int i = length; i < found.length; i++) {
            assertEquals(7.0f, found[i]);
        }

        float[] m = padded(to - from, numClasses, shape.rowStride(), special);
        float[] sums = w.clone();
        vector.addGradient(shape, x, from, to, m, sums);
        loops.addGradient(shape, x, from, to, m, w);
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                assertEquals(sums[shape.index(j, k)], w[shape.index(j, k)]);
            }
        }

        int row = random.nextInt(numRows) * shape.stride();
        assertEquals(vector.squaredNorm(x, row, shape.stride()), loops.squaredNorm(x, row, shape.stride()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.002, 0.2})
    void ofSparseRows(double special) {
        for (int trial = 0; trial < 300; trial++) {
            int numFeatures = 1 + random.nextInt(50);
            int numClasses = 1 + random.nextInt(60);
            int stride = Padding.classStride(numClasses);
            int numRows = 1 + random.nextInt(6);
            int[] rowStarts = new int[numRows + 1];
            for (int i = 0; i < numRows; i++) {
                rowStarts[i + 1] = rowStarts[i] + random.nextInt(numFeatures + 1);
            }
            int[] indices = new int[rowStarts[numRows]];
            for (int i = 0; i < numRows; i++) {
                int[] ofRow = random.ints(0, numFeatures)
                        .distinct()
                        .limit(rowStarts[i + 1] - rowStarts[i])
                        .sorted()
                        .toArray();
                System.arraycopy(ofRow, 0, indices, rowStarts[i], ofRow.length);
            }
            float[] values = numbers(indices.length, special);
            float[] w = padded(numFeatures, numClasses, stride, special);
            int from = random.nextInt(numRows);
            float[] expected = new float[(numRows - from) * stride];
            float[] found = new float[expected.length];
            vector.sparseProducts(rowStarts, indices, values, from, numRows, w, stride, expected);
            loops.sparseProducts(rowStarts, indices, values, from, numRows, w, stride, found);
            assertArrayEquals(expected, found);

            float[] m = padded(numRows - from, numClasses, stride, special);
            float[] sums = w.clone();
            vector.addSparseProducts(rowStarts, indices, values, from, numRows, m, stride, sums);
            loops.addSparseProducts(rowStarts, indices, values, from, numRows, m, stride, w);
            assertArrayEquals(sums, w);

            int first = rowStarts[from];
            int end = rowStarts[from + 1];
            float[] factors = numbers(end - first, special);
            float[] thresholds = trial % 2 == 0 ? null : numbers(end - first, special);
            vector.shrinkSparse(indices, first, end, thresholds, factors, sums, stride);
            loops.shrinkSparse(indices, first, end, thresholds, factors, w, stride);
            assertArrayEquals(sums, w);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 31, 640})
    void ofFunctions(int length) {
        Functions onRegisters = new VectorExponentials();
        Functions oneByOne = new Exponentials();
        double[] x = random.doubles(length, -760.0, 720.0).toArray();
        double[] y = random.doubles(length, -1.1, 30.0).toArray();
        for (int i = 0; i < length; i += 10) {
            x[i] = SPECIAL[random.nextInt(SPECIAL.length)];
            y[i] = SPECIAL[random.nextInt(SPECIAL.length)];
        }
        double[] expected = x.clone();
        onRegisters.exp(expected, 0, length);
        oneByOne.exp(x, 0, length);
        assertArrayEquals(expected, x);
        expected = y.clone();
        onRegisters.log1p(expected, 0, length);
        oneByOne.log1p(y, 0, length);
        assertArrayEquals(expected, y);
    }
}
