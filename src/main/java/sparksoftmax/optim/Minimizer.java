package sparksoftmax.optim;

/** A way down a function, one step at a time. */
public interface Minimizer {
    /** The objective at the current position. */
    double value();

    /** Moves to a better position; false if none was found, which at working precision means that there is none. */
    boolean step();
}
