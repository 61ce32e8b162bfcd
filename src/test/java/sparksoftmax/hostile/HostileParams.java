package sparksoftmax.hostile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import sparksoftmax.classification.SoftmaxClassifier;

/** Random values of every Param of the estimator, set in random order. */
final class HostileParams {
    private static final double TINY = Double.MIN_VALUE;
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    /** The Params that {@link HostileTable} sets. */
    private static final Set<String> OF_TABLE = Set.of(
            "featuresCol", "featuresCols", "labelCol", "labelDistributionCol", "weightCol", "validationIndicatorCol");

    private final CaseRandom random;
    private final int numFeatures;
    private final int numClasses;
    private final List<String> facts = new ArrayList<>();
    private final Workspace workspace;
    private boolean hasNull;

    /**
     * A value, and whether the Param must refuse it by itself.
     *
     * @param value may be null
     */
    private record Choice(Object value, boolean invalid) {}

    HostileParams(CaseRandom random, Workspace workspace, int numFeatures, int numClasses) {
        this.random = random;
        this.workspace = workspace;
        this.numFeatures = numFeatures;
        this.numClasses = numClasses;
    }

    /**
     * Sets some Params.
     *
     * @return the error for a value that a Param refused; null if all were accepted
     */
    IllegalArgumentException set(SoftmaxClassifier estimator) {
        List<Param<?>> params = new ArrayList<>(Arrays.asList(estimator.params()));
        random.shuffle(params);
        double share = random.oneOf(0.05, 0.15, 0.4, 0.9);
        IllegalArgumentException refused = null;
        for (Param<?> param : params) {
            if (OF_TABLE.contains(param.name()) || !random.chance(share)) {
                continue;
            }
            Choice choice = choice(param.name());
            facts.add(param.name() + " = " + text(choice.value()));
            try {
                setOne(estimator, param, choice.value());
                WrongResultException.check(!choice.invalid(), facts.get(facts.size() - 1) + " was accepted");
            } catch (IllegalArgumentException e) {
                WrongResultException.check(
                        choice.invalid(), facts.get(facts.size() - 1) + " was refused: " + e.getMessage());
                String problem = ClearErrors.messageProblem(e.getMessage());
                WrongResultException.check(problem == null, facts.get(facts.size() - 1) + ": " + problem);
                WrongResultException.check(
                        e.getMessage().contains(param.name()),
                        "a message without " + param.name() + ": " + e.getMessage());
                refused = e;
            }
        }
        // Fits without end are no fault: the doc strings of maxIter and tol say so.
        if (estimator.getMaxIter() > 1000
                && (estimator.getTol() < 1e-9 || !estimator.getSolver().equals("l-bfgs"))) {
            estimator.setMaxIter(1000);
        }
        return refused;
    }

    @SuppressWarnings("unchecked")
    private static void setOne(SoftmaxClassifier estimator, Param<?> param, Object value) {
        if (param.name().equals("thresholds")) {
            // Spark's validator fails for null.
            estimator.setThresholds((double[]) value);
        } else {
            estimator.set((Param<Object>) param, value);
        }
    }

