package sparksoftmax.local;

import java.util.Arrays;
import sparksoftmax.block.Block;
import sparksoftmax.block.Targets;
import sparksoftmax.sums.SpareArrays;

/**
 * The model that one partition trains on its own rows: coefficients in single precision and intercepts, which change
 * after every few rows. Order of use for every mini-batch: {@link #take} for each of its rows,
 * {@link #margins(LocalModel, double[])}, {@link #step}. Mutable, not thread safe.
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

    /** [batchSize x numClasses]; null before the first row that has more than a label. */
    private double[] distributions;

    /** Of the three arrays above. */
    private Targets targets;

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
        targets = new Targets(labels, weights, null);
    }

    /**
     * A model for dense or for sparse blocks.
     *
     * @param dense whether the blocks are dense
     * @param coefficients the coefficients to start from, [F x K] feature-major, copied
     * @param intercepts the intercepts to start from, [K], copied
     * @param fitIntercept whether the intercepts are trained
     * @param penalty the penalty on the coefficients
     * @param batchSize the maximum number of rows in a mini-batch
     * @param arrays where the array for the model's coefficients is taken from
     */
    public static LocalModel of(
            boolean dense,
            float[] coefficients,
            double[] intercepts,
            boolean fitIntercept,
            LocalPenalty penalty,
            int batchSize,
            SpareArrays arrays) {
        return dense
                ? new DenseLocalModel(coefficients, intercepts, fitIntercept, penalty, batchSize, arrays)
                : new SparseLocalModel(coefficients, intercepts, fitIntercept, penalty, batchSize, arrays);
    }

    /** The array that was taken for the coefficients. */
    abstract float[] array();

    /** Adds a row to the mini-batch. */
    public final void take(Block block, int i) {
        double[] ofBlock = block.targets().distributions();
        labels[numRows] = block.label(i);
        if (ofBlock != null) {
            if (distributions == null) {
                distributions = new double[labels.length * numClasses];
                targets = new Targets(labels, weights, distributions);
                for (int r = 0; r < numRows; r++) {
                    distributions[r * numClasses + labels[r]] = 1.0;
                }
            }
            System.arraycopy(ofBlock, i * numClasses, distributions, numRows * numClasses, numClasses);
        } else if (distributions != null) {
            // Once a row has a distribution, those of labels are 1 at their class.
            Arrays.fill(distributions, numRows * numClasses, (numRows + 1) * numClasses, 0.0);
            distributions[numRows * numClasses + labels[numRows]] = 1.0;
        }
        weights[numRows] = block.weight(i);
        takeFeatures(numRows, block, i);
        squaredNorms[numRows] = block.squaredNorms()[i] + (fitIntercept ? 1.0 : 0.0);
        numRows++;
    }

    /** Keeps the features of a row for the next step. */
    abstract void takeFeatures(int position, Block block, int i);

    /** The number of rows in the mini-batch. */
    public final int numRows() {
        return numRows;
    }

    /** The targets of the rows in the mini-batch, which are its first {@link #numRows}; not a copy. */
    public final Targets targets() {
        return targets;
    }

    /**
     * Overwrites {@code margins} with the margins of the rows in the mini-batch of a model of the same kind, which may
     * be this one, [rows x K].
     */
    abstract void margins(LocalModel batch, double[] margins);

    /**
     * Takes a proximal gradient step for the rows of the mini-batch, with multipliers m, and empties the mini-batch:
     *
     * <pre>
     *   W_jk ← shrink(W_jk - Σ_i η_i x_ij m_ik),   b_k ← b_k - Σ_i η_i m_ik,   η_i = min(η, c / (w_i ‖x_i‖²))
     * </pre>
     *
     * where shrink is the operator of {@link LocalPenalty}. The bound with c prevents a row of large norm or weight
     * from overshooting the minimum of its own loss.
     *
     * @param multipliers m, [rows x K], changed
     * @param stepSize η
     * @param longestStep c
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

    /** W_j += Σ_i x_ij moves_i, then the penalty's part of the step. */
    abstract void moveCoefficients(int rows, double[] moves, double stepSize);

    /** The intercepts, [K], not a copy. */
    public final double[] intercepts() {
        return intercepts;
    }

    /** Copies the coefficients of feature {@code j}, [K], to {@code target}, starting at index {@code start}. */
    public abstract void copyCoefficients(int j, float[] target, int start);
}
