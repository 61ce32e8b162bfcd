package sparksoftmax.optim;

/** A constant estimate H₀ of the inverse Hessian of a function; symmetric and positive definite. */
@FunctionalInterface
public interface Preconditioner {
    /** H₀ v, a new array. */
    double[] times(double[] v);
}
