package sparksoftmax.benchmark;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;

/**
 * The kernels' products of dense rows, SIMD beside scalar, in GFLOP a second, against what the machine can do: its rate
 * of fused multiply-adds on registers, and of reading memory. Run by {@code scripts/benchmark.sh --kernels}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KernelBenchmark {
    private static final int ROWS = 64;

    /** What the kernel is. */
    @Param({"simd", "scalar"})
    public String kernel;

    /** Features x classes. */
    @Param({"784x10", "118x23", "100x10", "54x7", "200x150"})
    public String shape;

    private Kernel implementation;
    private DenseShape dense;
    private float[] x;
    private float[] w;
    private float[] z;

    /** Work done, which JMH divides by the time. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Work {
        /** Thousand millions of floating-point operations. */
        public double gigaflop;
    }

    /** Makes the arrays. */
    @Setup
    public void setUp() {
        implementation = kernel.equals("simd") ? Kernels.fastest() : Kernels.scalar();
        String[] sizes = shape.split("x");
        dense = implementation.shape(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
        Random random = new Random(1L);
        x = new float[ROWS * dense.stride()];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < dense.numFeatures(); j++) {
                x[i * dense.stride() + j] = random.nextFloat() - 0.5f;
            }
        }
        double[] coefficients = random.doubles((long) dense.numFeatures() * dense.numClasses(), -1e-3, 1e-3)
                .toArray();
        w = dense.laidOut(coefficients);
        z = new float[ROWS * dense.rowStride()];
    }

    private double gigaflop() {
        return 2e-9 * ROWS * dense.numFeatures() * dense.numClasses();
    }

    /** Z = X W. */
    @Benchmark
    public float[] margins(Work work) {
        implementation.margins(dense, x, 0, ROWS, w, z);
        work.gigaflop += gigaflop();
        return z;
    }

    /** G += Mᵀ X, with small M so that sums stay finite. */
    @Benchmark
    public float[] gradient(Work work) {
        implementation.addGradient(dense, x, 0, ROWS, z, w);
        work.gigaflop += gigaflop();
        return w;
    }
}
