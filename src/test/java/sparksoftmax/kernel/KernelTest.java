package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kernels against sums in double precision, at sizes around the tiles and the lanes. */
class KernelTest {
    static Stream<Arguments> shapes() {
        return Stream.of(new PlainKernel(), new VectorKernel())
                .flatMap(kernel -> IntStream.of(1, 3, 4, 5, 8, 66).boxed().flatMap(numRows -> IntStream.of(
                                1, 15, 16, 17, 63, 64, 65, 130, 784)
                        .boxed()
                        .flatMap(numFeatures -> IntStream.of(1, 2, 3, 4, 5, 8, 10, 23)
                                .mapToObj(numClasses -> Arguments.of(kernel, numRows, numFeatures, numClasses)))));
    }

    private static float[] random(Random random, int rows, int numFeatures, int stride) {
        float[] a = new float[rows * stride];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < numFeatures; j++) {
                a[i * stride + j] = (float) random.nextGaussian();
            }
        }
        return a;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void productsAreThoseInDoublePrecision(Kernel kernel, int numRows, int numFeatures, int numClasses) {
        Random random = new Random(31L * numRows + 7L * numFeatures + numClasses);
        int stride = Kernel.stride(numFeatures);
        assertEquals(0, stride % Kernel.LANE_MULTIPLE);
        float[] x = random(random, numRows, numFeatures, stride);
        float[] w = random(random, numClasses, numFeatures, stride);
        int from = numRows / 3;
        int rows = numRows - from;
        float[] m = random(random, rows, numClasses, numClasses);
        float[] g = random(random, numClasses, numFeatures, stride);

        float[] expectedMargins = new float[rows * numClasses];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < numClasses; k++) {
                double sum = 0.0;
                for (int j = 0; j < numFeatures; j++) {
                    sum += (double) x[(from + i) * stride + j] * w[k * stride + j];
                }
                expectedMargins[i * numClasses + k] = (float) sum;
            }
        }
        float[] expectedGradient = g.clone();
        for (int k = 0; k < numClasses; k++) {
            for (int j = 0; j < numFeatures; j++) {
                double sum = g[k * stride + j];
                for (int i = 0; i < rows; i++) {
                    sum += (double) m[i * numClasses + k] * x[(from + i) * stride + j];
                }
                expectedGradient[k * stride + j] = (float) sum;
            }
        }

        float[] z = new float[rows * numClasses];
        kernel.margins(x, stride, from, numRows, w, numClasses, z);
        // Rounding grows with the square root of the number of terms, each about 1.
        assertArrayEquals(expectedMargins, z, (float) (1e-6 * (2 + Math.sqrt(numFeatures))));
        kernel.addGradient(x, stride, from, numRows, m, numClasses, g);
        assertArrayEquals(expectedGradient, g, (float) (1e-6 * (2 + Math.sqrt(rows))));
    }

    @Test
    void exponentialsAreExactToOneUnitInTheLastPlace() {
        Random random = new Random(1L);
        for (Kernel kernel : new Kernel[] {new PlainKernel(), new VectorKernel()}) {
            for (int length : new int[] {0, 1, 7, 8, 9, 31, 640}) {
                double[] x = random.doubles(700, -800.0, 0.0).toArray();
                x[0] = 0.0;
                x[1] = Double.NEGATIVE_INFINITY;
                double[] found = x.clone();
                kernel.exp(found, length);
                for (int i = 0; i < x.length; i++) {
                    double expected = i < length ? StrictMath.exp(x[i]) : x[i];
                    assertEquals(expected, found[i], 2 * Math.ulp(expected));
                }
                assertEquals(length > 0 ? 1.0 : 0.0, found[0]);
            }
            double[] notFinite = {Double.NaN, Double.POSITIVE_INFINITY, 1, 1, 1, 1, 1, 1, 1};
            kernel.exp(notFinite, notFinite.length);
            assertTrue(Double.isNaN(notFinite[0]) && notFinite[1] == Double.POSITIVE_INFINITY);
        }
    }

    @Test
    void testsRunOnTheVectorApi() {
        assertEquals(VectorKernel.class, Kernels.best().getClass());
    }
}
