package sparksoftmax.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sparksoftmax.benchmark.SweepResult.Outcome;
import sparksoftmax.benchmark.SweepResult.Role;

/** Compares {@code auto} with our other solvers and with {@code LogisticRegression} over a grid of shapes. */
@Command(
        name = "benchmark.sh --sweep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains on generated rows of many shapes with auto, our other solvers and LogisticRegression, and"
                + " lists the shapes for which auto is not the best.")
final class Sweep implements Callable<Integer> {
    private static final long SEED = 1L;

    /** Shapes on which every contender fits once before anything is measured, so that the JVM has compiled it. */
    private static final List<String> WARM_UP = List.of("2000x20x5/2", "1000x2^12:10x5/2");

    private static final List<String> OWN =
            List.of("l-bfgs///20", "l-bfgs", "localSgd///4", "localSgd///8", "localSgd///12", "sgd");
    private static final List<String> OWN_OF_FULL = List.of(
            "l-bfgs///10",
            "l-bfgs///20",
            "l-bfgs///50",
            "l-bfgs",
            "localSgd///4",
            "localSgd///8",
            "localSgd///12",
            "localSgd///20",
            "sgd",
            "sgd/nesterov",
            "sgd/adam/0.1/10");

    /** The shapes of a sweep. */
    enum Grid {
        SHORT,
        FULL
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--sweep",
            arity = "0..1",
            paramLabel = "GRID",
            defaultValue = "short",
            fallbackValue = "short",
            description = "short (a dozen shapes in a few minutes) or full (hundreds of shapes in many hours)."
                    + " Default: ${DEFAULT-VALUE}")
    private Grid grid;

    @Option(
            names = "--shape",
            description = "Measure this shape instead: ROWSxFEATURESxCLASSES/PARTITIONS for dense rows, such as"
                    + " 50000x100x10/4, or ROWSxFEATURES:WORDSxCLASSES/PARTITIONS for hashed text, such as"
                    + " 9600x2^16:9x77/2. Several times for several.")
    private List<String> shapes = new ArrayList<>();

    @Option(names = "--sample", description = "Measure only so many shapes of the grid, drawn at random.")
    private Integer sample;

