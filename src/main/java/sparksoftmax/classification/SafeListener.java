package sparksoftmax.classification;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a user's listener after every pass, until it throws an exception. One object is made for each fit. */
final class SafeListener {
    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

    private final long start = System.nanoTime();
    private TrainingListener listener;

    /** {@code listener} is null if there is none. */
    SafeListener(TrainingListener listener) {
        this.listener = listener;
    }

    /** See {@link sparksoftmax.training.FitListener#onPass}. */
    void onPass(int pass, double objective, double validationLoss, long rows) {
        if (listener == null) {
            return;
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        try {
            listener.onPass(new TrainingListener.Pass(
                    pass, objective, validationLoss, elapsed, rows * (double) pass / elapsed));
        } catch (Exception e) {
            // Not only RuntimeException: Scala code throws checked exceptions that it does not declare.
            LOG.warn(
                    "The listener failed after pass {} and is not called again in this fit; training goes on.",
                    pass,
                    e);
            listener = null;
        }
    }
}
