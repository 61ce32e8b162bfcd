package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxTrainingSummary;
import sparksoftmax.report.ChartFormat;
import sparksoftmax.report.ObjectiveChart;

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
    private LearningOptions options;

    @Option(
            names = "--example",
            description = "Embedded data to train on: ${COMPLETION-CANDIDATES}. Default: digits, without --input.")
    private Example example;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draw how the objective fell into this file, as SVG or PNG by its ending.")
    private java.nio.file.Path chart;

    @Override
    public Integer call() throws IOException {
        SoftmaxClassifier estimator = ParamOptions.estimator(spec);
        check(estimator);
        if (example == Example.tutorial) {
            draw(
                    "Softmax regression on the tutorial's 8 rows",
                    "epoch",
                    TutorialExample.run(Session.get(spec), spec.commandLine().getOut()));
            return 0;
        }
        try (Learning learning = options.input().input == null
                ? Learning.ofDigits(spec, options, estimator)
                : Learning.open(spec, options, estimator)) {
            train(estimator, learning);
        }
        return 0;
    }

    private void train(SoftmaxClassifier estimator, Learning learning) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        DefaultPenalty.set(estimator, learning.rows(), out);
        Pipeline pipeline = new Pipeline().setStages(learning.stages());
        PipelineModel fitted;
        try (FitProgress progress =
                ProgressOutput.open(spec.commandLine().getErr(), estimator.getMaxIter(), "Reading rows")) {
            estimator.setListener(progress);
            fitted = fit(pipeline, learning.rows().training(), learning.source());
        }
        SoftmaxClassificationModel model = SavedModel.softmaxModel(fitted);
        printTraining(out, model);
        draw(
                learning.title() + ": the objective by pass",
                "pass",
                Map.of("objective", model.summary().objectiveHistory()));
        learning.finish(fitted, null);
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
        if (options.input().input != null && example != null) {
            throw usage("--input and --example exclude each other");
        }
        if (options.input().input != null && !options.output().isGiven()) {
            throw usage("--output is needed with --input");
        }
        if (example == Example.tutorial && options.report().isWanted()) {
            throw usage("--report is not available for --example tutorial, which trains three models");
        }
        if (chart != null) {
            checkChart();
        }
        options.check(spec, estimator);
    }

    private void checkChart() {
        try {
            ChartFormat.of(chart);
        } catch (IllegalArgumentException e) {
            throw usage("--chart: " + e.getMessage());
        }
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
