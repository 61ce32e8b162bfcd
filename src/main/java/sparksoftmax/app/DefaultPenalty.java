package sparksoftmax.app;

import java.io.PrintWriter;
import java.util.Locale;
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * The penalty of the command line where none is asked for: regParam = 1 / n, n being the number of training rows. It is
 * the default of scikit-learn's LogisticRegression (C = 1, where regParam = 1 / (n C)). Features of text are not
 * standardized and small, so they get a tenth of it (C = 10). Without a penalty, a model of classes that can be
 * separated would become ever more certain, and its probabilities of new rows ever worse.
 */
final class DefaultPenalty {
    private DefaultPenalty() {}

    /** Sets the penalty unless one is set, and says so. */
    static void set(SoftmaxClassifier estimator, PreparedRows rows, PrintWriter out) {
        if (estimator.isSet(estimator.regParam())) {
            return;
        }
        leaveTextAsItIs(estimator, rows);
        boolean text = rows.columns().onlyText();
        double regParam = (text ? 0.1 : 1.0) / Math.max(1, rows.numTrainingRows());
        estimator.setRegParam(regParam);
        out.printf(
                Locale.ROOT,
                "Penalty: regParam %.3g, that is %s / training rows; --reg-param sets another, 0 none%n",
                regParam,
                text ? "0.1" : "1");
    }

    /** Features of text are on one scale already, that of the row; standardized, rare words would count most. */
    static void leaveTextAsItIs(SoftmaxClassifier estimator, PreparedRows rows) {
        if (rows.columns().onlyText() && !estimator.isSet(estimator.standardization())) {
            estimator.setStandardization(false);
        }
    }
}
