package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation changes to the real vector code, and has the same results before and after. */
class GradualKernelTest {
    private static final Duration MOST = Duration.ofMinutes(2L);

    /** Calls an operation on arguments that are made anew each time, and returns what it has written. */
    private interface Call extends Function<Kernel, float[]> {}

    /**
     * Vector code, and whether this thread has called it. The thread that warms up calls it {@value #MADE_UP_CALLS}
     * times. Then its calls do nothing, which is quick: how quick Java makes vector code depends on all that ran before
     * in the virtual machine, here on other tests, and is not what these tests are about.
     */
    private static final class Calls<T> {
        private static final int MADE_UP_CALLS = 50;

        private final T vector;
        private final T quick;
        private final Thread caller = Thread.currentThread();
        private int madeUpCalls;
        private boolean byCaller;

        Calls(Class<T> type, T vector) {
            this.vector = vector;
            quick = type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> method.getReturnType() == double.class ? 0.0 : null));
        }

        T next() {
            if (Thread.currentThread() == caller) {
                byCaller = true;
                return vector;
            }
            return madeUpCalls++ < MADE_UP_CALLS ? vector : quick;
        }
    }

    private static final class Recorder extends PlainKernel {
        private final Kernel vector = new VectorKernel();
        private final Calls<Kernel> calls = new Calls<>(Kernel.class, vector);

        @Override
        public DenseShape shape(int numFeatures, int numClasses) {
            return vector.shape(numFeatures, numClasses);
        }

        @Override
        public void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
            calls.next().margins(shape, x, from, to, w, z);
        }

        @Override
        public void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
            calls.next().addGradient(shape, x, from, to, m, g);
        }

        @Override
        public double squaredNorm(float[] x, int start, int length) {
            return calls.next().squaredNorm(x, start, length);
        }

        @Override
        public void sparseProducts(
                int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z) {
            calls.next().sparseProducts(rowStarts, indices, values, from, to, w, stride, z);
        }

        @Override
        public void addSparseProducts(
                int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w) {
            calls.next().addSparseProducts(rowStarts, indices, values, from, to, m, stride, w);
        }

        @Override
        public void shrinkSparse(
                int[] indices, int from, int to, float[] thresholds, float[] factors, float[] w, int stride) {
            calls.next().shrinkSparse(indices, from, to, thresholds, factors, w, stride);
        }

        @Override
        public void addProduct(int[] starts, double[] x, int count, double[] w, double[] z) {
            calls.next().addProduct(starts, x, count, w, z);
        }

        @Override
        public void addDenseProduct(double[] x, int count, double[] w, int start, double[] z) {
            calls.next().addDenseProduct(x, count, w, start, z);
        }
    }

    private static float[] floats(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] doubles(Random random, int length) {
        return random.doubles(length, -1.0, 1.0).toArray();
    }

    private static float[] toFloats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    /** A matrix whose rows are padded with zeros, as kernels want it. */
    private static float[] padded(Random random, int numRows, int width, int stride) {
        float[] a = new float[numRows * stride];
        for (int i = 0; i < numRows; i++) {
            System.arraycopy(floats(random, width), 0, a, i * stride, width);
        }
        return a;
    }

    private static float[] coefficients(Random random, DenseShape shape) {
        return shape.laidOut(random.doubles((long) shape.numFeatures() * shape.numClasses(), -1.0, 1.0)
                .toArray());
    }

    private static Arguments margins(int numFeatures, int numClasses, int numRows) {
        Call call = kernel -> {
            Random random = new Random(1L);
            DenseShape shape = kernel.shape(numFeatures, numClasses);
            float[] z = new float[numRows * shape.rowStride()];
            kernel.margins(
                    shape,
                    padded(random, numRows + 1, numFeatures, shape.stride()),
                    1,
                    numRows + 1,
                    coefficients(random, shape),
                    z);
            return z;
        };
        return Arguments.of("margins of " + numRows + " x " + numFeatures + ", " + numClasses + " classes", call);
    }

    private static Arguments gradient(int numFeatures, int numClasses, int numRows) {
        Call call = kernel -> {
            Random random = new Random(2L);
            DenseShape shape = kernel.shape(numFeatures, numClasses);
            float[] g = coefficients(random, shape);
            kernel.addGradient(
                    shape,
                    padded(random, numRows + 1, numFeatures, shape.stride()),
                    1,
                    numRows + 1,
                    padded(random, numRows, numClasses, shape.rowStride()),
                    g);
            return g;
        };
        return Arguments.of("gradient of " + numRows + " x " + numFeatures + ", " + numClasses + " classes", call);
    }

    private static final int NUM_FEATURES = 2000;
    private static final int[] ROW_STARTS = {0, 3, 3, 40, 101, 102};

    private static int[] indices(Random random) {
        return random.ints(ROW_STARTS[ROW_STARTS.length - 1], 0, NUM_FEATURES).toArray();
    }

    private static Arguments sparseProducts(int stride) {
        Call call = kernel -> {
            Random random = new Random(3L);
            int[] indices = indices(random);
            float[] z = new float[4 * stride];
            kernel.sparseProducts(
                    ROW_STARTS,
                    indices,
                    floats(random, indices.length),
                    1,
                    5,
                    floats(random, NUM_FEATURES * stride),
                    stride,
                    z);
            return z;
        };
        return Arguments.of("products of sparse rows, stride " + stride, call);
    }

    private static Arguments addSparseProducts(int stride) {
        Call call = kernel -> {
            Random random = new Random(4L);
            int[] indices = indices(random);
            float[] w = floats(random, NUM_FEATURES * stride);
            kernel.addSparseProducts(
                    ROW_STARTS, indices, floats(random, indices.length), 1, 5, floats(random, 4 * stride), stride, w);
            return w;
        };
        return Arguments.of("gradient of sparse rows, stride " + stride, call);
    }

    private static Arguments shrink(boolean thresholds) {
        Call call = kernel -> {
            Random random = new Random(5L);
            float[] w = floats(random, NUM_FEATURES * 16);
            kernel.shrinkSparse(
                    indices(random), 3, 40, thresholds ? floats(random, 37) : null, floats(random, 37), w, 16);
            return w;
        };
        return Arguments.of(thresholds ? "shrinking" : "scaling", call);
    }

    private static Arguments product(boolean dense, int numClasses) {
        Call call = kernel -> {
            Random random = new Random(6L);
            double[] x = doubles(random, 50);
            double[] w = doubles(random, 100 * numClasses);
            double[] z = doubles(random, numClasses);
            if (dense) {
                kernel.addDenseProduct(x, 50, w, 20 * numClasses, z);
            } else {
                int[] starts = random.ints(50, 0, 100).map(j -> j * numClasses).toArray();
                kernel.addProduct(starts, x, 50, w, z);
            }
            return toFloats(z);
        };
        return Arguments.of((dense ? "dense product, " : "product, ") + numClasses + " classes", call);
    }

    static Stream<Arguments> operations() {
        Call norm = kernel -> new float[] {(float) kernel.squaredNorm(floats(new Random(7L), 784), 16, 768)};
        return Stream.of(
                margins(784, 10, 64),
                margins(300, 3, 5),
                margins(20, 26, 64),
                margins(1000, 900, 3),
                gradient(784, 10, 64),
                gradient(300, 3, 5),
                gradient(20, 26, 64),
                gradient(1000, 900, 3),
                sparseProducts(16),
                sparseProducts(152),
                sparseProducts(1000),
                addSparseProducts(16),
                addSparseProducts(1000),
                shrink(false),
                shrink(true),
                product(true, 10),
                product(true, 150),
                product(false, 10),
                product(false, 150),
                Arguments.of("norm", norm));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void operationChanges(String name, Call call) {
        float[] expected = call.apply(new VectorKernel());
        Recorder vector = new Recorder();
        GradualKernel kernel = new GradualKernel(vector, MOST);
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(expected, call.apply(kernel));
        }
        assertFalse(vector.calls.byCaller, name);
        kernel.change();
        kernel.changePredictions();
        long end = System.nanoTime() + MOST.toNanos();
        while (!vector.calls.byCaller) {
            assertTrue(System.nanoTime() < end, "no change after " + MOST);
            assertArrayEquals(expected, call.apply(kernel));
        }
    }

    /** Training and predictions change apart from each other. */
    @Test
    void onlyWhatMayChangeDoes() {
        Recorder vector = new Recorder();
        GradualKernel kernel = new GradualKernel(vector, MOST);
        kernel.changePredictions();
        Call ofTraining = (Call) margins(784, 10, 64).get()[1];
        Call ofPredictions = (Call) product(true, 150).get()[1];
        long end = System.nanoTime() + MOST.toNanos();
        while (!vector.calls.byCaller) {
            assertTrue(System.nanoTime() < end, "no change after " + MOST);
            ofPredictions.apply(kernel);
        }
        vector.calls.byCaller = false;
        for (int i = 0; i < 100; i++) {
            ofTraining.apply(kernel);
        }
        assertFalse(vector.calls.byCaller);
    }

    private static final class FunctionsRecorder implements Functions {
        private final Calls<Functions> calls = new Calls<>(Functions.class, new VectorExponentials());

        @Override
        public void exp(double[] x, int from, int to) {
            calls.next().exp(x, from, to);
        }

        @Override
        public void log1p(double[] x, int from, int to) {
            calls.next().log1p(x, from, to);
        }
    }

    private interface FunctionCall {
        void of(Functions functions, double[] x);
    }

    static Stream<Arguments> functions() {
        FunctionCall exp = (functions, x) -> functions.exp(x, 2, x.length - 1);
        FunctionCall log1p = (functions, x) -> functions.log1p(x, 2, x.length - 1);
        return Stream.of(Arguments.of("exp", exp), Arguments.of("log1p", log1p));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void functionChanges(String name, FunctionCall call) {
        double[] x = doubles(new Random(8L), 100);
        double[] expected = x.clone();
        call.of(new VectorExponentials(), expected);
        FunctionsRecorder vector = new FunctionsRecorder();
        GradualFunctions functions = new GradualFunctions(new Exponentials(), vector, MOST);
        double[] found = x.clone();
        call.of(functions, found);
        assertArrayEquals(expected, found);
        assertFalse(vector.calls.byCaller, name);
        functions.change();
        long end = System.nanoTime() + MOST.toNanos();
        while (!vector.calls.byCaller) {
            assertTrue(System.nanoTime() < end, "no change after " + MOST);
            found = x.clone();
            call.of(functions, found);
            assertArrayEquals(expected, found);
        }
    }

    /** In which numbers registers of classes are taken together. */
    private static Set<Integer> widths(int registers) {
        Set<Integer> widths = new TreeSet<>();
        int width;
        for (int r = 0; r < registers; r += width) {
            width = VectorRegisters.together(registers - r);
            widths.add(width);
        }
        return widths;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void fewerClassesOfSparseRowsRunTheSameCode(int registersOfEight) {
        for (int n = 1; n < 200; n++) {
            assertEquals(
                    widths(n * registersOfEight), widths(DenseShape.fewer(n, 8) * registersOfEight), n + " strides");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void fewerClassesOfPredictionsRunTheSameCode(int lanes) {
        for (int n = 1; n < 200; n++) {
            assertEquals(
                    widths((n + lanes - 1) / lanes),
                    widths((DenseShape.fewer(n, 64) + lanes - 1) / lanes),
                    n + " classes");
        }
    }

    /** The reduced shape has the panels, registers and left-over features and classes that the large one ends with. */
    @Test
    void reducedShapesHaveTheSameRemainders() {
        Kernel vector = new VectorKernel();
        DenseShape panels = vector.shape(7843, 137).reduced();
        assertFalse(panels.byFeature());
        assertEquals(7843 % 64, panels.numFeatures() % 64);
        assertEquals(137 % 10, panels.numClasses() % 10);
        assertTrue(panels.numFeatures() < 128 && panels.numClasses() < 20);
        DenseShape byFeature = vector.shape(5, 7001).reduced();
        assertTrue(byFeature.byFeature());
        assertEquals(5, byFeature.numFeatures());
        assertEquals(7001 % (2 * byFeature.lanes()), byFeature.numClasses() % (2 * byFeature.lanes()));
        assertEquals(vector.shape(784, 10).reduced(), vector.shape(784 + 64, 10).reduced());
        DenseShape manyFeatures = vector.shape(102, 10).reduced();
        assertTrue(manyFeatures.byFeature());
        assertEquals(102 % 4, manyFeatures.numFeatures() % 4);
        assertTrue(manyFeatures.numFeatures() >= 4 && manyFeatures.numFeatures() < 32);
    }
}
