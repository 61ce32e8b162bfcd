package sparksoftmax.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation changes from plain loops to vector code. {@link LoopKernelTest} compares their results. */
class GradualKernelTest {
    private static final Duration MOST = Duration.ofMinutes(1L);
    private static final int NUM_FEATURES = 500;
    private static final int STRIDE = 16;

    private final Thread caller = Thread.currentThread();

    /** Whether this thread has called what stands for vector code: it does nothing, and is therefore quick. */
    private boolean changed;

    private void called() {
        if (Thread.currentThread() == caller) {
            changed = true;
        }
    }

    private final class QuickKernel extends PlainKernel {
        @Override
        public void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
            called();
        }

        @Override
        public void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
            called();
        }

        @Override
        public double squaredNorm(float[] x, int start, int length) {
            called();
            return 0.0;
        }

        @Override
        public void sparseProducts(
                int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z) {
            called();
        }

        @Override
        public void addSparseProducts(
                int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w) {
            called();
        }

        @Override
        public void shrinkSparse(
                int[] indices, int from, int to, float[] thresholds, float[] factors, float[] w, int stride) {
            called();
        }

        @Override
        public void addProduct(int[] starts, double[] x, int count, double[] w, double[] z) {
            called();
        }

        @Override
        public void addDenseProduct(double[] x, int count, double[] w, int start, double[] z) {
            called();
        }
    }

    private final class QuickFunctions implements Functions {
        @Override
        public void exp(double[] x, int from, int to) {
            called();
        }

        @Override
        public void log1p(double[] x, int from, int to) {
            called();
        }
    }

    private static Arguments dense(String name, int numClasses, int numRows, boolean gradient) {
        Consumer<Kernel> call = kernel -> {
            DenseShape shape = kernel.shape(NUM_FEATURES, numClasses);
            float[] x = new float[(numRows + 1) * shape.stride()];
            float[] w = new float[shape.length()];
            float[] z = new float[numRows * shape.rowStride()];
            if (gradient) {
                kernel.addGradient(shape, x, 1, numRows + 1, z, w);
            } else {
                kernel.margins(shape, x, 1, numRows + 1, w, z);
            }
        };
        return Arguments.of(name + " of " + numRows + " rows, " + numClasses + " classes", call);
    }

    private static Arguments sparse(String name, int numRows, boolean gradient) {
        int perRow = 50;
        int[] rowStarts = new int[numRows + 2];
        int[] indices = new int[(numRows + 1) * perRow];
        for (int i = 0; i <= numRows; i++) {
            rowStarts[i + 1] = (i + 1) * perRow;
            for (int p = 0; p < perRow; p++) {
                indices[i * perRow + p] = 40 * p;
            }
        }
        float[] values = new float[indices.length];
        float[] w = new float[40 * perRow * STRIDE];
        float[] z = new float[numRows * STRIDE];
        Consumer<Kernel> call = kernel -> {
            if (gradient) {
                kernel.addSparseProducts(rowStarts, indices, values, 1, numRows + 1, z, STRIDE, w);
            } else {
                kernel.sparseProducts(rowStarts, indices, values, 1, numRows + 1, w, STRIDE, z);
            }
        };
        return Arguments.of(name + " of " + numRows + " rows", call);
    }

    private static Arguments shrink(String name, float[] thresholds) {
        int[] indices = new int[200];
        for (int p = 0; p < indices.length; p++) {
            indices[p] = 20 * p;
        }
        Consumer<Kernel> call = kernel ->
                kernel.shrinkSparse(indices, 50, 200, thresholds, new float[150], new float[4000 * STRIDE], STRIDE);
        return Arguments.of(name, call);
    }

    static Stream<Arguments> operations() {
        int few = 3;
        int many = 30;
        int[] starts = new int[300];
        Consumer<Kernel> norm = kernel -> kernel.squaredNorm(new float[2048], 1024, 1024);
        Consumer<Kernel> product =
                kernel -> kernel.addProduct(starts, new double[300], 300, new double[100], new double[100]);
        Consumer<Kernel> denseProduct =
                kernel -> kernel.addDenseProduct(new double[300], 300, new double[40_000], 9_000, new double[100]);
        return Stream.of(
                dense("margins in panels", few, 5, false),
                dense("margins in panels", few, 64, false),
                dense("margins by feature", many, 5, false),
                dense("margins by feature", many, 64, false),
                dense("gradient in panels", few, 5, true),
                dense("gradient in panels", few, 64, true),
                dense("gradient by feature", many, 5, true),
                dense("gradient by feature", many, 64, true),
                sparse("sparse margins", 5, false),
                sparse("sparse margins", 64, false),
                sparse("sparse gradient", 5, true),
                sparse("sparse gradient", 64, true),
                shrink("scaling", null),
                shrink("shrinking", new float[150]),
                Arguments.of("norm", norm),
                Arguments.of("product", product),
                Arguments.of("dense product", denseProduct));
    }

    private void awaitChange(Runnable call) {
        long end = System.nanoTime() + MOST.toNanos();
        while (!changed) {
            assertTrue(System.nanoTime() < end, "no change after " + MOST);
            call.run();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void operationChangesOnceAskedFor(String name, Consumer<Kernel> call) {
        GradualKernel kernel = new GradualKernel(new QuickKernel());
        call.accept(kernel);
        assertFalse(changed, name);
        kernel.change();
        awaitChange(() -> call.accept(kernel));
    }

    static Stream<Arguments> functions() {
        Consumer<Functions> exp = functions -> functions.exp(new double[9], 2, 8);
        Consumer<Functions> log1p = functions -> functions.log1p(new double[9], 2, 8);
        return Stream.of(Arguments.of("exp", exp), Arguments.of("log1p", log1p));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void functionChangesOnceAskedFor(String name, Consumer<Functions> call) {
        GradualFunctions functions = new GradualFunctions(new Exponentials(), new QuickFunctions());
        call.accept(functions);
        assertFalse(changed, name);
        functions.change();
        awaitChange(() -> call.accept(functions));
    }
}
