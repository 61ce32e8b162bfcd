package sparksoftmax.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.table.Suggestion;

/** The settings that {@code tune} tries: every combination of the values given for some Params. */
final class Grid {
    /** Factors of 1 / n, the default penalty, that are tried where no grid is given. */
    private static final double[] DEFAULT_FACTORS = {100.0, 10.0, 1.0, 0.1, 0.01};

    private Grid() {}

    /** Some values of Params. */
    record Setting(Map<String, String> values, ParamMap params) {
        /** The values in one line. */
        String title() {
            List<String> parts = new ArrayList<>();
            values.forEach((name, value) -> parts.add(name + "=" + value));
            return String.join(" ", parts);
        }
    }

    /** Strong to weak penalties around 1 / n. */
    static List<Setting> byDefault(SoftmaxClassifier estimator, long numRows) {
        return Arrays.stream(DEFAULT_FACTORS)
                .map(factor -> factor / Math.max(1, numRows))
                .mapToObj(value -> with(
                        new Setting(Map.of(), ParamMap.empty()),
                        estimator.getParam("regParam"),
                        "reg-param",
                        String.format(java.util.Locale.ROOT, "%.3g", value)))
                .toList();
    }

    /**
     * Every combination.
     *
     * @param axes such as {@code reg-param=0,1e-4,1e-2}
     * @throws ParameterException if one of them is not a name and values of a Param
     */
    static List<Setting> of(CommandSpec command, SoftmaxClassifier estimator, List<String> axes) {
        List<Setting> settings = List.of(new Setting(Map.of(), ParamMap.empty()));
        for (String axis : axes) {
            int equals = axis.indexOf('=');
            if (equals < 1 || equals == axis.length() - 1) {
                throw new ParameterException(
                        command.commandLine(),
                        "--grid must be NAME=VALUE,VALUE,... such as reg-param=0,1e-4,1e-2, but was '" + axis + "'");
            }
            String name = axis.substring(0, equals);
            Param<?> param = param(command, estimator, name);
            List<Setting> longer = new ArrayList<>();
            for (Setting setting : settings) {
                for (String value : axis.substring(equals + 1).split(",")) {
                    try {
                        longer.add(with(setting, param, name, value.strip()));
                    } catch (IllegalArgumentException e) {
                        throw new ParameterException(
                                command.commandLine(), "Invalid value in --grid " + axis + ": " + FailureMessage.of(e));
                    }
                }
            }
            settings = longer;
        }
        return settings;
    }

    private static Setting with(Setting setting, Param<?> param, String name, String value) {
        Map<String, String> values = new LinkedHashMap<>(setting.values());
        values.put(name, value);
        return new Setting(values, setting.params().copy().put(ParamOptions.pair(param, value)));
    }

    private static Param<?> param(CommandSpec command, SoftmaxClassifier estimator, String name) {
        List<String> names = new ArrayList<>();
        for (Param<?> param : ParamOptions.params(estimator)) {
            for (String option : ParamOptions.names(param)) {
                String bare = option.replaceFirst("^--", "");
                if (name.equals(bare) || name.equals(param.name())) {
                    return checkVaries(command, param, name);
                }
                names.add(bare);
            }
        }
        throw new ParameterException(
                command.commandLine(),
                "--grid names '" + name + "', which is not a Param." + Suggestion.sentence(name, names));
    }

    /** Settings are compared by the same rows and columns. */
    private static Param<?> checkVaries(CommandSpec command, Param<?> param, String name) {
        if (param.name().endsWith("Col")) {
            throw new ParameterException(
                    command.commandLine(),
                    "--grid cannot try '" + name + "', which names a column: all settings are compared on the same"
                            + " columns. Use the option " + ParamOptions.names(param)[0] + ".");
        }
        return param;
    }
}
