package sparksoftmax.classification;

/**
 * Receives the progress of training after every pass over the training data, while {@code fit} runs: for progress bars,
 * metrics and logs. It is called on the driver, in the thread that calls {@code fit}. An exception that it throws is
 * logged, and it is not called again in that fit; training goes on.
 */
@FunctionalInterface
public interface TrainingListener {
    /** Called once before the first pass and once after every pass. */
    void onPass(Pass pass);

    /**
     * How far training has come.
     *
     * @param number the number of passes made, 0 before the first
     * @param objective the objective after the pass, in nats
     * @param validationLoss the mean loss of the validation rows ({@code validationIndicatorCol}) after the pass, in
     *     nats; NaN if there are none
     * @param elapsedSeconds the time since {@code fit} began, which includes reading the rows
     * @param rowsPerSecond the number of rows of all passes so far, divided by {@code elapsedSeconds}
     */
    record Pass(int number, double objective, double validationLoss, double elapsedSeconds, double rowsPerSecond) {}
}
