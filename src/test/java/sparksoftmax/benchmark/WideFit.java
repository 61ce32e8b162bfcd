package sparksoftmax.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * One fit of a model with many coefficients, to find out with which heap it succeeds: the heap is that of
 * BENCHMARK_HEAP. Prints the number of coefficients, the heap, the seconds of the fit, and the objective before and
 * after.
 */
@Command(
        name = "benchmark.sh --wide",
        mixinStandardHelpOptions = true,
        description = "Makes one fit of a model with many coefficients, in the heap that BENCHMARK_HEAP sets.")
final class WideFit implements Callable<Integer> {
    /** The sizes of the generated rows. */
    static final class Sizes {
        @Option(names = "--num-rows", defaultValue = "20000", description = "Default: ${DEFAULT-VALUE}")
        private int numRows;

        @Option(names = "--num-features", defaultValue = "1000000", description = "Default: ${DEFAULT-VALUE}")
        private int numFeatures;

        @Option(names = "--num-classes", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}")
        private int numClasses;

        @Option(names = "--non-zeros", defaultValue = "100", description = "In a row. Default: ${DEFAULT-VALUE}")
        private int nonZeros;

        WideRows rows() {
            return new WideRows(numRows, numFeatures, numClasses, nonZeros);
        }
    }

    @Mixin
    private Sizes sizes;

    @Option(
            names = "--solver",
            defaultValue = "auto",
            description = "A solver, or mllib for LogisticRegression. Default: ${DEFAULT-VALUE}")
    private String solver;

    @Option(names = "--passes", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}")
    private int passes;

    @Option(names = "--jobs", description = "Make passes by Spark jobs, also where the driver's threads could.")
    private boolean jobs;

    @Option(names = "--master", defaultValue = "local[2]", description = "Default: ${DEFAULT-VALUE}")
    private String master;

    /** Runs. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new WideFit()).execute(args));
    }

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder()
                .master(master)
                .appName("wide fit")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .getOrCreate();
        WideRows rows = sizes.rows();
        Dataset<Row> dataset = rows.toDataset(spark, 2);
        double start = System.nanoTime();
        double[] history = solver.equals("mllib") ? fitByMLlib(dataset) : fit(dataset);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d coefficients, heap %d MB, %d passes in %.1f s, objective %.6f to %.6f%n",
                solver,
                (long) rows.numFeatures() * rows.numClasses(),
                Runtime.getRuntime().maxMemory() >> 20,
                history.length - 1,
                (System.nanoTime() - start) * 1e-9,
                history[0],
                Arrays.stream(history).min().orElseThrow());
        spark.stop();
        return 0;
    }

    private double[] fit(Dataset<Row> dataset) {
        SoftmaxClassifier classifier =
                new SoftmaxClassifier().setSolver(solver).setMaxIter(passes).setRegParam(1e-5);
        if (jobs) {
            classifier.setMaxDriverDataInMB(0.0);
        }
        SoftmaxClassificationModel model = classifier.fit(dataset);
        return model.summary().objectiveHistory();
    }

    private double[] fitByMLlib(Dataset<Row> dataset) {
        return new LogisticRegression()
                .setFamily("multinomial")
                .setMaxIter(passes)
                .setRegParam(1e-5)
                .fit(dataset.cache())
                .summary()
                .objectiveHistory();
    }
}
