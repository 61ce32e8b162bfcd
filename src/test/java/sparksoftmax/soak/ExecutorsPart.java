package sparksoftmax.soak;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.GeneratedRows;
import sparksoftmax.SharedSpark;

/**
 * What the driver of a large cluster has to do in a pass. The cluster is simulated: Spark's local mode with as many
 * threads as the cluster has executors, each of which has one partition of a few rows. Task scheduling, results and
 * sums are those of a cluster; the network is missing, and the work of the executors is done on the same cores.
 *
 * @param executors the numbers of executors
 * @param rowsPerExecutor the rows in each partition
 */
record ExecutorsPart(
        List<Integer> executors, int rowsPerExecutor, int numFeatures, int numClasses, List<Contender> contenders) {
    private static final int EXTRAPOLATED = 10_000;
    private static final long SEED = 3L;

    /** Starts and stops a session for each number of executors. */
    void run(PrintStream out) throws Exception {
        out.printf(
                "A pass with many executors, simulated: %d rows x %d features, %d classes for each%n",
                rowsPerExecutor, numFeatures, numClasses);
        out.printf(
                "%-26s %9s %8s %10s %16s %14s %14s %14s%n",
                "contender",
                "executors",
                "tasks",
                "ms/pass",
                "task CPU ms/pass",
                "driver ms/pass",
                "to driver, MB",
                "shuffled, MB");
        List<List<FitLoad>> loads = new ArrayList<>();
        contenders.forEach(contender -> loads.add(new ArrayList<>()));
        for (int number : executors) {
            SparkSession spark = SharedSpark.builder("local[" + number + "]").getOrCreate();
            try {
                for (int i = 0; i < contenders.size(); i++) {
                    // The first fit warms the virtual machine up.
                    measure(spark, contenders.get(i), number);
                    FitLoad load = measure(spark, contenders.get(i), number);
                    loads.get(i).add(load);
                    line(out, contenders.get(i), number, load);
                }
            } finally {
                spark.stop();
            }
        }
        out.println("driver ms/pass: the time of a pass less the processor time of its tasks, spread over the cores.");
        if (executors.size() > 1) {
            out.printf(
                    "Extrapolated, not measured, to %,d executors by the straight line of least squares, as if results"
                            + " were added up in the same way:%n",
                    EXTRAPOLATED);
            for (int i = 0; i < contenders.size(); i++) {
                out.printf(
                        Locale.ROOT,
                        "%-26s %.0f ms of the driver and %.1f MB to the driver in a pass%n",
                        contenders.get(i).name(),
                        extrapolated(loads.get(i).stream()
                                .map(ExecutorsPart::driverMillis)
                                .toList()),
                        extrapolated(loads.get(i).stream()
                                        .map(FitLoad::bytesToDriverPerPass)
                                        .toList())
                                / 1e6);
            }
        }
    }

    /** Trains once, on as many partitions as there are executors. */
    FitLoad measure(SparkSession spark, Contender contender, int number) throws Exception {
        GeneratedRows rows = GeneratedRows.dense(number * rowsPerExecutor, numFeatures, numClasses, SEED);
        return FitLoad.of(spark, contender, LoadRows.in(spark, rows, number));
    }

    private static double driverMillis(FitLoad load) {
        int cores = Runtime.getRuntime().availableProcessors();
        return 1e3 * (load.secondsPerPass() - load.taskSecondsPerPass() / cores);
    }

    private static void line(PrintStream out, Contender contender, int number, FitLoad load) {
        out.printf(
                Locale.ROOT,
                "%-26s %9d %8.0f %10.1f %16.1f %14.1f %14.3f %14.3f%n",
                contender.name(),
                number,
                load.tasksPerPass(),
                1e3 * load.secondsPerPass(),
                1e3 * load.taskSecondsPerPass(),
                driverMillis(load),
                load.bytesToDriverPerPass() / 1e6,
                load.shuffledBytesPerPass() / 1e6);
    }

    private double extrapolated(List<Double> values) {
        double meanX = executors.stream().mapToInt(Integer::intValue).average().orElseThrow();
        double meanY =
                values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double products = 0.0;
        double squares = 0.0;
        for (int i = 0; i < executors.size(); i++) {
            products += (executors.get(i) - meanX) * (values.get(i) - meanY);
            squares += (executors.get(i) - meanX) * (executors.get(i) - meanX);
        }
        return meanY + products / squares * (EXTRAPOLATED - meanX);
    }
}
