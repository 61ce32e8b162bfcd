package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
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
import sparksoftmax.report.ReportData;

/** The command {@code tune}: tries settings by cross-validation and trains with the best. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tries settings by cross-validation, trains with the best, tests on rows held out, and saves the model.",
            "The best setting has the lowest mean log-loss of the folds."
        })
final class TuneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LearningOptions options;

    @Option(
            names = "--grid",
            paramLabel = "NAME=VALUE,...",
            description =
                    "Values to try of an option that is a Param, such as reg-param=0,1e-4,1e-2; may be given several"
                            + " times, for every combination. Default: reg-param of 100, 10, 1, 0.1 and 0.01, each divided by"
                            + " the number of training rows.")
    private List<String> grid = List.of();

    @Option(
            names = "--folds",
            paramLabel = "INTEGER",
            defaultValue = "5",
            description = "Number of parts that the rows of each class are split into. Default: ${DEFAULT-VALUE}")
    private int folds;

    @Override
    public Integer call() throws IOException {
        SoftmaxClassifier estimator = ParamOptions.estimator(spec);
        check(estimator);
        List<Grid.Setting> given = Grid.of(spec, estimator, grid);
        try (Learning learning = Learning.open(spec, options, estimator)) {
            tune(estimator, learning, given);
        }
        return 0;
    }

    private void check(SoftmaxClassifier estimator) {
        if (options.input().input == null) {
            throw usage("--input is needed");
        }
        if (!options.output().isGiven()) {
            throw usage("--output is needed");
        }
        if (folds < 2) {
            throw usage("--folds must be >= 2, but was " + folds);
        }
        options.check(spec, estimator);
        if (estimator.isSet(estimator.checkpointPath())) {
            throw usage("--checkpoint-path is for one fit, and tune makes many: use it with train");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void tune(SoftmaxClassifier estimator, Learning learning, List<Grid.Setting> given) throws IOException {
        PreparedRows rows = learning.rows();
        PipelineStage[] stages = learning.stages();
        PipelineModel features = new Pipeline()
                .setStages(Arrays.copyOf(stages, stages.length - 1))
                .fit(rows.training());
        Dataset<Row> training = features.transform(rows.training());
        List<Grid.Setting> settings = grid.isEmpty() ? Grid.byDefault(estimator, rows.numTrainingRows()) : given;
        List<CrossValidation.Result> results;
        int best;
        SoftmaxClassificationModel model;
        try (FitProgress progress = ProgressOutput.open(spec.commandLine().getErr(), estimator.getMaxIter())) {
            estimator.setListener(progress);
            results = CrossValidation.of(
                    estimator, training, rows.columns().label().name(), settings, folds);
            best = CrossValidation.best(results);
            model = estimator.fit(training, results.get(best).setting().params());
        }
        print(spec.commandLine().getOut(), results, best);
        List<Transformer> fitted = new ArrayList<>(Arrays.asList(features.stages()));
        fitted.add(model);
        learning.finish(new PipelineModel(features.uid(), fitted), tuning(results, best));
    }

    private static ReportData.Tuning tuning(List<CrossValidation.Result> results, int best) {
        return new ReportData.Tuning(
                List.copyOf(results.get(0).setting().values().keySet()),
                "mean log-loss of the folds",
                false,
                IntStream.range(0, results.size())
                        .mapToObj(i -> new ReportData.Trial(
                                List.copyOf(results.get(i).setting().values().values()),
                                results.get(i).meanLogLoss(),
                                i == best))
                        .toList());
    }

    private void print(PrintWriter out, List<CrossValidation.Result> results, int best) {
        int width = results.stream()
                .mapToInt(result -> result.setting().title().length())
                .max()
                .orElse(7);
        String format = "%-" + Math.max(7, width) + "s  %9s  %9s  %9s%n";
        out.printf("Cross-validation with %d folds:%n", folds);
        out.printf(format, "setting", "log-loss", "+/-", "accuracy");
        for (int i = 0; i < results.size(); i++) {
            CrossValidation.Result result = results.get(i);
            out.printf(
                    format.replace("%n", i == best ? "  best%n" : "%n"),
                    result.setting().title(),
                    String.format(Locale.ROOT, "%.4f", result.meanLogLoss()),
                    String.format(Locale.ROOT, "%.4f", result.standardError()),
                    String.format(Locale.ROOT, "%.4f", result.meanAccuracy()));
        }
    }
}
