package sparksoftmax.kernel;

/**
 * The functions of margins that a loss needs. Their error is at most one unit in the last place, and the result for an
 * element does not depend on its index or on the other elements. Implementations are stateless and thread safe.
 */
public interface Functions {
    /** Replaces the elements {@code from} (inclusive) to {@code to} (exclusive) by their exponentials. */
    void exp(double[] x, int from, int to);

    /** Replaces the elements {@code from} (inclusive) to {@code to} (exclusive) by log(1 + x). */
    void log1p(double[] x, int from, int to);
}
