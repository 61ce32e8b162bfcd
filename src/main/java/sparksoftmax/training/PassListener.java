package sparksoftmax.training;

/** Is told of every pass over the data, on the driver. */
@FunctionalInterface
public interface PassListener {
    /**
     * Is told of a pass.
     *
     * @param pass the number of passes made, 0 for the start
     * @param objective after the pass
     * @param validationLoss likewise; not a number if there are no rows to validate on
     * @param rows that were trained on
     */
    void onPass(int pass, double objective, double validationLoss, long rows);
}
