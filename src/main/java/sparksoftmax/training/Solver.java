package sparksoftmax.training;

import java.util.List;

/** A training algorithm, for one use. */
interface Solver {
    /** {@code solver}: synchronous gradient descent. */
    String SGD = "sgd";

    /** {@code solver}: limited-memory BFGS. */
    String LBFGS = "l-bfgs";

    /** The values of the Param {@code solver}. */
    List<String> NAMES = List.of(SGD, LBFGS);

    /**
     * Runs until it stops.
     *
     * @param parameters the start; overwritten with the end
     * @throws IllegalArgumentException if the objective ceases to be finite
     */
    Outcome minimize(double[] parameters);

    /** The objective before each pass and after the last, and why there was no further one. */
    record Outcome(double[] objectiveHistory, StopReason stopReason) {}
}
