package sparksoftmax.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxClassifierCV;

/** The command {@code tune}: tries settings by cross-validation and trains with the best. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tries settings by cross-validation, trains with the best, tests on rows held out, and saves the model.",
            "The best setting has the lowest mean log-loss of the folds, unless --metric and --selection say otherwise."
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
        SoftmaxClassifierCV search = PenaltyOptions.estimator(spec);
        List<Grid.Setting> given = Grid.of(spec, estimator, grid);
        try (Learning learning = Learning.open(spec, options, estimator)) {
            tune(estimator, search, learning, given);
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

    private void tune(
            SoftmaxClassifier estimator, SoftmaxClassifierCV search, Learning learning, List<Grid.Setting> given)
            throws IOException {
        PreparedRows rows = learning.rows();
        PipelineStage[] stages = learning.stages();
        PipelineModel features = new Pipeline()
                .setStages(Arrays.copyOf(stages, stages.length - 1))
                .fit(rows.training());
        Dataset<Row> training = features.transform(rows.training());
        List<Grid.Setting> settings = grid.isEmpty() ? Grid.byDefault(estimator, rows.numTrainingRows()) : given;
        Tuned tuned;
        try (FitProgress progress =
                ProgressOutput.open(spec.commandLine().getErr(), estimator.getMaxIter(), "Cross-validation")) {
            tuned = tuned(
                    estimator.setListener(progress),
                    training,
                    rows.columns().label().name(),
                    settings,
                    search.setListener(progress));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("Cross-validation with " + folds + " folds:");
        out.println(tuned.table());
        List<Transformer> fitted = new ArrayList<>(Arrays.asList(features.stages()));
        fitted.add(tuned.model());
        learning.finish(new PipelineModel(features.uid(), fitted), tuned.forReport());
    }

    private Tuned tuned(
            SoftmaxClassifier estimator,
            Dataset<Row> training,
            String label,
            List<Grid.Setting> settings,
            SoftmaxClassifierCV search) {
        Optional<PenaltyGrid> penalties = PenaltyGrid.of(estimator, training, settings, folds, search);
        if (penalties.isPresent()) {
            return penalties.get().tune(training);
        }
        PenaltyOptions.refuse(spec, search);
        return CrossValidation.tune(estimator, training, label, settings, folds);
    }
}
