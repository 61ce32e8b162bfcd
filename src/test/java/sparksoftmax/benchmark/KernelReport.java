package sparksoftmax.benchmark;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the kernels' benchmarks and the machine's, and prints what share of the machine's limits the kernels come to.
 */
final class KernelReport {
    private KernelReport() {}

    /** Takes JMH's options. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(KernelBenchmark.class.getName())
                        .include(SparseKernelBenchmark.class.getName())
                        .include(MachineBenchmark.class.getName())
                        .jvmArgs("--add-modules=jdk.incubator.vector")
                        .build())
                .run();
        MachineLimits machine = MachineLimits.of(results);
        System.out.printf(
                Locale.ROOT,
                "%nThe machine, with the threads of this run: %.1f GFLOP/s of fused multiply-adds, %.1f GB/s of reading%n",
                machine.gigaflops(),
                machine.gigabytes());
        System.out.println("The limit is the slower of the two: rows are read once for both products.");
        System.out.printf(
                "%-14s %-8s %-12s %9s %9s %9s%n", "product", "kernel", "shape", "GFLOP/s", "limit", "limit/it");
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            if (name.startsWith(MachineBenchmark.class.getName())) {
                continue;
            }
            boolean sparse = name.startsWith(SparseKernelBenchmark.class.getName());
            String shape = result.getParams().getParam("shape");
            // Each of a row's values, 4 bytes and 4 more of an index, takes part in 2 K operations of either product.
            double numClasses = Integer.parseInt(shape.split("x")[1]);
            int bytes = sparse ? Float.BYTES + Integer.BYTES : Float.BYTES;
            double limit = Math.min(machine.gigaflops(), machine.gigabytes() / bytes * 4.0 * numClasses);
            double rate = secondary(result, "gigaflop");
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %-8s %-12s %9.1f %9.1f %8.1fx%n",
                    name.substring(name.lastIndexOf('.') + 1),
                    result.getParams().getParam("kernel"),
                    shape,
                    rate,
                    limit,
                    limit / rate);
        }
    }

    private static double secondary(RunResult result, String counter) {
        Result<?> found = result.getSecondaryResults().get(counter);
        return found == null ? Double.NaN : found.getScore();
    }
}
