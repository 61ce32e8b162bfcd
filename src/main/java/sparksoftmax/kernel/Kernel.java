package sparksoftmax.kernel;

/**
 * The products of rows of features with a coefficient matrix, which take most of the training time: for dense rows in
 * single precision and for sparse rows in single or double precision.
 *
 * <p>Shapes, for n rows, F features and K classes:
 *
 * <ul>
 *   <li>margins Z and multipliers M, [rows in range x K], row-major, starting at index 0 with the first row of the
 *       range;
 *   <li>dense rows and their coefficients: see {@link DenseShape};
 *   <li>sparse rows, CSR: row i has its non-zeros at {@code rowStarts[i] .. rowStarts[i + 1]} of {@code indices} and
 *       {@code values}; W and G, [F x K], feature-major, so that the K numbers that belong to a non-zero are neighbors
 *       in memory.
 * </ul>
 *
 * <p>Arguments are not checked: the caller must make sure that the shapes fit. Implementations are stateless and thread
 * safe.
 */
public interface Kernel {
    /** A description of this kernel for the log. */
    String description();

    /** The least share of non-zeros with which products are faster for dense rows than for sparse rows. */
    double denseFrom();

    /** The shape that arguments for dense rows must have; this kernel supports no other. */
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
     * @param w [F x stride], feature-major, padded with zeros after the K values of a feature
     * @param stride a multiple of {@link Padding#CLASS_MULTIPLE}
     * @param z [to - from x stride]
     */
    void sparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z);

    /**
     * W += Xᵀ M for the rows {@code from} to {@code to} of sparse rows in single precision.
     *
     * @param m [to - from x stride], padded with zeros after the K values of a row
     */
    void addSparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w);

    /**
     * The proximal operator of an elastic net on the features of one sparse row, those at {@code from} (inclusive) to
     * {@code to} (exclusive) of {@code indices}: w ← sign(w) max(0, |w| - t_j) f_j for all coefficients w of feature j.
     *
     * @param thresholds t, [to - from]; null if all are 0
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

    /**
     * z += x W for the first {@code count} values of one row: of every four values a, b, c, d it adds (a W_a + b W_b) +
     * (c W_c + d W_d), and then one by one the up to three that are left. All kernels keep to this order, without fused
     * multiply-adds, and give the same bits, so that margins are the same on all machines.
     *
     * @param starts where the coefficients W_x of the features of {@code x} start in {@code w}
     * @param w [F x K], feature-major
     * @param z [K]
     */
    void addProduct(int[] starts, double[] x, int count, double[] w, double[] z);

    /**
     * {@link #addProduct} for the first {@code count} values of one row whose coefficients follow one another in
     * {@code w} from {@code start} on: the same to the bit, in less time.
     */
    void addDenseProduct(double[] x, int count, double[] w, int start, double[] z);

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
}
