package sparksoftmax.training;

/** A training algorithm at work on the blocks of one fit. */
interface Solver {
    /**
     * Runs until it stops; why it did.
     *
     * @param parameters the start, in the plan's scaling; overwritten with the end
     * @param progress of no pass yet
     * @throws IllegalArgumentException if the objective ceases to be finite
     */
    StopReason minimize(double[] parameters, Progress progress);

    /** The learning rate, once it is known; not a number if the solver has none. */
    default double stepSize() {
        return Double.NaN;
    }
}
