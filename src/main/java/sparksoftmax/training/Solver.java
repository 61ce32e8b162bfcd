package sparksoftmax.training;

import java.util.Optional;

/** A training algorithm that works on the blocks of one fit. */
interface Solver {
    /**
     * Trains until there is a reason to stop.
     *
     * @param parameters the start, in the plan's scaling; overwritten with the result
     * @param progress has no entries yet, unless the fit is resumed; then training goes on from the state that
     *     {@link Progress#resumed} has
     * @return why it stopped
     * @throws IllegalArgumentException if the objective becomes infinite or NaN
     */
    StopReason minimize(double[] parameters, Progress progress);

    /** The penalties among which the solver has chosen, if it does; known after {@link #minimize}. */
    default Optional<PenaltyChoice> choice() {
        return Optional.empty();
    }

    /** The learning rate; NaN if it is not known yet, or if the solver has none. */
    default double stepSize() {
        return Double.NaN;
    }
}
