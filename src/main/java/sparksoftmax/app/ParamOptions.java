package sparksoftmax.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.ml.param.StringArrayParam;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * Makes a command-line option of every Param of the estimator, so that none can be forgotten: its name in lower case
 * with dashes, its doc string as help, its default shown.
 */
final class ParamOptions {
    /** Their options may name any number of columns. */
    private static final String FEATURES = "featuresCol";

    private static final String LABEL = "labelCol";

    private ParamOptions() {}

    static void addTo(CommandSpec command) {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        for (Param<?> param : estimator.params()) {
            OptionSpec.Builder option = OptionSpec.builder(names(param))
                    .descriptionKey(param.name())
                    .paramLabel(label(param))
                    .description((param.doc() + defaultValue(estimator, param)).replace("%", "%%"));
            if (param.name().equals(FEATURES)) {
                option.description(
                        param.doc() + ", or names of numeric columns to assemble. Default: the only vector column,"
                                + " or else all numeric columns");
                option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1..*")
                        .splitRegex(",");
            } else {
                option.type(String.class).arity("1");
            }
            command.addOption(option.build());
        }
    }

    /** The label column: the option's value, or the estimator's default. */
    static String labelColumn(CommandSpec command) {
        String label = command.findOption("--label").getValue();
        return label == null ? new SoftmaxClassifier().getLabelCol() : label;
    }

    /** The feature columns named; empty if none are. */
    static List<String> featureColumns(CommandSpec command) {
        List<String> columns = command.findOption("--features").getValue();
        return columns == null ? List.of() : columns;
    }

    /**
     * An estimator with the Params set that options give; label and feature columns are left to the caller.
     *
     * @throws ParameterException if a value is no value of its Param
     */
    static SoftmaxClassifier estimator(CommandSpec command) {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        for (Param<?> param : estimator.params()) {
            Object value = command.findOption(names(param)[0]).getValue();
            if (value instanceof String text && !param.name().equals(LABEL)) {
                try {
                    estimator.set(pair(param, parse(param, text)));
                } catch (IllegalArgumentException e) {
                    throw new ParameterException(
                            command.commandLine(),
                            "Invalid value for option " + names(param)[0] + ": " + FailureMessage.of(e));
                }
            }
        }
        return estimator;
    }

    @SuppressWarnings("unchecked")
    private static ParamPair<Object> pair(Param<?> param, Object value) {
        return new ParamPair<>((Param<Object>) param, value);
    }

    private static String[] names(Param<?> param) {
        String dashed =
                "--" + param.name().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        return switch (param.name()) {
            case FEATURES -> new String[] {"--features", dashed};
            case LABEL -> new String[] {"--label", dashed};
            default -> new String[] {dashed};
        };
    }

    private static String label(Param<?> param) {
        if (param instanceof IntParam || param instanceof LongParam) {
            return "INTEGER";
        }
        if (param instanceof DoubleParam) {
            return "NUMBER";
        }
        if (param instanceof BooleanParam) {
            return "true|false";
        }
        return switch (param.name()) {
            case "thresholds",
                    "initialIntercepts",
                    "classWeights",
                    "lowerBoundsOnIntercepts",
                    "upperBoundsOnIntercepts" -> "NUMBER,...";
            case "initialCoefficients", "lowerBoundsOnCoefficients", "upperBoundsOnCoefficients" -> "NUMBER,...;...";
            case "classNames" -> "NAME,...";
            default -> param.name().endsWith("Col") ? "COLUMN" : "NAME";
        };
    }

    private static String defaultValue(SoftmaxClassifier estimator, Param<?> param) {
        return estimator.getDefault(param).isDefined()
                ? ". Default: " + estimator.getDefault(param).get()
                : "";
    }

    private static Object parse(Param<?> param, String text) {
        if (param instanceof IntParam) {
            return Integer.valueOf(text);
        }
        if (param instanceof LongParam) {
            return Long.valueOf(text);
        }
        if (param instanceof DoubleParam) {
            return Double.valueOf(text);
        }
        if (param instanceof BooleanParam) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("must be true or false, but was " + text);
            }
            return Boolean.valueOf(text);
        }
        if (param instanceof DoubleArrayParam) {
            return numbers(text);
        }
        if (param instanceof StringArrayParam) {
            return text.split(",");
        }
        return switch (param.name()) {
            case "initialIntercepts", "classWeights", "lowerBoundsOnIntercepts", "upperBoundsOnIntercepts" ->
                Vectors.dense(numbers(text));
            case "initialCoefficients", "lowerBoundsOnCoefficients", "upperBoundsOnCoefficients" -> matrix(text);
            default -> text;
        };
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    private static DenseMatrix matrix(String text) {
        double[][] rows =
                Arrays.stream(text.split(";")).map(ParamOptions::numbers).toArray(double[][]::new);
        double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        if (Arrays.stream(rows).anyMatch(row -> row.length != rows[0].length)) {
            throw new IllegalArgumentException("all rows of a matrix must have one length");
        }
        return new DenseMatrix(rows.length, rows[0].length, values, true);
    }
}
