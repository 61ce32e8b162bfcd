package sparksoftmax.kernel;

/**
 * Where the time of training goes: the products of dense rows with a coefficient matrix, in single precision, and the
 * exponentials of the margins, in double precision.
 *
 * <p>Shapes, for n rows, F features and K classes, with {@code stride} = F rounded up to a multiple of
 * {@link #LANE_MULTIPLE} and the elements behind F being 0:
 *
 * <ul>
 *   <li>features X, [n x stride], row-major;
 *   <li>coefficients W and gradient G, [K x stride], class-major;
 *   <li>margins Z and multipliers M, [rows in range x K], row-major, the first row of the range at 0.
 * </ul>
 *
 * <p>Arguments are not checked: the callers own the shapes. Implementations are stateless and thread safe.
 */
public interface FloatKernel {
    /** Rows and coefficients are padded to a multiple of so many values, which no vector register exceeds. */
    int LANE_MULTIPLE = 16;

    /** F rounded up to whole vector registers. */
    static int stride(int numFeatures) {
        return (numFeatures + LANE_MULTIPLE - 1) / LANE_MULTIPLE * LANE_MULTIPLE;
    }

    /** What this kernel runs on, for the log. */
    String description();

    /** Z = X Wᵀ for the rows {@code from} (inclusive) to {@code to} (exclusive); Z is overwritten. */
    void margins(float[] x, int stride, int from, int to, float[] w, int numClasses, float[] z);

    /** G += Mᵀ X for the rows {@code from} to {@code to}. */
    void addGradient(float[] x, int stride, int from, int to, float[] m, int numClasses, float[] g);

    /** Replaces the first {@code length} elements by their exponentials, to within one unit in the last place. */
    void exp(double[] x, int length);
}
