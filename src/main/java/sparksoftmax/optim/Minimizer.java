package sparksoftmax.optim;

/** Minimizes a function, one step at a time. */
public interface Minimizer {
    /** The value of the function at the current position. */
    double value();

    /**
     * The Euclidean norm of the gradient at the current position, without the coordinates that are held at a bound;
     * with L1 strengths, that of the pseudo-gradient. It is 0 at a minimum.
     */
    double gradientNorm();

    /**
     * Moves to a position with a lower value. Returns false if none was found, which means that there is none to double
     * precision.
     */
    boolean step();
}
