package sparksoftmax.training;

/** Called after every pass over the training data, on the driver. */
@FunctionalInterface
public interface PassListener {
    /**
     * Called once before the first pass and once after every pass.
     *
     * @param pass the number of passes made, 0 before the first
     * @param objective the objective after the pass
     * @param validationLoss the mean loss of the validation rows after the pass; NaN if there are none
     * @param rows the number of training rows
     */
    void onPass(int pass, double objective, double validationLoss, long rows);
}