    @Option(
            names = "--contender",
            description =
                    "Of ours, besides auto, as solver[/optimizer[/miniBatchFraction[/maxIter[/tol]]]], where parts"
                            + " may be empty. Several times for several. auto and LogisticRegression are always"
                            + " measured. Default: each solver with some numbers of passes.")
    private List<String> contenders = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "A fit that takes longer is stopped. Default: 10 for the short sweep, 120 for the full one")
    private Double limit;

    @Option(
            names = "--long-fit",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "A fit that takes longer is not repeated. Default: ${DEFAULT-VALUE}")
    private double longFit;

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            description = "Begin no other shape after this time. Default: 270 for the short sweep, no end otherwise")
    private Double time;

    @Option(names = "--runs", defaultValue = "3", description = "Fits that the median is of. Default: ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--max-iter", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}")
    private int maxIter;

    @Option(names = "--halving", description = "Also fit auto on half of the rows, which should not take longer.")
    private boolean halving;

    @Option(names = "--cold", description = "Also time the first fit of auto in a new JVM.")
    private boolean cold;

    @Option(
            names = "--python",
            description = "Also time scikit-learn (L-BFGS and liblinear) and PyTorch, where BENCHMARK_PYTHON"
                    + " (default: python3) has them.")
    private boolean python;

    @Option(names = "--python-script", defaultValue = "scripts/benchmark_contenders.py", hidden = true)
    private Path pythonScript;

    @Option(
            names = "--output",
            defaultValue = "target/sweep.csv",
            description = "The chart has the same name with .png. Default: ${DEFAULT-VALUE}")
    private Path output;

    /** Runs. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Sweep())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        contenders.removeIf(name -> name.equals("auto") || name.equals("LogisticRegression"));
        List<SweepShape> chosen = chosen();
        boolean full = grid == Grid.FULL;
        boolean withPython = python && hasPython();
        if (System.getenv("BENCHMARK_LOG") == null) {
            // Most contenders end before they converge, of which each would warn; failures are printed anyway.
            Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
        }
        SparkSession spark = Benchmark.session();
        SweepRun run = new SweepRun(
                spark,
                contenders.isEmpty() ? full ? OWN_OF_FULL : OWN : contenders,
                maxIter,
                runs,
                limit != null ? limit : full ? 120.0 : 10.0,
                longFit,
                full || !shapes.isEmpty(),
                halving);
        double end = time != null ? time : full || !shapes.isEmpty() ? Double.POSITIVE_INFINITY : 270.0;
        for (String shape : WARM_UP) {
            try (SweepData data = new SweepData(spark, SweepShape.parse(shape), SEED)) {
                run.withRuns(1).measure(SweepShape.parse(shape), data);
            }
        }
        SweepReport report = new SweepReport(System.out);
        List<SweepVerdict> verdicts = new ArrayList<>();
        Files.createDirectories(output.toAbsolutePath().getParent());
        try (BufferedWriter csv = Files.newBufferedWriter(output)) {
            csv.write(SweepResult.csvHeader() + "\n");
            report.header();
            for (SweepShape shape : chosen) {
                if (secondsSince(start) > end) {
                    break;
                }
                SweepVerdict verdict = measure(shape, run, withPython);
                verdicts.add(verdict);
                report.line(verdict);
                for (SweepResult result : verdict.results()) {
                    csv.write(result.csv(shape) + "\n");
                }
                // So that a sweep that is ended early leaves what it has measured.
                csv.flush();
            }
        }
        Path chart = Path.of(output.toString().replaceFirst("(\\.csv)?$", ".png"));
        SweepChart.write(chart, verdicts);
        System.out.println();
        report.list(verdicts);
        if (verdicts.size() < chosen.size()) {
            System.out.println("Not measured, since the time was over: "
                    + chosen.subList(verdicts.size(), chosen.size()).stream()
                            .map(SweepShape::toString)
                            .collect(Collectors.joining(", ")));
        }
        System.out.printf(
                Locale.ROOT, "%nWritten to %s and %s. The sweep took %.0f s.%n", output, chart, secondsSince(start));
        spark.stop();
        return 0;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private List<SweepShape> chosen() {
        try {
            List<SweepShape> all = shapes.isEmpty()
                    ? grid == Grid.FULL ? SweepGrid.full() : SweepGrid.everyday()
                    : shapes.stream().map(SweepShape::parse).toList();
            return sample == null ? all : SweepGrid.sample(all, sample, SEED);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static boolean hasPython() {
        boolean found = PythonContenders.hasScikitLearn();
        if (!found) {
            System.out.println("Without the contenders in Python: " + PythonContenders.python()
                    + " has no scikit-learn. Set BENCHMARK_PYTHON to a Python that has it.");
        }
        return found;
    }

    private SweepVerdict measure(SweepShape shape, SweepRun run, boolean withPython) throws IOException {
        List<SweepResult> results;
        try (SweepData data = new SweepData(run.spark(), shape, SEED)) {
            results = new ArrayList<>(run.measure(shape, data));
            if (withPython) {
                results.addAll(pythonContenders(shape, run, data));
            }
        }
        if (cold) {
            results.add(ColdFit.measure(shape, SEED));
        }
        return new SweepVerdict(shape, results);
    }

    private List<SweepResult> pythonContenders(SweepShape shape, SweepRun run, SweepData data) throws IOException {
        List<String> options = List.of(
                "--num-features=" + shape.features(),
                "--reg-param=" + shape.regParam(),
                "--standardization=" + shape.standardization(),
                "--max-iter=" + maxIter,
                "--runs=1",
                "--warm-up=0",
                "--limit=" + Math.round(run.limit()),
                "--liblinear");
        return PythonContenders.run(
                        new BenchmarkData(shape.toString(), data.train(), data.test()), pythonScript, options)
                .stream()
                .map(result -> result.seconds().isEmpty()
                        ? SweepResult.without(Role.OTHER, result.name(), Outcome.STOPPED, run.limit())
                        : new SweepResult(
                                Role.OTHER,
                                result.name(),
                                Outcome.DONE,
                                Benchmark.median(result.seconds()),
                                result.seconds().size(),
                                -1,
                                result.logLoss(),
                                result.accuracy()))
                .toList();
    }
}
