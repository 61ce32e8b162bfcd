package sparksoftmax.benchmark;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the machine can do, to hold {@link KernelBenchmark} against: reading memory, and fused multiply-adds on
 * registers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class MachineBenchmark {
    private static final int REPETITIONS = 1000;

    private final long[] large = new long[1 << 24];
    private final long[] alike = new long[1 << 24];
    private final float[] small = new float[2048];
    private final float[] addend = new float[2048];

    /** Work done, which JMH divides by the time. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Work {
        /** Thousand millions of floating-point operations. */
        public double gigaflop;

        /** Thousand millions of bytes. */
        public double gigabyte;
    }

    /** Reads 256 MB: two arrays, compared by the instructions that the virtual machine has for it. */
    @Benchmark
    public boolean readMemory(Work work) {
        work.gigabyte += 16e-9 * large.length;
        return Arrays.equals(large, alike);
    }

    /** Multiply-adds on registers. */
    @Benchmark
    public float[] multiplyAdd(Work work) {
        multiplyAdd(small, addend, REPETITIONS);
        work.gigaflop += 16e-9 * REPETITIONS * small.length;
        return small;
    }

    /** y ← 0.5 y + z, eight times between a load and a store, so that these do not hold it up. */
    static void multiplyAdd(float[] y, float[] z, int repetitions) {
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (int i = 0; i < y.length; i++) {
                float addend = z[i];
                float sum = Math.fma(y[i], 0.5f, addend);
                sum = Math.fma(sum, 0.5f, addend);
                sum = Math.fma(sum, 0.5f, addend);
                sum = Math.fma(sum, 0.5f, addend);
                sum = Math.fma(sum, 0.5f, addend);
                sum = Math.fma(sum, 0.5f, addend);
                sum = Math.fma(sum, 0.5f, addend);
                y[i] = Math.fma(sum, 0.5f, addend);
            }
        }
    }
}
