package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products against the plain triple loop, at sizes around the unrolled ones. */
class ScalarKernelTest {
    static Stream<Arguments> shapes() {
        return IntStream.of(1, 3, 4, 5, 8, 11).boxed().flatMap(numRows -> IntStream.of(0, 1, 2, 3, 4, 5, 7, 8, 9, 33)
                .boxed()
                .flatMap(numFeatures -> IntStream.of(1, 2, 3, 4, 10, 12, 17, 23)
                        .mapToObj(numClasses -> Arguments.of(numRows, numFeatures, numClasses))));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void productsAreThoseOfTheTripleLoop(int numRows, int numFeatures, int numClasses) {
        Random random = new Random(31L * numRows + 7L * numFeatures + numClasses);
        double[] x = random.doubles((long) numRows * numFeatures, -2.0, 2.0)
                .map(v -> Math.abs(v) < 1.0 ? 0.0 : v)
                .toArray();
        double[] w = random.doubles((long) numFeatures * numClasses, -1.0, 1.0).toArray();
        double[] b = random.doubles(numClasses, -1.0, 1.0).toArray();
        int from = numRows / 3;
        int rows = numRows - from;

        double[] expectedMargins = new double[rows * numClasses];
        double[] m = random.doubles((long) rows * numClasses, -1.0, 1.0).toArray();
        double[] start =
                random.doubles((long) numFeatures * numClasses, -1.0, 1.0).toArray();
        double[] expectedGradient = start.clone();
        double[] expectedSums = b.clone();
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < numClasses; k++) {
                expectedMargins[i * numClasses + k] = b[k];
                expectedSums[k] += m[i * numClasses + k];
                for (int j = 0; j < numFeatures; j++) {
                    double value = x[(from + i) * numFeatures + j];
                    expectedMargins[i * numClasses + k] += value * w[j * numClasses + k];
                    expectedGradient[j * numClasses + k] += value * m[i * numClasses + k];
                }
            }
        }

        double[] margins = random.doubles((long) rows * numClasses + 5).toArray();
        ScalarKernel.denseMargins(x, numFeatures, from, numRows, w, b, numClasses, margins);
        assertArrayEquals(expectedMargins, java.util.Arrays.copyOf(margins, rows * numClasses), 1e-12);
        double[] gradient = start.clone();
        ScalarKernel.addDenseGradient(x, numFeatures, from, numRows, m, numClasses, gradient);
        assertArrayEquals(expectedGradient, gradient, 1e-12);

        int[] rowStarts = new int[numRows + 1];
        int[] indices = new int[x.length];
        double[] values = new double[x.length];
        int stored = 0;
        for (int i = 0; i < numRows; i++) {
            for (int j = 0; j < numFeatures; j++) {
                if (x[i * numFeatures + j] != 0.0) {
                    indices[stored] = j;
                    values[stored++] = x[i * numFeatures + j];
                }
            }
            rowStarts[i + 1] = stored;
        }
        for (Kernel kernel : new Kernel[] {new PlainKernel(), new VectorKernel()}) {
            margins = random.doubles((long) rows * numClasses + 5).toArray();
            kernel.sparseMargins(rowStarts, indices, values, from, numRows, w, b, numClasses, margins);
            assertArrayEquals(expectedMargins, java.util.Arrays.copyOf(margins, rows * numClasses), 1e-12);
            gradient = start.clone();
            kernel.addSparseGradient(rowStarts, indices, values, from, numRows, m, numClasses, gradient);
            assertArrayEquals(expectedGradient, gradient, 1e-12);
        }

        double[] sums = b.clone();
        ScalarKernel.addColumnSums(m, rows, numClasses, sums);
        assertArrayEquals(expectedSums, sums, 1e-12);
    }
}
