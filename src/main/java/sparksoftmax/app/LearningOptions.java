package sparksoftmax.app;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.table.TableReader;

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

    /**
     * Checks the outputs, reads the rows of {@code --input}, and says what will be learned from.
     *
     * @throws IOException if an output cannot be written, or the rows cannot be read
     * @throws IllegalArgumentException if the rows cannot be learned from
     */
    Learning open(CommandSpec command, SoftmaxClassifier estimator) throws IOException {
        SparkSession spark = checkOutputs(command, estimator);
        return Learning.open(
                command,
                spark,
                this,
                estimator,
                new TableReader(spark, input.files(input.input, null)).read(),
                columns.wishes(command, estimator));
    }

    /** Does the same with the embedded digits. */
    Learning openDigits(CommandSpec command, SoftmaxClassifier estimator) throws IOException {
        SparkSession spark = checkOutputs(command, estimator);
        return Learning.open(
                command,
                spark,
                this,
                estimator,
                DigitsExample.table(spark),
                columns.wishes(DigitsExample.LABEL, List.of(), estimator));
    }

    private SparkSession checkOutputs(CommandSpec command, SoftmaxClassifier estimator) throws IOException {
        SparkSession spark = Session.get(command);
        output.check(spark);
        report.prepare(command, estimator);
        return spark;
    }
}
