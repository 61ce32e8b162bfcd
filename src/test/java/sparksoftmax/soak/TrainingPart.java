package sparksoftmax.soak;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.GeneratedRows;

/** Trains all contenders on the same rows in several numbers of partitions, with a line of figures for each fit. */
record TrainingPart(GeneratedRows rows, List<Integer> partitions, List<Contender> contenders) {
    void run(SparkSession spark, PrintStream out) throws Exception {
        out.printf(
                "Training on %,d rows x %d features, %d classes; sizes in MB, peaks except where per pass%n",
                rows.numRows(), rows.numFeatures(), rows.numClasses());
        out.printf(
                "%-26s %10s %8s %6s %8s %9s %7s %7s %8s %8s %8s %9s %10s %10s%n",
                "contender",
                "partitions",
                "seconds",
                "passes",
                "s/pass",
                "Mrows/s",
                "heap",
                "live",
                "memory",
                "disk",
                "spilled",
                "shuffled",
                "to driver",
                "objective");
        for (int numPartitions : partitions) {
            for (Contender contender : contenders) {
                line(
                        out,
                        contender,
                        numPartitions,
                        FitLoad.of(spark, contender, LoadRows.in(spark, rows, numPartitions)));
            }
        }
        out.println("Mrows/s: million rows a second in passes. heap: peak of the heap; live: peak after a garbage"
                + " collection; memory, disk: cached rows; spilled: by sorting and aggregation; shuffled and to driver:"
                + " per pass.");
    }

    private void line(PrintStream out, Contender contender, int numPartitions, FitLoad load) {
        out.printf(
                Locale.ROOT,
                "%-26s %10d %8.1f %6d %8.3f %9.2f %7.0f %7.0f %8.0f %8.0f %8.0f %9.3f %10.4f %10.6f%n",
                contender.name(),
                numPartitions,
                load.seconds(),
                load.numPasses(),
                load.secondsPerPass(),
                rows.numRows() / load.secondsPerPass() / 1e6,
                load.heapPeak() / 1e6,
                load.heapAfterCollection() / 1e6,
                load.cachedInMemory() / 1e6,
                load.cachedOnDisk() / 1e6,
                load.spilledBytes() / 1e6,
                load.shuffledBytesPerPass() / 1e6,
                load.bytesToDriverPerPass() / 1e6,
                load.objective());
    }
}
