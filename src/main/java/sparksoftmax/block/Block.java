package sparksoftmax.block;

import java.io.Serializable;
import sparksoftmax.kernel.ScalarKernel;

/**
 * Some rows of the training data, packed into arrays: features, and what they should be predicted as. Immutable and
 * thread safe.
 *
 * <p>For F features and K classes, the margins Z and the multipliers M of some rows are [rows x K], row-major, and
 * start at index 0 with the first of these rows.
 */
public sealed interface Block extends Serializable permits LabeledBlock {
    /** The number of rows, at least 1. */
    int numRows();

    /** The length F of every row's feature vector. */
    int numFeatures();

    /** The labels or distributions, and the weights, which are greater than 0: rows of weight 0 are not packed. */
    Targets targets();

    /** The fold of cross-validation that all rows of the block belong to; 0 if rows are not divided into folds. */
    int fold();

    /** The class of row {@code i}. */
    default int label(int i) {
        return targets().labels()[i];
    }

    /** The weight of row {@code i}. */
    default double weight(int i) {
        return targets().weights()[i];
    }

    /**
     * The sums of the squares of the values of every row, [n]; computed on first use, not a copy. For blocks in single
     * precision.
     */
    double[] squaredNorms();

    /** The number of feature values that are stored: all in a dense block, the non-zeros in a sparse one. */
    int numStored();

    /** The approximate size of the block in memory, in bytes. */
    long numBytes();

    /**
     * Margins of the rows {@code from} (inclusive) to {@code to} (exclusive): Z = X W + b.
     *
     * @param margins Z, [to - from x K], overwritten
     * @param scratch for intermediate results
     */
    void margins(int from, int to, Coefficients coefficients, double[] margins, Scratch scratch);

    /**
     * Adds the gradient of the rows {@code from} to {@code to} to {@code sums}. The caller may divide a block among
     * several calls, but must add all rows up to the last one, in order.
     *
     * @param multipliers M, [to - from x K]
     */
    default void addGradient(int from, int to, double[] multipliers, GradientSums sums) {
        int numClasses = sums.intercepts().length;
        ScalarKernel.addColumnSums(multipliers, to - from, numClasses, sums.intercepts());
        addProducts(from, to, multipliers, sums);
    }

    /** Adds Xᵀ M of the rows {@code from} to {@code to}; called by {@link #addGradient}. */
    void addProducts(int from, int to, double[] multipliers, GradientSums sums);

    /**
     * Adds Σ_i M_ik x_ij (x_ij - 2 c_j) of the stored values of the rows {@code from} to {@code to} to the sums of the
     * coefficients, and Σ_i M_i to those of the intercepts. For blocks as they are trained on.
     *
     * @param multipliers M, [to - from x K]
     * @param center c, [F]
     */
    void addSquares(int from, int to, double[] multipliers, double[] center, GradientSums sums);

    /** The same rows with the features and the storage of {@code map}; for blocks as they were read. */
    Block mapped(FeatureMap map);

    /** The same features with other targets. */
    Block withTargets(Targets newTargets);

    /** Calls {@code visitor} with every row, in order; for blocks as they were read. */
    void forEachRow(RowVisitor visitor);

    /** Calls {@code visitor} with every stored value of row {@code i}, in the order of the features. */
    void forEachStored(int i, FeatureVisitor visitor);

    /**
     * Reads something of all arrays that have row {@code i}, so that the processor fetches the row from memory.
     *
     * @return the sum of what was read, which means nothing
     */
    double fetch(int i);

    /** Receives rows as a block stores them, which is faster than value by value. */
    interface RowVisitor {
        /**
         * Receives a row of a sparse block.
         *
         * @param weight the weight of the row
         * @param indices from {@code from} to {@code to}, the features of its non-zeros, increasing; not to be changed
         * @param values from {@code from} to {@code to}, their values; not to be changed
         */
        void sparse(double weight, int[] indices, double[] values, int from, int to);

        /**
         * Receives a row of a dense block.
         *
         * @param weight the weight of the row
         * @param values from {@code from} on, its F values; not to be changed
         */
        void dense(double weight, double[] values, int from);
    }

    /** Receives the stored values of a row. */
    @FunctionalInterface
    interface FeatureVisitor {
        /** Receives the value of feature {@code j}. */
        void visit(int j, double value);
    }
}
