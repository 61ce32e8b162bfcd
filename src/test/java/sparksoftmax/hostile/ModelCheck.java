package sparksoftmax.hostile;

import static sparksoftmax.hostile.WrongResultException.check;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxTrainingSummary;

/** What must hold of any model, and of its predictions. */
final class ModelCheck {
    private static final int MOST_FEATURES = 100_000;

    private ModelCheck() {}

    /** Checks that a model has finite numbers, and that its training did not go up. */
    static void model(SoftmaxClassificationModel model, boolean descends) {
        check(
                Arrays.stream(model.coefficientMatrix().toArray()).allMatch(Double::isFinite),
                "a coefficient is not finite");
        boolean oneClass = Arrays.stream(model.interceptVector().toArray()).anyMatch(x -> x == Double.POSITIVE_INFINITY)
                && model.coefficientMatrix().numNonzeros() == 0;
        check(
                oneClass || Arrays.stream(model.interceptVector().toArray()).allMatch(Double::isFinite),
                "an intercept is not finite: " + model.interceptVector());
        SoftmaxTrainingSummary summary = model.summary();
        double[] history = summary.objectiveHistory();
        check(Arrays.stream(history).allMatch(Double::isFinite), "the history is not finite: " + shown(history));
        check(
                Arrays.stream(summary.validationHistory()).allMatch(Double::isFinite),
                "the validation history is not finite: " + shown(summary.validationHistory()));
        if (descends && history.length > 0) {
            double last = history[history.length - 1];
            check(
                    last <= history[0] + 1e-9 * Math.abs(history[0]) + 1e-12,
                    "the objective rose from " + history[0] + " to " + last);
        }
        check(!summary.stopReason().isBlank(), "there is no reason for the end");
    }

    private static String shown(double[] values) {
        return values.length > 10 ? Arrays.toString(Arrays.copyOf(values, 10)) : Arrays.toString(values);
    }

    /**
     * Checks the predictions of rows against plain loops.
     *
     * @param predicted the output of {@code transform}, with the columns features, probability and prediction
     */
    static void predictions(
            SoftmaxClassificationModel model, Dataset<Row> predicted, String features, double[] thresholds) {
        List<Row> rows = predicted
                .selectExpr(
                        features,
                        HostileTable.quoted(model.getProbabilityCol()),
                        HostileTable.quoted(model.getPredictionCol()))
                .collectAsList();
        PlainModel plain = new PlainModel(model.coefficientMatrix(), model.interceptVector());
        for (Row row : rows) {
            Vector x = row.getAs(0);
            if (x == null || x.size() > MOST_FEATURES) {
                continue;
            }
            prediction(plain, x, row.<Vector>getAs(1).toArray(), row.getDouble(2), thresholds, costs(model));
        }
    }

    private static void prediction(
            PlainModel plain, Vector vector, double[] found, double prediction, double[] thresholds, Matrix costs) {
        double[] x = vector.toArray();
        double[] margins = plain.margins(x);
        check(found.length == margins.length, found.length + " probabilities of " + margins.length + " classes");
        check(
                prediction >= 0 && prediction < found.length && prediction == Math.rint(prediction),
                "prediction " + prediction);
        if (Arrays.stream(margins).anyMatch(Double::isNaN)
                || Arrays.stream(x).anyMatch(value -> !Double.isFinite(value))) {
            return;
        }
        double sum = 0.0;
        for (double p : found) {
            check(p >= 0.0 && p <= 1.0, "a probability is " + p + " for margins " + shown(margins) + " of " + vector);
            sum += p;
        }
        check(Math.abs(sum - 1.0) < 1e-9, "the probabilities add up to " + sum);
        double error = 1e-14 * plain.largestTerm(x) * (x.length + 1);
        if (Arrays.stream(margins).allMatch(Double::isFinite) && error < 1e-3) {
            double logSum = PlainModel.logSumExp(margins);
            for (int k = 0; k < margins.length; k++) {
                check(
                        Math.abs(Math.exp(margins[k] - logSum) - found[k]) <= 1e-9 + 4 * error,
                        "probability of class " + k + " is " + found[k] + ", not " + Math.exp(margins[k] - logSum));
            }
        }
        if (costs != null) {
            double cost = expectedCost(found, costs, (int) prediction);
            for (int k = 0; k < found.length; k++) {
                check(
                        cost <= expectedCost(found, costs, k) * (1 + 1e-9),
                        "class " + k + " costs less than " + prediction);
            }
            return;
        }
        double chosen = ratio(found, thresholds, (int) prediction);
        for (int k = 0; k < found.length; k++) {
            check(ratio(found, thresholds, k) <= chosen, "class " + k + " is better than " + prediction);
        }
    }

    private static Matrix costs(SoftmaxClassificationModel model) {
        return model.isDefined(model.costs()) ? model.getCosts() : null;
    }

    private static double expectedCost(double[] probabilities, Matrix costs, int k) {
        double expected = 0.0;
        for (int i = 0; i < probabilities.length; i++) {
            expected += probabilities[i] * costs.apply(i, k);
        }
        return expected;
    }

    private static double ratio(double[] probabilities, double[] thresholds, int k) {
        if (thresholds == null) {
            return probabilities[k];
        }
        return thresholds[k] == 0.0 && probabilities[k] == 0.0 ? 0.0 : probabilities[k] / thresholds[k];
    }
}
