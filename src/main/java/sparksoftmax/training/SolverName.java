package sparksoftmax.training;

import java.util.Arrays;
import java.util.List;

/** The names of the training algorithms, which are the values of the Param {@code solver}. */
public enum SolverName {
    /** Local steps and then quasi-Newton steps, or quasi-Newton steps alone, depending on the data. */
    AUTO("auto"),
    /** Synchronous gradient descent. */
    SGD("sgd"),
    /** Local steps in every partition, whose models are averaged after each pass. */
    LOCAL_SGD("localSgd"),
    /** Limited-memory BFGS. */
    LBFGS("l-bfgs");

    private final String paramValue;

    SolverName(String paramValue) {
        this.paramValue = paramValue;
    }

    /** Whether it takes local steps. */
    boolean isLocal() {
        return this == AUTO || this == LOCAL_SGD;
    }

    @Override
    public String toString() {
        return paramValue;
    }

    /** All names, the default first. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SolverName::toString).toList();
    }

    /**
     * The algorithm with the given name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SolverName named(String name) {
        return Arrays.stream(values())
                .filter(solver -> solver.paramValue.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "solver must be one of " + String.join(", ", names()) + ", but was " + name));
    }
}
