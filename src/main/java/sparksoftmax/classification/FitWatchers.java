package sparksoftmax.classification;

import sparksoftmax.training.FitListener;
import sparksoftmax.ui.FitRecord;

/**
 * Tells those who watch a fit how it goes on.
 *
 * @param record what the Spark UI shows
 * @param listener the user's listener
 */
record FitWatchers(FitRecord record, SafeListener listener) implements FitListener {
    @Override
    public void onPlan(String description) {
        record.planned(description);
    }

    @Override
    public void onPass(int pass, double objective, double validationLoss, long rows) {
        record.passed(pass, objective, validationLoss);
        listener.onPass(pass, objective, validationLoss, rows);
    }
}
