package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxSummary;
import sparksoftmax.report.ReportData;
import sparksoftmax.table.Table;
import sparksoftmax.table.TablePipeline;
import sparksoftmax.table.TableReader;
import sparksoftmax.table.Wishes;

/**
 * A run of a command that learns: its rows, ready to train and to test on, and what is done with the model. The rows
 * are cached until it is closed.
 */
final class Learning implements AutoCloseable {
    private final CommandSpec command;
    private final SparkSession spark;
    private final LearningOptions options;
    private final SoftmaxClassifier estimator;
    private final Table table;
    private final PreparedRows rows;
    private final Dataset<Row> test;

    private Learning(
            CommandSpec command,
            SparkSession spark,
            LearningOptions options,
            SoftmaxClassifier estimator,
            Table table,
            PreparedRows rows,
            Dataset<Row> test) {
        this.command = command;
        this.spark = spark;
        this.options = options;
        this.estimator = estimator;
        this.table = table;
        this.rows = rows;
        this.test = test;
    }

    /**
     * Checks the outputs, reads the rows of {@code --input}, says what they are, and sets the Params of the estimator
     * that follow from them.
     *
     * @throws IOException if an output cannot be written, or the rows cannot be read
     * @throws IllegalArgumentException if the rows cannot be learned from
     */
    static Learning open(CommandSpec command, LearningOptions options, SoftmaxClassifier estimator) throws IOException {
        SparkSession spark = checkOutputs(command, options, estimator);
        InputOptions input = options.input();
        Table table = new TableReader(spark, input.files(input.input, null)).read();
        return open(command, spark, options, estimator, table, options.columns().wishes(command, estimator));
    }

    /** Does the same with the embedded digits. */
    static Learning ofDigits(CommandSpec command, LearningOptions options, SoftmaxClassifier estimator)
            throws IOException {
        SparkSession spark = checkOutputs(command, options, estimator);
        Wishes wishes = options.columns().wishes(DigitsExample.LABEL, List.of(), estimator);
        return open(command, spark, options, estimator, DigitsExample.table(spark), wishes);
    }

    private static SparkSession checkOutputs(CommandSpec command, LearningOptions options, SoftmaxClassifier estimator)
            throws IOException {
        SparkSession spark = Session.get(command);
        options.output().check(spark);
        options.report().prepare(command, estimator);
        return spark;
    }

    private static Learning open(
            CommandSpec command,
            SparkSession spark,
            LearningOptions options,
            SoftmaxClassifier estimator,
            Table table,
            Wishes wishes)
            throws IOException {
        PreparedRows rows = PreparedRows.of(
                table,
                wishes,
                options.input().cells(),
                options.columns().missing(),
                options.split(),
                options.report().purpose(),
                estimator.getSeed());
        try {
            ColumnReport.print(command.commandLine().getOut(), table, rows, options.columns());
            PrintWriter err = command.commandLine().getErr();
            rows.columns().warnings().forEach(warning -> err.println("Warning: " + warning));
            rows.smallClasses().forEach(warning -> err.println("Warning: " + warning));
            DefaultPenalty.leaveTextAsItIs(estimator, rows);
            if (rows.validationColumn() != null) {
                estimator.setValidationIndicatorCol(rows.validationColumn());
            }
            // Before training, so that a wrong path is found out in time.
            Dataset<Row> test = TestRows.of(
                    spark,
                    options.input(),
                    options.columns(),
                    options.split(),
                    rows,
                    options.report().purpose());
            return new Learning(command, spark, options, estimator, table, rows, test);
        } catch (IOException | RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    PreparedRows rows() {
        return rows;
    }

    /** The name of the rows as the user gave it. */
    String source() {
        return table.source();
    }

    /** The name of the rows as a heading. */
    String title() {
        return ReportRequest.fileName(table.source());
    }

    /** The stages that make features of the columns, and the estimator. */
    PipelineStage[] stages() {
        return TablePipeline.stages(
                estimator,
                rows.columns(),
                options.columns().missing(),
                options.columns().textFeatures());
    }

    /**
     * Tests and saves a model, and writes the report.
     *
     * @param fitted the model with the stages before it
     * @param tuning the settings that were compared; null if none were
     * @throws IOException if it cannot be saved
     */
    void finish(PipelineModel fitted, ReportData.Tuning tuning) throws IOException {
        PrintWriter out = command.commandLine().getOut();
        SoftmaxClassificationModel model = SavedModel.softmaxModel(fitted);
        List<String> classNames = SavedModel.classNames(fitted);
        SoftmaxSummary evaluated = model.summary();
        if (test != null) {
            evaluated = SoftmaxSummary.of(model, fitted.transform(test));
            EvaluationReport.print(out, "Test", evaluated, classNames);
        }
        options.output().save(spark, fitted, settings(model));
        out.println("Model saved to " + options.output().path());
        options.report()
                .write(
                        command,
                        spark,
                        new ReportRequest(
                                title(),
                                options.input().input == null ? table.description() : table.source(),
                                test != null ? "the test rows" : "the training rows",
                                fitted,
                                classNames,
                                evaluated,
                                tuning));
    }

    private ModelSettings settings(SoftmaxClassificationModel model) {
        return EffectiveOptions.settings(
                command,
                model,
                options.split(),
                table,
                rows.columns(),
                options.columns().missing(),
                options.input().cells());
    }

    @Override
    public void close() {
        rows.close();
    }
}
