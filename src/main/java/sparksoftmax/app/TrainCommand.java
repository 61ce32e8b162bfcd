package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.util.MLWriter;
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
    private static final String EXAMPLE_OUTPUT = "target/softmax-model";

    /** The embedded data sets. */
    enum Example {
        digits,
        tutorial
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Option(
            names = "--example",
            description = "Embedded data to train on: ${COMPLETION-CANDIDATES}. Default: digits, without --input.")
    private Example example;

    @Option(
            names = "--output",
            paramLabel = "MODEL",
            description = "Where to save the model, a Spark ML PipelineModel. Default, for digits: " + EXAMPLE_OUTPUT)
    private String output;

    @Option(names = "--overwrite", description = "Replace what is at --output.")
    private boolean overwrite;

    @Option(
            names = "--test-fraction",
            paramLabel = "NUMBER",
            defaultValue = "0.2",
            description = "Share of the rows to hold out for testing, in [0, 1). Default: ${DEFAULT-VALUE}")
    private double testFraction;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draw how the objective fell into this file, as SVG or PNG by its ending.")
    private java.nio.file.Path chart;

    @Mixin
    private ReportOptions report;

    @Option(
            names = ConfigFile.OPTION,
            paramLabel = "FILE",
            description = "Properties file with options: Param names (maxIter = 50) or option names (input = PATH)."
                    + " The command line has precedence.")
    private String config;

    @Override
    public Integer call() throws IOException {
        SoftmaxClassifier estimator = ParamOptions.estimator(spec);
        check();
        SparkSession spark = Session.get(spec);
        if (example == Example.tutorial) {
            draw(
                    "Softmax regression on the tutorial's 8 rows",
                    "epoch",
                    TutorialExample.run(spark, spec.commandLine().getOut()));
            return 0;
        }
        checkOutput(spark);
        report.prepare(spec, estimator);
        boolean digits = input.input == null;
        String source = digits ? DigitsExample.DESCRIPTION : input.input;
        Dataset<Row> data = digits ? DigitsExample.read(spark) : input.read(spark, null);
        String label = digits ? DigitsExample.LABEL : ParamOptions.labelColumn(spec);
        if (digits && !estimator.isSet(estimator.regParam())) {
            estimator.setRegParam(DigitsExample.REG_PARAM);
        }
        Pipeline pipeline = TrainingPipeline.of(estimator, data, label, ParamOptions.featureColumns(spec));
        String name = digits ? DigitsExample.NAME : ReportRequest.fileName(source);
        train(pipeline, data, source, name, estimator.getSeed());
        return 0;
    }

    private void train(Pipeline pipeline, Dataset<Row> data, String source, String name, long seed) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Dataset<Row>[] parts = data.randomSplit(new double[] {1.0 - testFraction, testFraction}, seed);
        out.println("Training on " + source);
        PipelineModel fitted = fit(pipeline, testFraction > 0.0 ? parts[0] : data, source);
        SoftmaxClassificationModel model = TrainingPipeline.softmaxModel(fitted);
        printTraining(out, model);
        draw(
                name + ": the objective by pass",
                "pass",
                Map.of("objective", model.summary().objectiveHistory()));
        List<String> classNames = TrainingPipeline.classNames(fitted);
        SoftmaxSummary evaluated = model.summary();
        if (testFraction > 0.0) {
            evaluated = SoftmaxSummary.of(model, fitted.transform(parts[1]));
            EvaluationReport.print(out, "Test", evaluated, classNames);
        }
        save(fitted);
        out.println("Model saved to " + output());
        report.write(
                spec,
                data.sparkSession(),
                new ReportRequest(
                        name,
                        source,
                        testFraction > 0.0 ? "the test rows" : "the training rows",
                        fitted,
                        classNames,
                        evaluated,
                        null));
    }

    private static PipelineModel fit(Pipeline pipeline, Dataset<Row> data, String source) throws IOException {
        try {
            return pipeline.fit(data);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            // Not only RuntimeException: Scala code throws checked ones that it does not declare, such as
            // SparkException.
            throw new IOException("The rows of " + source + " could not be read and trained on", e);
        }
    }

    private void check() {
        if (input.input != null && example != null) {
            throw usage("--input and --example exclude each other");
        }
        if (input.input != null && output == null) {
            throw usage("--output is needed with --input");
        }
        if (example == Example.tutorial && report.isWanted()) {
            throw usage("--report is not available for --example tutorial, which trains three models");
        }
        if (chart != null) {
            checkChart();
        }
        if (!(testFraction >= 0.0 && testFraction < 1.0)) {
            throw usage("--test-fraction must be in [0, 1), but was " + testFraction);
        }
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

    private String output() {
        return output == null ? EXAMPLE_OUTPUT : output;
    }

    /** The default output of the example may be overwritten without --overwrite. */
    private boolean mayOverwrite() {
        return overwrite || output == null;
    }

    /** Fails before training, rather than after it, if the model cannot be saved. */
    private void checkOutput(SparkSession spark) throws IOException {
        Path path = new Path(output());
        if (!mayOverwrite()
                && path.getFileSystem(spark.sparkContext().hadoopConfiguration())
                        .exists(path)) {
            throw new IOException("Path " + output + " already exists. To replace it, use --overwrite.");
        }
    }

    private void save(PipelineModel fitted) throws IOException {
        MLWriter writer = fitted.write();
        (mayOverwrite() ? writer.overwrite() : writer).save(output());
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
