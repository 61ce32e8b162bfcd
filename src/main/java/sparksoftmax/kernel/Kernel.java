package sparksoftmax.kernel;

/**
 * Where the time of training goes: the products of rows of features with a coefficient matrix, of dense rows in single
 * precision and of sparse rows in either, and the exponentials of the margins.
 *
 * <p>Shapes, for n rows, F features and K classes:
 *
 * <ul>
 *   <li>margins Z and multipliers M, [rows in range x K], row-major, the first row of the range at 0;
 *   <li>dense rows and their coefficients as {@link DenseShape} has them;
 *   <li>sparse rows, CSR: row i has its non-zeros at {@code rowStarts[i] .. rowStarts[i + 1]} of {@code indices} and
 *       {@code values}; W and G, [F x K], feature-major, so that one non-zero touches K neighbouring numbers.
 * </ul>
 *
 * <p>Arguments are not checked: the callers own the shapes. Implementations are stateless and thread safe.
 */
public interface Kernel {
    /** What this kernel runs on, for the log. */
    String description();

    /** From this share of non-zeros on the products of rows stored densely are faster than those of sparse rows. */
    double denseFrom();

    /** The way in which dense rows' coefficients are to lie for this kernel, which takes no other. */
    DenseShape shape(int numFeatures, int numClasses);

    /** Z = X Wᵀ for the dense rows {@code from} (inclusive) to {@code to} (exclusive); Z is overwritten. */
    void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z);

    /** G += Mᵀ X for the dense rows {@code from} to {@code to}. */
    void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g);

    /** The sum of the squares of {@code length} values, a multiple of {@link Padding#LANE_MULTIPLE}. */
    double squaredNorm(float[] x, int start, int length);

    /**
     * Z = X W for the rows {@code from} to {@code to} of sparse rows in single precision; Z is overwritten.
     *
     * @param w [F x stride], feature-major, 0 behind the K values of a feature
     * @param stride a multiple of {@link Padding#CLASS_MULTIPLE}
     * @param z [to - from x stride]
     */
    void sparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z);

    /**
     * W += Xᵀ M for the rows {@code from} to {@code to} of sparse rows in single precision.
     *
     * @param m [to - from x stride], 0 behind the K values of a row
     */
    void addSparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w);

    /**
     * The proximal operator of an elastic net on the features of one sparse row, those at {@code from} (inclusive) to
     * {@code to} (exclusive) of {@code indices}: w ← sign(w) max(0, |w| - t_j) f_j for all of a feature's w.
     *
     * @param thresholds t, [to - from]; null for zeros
     * @param factors f, [to - from]
     * @param w [F x stride], feature-major
     */
    void shrinkSparse(int[] indices, int from, int to, float[] thresholds, float[] factors, float[] w, int stride);

    /** Z = X W + b for the rows {@code from} to {@code to} of sparse rows; Z is overwritten. */
    void sparseMargins(
            int[] rowStarts,
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] coefficients,
            double[] intercepts,
            int numClasses,
            double[] margins);

    /** G += Xᵀ M for the rows {@code from} to {@code to} of sparse rows. */
    void addSparseGradient(
            int[] rowStarts,
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] multipliers,
            int numClasses,
            double[] gradient);

    /**
     * Replaces the elements {@code from} (inclusive) to {@code to} (exclusive) by their exponentials, to within one
     * unit in the last place; an element's result does not depend on its place or on the others.
     */
    void exp(double[] x, int from, int to);

    /**
     * Replaces the elements {@code from} (inclusive) to {@code to} (exclusive) by log(1 + x), to within one unit in the
     * last place; an element's result does not depend on its place or on the others.
     */
    void log1p(double[] x, int from, int to);
}
