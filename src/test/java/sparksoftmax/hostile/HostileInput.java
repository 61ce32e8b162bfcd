package sparksoftmax.hostile;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sparksoftmax.SharedSpark;

/**
 * Throws bad and extreme input, combined at random, at the library and the command line. Each case must end within a
 * minute in a correct result or in one clear error, and leave nothing behind in the session. A case is made of the seed
 * and its number only, so that it can be repeated alone.
 */
@Command(
        name = "scripts/test-hostile.sh",
        mixinStandardHelpOptions = true,
        description = "Throws bad and extreme input, combined at random, at the library and the command line.")
public final class HostileInput implements Callable<Integer> {
    /** Of the processor, so that other programs on the machine make no case too slow. */
    private static final int SECONDS_PER_CASE = 60;

    /** For cases that wait for ever, without the processor. */
    private static final int MINUTES_PER_CASE = 10;

    private static final int SECONDS_TO_END = 20;

    private static final List<Kind> KINDS = List.of(
            new FitKind("fit: valid rows, beside LogisticRegression", 10, Hostility.NONE, false),
            new FitKind("fit: values of rows", 18, Hostility.VALUES, false),
            new FitKind("fit: names, types and metadata of columns", 16, Hostility.COLUMNS, false),
            new FitKind("fit: Params", 20, Hostility.NONE, true),
            new FitKind("fit: rows, columns and Params together", 16, Hostility.ALL, true),
            new SizeKind(),
            new PartialFitKind(),
            new TransformKind(),
            new EvaluateKind(),
            new SavedModelKind(),
            new StateKind(),
            new CommandKind());

    @Option(names = "--cases", defaultValue = "3000", description = "Number of cases. Default: ${DEFAULT-VALUE}")
    private int cases;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of all cases. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--first", defaultValue = "0", paramLabel = "N", description = "Begin with this case. Default: 0")
    private int first;

    @Option(names = "--case", paramLabel = "N", description = "Repeat only this case of the seed.")
    private Integer only;

    @Option(names = "--kind", paramLabel = "TEXT", description = "Run only kinds with this text in their titles.")
    private String text;

    private final Map<String, int[]> counts = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final PrintWriter out = new PrintWriter(System.out, true);
    private ExecutorService thread = newThread();
    private final Map<String, Double> seconds = new HashMap<>();
    private double slowest;

    public static void main(String[] args) {
        int exitCode = new CommandLine(new HostileInput()).execute(args);
        // A case that hangs must not keep the virtual machine alive.
        Runtime.getRuntime().halt(exitCode);
    }

    private static ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "case");
            made.setDaemon(true);
            return made;
        });
    }

    @Override
    public Integer call() throws IOException {
        SparkSession spark = SharedSpark.session();
        Configurator.setAllLevels("", Level.OFF);
        Path folder = Files.createTempDirectory("hostile");
        Workspace workspace = new Workspace(spark, folder);
        Leftovers leftovers = new Leftovers(spark);
        KINDS.forEach(kind -> counts.put(kind.title(), new int[Outcome.How.values().length]));
        long start = System.nanoTime();
        Files.createDirectories(Path.of("target"));
        try (PrintWriter details = new PrintWriter(Files.newBufferedWriter(Path.of("target/hostile-failures.txt")))) {
            for (int number = only == null ? first : only;
                    number < (only == null ? first + cases : only + 1);
                    number++) {
                one(number, workspace, leftovers, details);
            }
        }
        workspace.deleteAll();
        report((System.nanoTime() - start) / 1e9);
        return failures.isEmpty() ? 0 : 1;
    }

    private void one(int number, Workspace workspace, Leftovers leftovers, PrintWriter details) {
        CaseRandom random = new CaseRandom(seed, number);
        Kind kind = kind(random);
        if (text != null && !kind.title().contains(text)) {
            return;
        }
        StringBuilder description = new StringBuilder();
        long start = System.nanoTime();
        Outcome outcome = bounded(() -> kind.run(random, workspace, description), workspace);
        seconds.merge(kind.title(), (System.nanoTime() - start) / 1e9, Double::sum);
        slowest = Math.max(slowest, (System.nanoTime() - start) / 1e9);
        String left = leftovers.found();
        if (left != null && !outcome.isFailure()) {
            outcome = Outcome.failure(left, outcome.cause());
        }
        counts.get(kind.title())[outcome.how().ordinal()]++;
        if (only != null) {
            out.println(kind.title() + ": " + description + ": " + outcome.how() + " " + outcome.detail());
        }
        if (outcome.isFailure()) {
            String line = "--seed " + seed + " --case " + number + " (" + kind.title() + "; " + description + "): "
                    + outcome.detail();
            failures.add(line);
            out.println("FAILURE " + line);
            details.println(line);
            if (outcome.cause() != null) {
                outcome.cause().printStackTrace(details);
            }
            details.flush();
        }
    }

    private static Kind kind(CaseRandom random) {
        int position = random.nextInt(KINDS.stream().mapToInt(Kind::share).sum());
        for (Kind kind : KINDS) {
            position -= kind.share();
            if (position < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("shares do not add up");
    }

    private Outcome bounded(Callable<Outcome> run, Workspace workspace) {
        Future<Outcome> future = thread.submit(run);
        long mostNanos = processorNanos() + TimeUnit.SECONDS.toNanos(SECONDS_PER_CASE);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES_PER_CASE);
        try {
            while (!future.isDone() && processorNanos() < mostNanos && System.nanoTime() < deadline) {
                awaitShortly(future);
            }
            return future.get(0, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable thrown = e.getCause();
            return thrown instanceof WrongResultException
                    ? Outcome.failure(thrown.getMessage())
                    : Outcome.error(thrown);
        } catch (TimeoutException e) {
            return hanging(future, workspace);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitShortly(Future<Outcome> future) throws InterruptedException, ExecutionException {
        try {
            future.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It runs still.
        }
    }

    /** The processor time of this virtual machine. */
    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private Outcome hanging(Future<Outcome> future, Workspace workspace) {
        IllegalStateException where = new IllegalStateException("The case was here:");
        Thread.getAllStackTraces().forEach((running, frames) -> {
            if (running.getName().equals("case")) {
                where.setStackTrace(frames);
            }
        });
        workspace.spark().sparkContext().cancelAllJobs();
        future.cancel(true);
        thread.shutdownNow();
        try {
            thread.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        thread = newThread();
        return Outcome.failure("it did not end within " + SECONDS_PER_CASE + " s of the processor", where);
    }

    private void report(double total) {
        String format = "%-45s %8s %10s %8s %10s %8s%n";
        out.println();
        out.printf(format, "kind", "cases", "correct", "errors", "failures", "seconds");
        int[] totals = new int[Outcome.How.values().length];
        counts.forEach((title, count) -> {
            line(format, title, count, seconds.getOrDefault(title, 0.0));
            for (int i = 0; i < totals.length; i++) {
                totals[i] += count[i];
            }
        });
        line(format, "all", totals, total);
        out.printf(
                Locale.ROOT,
                "seed %d, %.0f s, the slowest case took %.1f s, heap of %d MB%n",
                seed,
                total,
                slowest,
                Runtime.getRuntime().maxMemory() >> 20);
        failures.forEach(line -> out.println("FAILURE " + line));
    }

    private void line(String format, String title, int[] count, double time) {
        int cases = Arrays.stream(count).sum();
        out.printf(format, title, cases, count[0], count[1], count[2], Math.round(time));
    }
}
