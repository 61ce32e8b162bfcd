package sparksoftmax.optim;

/** Minimizes a function, one step at a time. */
public interface Minimizer {
    /** The value of the function at the current position. */
    double value();

    /**
     * Moves to a position with a lower value. Returns false if none was found, which means that there is none to double
     * precision.
     */
    boolean step();
}
