package sparksoftmax.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.ml.param.Params;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxClassifierCV;

/**
 * Creates a command line option for every Param of the estimator, so that none can be forgotten, except for
 * {@code featuresCols}, since the option of {@code featuresCol} takes several columns, and for
 * {@code labelDistributionCol}, since commands need labels: to split rows, and to report on the classes. The name of an
 * option is that of the Param in lower case with dashes; its help text is the doc string and the default.
 */
final class ParamOptions {
    /** This option may name any number of columns. */
    private static final String FEATURES = "featuresCol";

    /** The option for {@code featuresCol} takes its place. */
    private static final String SEVERAL_FEATURES = "featuresCols";

    private static final String LABEL = "labelCol";

    private static final String DISTRIBUTIONS = "labelDistributionCol";

    private ParamOptions() {}

    static void addTo(CommandSpec command) {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        for (Param<?> param : params(estimator)) {
            command.addOption(param.name().equals(FEATURES) ? optionOfFeatures(param) : option(estimator, param));
        }
    }

    /** The option of a Param: it has one value. */
    static OptionSpec option(Params estimator, Param<?> param) {
        return OptionSpec.builder(names(param))
                .descriptionKey(param.name())
                .paramLabel(label(param))
                .description((param.doc() + defaultValue(estimator, param)).replace("%", "%%"))
                .type(String.class)
                .arity("1")
                .build();
    }

    private static OptionSpec optionOfFeatures(Param<?> param) {
        return OptionSpec.builder(names(param))
                .descriptionKey(param.name())
                .paramLabel(label(param))
                .description((param.doc() + ", or names of numeric columns to assemble. Default: the only vector"
                                + " column, or else all numeric columns")
                        .replace("%", "%%"))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1..*")
                .splitRegex(",")
                .build();
    }

    /** The Params that have an option. */
    static List<Param<?>> params(SoftmaxClassifier estimator) {
        return Arrays.<Param<?>>stream(estimator.params())
                .filter(param ->
                        !param.name().equals(SEVERAL_FEATURES) && !param.name().equals(DISTRIBUTIONS))
                .toList();
    }

    /** The name of the label column: the value of the option, or else the default of the estimator. */
    static String labelColumn(CommandSpec command) {
        String label = command.findOption("--label").getValue();
        return label == null ? new SoftmaxClassifier().getLabelCol() : label;
    }

    /** The names of the feature columns; empty if the option is not given. */
    static List<String> featureColumns(CommandSpec command) {
        List<String> columns = command.findOption("--features").getValue();
        return columns == null ? List.of() : columns;
    }

    /**
     * An estimator with the values of the options set in its Params, except for the label and feature columns, which
     * the caller sets.
     *
     * @throws ParameterException if a value is not valid for its Param
     */
    static SoftmaxClassifier estimator(CommandSpec command) {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        for (Param<?> param : params(estimator)) {
            if (!param.name().equals(LABEL)) {
                set(command, estimator, param);
            }
        }
        return estimator;
    }

    /**
     * Sets a Param to the value of its option, if that is given and is one value.
     *
     * @throws ParameterException if it is not valid for the Param
     */
    static void set(CommandSpec command, Params estimator, Param<?> param) {
        Object value = command.findOption(names(param)[0]).getValue();
        if (value instanceof String text) {
            try {
                estimator.set(pair(param, text));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        command.commandLine(),
                        "Invalid value for option " + names(param)[0] + ": "
                                + FailureMessage.of(e).replace(estimator.uid() + " ", ""));
            }
        }
    }

    /**
     * A Param with a value given as text.
     *
     * @throws IllegalArgumentException if the value is not valid for the Param
     */
    @SuppressWarnings("unchecked")
    static ParamPair<Object> pair(Param<?> param, String text) {
        return new ParamPair<>((Param<Object>) param, parse(param, text));
    }

    /** The options of a Param. */
    static String[] names(Param<?> param) {
        String dashed = "--"
                + param.name()
                        .replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                        .toLowerCase(Locale.ROOT);
        return switch (param.name()) {
            case FEATURES -> new String[] {"--features", dashed};
            case LABEL -> new String[] {"--label", dashed};
            default -> new String[] {dashed};
        };
    }

    /** The type of a Param's values: the one that its getter returns. */
    private static Class<?> type(Param<?> param) {
        String name = param.name();
        try {
            // It has all Params of SoftmaxClassifier, too.
            return SoftmaxClassifierCV.class
                    .getMethod("get" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                    .getReturnType();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every Param must have a getter, but " + name + " has none.", e);
        }
    }

    private static String label(Param<?> param) {
        Class<?> type = type(param);
        if (type == int.class || type == long.class) {
            return "INTEGER";
        }
        if (type == double.class) {
            return "NUMBER";
        }
        if (type == boolean.class) {
            return "true|false";
        }
        if (type == double[].class || type == Vector.class) {
            return "NUMBER,...";
        }
        if (type == Matrix.class) {
            return "NUMBER,...;...";
        }
        if (type == String[].class) {
            return "NAME,...";
        }
        return param.name().endsWith("Col") ? "COLUMN" : "NAME";
    }

    private static String defaultValue(Params estimator, Param<?> param) {
        return estimator.getDefault(param).isDefined()
                ? ". Default: " + estimator.getDefault(param).get()
                : "";
    }

    private static Object parse(Param<?> param, String text) {
        Class<?> type = type(param);
        if (type == int.class) {
            return Integer.valueOf(text);
        }
        if (type == long.class) {
            return Long.valueOf(text);
        }
        if (type == double.class) {
            return Double.valueOf(text);
        }
        if (type == boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("must be true or false, but was " + text);
            }
            return Boolean.valueOf(text);
        }
        if (type == double[].class) {
            return numbers(text);
        }
        if (type == Vector.class) {
            return Vectors.dense(numbers(text));
        }
        if (type == Matrix.class) {
            return matrix(text);
        }
        return type == String[].class ? names(text) : text;
    }

    /** Names between commas; a name with commas stands in double quotes. */
    private static String[] names(String text) {
        return Arrays.stream(text.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
                .map(name -> name.replaceFirst("^\\s*\"(.*)\"\\s*$", "$1"))
                .toArray(String[]::new);
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    private static DenseMatrix matrix(String text) {
        double[][] rows =
                Arrays.stream(text.split(";")).map(ParamOptions::numbers).toArray(double[][]::new);
        double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        if (Arrays.stream(rows).anyMatch(row -> row.length != rows[0].length)) {
            throw new IllegalArgumentException("all rows of a matrix must have the same length");
        }
        return new DenseMatrix(rows.length, rows[0].length, values, true);
    }
}
