package sparksoftmax.classification;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.training.PassListener;

/** Tells a user's listener of epochs, until it fails. One object a fit. */
final class SafeListener implements PassListener {
    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

    private final long start = System.nanoTime();
    private EpochListener listener;

    /**
     * A listener.
     *
     * @param listener null for none
     */
    SafeListener(EpochListener listener) {
        this.listener = listener;
    }

    @Override
    public void onPass(int pass, double objective, double validationLoss, long rows) {
        if (listener == null) {
            return;
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        try {
            listener.onEpoch(
                    new EpochListener.Epoch(pass, objective, validationLoss, elapsed, rows * (double) pass / elapsed));
        } catch (Exception e) {
            // Any: a Scala function throws checked exceptions, too.
            LOG.warn("The listener failed at epoch {} and is not told of the others; training goes on.", pass, e);
            listener = null;
        }
    }
}
