package sparksoftmax.benchmark;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;

/**
 * What the machine can do, by {@link MachineBenchmark}.
 *
 * @param gigaflops fused multiply-adds a second, each two operations
 * @param gigabytes read from memory a second
 */
record MachineLimits(double gigaflops, double gigabytes) {
    /** The best of the machine's results among others: what it did once, it can do. */
    static MachineLimits of(Collection<RunResult> results) {
        return new MachineLimits(best(results, "multiplyAdd", "gigaflop"), best(results, "readMemory", "gigabyte"));
    }

    private static double best(Collection<RunResult> results, String method, String counter) {
        return results.stream()
                .filter(result ->
                        result.getParams().getBenchmark().equals(MachineBenchmark.class.getName() + "." + method))
                .flatMap(result -> result.getBenchmarkResults().stream())
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration ->
                        iteration.getSecondaryResults().get(counter).getScore())
                .max()
                .orElse(Double.NaN);
    }
}
