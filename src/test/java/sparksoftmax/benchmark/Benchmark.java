package sparksoftmax.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scala.Tuple4;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxLogisticRegression;
import sparksoftmax.training.PhaseTimes;

/**
 * Times {@code fit} of contenders in turn (A B C, A B C, ...) in one virtual machine on the same cached DataFrame,
 * after rounds that do not count.
 */
@Command(name = "benchmark.sh", mixinStandardHelpOptions = true, description = "Compares fits side by side.")
final class Benchmark implements Callable<Integer> {
    @Option(names = "--train", description = "Training rows. Default: generated ones.")
    private String train;

    @Option(names = "--test", description = "Test rows.")
    private String test;

    @Option(names = "--format", defaultValue = "libsvm", description = "libsvm, or text (label<TAB>text).")
    private String format;

    @Option(names = "--dense", description = "Make dense vectors of libsvm rows.")
    private boolean dense;

    @Option(names = "--num-features", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}")
    private int numFeatures;

    @Option(names = "--num-rows", defaultValue = "100000", description = "Generated rows. Default: ${DEFAULT-VALUE}")
    private int numRows;

    @Option(names = "--num-classes", defaultValue = "10", description = "Of generated rows. Default: ${DEFAULT-VALUE}")
    private int numClasses;

    @Option(names = "--reg-param", defaultValue = "0.0", description = "Default: ${DEFAULT-VALUE}")
    private double regParam;

    @Option(names = "--standardization", arity = "1", defaultValue = "true", description = "Default: ${DEFAULT-VALUE}")
    private boolean standardization;

    @Option(names = "--max-iter", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}")
    private int maxIter;

