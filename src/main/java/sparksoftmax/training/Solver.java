package sparksoftmax.training;

import java.util.List;

/** A training algorithm, for one use. */
interface Solver {
    /** {@code solver}: chosen by the data. */
    String AUTO = "auto";

    /** {@code solver}: local steps, averaged. */
    String LOCAL_SGD = "localSgd";

    /** {@code solver}: synchronous gradient descent. */
    String SGD = "sgd";

    /** {@code solver}: limited-memory BFGS. */
    String LBFGS = "l-bfgs";

    /** The values of the Param {@code solver}. */
    List<String> NAMES = List.of(AUTO, SGD, LOCAL_SGD, LBFGS);

    /**
     * Runs until it stops.
     *
     * @param parameters the start; overwritten with the end
     * @throws IllegalArgumentException if the objective ceases to be finite
     */
    Outcome minimize(double[] parameters);

    /** The learning rate, once it is known; not a number if the solver has none. */
    default double stepSize() {
        return Double.NaN;
    }

    /** The objective before each pass and after the last, and why there was no further one. */
    record Outcome(double[] objectiveHistory, StopReason stopReason) {}
}
