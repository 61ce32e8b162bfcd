package sparksoftmax.classification;

/**
 * Is told of every epoch, a pass over the training data, while {@code fit} runs: for progress bars, metrics, logs.
 * Called on the driver, in the thread that fits. What it throws is logged, and ends the telling, not the fit.
 */
@FunctionalInterface
public interface EpochListener {
    /** Is told of an epoch. */
    void onEpoch(Epoch epoch);

    /**
     * How far training has come.
     *
     * @param number epochs made, 0 for the start
     * @param objective after the epoch, in nats
     * @param validationLoss of the rows marked by {@code validationIndicatorCol}, in nats; not a number without them
     * @param elapsedSeconds since the rows were read
     * @param rowsPerSecond rows trained on since then, over the time
     */
    record Epoch(int number, double objective, double validationLoss, double elapsedSeconds, double rowsPerSecond) {}
}
