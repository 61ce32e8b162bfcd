package sparksoftmax.app;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.SoftmaxClassifier;

/** The options of the commands that learn from rows and save a model. */
final class LearningOptions {
    @Mixin
    private InputOptions input;

    @Mixin
    private ColumnOptions columns;

    @Mixin
    private SplitOptions split;

    @Mixin
    private ModelOutput output;

    @Mixin
    private ReportOptions report;

    @Mixin
    private ConfigOption config;

    InputOptions input() {
        return input;
    }

    ColumnOptions columns() {
        return columns;
    }

    SplitOptions split() {
        return split;
    }

    ModelOutput output() {
        return output;
    }

    ReportOptions report() {
        return report;
    }

    /**
     * Checks what can be checked without Spark.
     *
     * @throws ParameterException if options contradict each other
     */
    void check(CommandSpec command, SoftmaxClassifier estimator) {
        split.check();
        if (split.validationFraction() > 0.0 && estimator.isSet(estimator.validationIndicatorCol())) {
            throw new ParameterException(
                    command.commandLine(), "--validation-fraction and --validation-indicator-col exclude each other");
        }
    }
}
