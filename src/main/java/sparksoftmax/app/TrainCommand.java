package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxSummary;
import sparksoftmax.classification.SoftmaxTrainingSummary;
import sparksoftmax.report.ChartFormat;
import sparksoftmax.report.ObjectiveChart;
import sparksoftmax.table.Table;
import sparksoftmax.table.TablePipeline;
import sparksoftmax.table.TableReader;
import sparksoftmax.table.Wishes;

/** The command {@code train}: trains a model, tests it on rows held out, and saves it. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains a model, tests it on rows held out, and saves it.",
            "Without --input it trains on embedded handwritten digits."
        })
final class TrainCommand implements Callable<Integer> {
    /** The embedded data sets. */
    enum Example {
        digits,
        tutorial
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Mixin
    private ColumnOptions columns;

    @Mixin
    private SplitOptions split;

    @Mixin
    private ModelOutput output;

    @Option(
            names = "--example",
            description = "Embedded data to train on: ${COMPLETION-CANDIDATES}. Default: digits, without --input.")
    private Example example;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draw how the objective fell into this file, as SVG or PNG by its ending.")
    private java.nio.file.Path chart;

    @Mixin
    private ReportOptions report;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws IOException {
        SoftmaxClassifier estimator = ParamOptions.estimator(spec);
        check(estimator);
        SparkSession spark = Session.get(spec);
        if (example == Example.tutorial) {
            draw(
                    "Softmax regression on the tutorial's 8 rows",
                    "epoch",
                    TutorialExample.run(spark, spec.commandLine().getOut()));
            return 0;
        }
        output.check(spark);
        report.prepare(spec, estimator);
        boolean digits = input.input == null;
        Table table =
                digits ? DigitsExample.table(spark) : new TableReader(spark, input.files(input.input, null)).read();
        Wishes wishes =
                digits ? columns.wishes(DigitsExample.LABEL, List.of(), estimator) : columns.wishes(spec, estimator);
        try (PreparedRows rows = PreparedRows.of(
                table, wishes, input.cells(), columns.missing(), split, report.purpose(), estimator.getSeed())) {
            train(spark, estimator, table, rows);
        }
        return 0;
    }

    private void train(SparkSession spark, SoftmaxClassifier estimator, Table table, PreparedRows rows)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ColumnReport.print(out, table, rows, columns);
        rows.columns().warnings().forEach(this::warn);
        rows.smallClasses().forEach(this::warn);
        DefaultPenalty.set(estimator, rows, out);
        if (rows.validationColumn() != null) {
            estimator.setValidationIndicatorCol(rows.validationColumn());
        }
        Pipeline pipeline = new Pipeline()
                .setStages(TablePipeline.stages(estimator, rows.columns(), columns.missing(), columns.textFeatures()));
        // Before training, so that a wrong path is found out in time.
        Dataset<Row> test = TestRows.of(spark, input, columns, split, rows, report.purpose());
        PipelineModel fitted;
        try (FitProgress progress = ProgressOutput.open(spec.commandLine().getErr(), estimator.getMaxIter())) {
            estimator.setListener(progress);
            fitted = fit(pipeline, rows.training(), table.source());
        }
        SoftmaxClassificationModel model = SavedModel.softmaxModel(fitted);
        printTraining(out, model);
        String name = ReportRequest.fileName(table.source());
        draw(
                name + ": the objective by pass",
                "pass",
                Map.of("objective", model.summary().objectiveHistory()));
        List<String> classNames = SavedModel.classNames(fitted);
        SoftmaxSummary evaluated = model.summary();
        if (test != null) {
            evaluated = SoftmaxSummary.of(model, fitted.transform(test));
            EvaluationReport.print(out, "Test", evaluated, classNames);
        }
        output.save(spark, fitted, settings(table, rows));
        out.println("Model saved to " + output.path());
        report.write(
                spec,
                spark,
                new ReportRequest(
                        name,
                        table.source(),
                        test != null ? "the test rows" : "the training rows",
                        fitted,
                        classNames,
                        evaluated,
                        null));
    }

    private ModelSettings settings(Table table, PreparedRows rows) {
        return EffectiveOptions.settings(spec, table, rows.columns(), columns.missing(), input.cells());
    }

    private static PipelineModel fit(Pipeline pipeline, Dataset<Row> data, String source) throws IOException {
        try {
            return pipeline.fit(data);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            // Not only RuntimeException: Scala code throws checked ones that it does not declare, such as
            // SparkException.
            throw new IOException("The rows of '" + source + "' could not be read and trained on", e);
        }
    }

    private void check(SoftmaxClassifier estimator) {
        if (input.input != null && example != null) {
            throw usage("--input and --example exclude each other");
        }
        if (input.input != null && !output.isGiven()) {
            throw usage("--output is needed with --input");
        }
        if (example == Example.tutorial && report.isWanted()) {
            throw usage("--report is not available for --example tutorial, which trains three models");
        }
        if (chart != null) {
            checkChart();
        }
        split.check();
        if (split.validationFraction() > 0.0 && estimator.isSet(estimator.validationIndicatorCol())) {
            throw usage("--validation-fraction and --validation-indicator-col exclude each other");
        }
    }

    private void checkChart() {
        try {
            ChartFormat.of(chart);
        } catch (IllegalArgumentException e) {
            throw usage("--chart: " + e.getMessage());
        }
    }

    private void warn(String sentence) {
        spec.commandLine().getErr().println("Warning: " + sentence);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void draw(String title, String passName, Map<String, double[]> histories) throws IOException {
        if (chart != null) {
            ObjectiveChart.write(chart, title, passName, histories);
            spec.commandLine().getOut().println("Chart drawn to " + chart);
        }
    }

    private static void printTraining(PrintWriter out, SoftmaxClassificationModel model) {
        SoftmaxTrainingSummary summary = model.summary();
        int maxIter = model.getMaxIter();
        EpochLog.print(out, summary.objectiveHistory(), maxIter, Math.max(1, maxIter / 10));
        out.println("Stopped because " + summary.stopReason() + ".");
    }
}