    private Choice choice(String name) {
        return switch (name) {
            case "maxIter" ->
                number(List.of(0, 1, 2, 5, 20, 50), List.of(200, Integer.MAX_VALUE), List.of(-1, Integer.MIN_VALUE));
            case "tol" -> number(List.of(0.0, 1e-6, 1e-3), List.of(1e308, TINY, -0.0), List.of(-1.0, NAN, INF, -TINY));
            case "regParam" ->
                number(
                        List.of(0.0, 1e-3, 1.0),
                        List.of(1e308, 1e-308, TINY, 1e10, 1e100, -0.0),
                        List.of(-1.0, NAN, INF, -INF));
            case "elasticNetParam" ->
                number(List.of(0.0, 0.5, 1.0), List.of(TINY, Math.nextDown(1.0), -0.0), List.of(-0.1, 1.1, NAN, INF));
            case "aggregationDepth" ->
                number(List.of(2, 3), List.of(100, Integer.MAX_VALUE), List.of(1, 0, -1, Integer.MIN_VALUE));
            case "maxBlockSizeInMB" ->
                number(List.of(0.0, 1.0), List.of(TINY, 1e-6, 1e308, 4096.0), List.of(-1.0, NAN, INF, -INF));
            case "maxDriverDataInMB" ->
                number(List.of(-1.0, 0.0, 10.0), List.of(TINY, 1e-6, 1e308), List.of(-0.5, -2.0, NAN, INF, -INF));
            case "seed" -> number(List.of(1L, 7L), List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L), List.of(1L));
            case "stepSize" ->
                number(List.of(0.1, 1.0), List.of(TINY, 1e-300, 1e10, 1e308), List.of(0.0, -0.0, -1.0, NAN, INF));
            case "miniBatchFraction" ->
                number(List.of(0.3, 1.0), List.of(TINY, 1e-12, Math.nextDown(1.0)), List.of(0.0, -1.0, 1.1, NAN));
            case "batchSize" ->
                number(List.of(1, 8), List.of(1 << 20, Integer.MAX_VALUE), List.of(0, -1, Integer.MIN_VALUE));
            case "labelSmoothing" ->
                number(List.of(0.0, 0.1), List.of(TINY, Math.nextDown(1.0), -0.0), List.of(1.0, -0.1, NAN, INF));
            case "patience" -> number(List.of(1, 5), List.of(Integer.MAX_VALUE), List.of(0, -1));
            case "validationTol" -> number(List.of(0.0, 0.01), List.of(TINY, 1e308), List.of(-1.0, NAN, INF));
            case "numClasses" ->
                number(
                        List.of(numClasses),
                        List.of(1, numClasses + 1, 10_000, Integer.MAX_VALUE),
                        List.of(0, -1, Integer.MIN_VALUE));
            case "checkpointInterval" -> number(List.of(1, 10, -1), List.of(Integer.MAX_VALUE), List.of(0, -2));
            case "standardization", "fitIntercept" -> new Choice(random.nextBoolean(), false);
            case "lossVariant" -> name("fused", "logSoftmaxNll", "lowLevel", "doubleSoftmax");
            case "solver" -> name("auto", "sgd", "localSgd", "l-bfgs");
            case "optimizer" -> name("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw");
            case "learningRateSchedule" -> name("constant", "invScaling", "linear", "step", "cosine");
            case "classWeighting" -> name("none", "balanced");
            case "initialization" -> name("zeros", "uniform");
            case "handleInvalid" -> name("keep", "skip", "error");
            case "classWeights" ->
                vector(List.of(1.0, 2.0), List.of(TINY, 1e308, 1e-308), List.of(0.0, -1.0, NAN, INF));
            case "initialIntercepts" -> vector(List.of(0.0, 1.0), List.of(1e308, -1e308, TINY), List.of(NAN, INF));
            case "initialCoefficients" ->
                matrix(List.of(0.0, 1.0), List.of(1e308, -1e308, TINY, 1e150), List.of(NAN, -INF));
            case "lowerBoundsOnCoefficients" ->
                matrix(List.of(-1.0, -INF), List.of(-1e308, 1e308, INF, 0.0), List.of(NAN));
            case "upperBoundsOnCoefficients" ->
                matrix(List.of(1.0, INF), List.of(-1e308, 1e308, -INF, 0.0), List.of(NAN));
            case "lowerBoundsOnIntercepts" -> vector(List.of(-1.0, -INF), List.of(-1e308, 1e308, INF), List.of(NAN));
            case "upperBoundsOnIntercepts" -> vector(List.of(1.0, INF), List.of(-1e308, 1e308, -INF), List.of(NAN));
            case "thresholds" -> thresholds();
            case "costs" -> costs();
            case "topK" -> number(List.of(1, 2, 5), List.of(Integer.MAX_VALUE), List.of(0, -1, Integer.MIN_VALUE));
            case "classNames" -> classNames();
            case "predictionCol", "probabilityCol", "rawPredictionCol", "predictionNameCol", "topKCol" ->
                outputColumn(name);
            case "checkpointPath" -> path();
            default -> throw new IllegalStateException("Give values for Param " + name + ".");
        };
    }

    private <T> Choice number(List<T> valid, List<T> extreme, List<T> invalid) {
        int which = random.nextInt(10);
        if (which == 0 && !(invalid.get(0) instanceof Long)) {
            return new Choice(random.oneOf(invalid), true);
        }
        return new Choice(random.oneOf(which < 4 ? extreme : valid), false);
    }

    private Choice name(String... names) {
        if (random.chance(0.1)) {
            return new Choice(random.oneOf("", " ", "nonsense", null, "sgd ", "\u0000", "x".repeat(10_000)), true);
        }
        String name = random.oneOf(names);
        return new Choice(random.chance(0.2) ? name.toUpperCase(java.util.Locale.ROOT) : name, false);
    }

    private double[] values(
            int size, List<Double> valid, List<Double> extreme, List<Double> invalid, boolean isInvalid) {
        double[] values = new double[size];
        boolean extremes = random.chance(0.4);
        for (int i = 0; i < size; i++) {
            values[i] = random.oneOf(extremes && random.nextBoolean() ? extreme : valid);
        }
        if (isInvalid) {
            values[random.nextInt(size)] = random.oneOf(invalid);
        }
        return values;
    }

    private Choice vector(List<Double> valid, List<Double> extreme, List<Double> invalid) {
        if (random.chance(0.03)) {
            return new Choice(null, true);
        }
        int size = random.chance(0.1) ? random.oneOf(0, 1, numClasses + 1) : numClasses;
        boolean isInvalid = size > 0 && random.chance(0.1);
        Vector made = Vectors.dense(values(size, valid, extreme, invalid, isInvalid));
        return new Choice(random.chance(0.2) && !isInvalid && valid.contains(0.0) ? made.toSparse() : made, isInvalid);
    }

    private Choice matrix(List<Double> valid, List<Double> extreme, List<Double> invalid) {
        if (random.chance(0.03)) {
            return new Choice(null, true);
        }
        int rows = random.chance(0.1) ? random.oneOf(0, 1, numClasses + 1) : numClasses;
        int columns = random.chance(0.1) ? random.oneOf(0, 1, numFeatures + 1) : numFeatures;
        boolean isInvalid = rows * columns > 0 && random.chance(0.1);
        Matrix made = random.chance(0.05) && !isInvalid
                ? Matrices.zeros(rows, columns)
                : new DenseMatrix(
                        rows,
                        columns,
                        values(rows * columns, valid, extreme, invalid, isInvalid),
                        random.nextBoolean());
        return new Choice(random.chance(0.2) && !isInvalid ? made.toSparse() : made, isInvalid);
    }

    private Choice costs() {
        int size = random.chance(0.1) ? random.oneOf(1, numClasses + 1) : numClasses;
        boolean isInvalid = random.chance(0.1);
        double[] values =
                values(size * size, List.of(0.0, 1.0), List.of(1e308, TINY), List.of(-1.0, NAN, INF), isInvalid);
        return new Choice(new DenseMatrix(size, size, values, random.nextBoolean()), isInvalid);
    }

    private Choice thresholds() {
        double[] values = new double[random.chance(0.1) ? random.oneOf(0, 1, numClasses + 1) : numClasses];
        Arrays.setAll(values, k -> random.oneOf(0.1, 0.5, 1.0, 1e-300, TINY));
        switch (random.nextInt(8)) {
            case 0 -> Arrays.fill(values, 0.0);
            case 1 -> {
                if (values.length > 0) {
                    values[random.nextInt(values.length)] = random.oneOf(0.0, -0.0, -1.0, NAN, INF, 1e308);
                }
            }
            case 2 -> {
                return new Choice(null, true);
            }
            default -> {}
        }
        long zeros = Arrays.stream(values).filter(value -> value == 0.0).count();
        boolean invalid = zeros > 1 || Arrays.stream(values).anyMatch(value -> !(value >= 0.0));
        return new Choice(values, invalid);
    }

    private Choice classNames() {
        String[] names = new String[random.chance(0.1) ? random.oneOf(0, 1, numClasses + 1) : numClasses];
        Arrays.setAll(names, k -> random.oneOf("class", "ü", "", "`", "\"", "a,b", "😀") + k);
        if (random.chance(0.15) && names.length > 1) {
            names[0] = random.nextBoolean() ? null : names[1];
            return new Choice(names, true);
        }
        return random.chance(0.03) ? new Choice(null, true) : new Choice(names, names.length == 0);
    }

    /** Spark's own Params accept null; then the fit must not. */
    private Choice outputColumn(String name) {
        if (random.chance(0.03)) {
            boolean spark = !name.equals("predictionNameCol") && !name.equals("topKCol");
            hasNull |= spark;
            return new Choice(null, !spark);
        }
        return new Choice(
                random.oneOf(
                        "",
                        name,
                        name,
                        name,
                        "x" + name,
                        "X",
                        "a.b",
                        "`",
                        "数",
                        " ",
                        "label",
                        "LABEL",
                        "features",
                        "line\nbreak",
                        "*"),
                false);
    }

    private Choice path() {
        if (random.chance(0.05)) {
            return new Choice(null, true);
        }
        String folder = workspace.newFolder().toString();
        return new Choice(
                random.oneOf(
                        "",
                        folder,
                        folder + "/ünï 数",
                        folder + "/*",
                        "/dev/null/states",
                        "/proc/states",
                        ":",
                        "\u0000",
                        "nosuch://host/states",
                        "file://elsewhere/states",
                        " ",
                        "s3a://bucket/x",
                        "http://127.0.0.1:1/x"),
                false);
    }

    private static String text(Object value) {
        String text = value instanceof double[] numbers
                ? Arrays.toString(numbers)
                : value instanceof Object[] objects ? Arrays.toString(objects) : String.valueOf(value);
        String line = text.replace("\n", "; ");
        return line.length() > 80 ? line.substring(0, 80) + " ..." : line;
    }

    /** Whether a column Param is null, which a fit must refuse. */
    boolean hasNull() {
        return hasNull;
    }

    String facts() {
        return String.join(", ", facts);
    }
}
