package sparksoftmax.benchmark;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;

/** The kernels' products of sparse rows in single precision, as {@link KernelBenchmark} has those of dense rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SparseKernelBenchmark {
    private static final int ROWS = 64;

    /** What the kernel is. */
    @Param({"simd", "scalar"})
    public String kernel;

    /** Features x classes x non-zeros of a row. */
    @Param({"717x10x150", "118x23x13", "16384x20x80", "16384x150x20"})
    public String shape;

    private Kernel implementation;
    private int numClasses;
    private int stride;
    private int[] rowStarts;
    private int[] indices;
    private float[] values;
    private float[] w;
    private float[] z;

    /** Makes the arrays. */
    @Setup
    public void setUp() {
        implementation = kernel.equals("simd") ? Kernels.fastest() : Kernels.scalar();
        String[] sizes = shape.split("x");
        int numFeatures = Integer.parseInt(sizes[0]);
        numClasses = Integer.parseInt(sizes[1]);
        int nonZeros = Integer.parseInt(sizes[2]);
        stride = Padding.classStride(numClasses);
        Random random = new Random(1L);
        rowStarts = new int[ROWS + 1];
        indices = new int[ROWS * nonZeros];
        values = new float[indices.length];
        for (int i = 0; i < ROWS; i++) {
            int[] row = random.ints(0, numFeatures)
                    .distinct()
                    .limit(nonZeros)
                    .sorted()
                    .toArray();
            System.arraycopy(row, 0, indices, i * nonZeros, nonZeros);
            rowStarts[i + 1] = (i + 1) * nonZeros;
        }
        for (int p = 0; p < values.length; p++) {
            values[p] = random.nextFloat() - 0.5f;
        }
        w = new float[numFeatures * stride];
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                w[j * stride + k] = 1e-3f * (random.nextFloat() - 0.5f);
            }
        }
        z = new float[ROWS * stride];
    }

    private double gigaflop() {
        return 2e-9 * values.length * numClasses;
    }

    /** Z = X W. */
    @Benchmark
    public float[] sparseMargins(KernelBenchmark.Work work) {
        implementation.sparseProducts(rowStarts, indices, values, 0, ROWS, w, stride, z);
        work.gigaflop += gigaflop();
        return z;
    }

    /** G += Xᵀ M, with M so small that sums stay finite. */
    @Benchmark
    public float[] sparseGradient(KernelBenchmark.Work work) {
        implementation.addSparseProducts(rowStarts, indices, values, 0, ROWS, z, stride, w);
        work.gigaflop += gigaflop();
        return w;
    }
}
