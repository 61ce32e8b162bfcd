package sparksoftmax.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.zip.GZIPInputStream;
import sparksoftmax.RandomRows;
import sparksoftmax.curvature.CorrelatedFeatures;
import sparksoftmax.optim.Box;
import sparksoftmax.optim.BreezeMinimizer;
import sparksoftmax.optim.Lbfgs;
import sparksoftmax.optim.SoftmaxProblem;
import sparksoftmax.optim.Strengths;

/**
 * Counts the passes that {@link Lbfgs} and Breeze's optimizers take to the same objective, and prints a Markdown table.
 * Run by hand: {@code scripts/benchmark.sh --optimizers [folder with mnist, kddcup99-10pct, covertype-kaggle15k]}.
 *
 * <p>A pass is an evaluation of the objective at a point that is not the last one; a run is cut after
 * {@value #MOST_PASSES} of them, or {@value #SECONDS} seconds. The optimum is the least value that any of the runs came
 * to.
 */
public final class OptimizerComparison {
    private static final int MEMORY = 40;
    private static final int MOST_PASSES = 1500;
    private static final double SECONDS = 20.0;

    /** Relative distances from the optimum. */
    private static final double[] GAPS = {1e-4, 1e-6, 1e-8};

    private OptimizerComparison() {}

    /** Rows with labels 0 to K - 1. */
    private record Rows(String name, double[][] x, int[] y, int numClasses) {
        Rows standardized() {
            int numFeatures = x[0].length;
            double[][] scaled = new double[x.length][numFeatures];
            for (int j = 0; j < numFeatures; j++) {
                double mean = 0.0;
                double square = 0.0;
                for (double[] row : x) {
                    mean += row[j] / x.length;
                }
                for (double[] row : x) {
                    square += (row[j] - mean) * (row[j] - mean) / x.length;
                }
                for (int i = 0; square > 0.0 && i < x.length; i++) {
                    scaled[i][j] = (x[i][j] - mean) / Math.sqrt(square);
                }
            }
            return new Rows(name, scaled, y, numClasses);
        }

        Rows scaledBy(double[] scale, String newName) {
            double[][] scaled = new double[x.length][];
            for (int i = 0; i < x.length; i++) {
                scaled[i] = x[i].clone();
                for (int j = 0; j < scale.length; j++) {
                    scaled[i][j] *= scale[j];
                }
            }
            return new Rows(newName, scaled, y, numClasses);
        }

        SoftmaxProblem problem(double l2) {
            return new SoftmaxProblem(x, y, numClasses, l2);
        }
    }

    /** One optimizer's way down: the values after so many passes. */
    private record Run(List<Integer> passes, List<Double> values, boolean gaveUp, double millisPerStep) {
        double least() {
            return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        }

