package sparksoftmax.training;

/** Told how a fit goes on, on the driver, in the thread of the fit. */
public interface FitListener {
    /** Called once the rows have been read, with the sentence that describes the {@link Plan}. */
    void onPlan(String description);

    /**
     * Called once before the first pass over the training data and once after every pass.
     *
     * @param pass the number of passes made, 0 before the first
     * @param objective the objective after the pass
     * @param validationLoss the mean loss of the validation rows after the pass; NaN if there are none
     * @param rows the number of training rows
     */
    void onPass(int pass, double objective, double validationLoss, long rows);
}
