package sparksoftmax.benchmark;

import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;
import sparksoftmax.training.PhaseTimes;

/** Prints where the time of a fit goes, and how a pass compares with the limit of the machine. */
final class PhaseReport {
    private PhaseReport() {}

    static void print(BenchmarkData data, PhaseTimes times, int threads) throws RunnerException {
        System.out.println(data.name());
        System.out.printf("%-44s %10s %22s%n", "phase", "median ms", "min .. max ms");
        line("ingest: the scan of the source", times.ingest());
        line("standardize: blocks mapped, once", times.standardize());
        line("pass: loss and gradient of all rows", times.pass());
        line("job: Spark's share of a pass", times.job());
        MachineLimits machine = MachineLimits.measured(threads);
        double limit = Math.max(times.gigaflop() / machine.gigaflops(), times.gigabyte() / machine.gigabytes());
        System.out.printf(
                Locale.ROOT,
                "The limit of a pass's products is %.1f ms: %.2f GFLOP at %.0f GFLOP/s, %.3f GB at %.1f GB/s, %d threads.%n",
                1e3 * limit,
                times.gigaflop(),
                machine.gigaflops(),
                times.gigabyte(),
                machine.gigabytes(),
                threads);
        System.out.printf(
                Locale.ROOT,
                "A pass apart from Spark's job takes %.1f times that.%n",
                (Benchmark.median(times.pass()) - Benchmark.median(times.job())) / limit);
    }

    private static void line(String phase, List<Double> seconds) {
        double[] sorted =
                seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-44s %10.1f %10.1f .. %8.1f%n",
                phase,
                1e3 * Benchmark.median(seconds),
                1e3 * sorted[0],
                1e3 * sorted[sorted.length - 1]);
    }
}
