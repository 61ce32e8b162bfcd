package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All kernels against sums in double precision, at sizes around the tiles and the lanes. */
class KernelTest {
    static Stream<Kernel> kernels() {
        return Stream.of(new PlainKernel(), new VectorKernel(), new LoopKernel(new VectorKernel()));
    }

    private static List<Functions> functions() {
        return List.of(new MathFunctions(), new Exponentials(), new VectorExponentials());
    }

    static Stream<Arguments> shapes() {
        return kernels()
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
        DenseShape shape = kernel.shape(numFeatures, numClasses);
        int stride = shape.stride();
        int width = shape.rowStride();
        assertEquals(0, stride % Padding.LANE_MULTIPLE);
        float[] x = random(random, numRows, numFeatures, stride);
        float[] w = coefficients(random, shape);
        int from = numRows / 3;
        int rows = numRows - from;
        float[] m = random(random, rows, numClasses, width);
        float[] g = coefficients(random, shape);

        float[] z = new float[rows * width];
        kernel.margins(shape, x, from, numRows, w, z);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < numClasses; k++) {
                double sum = 0.0;
                for (int j = 0; j < numFeatures; j++) {
                    sum += (double) x[(from + i) * stride + j] * w[shape.index(j, k)];
                }
                // Rounding grows with the square root of the number of terms, each about 1.
                assertEquals(sum, z[i * width + k], 4e-6 * (2 + Math.sqrt(numFeatures)));
            }
        }
        float[] before = g.clone();
        kernel.addGradient(shape, x, from, numRows, m, g);
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                double sum = before[shape.index(j, k)];
                for (int i = 0; i < rows; i++) {
                    sum += (double) m[i * width + k] * x[(from + i) * stride + j];
                }
                assertEquals(sum, g[shape.index(j, k)], 1e-6 * (2 + Math.sqrt(rows)));
                g[shape.index(j, k)] = 0.0f;
            }
        }
        assertArrayEquals(new float[g.length], g, "padding must stay 0");
    }

    private static float[] coefficients(Random random, DenseShape shape) {
        double[] w = random.doubles((long) shape.numFeatures() * shape.numClasses(), -1.7, 1.7)
                .toArray();
        return shape.laidOut(w);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void productsOfManyClassesAreThoseInDoublePrecision(Kernel kernel) {
        productsAreThoseInDoublePrecision(kernel, 13, 33, 150);
        productsAreThoseInDoublePrecision(kernel, 13, 330, 1000);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void bothLayoutsAreTested(Kernel kernel) {
        assertEquals(
                2,
                shapes().map(shape -> kernel.shape((Integer) shape.get()[2], (Integer) shape.get()[3])
                                .byFeature())
                        .distinct()
                        .count());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everyCoefficientHasAPlaceOfItsOwn(Kernel kernel) {
        for (int numFeatures : new int[] {1, 17, 130, 784}) {
            for (int numClasses : new int[] {1, 3, 5, 10, 23}) {
                DenseShape shape = kernel.shape(numFeatures, numClasses);
                boolean[] taken = new boolean[shape.length()];
                for (int j = 0; j < numFeatures; j++) {
                    for (int k = 0; k < numClasses; k++) {
                        assertFalse(taken[shape.index(j, k)]);
                        taken[shape.index(j, k)] = true;
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 10, 20, 23, 24, 25, 26, 33, 40, 41, 150})
    void productsOfSparseRowsAreThoseInDoublePrecision(int numClasses) {
        Random random = new Random(numClasses);
        int numFeatures = 12;
        int stride = Padding.classStride(numClasses);
        int[] rowStarts = {0, 1, 1, 4, 6, 11};
        int[] indices = {0, 3, 4, 9, 2, 11, 0, 1, 4, 5, 11};
        float[] values = random(random, 1, indices.length, indices.length);
        float[] w = random(random, numFeatures, numClasses, stride);
        int from = 1;
        int to = 5;
        float[] m = random(random, to - from, numClasses, stride);
        for (Kernel kernel : kernels().toList()) {
            float[] z = random(random, to - from, stride, stride);
            kernel.sparseProducts(rowStarts, indices, values, from, to, w, stride, z);
            float[] moved = w.clone();
            kernel.addSparseProducts(rowStarts, indices, values, from, to, m, stride, moved);
            double[] expected = new double[w.length];
            for (int i = 0; i < w.length; i++) {
                expected[i] = w[i];
            }
            for (int i = from; i < to; i++) {
                for (int k = 0; k < stride; k++) {
                    double sum = 0.0;
                    for (int p = rowStarts[i]; p < rowStarts[i + 1]; p++) {
                        sum += (double) values[p] * w[indices[p] * stride + k];
                        expected[indices[p] * stride + k] += (double) values[p] * m[(i - from) * stride + k];
                    }
                    assertEquals(sum, z[(i - from) * stride + k], 1e-5);
                }
            }
            for (int i = 0; i < w.length; i++) {
                assertEquals(expected[i], moved[i], 1e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 20, 150})
    void featuresOfASparseRowShrink(int numClasses) {
        Random random = new Random(numClasses);
        int stride = Padding.classStride(numClasses);
        int[] indices = {0, 3, 4, 9, 11};
        float[] thresholds = {0.0f, 0.2f, 3.0f};
        float[] factors = {1.0f, 0.9f, 0.5f};
        float[] w = random(random, 12, numClasses, stride);
        for (Kernel kernel : kernels().toList()) {
            for (float[] t : new float[][] {thresholds, null}) {
                float[] expected = w.clone();
                for (int p = 1; p < 4; p++) {
                    double threshold = t == null ? 0.0 : t[p - 1];
                    for (int i = indices[p] * stride; i < (indices[p] + 1) * stride; i++) {
                        double left = Math.max(0.0, Math.abs((double) w[i]) - threshold) * factors[p - 1];
                        expected[i] = (float) (w[i] < 0 ? -left : left);
                    }
                }
                float[] found = w.clone();
                kernel.shrinkSparse(indices, 1, 4, t, factors, found, stride);
                assertArrayEquals(expected, found, 1e-6f);
            }
        }
    }

    @Test
    void exponentialsAreExactToOneUnitInTheLastPlace() {
        Random random = new Random(1L);
        for (Functions functions : functions()) {
            for (int length : new int[] {0, 1, 7, 8, 9, 31, 640}) {
                double[] x = random.doubles(700, -800.0, 0.0).toArray();
                x[0] = 0.0;
                x[1] = Double.NEGATIVE_INFINITY;
                double[] found = x.clone();
                functions.exp(found, 0, length);
                for (int i = 0; i < x.length; i++) {
                    double expected = i < length ? StrictMath.exp(x[i]) : x[i];
                    assertEquals(expected, found[i], 2 * Math.ulp(expected));
                }
                assertEquals(length > 0 ? 1.0 : 0.0, found[0]);
            }
            double[] notFinite = {Double.NaN, Double.POSITIVE_INFINITY, 1, 1, 1, 1, 1, 1, 1};
            functions.exp(notFinite, 0, notFinite.length);
            assertTrue(Double.isNaN(notFinite[0]) && notFinite[1] == Double.POSITIVE_INFINITY);
        }
    }

    @Test
    void logarithmsAreExactToOneUnitInTheLastPlace() {
        Random random = new Random(2L);
        for (Functions functions : functions()) {
            for (int length : new int[] {0, 1, 7, 8, 9, 31, 200}) {
                double[] x = random.doubles(200, -40.0, 10.0).map(Math::exp).toArray();
                x[0] = 0.0;
                x[1] = 1e-300;
                double[] found = x.clone();
                functions.log1p(found, 0, length);
                for (int i = 0; i < x.length; i++) {
                    double expected = i < length ? StrictMath.log1p(x[i]) : x[i];
                    assertEquals(expected, found[i], 2 * Math.ulp(expected));
                }
            }
            double[] notFinite = {Double.NaN, Double.POSITIVE_INFINITY, 1, 1, 1, 1, 1, 1, 1};
            functions.log1p(notFinite, 0, notFinite.length);
            assertTrue(Double.isNaN(notFinite[0]) && notFinite[1] == Double.POSITIVE_INFINITY);
        }
    }

    @Test
    void testsRunOnTheVectorApi() {
        assertEquals(VectorKernel.class, Kernels.fastest().getClass());
    }

    /** Predictions must not depend on the machine, so all kernels give the bits of the formula. */
    @Test
    void productOfOneRowHasTheBitsOfTheFormula() {
        Random random = new Random(12L);
        int numFeatures = 30;
        for (int numClasses = 1; numClasses <= 70; numClasses++) {
            double[] w =
                    random.doubles((long) numFeatures * numClasses, -1.0, 1.0).toArray();
            for (int count : new int[] {0, 1, 3, 4, 7, 8, 29}) {
                double[] x = random.doubles(numFeatures, -1.0, 1.0).toArray();
                int[] starts = new int[numFeatures];
                for (int p = 0; p < count; p++) {
                    starts[p] = random.nextInt(numFeatures) * numClasses;
                }
                double[] before = random.doubles(numClasses).toArray();
                double[] expected = before.clone();
                for (int k = 0; k < numClasses; k++) {
                    int p = 0;
                    for (; p + 4 <= count; p += 4) {
                        expected[k] += (x[p] * w[starts[p] + k] + x[p + 1] * w[starts[p + 1] + k])
                                + (x[p + 2] * w[starts[p + 2] + k] + x[p + 3] * w[starts[p + 3] + k]);
                    }
                    for (; p < count; p++) {
                        expected[k] += x[p] * w[starts[p] + k];
                    }
                }
                kernels().forEach(kernel -> {
                    double[] z = before.clone();
                    kernel.addProduct(starts, x, count, w, z);
                    assertArrayEquals(expected, z, kernel.description());
                });
            }
        }
    }

    @Test
    void denseProductsAreThoseOfFeaturesThatFollowOneAnother() {
        Random random = new Random(13L);
        int numFeatures = 30;
        for (int numClasses = 1; numClasses <= 70; numClasses++) {
            double[] w =
                    random.doubles((long) numFeatures * numClasses, -1.0, 1.0).toArray();
            for (int count : new int[] {0, 1, 3, 4, 7, 8, 27}) {
                double[] x = random.doubles(numFeatures, -1.0, 1.0).toArray();
                int first = random.nextInt(numFeatures - count);
                int[] starts = new int[numFeatures];
                for (int p = 0; p < count; p++) {
                    starts[p] = (first + p) * numClasses;
                }
                double[] before = random.doubles(numClasses).toArray();
                int start = first * numClasses;
                kernels().forEach(kernel -> {
                    double[] expected = before.clone();
                    kernel.addProduct(starts, x, count, w, expected);
                    double[] z = before.clone();
                    kernel.addDenseProduct(x, count, w, start, z);
                    assertArrayEquals(expected, z, kernel.description());
                });
            }
        }
    }
}