        String passesTo(double target) {
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) <= target) {
                    return Integer.toString(passes.get(i));
                }
            }
            return gaveUp ? "gives up" : "> " + passes.get(passes.size() - 1);
        }
    }

    private static Run run(DoubleSupplier value, BooleanSupplier step, IntSupplier evaluations, long[] inside) {
        List<Integer> passes = new ArrayList<>(List.of(evaluations.getAsInt()));
        List<Double> values = new ArrayList<>(List.of(value.getAsDouble()));
        long start = System.nanoTime();
        long insideBefore = inside[0];
        boolean better = true;
        while (better && evaluations.getAsInt() < MOST_PASSES && System.nanoTime() - start < SECONDS * 1e9) {
            better = step.getAsBoolean();
            if (better) {
                passes.add(evaluations.getAsInt());
                values.add(value.getAsDouble());
            }
        }
        double outside = System.nanoTime() - start - (inside[0] - insideBefore);
        return new Run(passes, values, !better, outside / 1e6 / Math.max(1, passes.size() - 1));
    }

    private static Run ours(Lbfgs.Function function, double[] l1, Box box, CorrelatedFeatures preconditioner) {
        int[] evaluations = {0};
        long[] inside = {0L};
        Lbfgs lbfgs = new Lbfgs(
                (u, gradient) -> {
                    evaluations[0]++;
                    long start = System.nanoTime();
                    double value = function.valueAndGradient(u, gradient);
                    inside[0] += System.nanoTime() - start;
                    return value;
                },
                new double[l1.length],
                Strengths.of(l1),
                box,
                preconditioner);
        return run(lbfgs::value, lbfgs::step, () -> evaluations[0], inside);
    }

    /** Makes one of Breeze's optimizers for a function. */
    private interface Breeze {
        BreezeMinimizer of(Lbfgs.Function function);
    }

    private static Run breeze(Lbfgs.Function function, Breeze factory) {
        long[] inside = {0L};
        BreezeMinimizer minimizer = factory.of((u, gradient) -> {
            long start = System.nanoTime();
            double value = function.valueAndGradient(u, gradient);
            inside[0] += System.nanoTime() - start;
            return value;
        });
        return run(minimizer::value, minimizer::step, minimizer::evaluations, inside);
    }

    private static void print(String problem, Run ours, Run breeze) {
        double optimum = Math.min(ours.least(), breeze.least());
        StringBuilder line = new StringBuilder("| " + problem);
        for (double gap : GAPS) {
            double target = optimum + gap * Math.abs(optimum);
            line.append(" | ").append(ours.passesTo(target)).append(" | ").append(breeze.passesTo(target));
        }
        line.append(String.format(Locale.ROOT, " | %.2f | %.2f |", ours.millisPerStep(), breeze.millisPerStep()));
        System.out.println(line);
    }

    private static void compare(Rows rows, double l2) {
        SoftmaxProblem problem = rows.problem(l2);
        int n = problem.numParameters();
        Run breeze = breeze(problem::valueAndGradient, f -> BreezeMinimizer.lbfgs(f, new double[n], MEMORY));
        print(
                rows.name() + ", L2 " + l2 + ", LBFGS",
                ours(problem::valueAndGradient, new double[n], Box.NONE, null),
                breeze);
        if (problem.numFeatures() >= 16) {
            double[] strengths = new double[problem.numFeatures()];
            Arrays.fill(strengths, l2);
            CorrelatedFeatures known = CorrelatedFeatures.of(problem.moments(), strengths, 0.5, problem.classShares())
                    .orElseThrow();
            print(
                    rows.name() + ", L2 " + l2 + ", LBFGS, ours with the correlations",
                    ours(problem::valueAndGradient, new double[n], Box.NONE, known),
                    breeze);
        }
    }

    private static void compareL1(Rows rows, double strength) {
        SoftmaxProblem problem = rows.problem(0.0);
        double[] l1 = problem.onCoefficients(strength);
        print(
                rows.name() + ", L1 " + strength + ", OWLQN",
                ours(problem.withL1(l1), l1, Box.NONE, null),
                breeze(problem::valueAndGradient, f -> BreezeMinimizer.owlqn(f, new double[l1.length], l1, MEMORY)));
    }

    private static void compareBox(Rows rows, double l2, double low, double high) {
        SoftmaxProblem problem = rows.problem(l2);
        double[] lower = problem.onCoefficients(low);
        double[] upper = problem.onCoefficients(high);
        Arrays.fill(lower, problem.numCoefficients(), lower.length, Double.NEGATIVE_INFINITY);
        Arrays.fill(upper, problem.numCoefficients(), upper.length, Double.POSITIVE_INFINITY);
        print(
                rows.name() + ", L2 " + l2 + ", in [" + low + ", " + high + "], LBFGSB",
                ours(problem::valueAndGradient, new double[lower.length], Box.of(lower, upper), null),
                breeze(
                        problem::valueAndGradient,
                        f -> BreezeMinimizer.lbfgsb(f, new double[lower.length], lower, upper, MEMORY)));
    }

    private static void compareAll(Rows rows, double l2, double... l1) {
        compare(rows, l2);
        for (double strength : l1) {
            compareL1(rows, strength);
        }
        compareBox(rows, l2, 0.0, Double.POSITIVE_INFINITY);
        compareBox(rows, l2, -0.2, 0.2);
    }

    /** What a step takes of the driver, without the objective, by the number of parameters. */
    private static void printDriverTimes() {
        System.out.println("| parameters, ms a step | ours | LBFGS | ours, L1 | OWLQN | ours, bounds | LBFGSB |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (int n : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            double[] curvatures = new double[n];
            Arrays.setAll(curvatures, i -> 1.0 + i % 97);
            double[] l1 = new double[n];
            Arrays.fill(l1, 0.1);
            double[] lower = new double[n];
            double[] upper = new double[n];
            Arrays.fill(lower, -0.5);
            Arrays.fill(upper, 0.5);
            Lbfgs.Function smooth = quadratic(curvatures, new double[n]);
            int memory = Math.max(10, Math.min(MEMORY, (1 << 22) / n));
            int steps = 12;
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                    n,
                    millis(n, steps, smooth, f -> stepsOf(new Lbfgs(f, new double[n], Strengths.NONE))),
                    millis(n, steps, smooth, f -> BreezeMinimizer.lbfgs(f, new double[n], memory)::step),
                    millis(
                            n,
                            steps,
                            quadratic(curvatures, l1),
                            f -> stepsOf(new Lbfgs(f, new double[n], Strengths.of(l1)))),
                    millis(n, steps, smooth, f -> BreezeMinimizer.owlqn(f, new double[n], l1, memory)::step),
                    millis(
                            n,
                            steps,
                            smooth,
                            f -> stepsOf(new Lbfgs(f, new double[n], Strengths.NONE, Box.of(lower, upper), null))),
                    millis(
                            n,
                            steps,
                            smooth,
                            f -> BreezeMinimizer.lbfgsb(f, new double[n], lower, upper, memory)::step));
        }
    }

    private static BooleanSupplier stepsOf(Lbfgs lbfgs) {
        return lbfgs::step;
    }

    /** The median of three runs. */
    private static double millis(
            int numParameters, int steps, Lbfgs.Function function, Function<Lbfgs.Function, BooleanSupplier> factory) {
        double[] times = new double[numParameters < 100_000 ? 25 : 3];
        for (int round = 0; round < times.length; round++) {
            long[] inside = {0L};
            BooleanSupplier step = factory.apply((u, gradient) -> {
                long start = System.nanoTime();
                double value = function.valueAndGradient(u, gradient);
                inside[0] += System.nanoTime() - start;
                return value;
            });
            long start = System.nanoTime() - inside[0];
            int taken = 0;
            while (taken < steps && step.getAsBoolean()) {
                taken++;
            }
            times[round] = (System.nanoTime() - start - inside[0]) / 1e6 / Math.max(1, taken);
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    /** Σ c_i (u_i - t_i)² / 2 + Σ l1_i |u_i| with t_i from -1 to 1. */
    private static Lbfgs.Function quadratic(double[] c, double[] l1) {
        return (u, gradient) -> {
            double value = 0.0;
            for (int i = 0; i < u.length; i++) {
                double distance = u[i] - Math.sin(i);
                gradient[i] = c[i] * distance;
                value += 0.5 * c[i] * distance * distance + l1[i] * Math.abs(u[i]);
            }
            return value;
        };
    }

    private static Rows generated(String name, int numRows, int numFeatures, int numClasses) {
        RandomRows rows = new RandomRows(numRows, numFeatures, numClasses, 1L);
        return new Rows(name, rows.x, rows.y, numClasses);
    }

    private static Rows csv(String name, BufferedReader reader) throws IOException {
        List<double[]> x = new ArrayList<>();
        List<Integer> y = new ArrayList<>();
        TreeMap<String, Integer> classes = new TreeMap<>();
        reader.readLine();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] cells = line.split(",");
            int last = cells.length - 1;
            x.add(Arrays.stream(cells, 0, last).mapToDouble(Double::parseDouble).toArray());
            y.add(classes.computeIfAbsent(cells[last], label -> classes.size()));
        }
        return new Rows(
                name,
                x.toArray(double[][]::new),
                y.stream().mapToInt(Integer::intValue).toArray(),
                classes.size());
    }

    /** Every {@code every}th row; classes and features that do not occur are left out. */
    private static Rows libsvm(String name, Path file, int every, int most) throws IOException {
        List<String[]> lines = new ArrayList<>();
        TreeMap<Integer, Integer> features = new TreeMap<>();
        TreeMap<String, Integer> classes = new TreeMap<>();
        try (BufferedReader reader = gzip(Files.newInputStream(file))) {
            int number = 0;
            for (String line = reader.readLine(); line != null && lines.size() < most; line = reader.readLine()) {
                if (number++ % every == 0) {
                    String[] cells = line.split(" ");
                    lines.add(cells);
                    classes.putIfAbsent(cells[0], classes.size());
                    for (int c = 1; c < cells.length; c++) {
                        features.putIfAbsent(Integer.parseInt(cells[c].split(":")[0]), features.size());
                    }
                }
            }
        }
        double[][] x = new double[lines.size()][features.size()];
        int[] y = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = classes.get(lines.get(i)[0]);
            for (int c = 1; c < lines.get(i).length; c++) {
                String[] entry = lines.get(i)[c].split(":");
                x[i][features.get(Integer.parseInt(entry[0]))] = Double.parseDouble(entry[1]);
            }
        }
        return new Rows(name, x, y, classes.size());
    }

    private static BufferedReader gzip(InputStream stream) throws IOException {
        return new BufferedReader(new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.UTF_8));
    }

    /**
     * Prints the table.
     *
     * @param args the folder of the real data sets; without, only what is in the repository is used
     */
    public static void main(String[] args) throws IOException {
        System.out.println("| problem | to 1e-4: ours | Breeze | to 1e-6: ours | Breeze | to 1e-8: ours | Breeze"
                + " | ms a step outside the objective: ours | Breeze |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        Rows iris;
        try (BufferedReader reader = Files.newBufferedReader(Path.of("src/test/resources/iris.csv"))) {
            iris = csv("iris", reader);
        }
        compareAll(iris.standardized(), 1e-3, 1e-2, 1e-3);
        compare(new Rows("iris, unscaled", iris.x(), iris.y(), iris.numClasses()), 1e-4);
        Rows digits;
        try (BufferedReader reader =
                gzip(OptimizerComparison.class.getResourceAsStream("/sparksoftmax/digits.csv.gz"))) {
            digits = csv("digits", reader);
        }
        compareAll(digits.standardized(), 1e-2, 1e-2, 1e-3);
        compareAll(digits.standardized(), 1e-4, 1e-4);
        Rows normal = generated("normal 1,000 x 30 x 5", 1000, 30, 5);
        compareAll(normal, 1e-3, 1e-2, 1e-3);
        double[] scale = new double[30];
        Arrays.setAll(scale, j -> Math.pow(10.0, (j % 5 - 2) / 2.0));
        compareAll(normal.scaledBy(scale, "scales 0.1 to 10, 1,000 x 30 x 5"), 1e-3, 1e-2, 1e-3);
        compareAll(generated("normal 2,000 x 20 x 100", 2000, 20, 100), 1e-4, 1e-3, 1e-4);
        if (args.length > 0) {
            Path folder = Path.of(args[0]);
            compareAll(
                    libsvm("mnist, 1,000 rows", folder.resolve("mnist/train.libsvm.gz"), 7, 1000)
                            .standardized(),
                    1e-3,
                    1e-2,
                    1e-3);
            compareAll(
                    libsvm("kddcup99, 2,000 rows", folder.resolve("kddcup99-10pct/train.libsvm.gz"), 240, 2000)
                            .standardized(),
                    1e-4,
                    1e-3);
            compareAll(
                    libsvm("covertype, 2,000 rows", folder.resolve("covertype-kaggle15k/train.libsvm.gz"), 7, 2000)
                            .standardized(),
                    1e-4,
                    1e-3);
        }
        System.out.println();
        printDriverTimes();
    }
}
