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
     * Runs until it stops; why it did.
     *
     * @param parameters the start; overwritten with the end
     * @param progress of no pass yet
     * @throws IllegalArgumentException if the objective ceases to be finite
     */
    StopReason minimize(double[] parameters, Progress progress);

    /** The learning rate, once it is known; not a number if the solver has none. */
    default double stepSize() {
        return Double.NaN;
    }
}
