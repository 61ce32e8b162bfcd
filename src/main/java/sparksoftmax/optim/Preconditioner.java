package sparksoftmax.optim;

/** A first guess H₀ at the inverse curvature of a function: symmetric, positive definite, the same everywhere. */
@FunctionalInterface
public interface Preconditioner {
    /** H₀ v, a new array. */
    double[] times(double[] v);
}
