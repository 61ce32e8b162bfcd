package sparksoftmax.benchmark;

import java.util.List;
import java.util.Locale;
import sparksoftmax.training.PhaseTimes;

/** Prints where the time of a fit goes, and how a pass compares with the limit of the machine. */
final class PhaseReport {
    private PhaseReport() {}

    static void print(BenchmarkData data, PhaseTimes times, int threads) {
        System.out.println(data.name());
        System.out.printf("%-44s %10s %22s%n", "phase", "median ms", "min .. max ms");
        line("ingest: the scan of the source", times.ingest());
        line("standardize: blocks on the driver mapped, once", times.standardize());
        line("pass: loss and gradient, driver's threads", times.pass());
        line("the same by a Spark job", times.passByJob());
        line("job: Spark's share of that", times.job());
        line(String.format(Locale.ROOT, "machine: %.2f GFLOP on registers", times.gigaflop()), times.multiplyAdd());
        line(String.format(Locale.ROOT, "machine: %.3f GB from memory", times.gigabyte()), times.read());
        double pass = Benchmark.median(times.pass());
        double multiplyAdd = Benchmark.median(times.multiplyAdd());
        double read = Benchmark.median(times.read());
        double limit = Math.max(multiplyAdd, read);
        System.out.printf(
                Locale.ROOT,
                "A pass on the driver's threads takes %.1f ms, %.1f times the limit of dense rows on %d threads: %.1f ms.%n",
                1e3 * pass,
                pass / limit,
                threads,
                1e3 * limit);
        times.stored().ifPresent(share -> {
            // An index beside every value: twice the bytes.
            double ofStored = share * Math.max(multiplyAdd, 2.0 * read);
            System.out.printf(
                    Locale.ROOT,
                    "Only the %.0f %% of values that are not 0 are stored: the limit of those is %.1f ms.%n",
                    100.0 * share,
                    1e3 * ofStored);
        });
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
