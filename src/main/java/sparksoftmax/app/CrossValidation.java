package sparksoftmax.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxSummary;
import sparksoftmax.table.Split;

/**
 * Tries settings of any Params: each fold is held out once, while models of all settings are trained on the other folds
 * together.
 */
final class CrossValidation {
    private CrossValidation() {}

    /**
     * Tries settings, and trains with the one of the lowest mean log-loss on all rows.
     *
     * @param rows with label and features as the estimator reads them
     * @param label the column by whose values folds are stratified
     * @throws IllegalArgumentException if there are too few rows for the folds
     */
    static Tuned tune(
            SoftmaxClassifier estimator, Dataset<Row> rows, String label, List<Grid.Setting> settings, int folds) {
        double[][] logLosses = new double[settings.size()][folds];
        double[][] accuracies = new double[settings.size()][folds];
        ParamMap[] maps = settings.stream().map(Grid.Setting::params).toArray(ParamMap[]::new);
        double[] shares = new double[folds];
        Arrays.fill(shares, 1.0 / folds);
        Dataset<Row> cached = Split.draw(rows, estimator.getSeed()).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Dataset<Row> parts = Split.assign(cached, label, shares);
            checkFolds(parts, folds);
            for (int fold = 0; fold < folds; fold++) {
                Dataset<Row> others = parts.filter(functions.col(Split.PART).notEqual(fold));
                Dataset<Row> held = parts.filter(functions.col(Split.PART).equalTo(fold));
                List<SoftmaxClassificationModel> models = estimator.fit(others, maps);
                for (int i = 0; i < models.size(); i++) {
                    SoftmaxSummary summary = models.get(i).evaluate(held);
                    logLosses[i][fold] = summary.logLoss();
                    accuracies[i][fold] = summary.accuracy();
                }
            }
        } finally {
            cached.unpersist();
        }
        List<TriedSetting> tried = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            double logLoss = StatUtils.mean(logLosses[i]);
            double standardError = Math.sqrt(StatUtils.variance(logLosses[i]) / folds);
            tried.add(new TriedSetting(
                    settings.get(i), logLoss, standardError, logLoss, StatUtils.mean(accuracies[i]), false));
        }
        int best = best(tried);
        SoftmaxClassificationModel model =
                estimator.fit(rows, settings.get(best).params());
        return new Tuned(Tuned.LOG_LOSS, false, tried, best, model);
    }

    private static void checkFolds(Dataset<Row> parts, int folds) {
        long withRows = parts.select(Split.PART).distinct().count();
        if (withRows < folds) {
            throw new IllegalArgumentException("Each of the " + folds + " folds (--folds) must have rows, but the "
                    + parts.count() + " training rows fill only " + withRows
                    + ": use fewer folds, or hold out fewer rows for testing (--test-fraction).");
        }
    }

    /** The index of the setting with the lowest mean log-loss. */
    private static int best(List<TriedSetting> tried) {
        return IntStream.range(0, tried.size())
                .boxed()
                .min(Comparator.comparingDouble(i -> tried.get(i).metric()))
                .orElseThrow();
    }
}
