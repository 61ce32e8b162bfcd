package sparksoftmax.local;

import sparksoftmax.block.Block;

/**
 * Coefficients and intercepts that move with every few rows, in single precision: what one partition trains on its own.
 * Order of use, for every mini-batch: {@link #take} its rows, {@link #margins}, {@link #step}. Mutable, not thread
 * safe.
 */
public abstract sealed class LocalModel permits DenseLocalModel, SparseLocalModel {
    final int numFeatures;
    final int numClasses;
    final LocalPenalty penalty;
    final double[] intercepts;

    private final boolean fitIntercept;
    private final int[] labels;
    private final double[] weights;
    private final double[] squaredNorms;
    private int numRows;

    LocalModel(int numFeatures, double[] intercepts, boolean fitIntercept, LocalPenalty penalty, int batchSize) {
        this.numFeatures = numFeatures;
        this.numClasses = intercepts.length;
        this.intercepts = intercepts.clone();
        this.fitIntercept = fitIntercept;
        this.penalty = penalty;
        labels = new int[batchSize];
        weights = new double[batchSize];
        squaredNorms = new double[batchSize];
    }

    /**
     * A model of the kind that fits the blocks.
     *
     * @param dense whether the blocks store every value
     * @param coefficients [F x K] feature-major, copied
     * @param intercepts [K], copied
     * @param batchSize the most rows taken before a step
     */
    public static LocalModel of(
            boolean dense,
            float[] coefficients,
            double[] intercepts,
            boolean fitIntercept,
            LocalPenalty penalty,
            int batchSize) {
        return dense
                ? new DenseLocalModel(coefficients, intercepts, fitIntercept, penalty, batchSize)
                : new SparseLocalModel(coefficients, intercepts, fitIntercept, penalty, batchSize);
    }

    /** Adds a row to the mini-batch. */
    public final void take(Block block, int i) {
        labels[numRows] = block.label(i);
        weights[numRows] = block.weight(i);
        double squaredNorm = takeFeatures(numRows, block, i);
        squaredNorms[numRows] = squaredNorm + (fitIntercept ? 1.0 : 0.0);
        numRows++;
    }

    /** Copies or notes a row's features; their sum of squares. */
    abstract double takeFeatures(int position, Block block, int i);

    /** The rows taken. */
    public final int numRows() {
        return numRows;
    }

    /** The classes of the rows taken, not a copy. */
    public final int[] labels() {
        return labels;
    }

    /** The weights of the rows taken, not a copy. */
    public final double[] weights() {
        return weights;
    }

    /** The margins of the rows {@code from} to {@code to} of a block, [to - from x K], overwritten. */
    public abstract void margins(Block block, int from, int to, double[] margins);

    /** The margins of the rows taken, [rows x K], overwritten. */
    public abstract void margins(double[] margins);

    /**
     * A proximal step against the rows' multipliers m, which ends the mini-batch:
     *
     * <pre>
     *   W_jk ← shrink(W_jk - Σ_i η_i x_ij m_ik),   b_k ← b_k - Σ_i η_i m_ik,   η_i = min(η, c / (w_i ‖x_i‖²))
     * </pre>
     *
     * where the bound c keeps a row of large norm or weight from overshooting its own loss's optimum.
     *
     * @param multipliers [rows x K], changed
     */
    public final void step(double[] multipliers, double stepSize, double longestStep) {
        for (int i = 0; i < numRows; i++) {
            double step = Math.min(stepSize, longestStep / (weights[i] * squaredNorms[i]));
            for (int k = i * numClasses; k < (i + 1) * numClasses; k++) {
                multipliers[k] *= -step;
            }
            for (int k = 0; fitIntercept && k < numClasses; k++) {
                intercepts[k] += multipliers[i * numClasses + k];
            }
        }
        moveCoefficients(numRows, multipliers, stepSize);
        numRows = 0;
    }

    /** W_j += Σ_i x_ij moves_i, then the penalty's share of the step. */
    abstract void moveCoefficients(int rows, double[] moves, double stepSize);

    /** [K], not a copy. */
    public final double[] intercepts() {
        return intercepts;
    }

    /** Copies the coefficients of feature {@code j}, [K], to {@code target}, from index {@code start} on. */
    public abstract void copyCoefficients(int j, float[] target, int start);
}