    @Option(names = "--runs", defaultValue = "5", description = "Rounds that count. Default: ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--warm-up", defaultValue = "1", description = "Rounds that do not. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(names = "--output", defaultValue = "target/benchmark.csv", description = "Default: ${DEFAULT-VALUE}")
    private Path output;

    @Option(
            names = "--contender",
            description =
                    "Of ours, as solver[/optimizer[/miniBatchFraction[/maxIter[/tol]]]], where parts may be empty, or"
                            + " SoftmaxLogisticRegression; several times for several. Default: auto")
    private List<String> contenders = new ArrayList<>();

    @Option(
            names = "--partitions",
            split = ",",
            description = "Numbers of partitions of the training rows, compared in turn. Default: one a core")
    private List<Integer> partitions = new ArrayList<>();

    @Option(
            names = "--layout",
            defaultValue = "even",
            description = "Of rows in --partitions: even, skewed (all in one) or empty (in a tenth of them)."
                    + " Default: ${DEFAULT-VALUE}")
    private String layout;

    @Option(
            names = "--phases",
            description = "Instead of fits, time what one consists of, against the machine's limit.")
    private boolean phases;

    @Option(names = "--without-mllib", description = "Leave LogisticRegression out.")
    private boolean withoutMllib;

    @Option(
            names = "--mllib-runs",
            defaultValue = Option.NULL_VALUE,
            description = "Rounds of LogisticRegression that count, the last ones. Default: as --runs")
    private Integer mllibRuns;

    @Option(
            names = "--mllib-warm-up",
            defaultValue = Option.NULL_VALUE,
            description = "Rounds of LogisticRegression before those, which do not count. Default: as --warm-up")
    private Integer mllibWarmUp;

    @Option(names = "--tribuo", description = "Time Oracle Tribuo's LogisticRegressionTrainer, too.")
    private boolean tribuo;

    @Option(
            names = "--python",
            description = "Time scikit-learn and PyTorch, too, where BENCHMARK_PYTHON (default: python3) has them.")
    private boolean python;

    @Option(names = "--python-script", defaultValue = "scripts/benchmark_contenders.py", hidden = true)
    private Path pythonScript;

    private static final class Contender {
        final String name;
        final Fit fit;
        final int runs;
        final int warmUp;
        final List<Double> seconds = new ArrayList<>();
        double peakMegabytes;
        Fitted model;
        Scores scores;

        /**
         * @param runs in how many of the last rounds its fits count
         * @param warmUp in how many rounds before those it takes part, too
         */
        Contender(String name, Fit fit, int runs, int warmUp) {
            this.name = name;
            this.fit = fit;
            this.runs = runs;
            this.warmUp = warmUp;
        }

        double median() {
            return Benchmark.median(seconds);
        }
    }

    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private interface Fit {
        Fitted fit(Dataset<Row> rows);
    }

    /** What a contender's fit comes to. */
    interface Fitted {
        /** The objective at the end; not a number if the contender does not tell. */
        double objective();

        /** Predictions of test rows, as Spark's metrics want them. */
        MulticlassMetrics metrics(Dataset<Row> test);
    }

    private record Scores(double objective, double logLoss, double accuracy) {}

    record SparkModel(ProbabilisticClassificationModel<?, ?> model) implements Fitted {
        @Override
        public double objective() {
            double[] history = model instanceof SoftmaxClassificationModel ours
                    ? ours.summary().objectiveHistory()
                    : ((LogisticRegressionModel) model).summary().objectiveHistory();
            return history[history.length - 1];
        }

        @Override
        public MulticlassMetrics metrics(Dataset<Row> test) {
            return new MulticlassMetrics(model.transform(test)
                    .select("prediction", "label", "probability")
                    .javaRDD()
                    .map(row -> new Tuple4<Object, Object, Object, double[]>(
                            row.getDouble(0),
                            row.getDouble(1),
                            1.0,
                            row.<Vector>getAs(2).toArray()))
                    .rdd());
        }
    }

    /** Runs. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmark()).execute(args));
    }

    /** A session of this machine's cores. */
    static SparkSession session() {
        return SparkSession.builder()
                .master("local[*]")
                .appName("benchmark")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
    }

    @Override
    public Integer call() throws IOException {
        SparkSession spark = session();
        BenchmarkData data = data(spark);
        if (phases) {
            int threads = spark.sparkContext().defaultParallelism();
            try (MachineProbe machine = new MachineProbe(threads)) {
                PhaseReport.print(
                        data, PhaseTimes.of(data.train(), regParam, standardization, runs, warmUp, machine), threads);
            }
            return 0;
        }
        List<Contender> all = all();
        if (tribuo) {
            TribuoTrainer trainer = new TribuoTrainer(data.train());
            all.add(0, contender("Tribuo LogisticRegressionTrainer", rows -> trainer.fit()));
        }
        all = inPartitions(all, data);
        for (int round = -warmUp; round < runs; round++) {
            for (Contender contender : all) {
                if (round >= runs - contender.runs - contender.warmUp) {
                    run(contender, data.train(), round >= runs - contender.runs);
                }
            }
        }
        for (Contender contender : all) {
            MulticlassMetrics metrics = contender.model.metrics(data.test());
            contender.scores = new Scores(contender.model.objective(), metrics.logLoss(1e-15), metrics.accuracy());
        }
        if (python) {
            all.addAll(0, pythonContenders(data));
        }
        report(data, all);
        spark.stop();
        return 0;
    }

    /** Each contender on the rows in each of the numbers of partitions asked for. */
    private List<Contender> inPartitions(List<Contender> contenders, BenchmarkData data) {
        if (partitions.isEmpty()) {
            return contenders;
        }
        List<Contender> all = new ArrayList<>();
        for (int numPartitions : partitions) {
            Dataset<Row> rows = data.train(numPartitions, layout);
            for (Contender contender : contenders) {
                all.add(new Contender(
                        contender.name + " in " + numPartitions,
                        ignored -> contender.fit.fit(rows),
                        contender.runs,
                        contender.warmUp));
            }
        }
        return all;
    }

    private List<Contender> pythonContenders(BenchmarkData data) throws IOException {
        int width = data.train().select("features").first().<Vector>getAs(0).size();
        List<String> options = List.of(
                "--num-features=" + width,
                "--reg-param=" + regParam,
                "--standardization=" + standardization,
                "--max-iter=" + maxIter,
                "--runs=" + runs,
                "--warm-up=" + warmUp);
        List<Contender> contenders = new ArrayList<>();
        for (PythonContenders.Result result : PythonContenders.run(data, pythonScript, options)) {
            Contender contender = contender(result.name(), null);
            contender.seconds.addAll(result.seconds());
            contender.peakMegabytes = Double.NaN;
            contender.scores = new Scores(Double.NaN, result.logLoss(), result.accuracy());
            contenders.add(contender);
        }
        return contenders;
    }

    private Contender contender(String name, Fit fit) {
        return new Contender(name, fit, runs, warmUp);
    }

    private BenchmarkData data(SparkSession spark) {
        if (train == null) {
            return BenchmarkData.generated(spark, numRows, numFeatures, numClasses);
        }
        return format.equals("text")
                ? BenchmarkData.text(spark, train, test, numFeatures)
                : BenchmarkData.libsvm(spark, train, test, numFeatures, dense);
    }

    private List<Contender> all() {
        List<Contender> all = new ArrayList<>();
        Estimators estimators = new Estimators(regParam, standardization, maxIter);
        for (String contender : contenders.isEmpty() ? List.of("auto") : contenders) {
            if (contender.equals(SoftmaxLogisticRegression.class.getSimpleName())) {
                LogisticRegression estimator = estimators.set(new SoftmaxLogisticRegression());
                all.add(contender(contender, rows -> new SparkModel(estimator.fit(rows))));
            } else {
                SoftmaxClassifier estimator = estimators.ours(contender);
                all.add(contender("SoftmaxClassifier " + contender, rows -> new SparkModel(estimator.fit(rows))));
            }
        }
        if (!withoutMllib) {
            LogisticRegression mllib = estimators.set(new LogisticRegression());
            int counted = mllibRuns == null ? runs : mllibRuns;
            int before = mllibWarmUp == null ? warmUp : mllibWarmUp;
            if (counted < 1 || before < 0 || counted + before > runs + warmUp) {
                throw new IllegalArgumentException("--mllib-runs must be at least 1, and with --mllib-warm-up at most "
                        + (runs + warmUp) + ", which is --runs plus --warm-up, but they are " + counted + " and "
                        + before);
            }
            all.add(new Contender("LogisticRegression", rows -> new SparkModel(mllib.fit(rows)), counted, before));
        }
        return all;
    }

    private static void run(Contender contender, Dataset<Row> rows, boolean counts) {
        System.gc();
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        contender.model = contender.fit.fit(rows);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (counts) {
            contender.seconds.add(seconds);
            double peak = heap.stream()
                            .mapToLong(pool -> pool.getPeakUsage().getUsed())
                            .sum()
                    / 1e6;
            contender.peakMegabytes = Math.max(contender.peakMegabytes, peak);
        }
    }

    private void report(BenchmarkData data, List<Contender> all) throws IOException {
        StringBuilder csv =
                new StringBuilder("contender,fits,median_s,min_s,max_s,objective,log_loss,accuracy,peak_mb,ratio\n");
        System.out.println(data.name());
        System.out.printf(
                "%-44s %4s %9s %19s %10s %9s %9s %8s %7s%n",
                "contender",
                "fits",
                "median s",
                "min .. max s",
                "objective",
                "log-loss",
                "accuracy",
                "peak MB",
                "ratio");
        double reference = all.get(all.size() - 1).median();
        for (Contender contender : all) {
            double[] sorted = contender.seconds.stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            Object[] row = {
                contender.name,
                sorted.length,
                contender.median(),
                sorted[0],
                sorted[sorted.length - 1],
                contender.scores.objective(),
                contender.scores.logLoss(),
                contender.scores.accuracy(),
                contender.peakMegabytes,
                reference / contender.median()
            };
            System.out.printf(Locale.ROOT, "%-44s %4d %9.3f %8.3f .. %7.3f %10.6f %9.4f %9.4f %8.0f %6.1fx%n", row);
            csv.append(String.format(Locale.ROOT, "%s,%d,%.4f,%.4f,%.4f,%.8f,%.6f,%.6f,%.0f,%.3f%n", row));
        }
        Files.createDirectories(output.toAbsolutePath().getParent());
        Files.writeString(output, csv);
        Path chart = Path.of(output.toString().replaceFirst("(\\.csv)?$", ".png"));
        BenchmarkChart.write(
                chart,
                data.name(),
                all.stream().map(contender -> contender.name).toList(),
                all.stream().map(Contender::median).toList());
        System.out.println(
                "Written to " + output + " and " + chart + "; ratio is the last contender's time over this one's.");
    }
}
