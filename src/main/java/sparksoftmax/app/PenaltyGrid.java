package sparksoftmax.app;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import sparksoftmax.classification.PenaltySelection;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxClassifierCV;
import sparksoftmax.classification.TriedPenalty;

/** Tries settings that differ in their penalties only, all of them together, by {@link SoftmaxClassifierCV}. */
final class PenaltyGrid {
    private final SoftmaxClassifier estimator;
    private final List<Grid.Setting> settings;
    private final SoftmaxClassifierCV search;

    private PenaltyGrid(SoftmaxClassifier estimator, List<Grid.Setting> settings, SoftmaxClassifierCV search) {
        this.estimator = estimator;
        this.settings = settings;
        this.search = search;
    }

    /**
     * The settings as a grid of penalties; none if other Params vary, or if Params of the estimator have values that
     * {@link SoftmaxClassifierCV} does not know, such as another solver.
     *
     * @param search an estimator whose Params say how to choose
     */
    static Optional<PenaltyGrid> of(
            SoftmaxClassifier estimator,
            Dataset<Row> rows,
            List<Grid.Setting> settings,
            int folds,
            SoftmaxClassifierCV search) {
        List<DoubleParam> penalty = List.of(estimator.regParam(), estimator.elasticNetParam());
        boolean onlyPenalties = settings.stream()
                .map(Grid.Setting::params)
                .allMatch(params -> params.size()
                        == penalty.stream().filter(params::contains).count());
        if (!onlyPenalties) {
            return Optional.empty();
        }
        PenaltyGrid grid = new PenaltyGrid(estimator, settings, search);
        for (Param<?> param : estimator.params()) {
            if (estimator.isSet(param) && !penalty.contains(param)) {
                search.set(param.name(), estimator.getOrDefault(param));
            }
        }
        search.setNumFolds(folds)
                .setRegParams(grid.values(estimator.regParam()))
                .setElasticNetParams(grid.values(estimator.elasticNetParam()));
        try {
            search.transformSchema(rows.schema());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(grid);
    }

    private double[] values(DoubleParam param) {
        return settings.stream()
                .mapToDouble(setting -> value(setting, param))
                .distinct()
                .toArray();
    }

    private double value(Grid.Setting setting, DoubleParam param) {
        Object value = setting.params().contains(param)
                ? setting.params().apply((Param<?>) param)
                : estimator.getOrDefault((Param<?>) param);
        return (Double) value;
    }

    /**
     * Tries the settings, and trains with the best on all rows.
     *
     * @param rows with label and features as the estimator reads them
     */
    Tuned tune(Dataset<Row> rows) {
        SoftmaxClassificationModel model = search.fit(rows);
        PenaltySelection selection = model.summary().penaltySelection().orElseThrow();
        List<TriedSetting> tried = settings.stream()
                .map(setting -> tried(setting, penalty(setting, selection)))
                .toList();
        int best = IntStream.range(0, settings.size())
                .filter(i -> penalty(settings.get(i), selection).chosen())
                .findFirst()
                .orElseThrow();
        return new Tuned(selection.metric(), selection.isLargerBetter(), tried, best, model);
    }

    private TriedPenalty penalty(Grid.Setting setting, PenaltySelection selection) {
        return selection.tried().stream()
                .filter(tried -> tried.regParam() == value(setting, estimator.regParam())
                        && tried.elasticNetParam() == value(setting, estimator.elasticNetParam()))
                .findFirst()
                .orElseThrow();
    }

    private static TriedSetting tried(Grid.Setting setting, TriedPenalty penalty) {
        return new TriedSetting(
                setting,
                penalty.metric(),
                penalty.standardError(),
                penalty.logLoss(),
                penalty.accuracy(),
                penalty.abandoned());
    }
}
