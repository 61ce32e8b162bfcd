package sparksoftmax.block;

import java.io.Serializable;

/**
 * Some rows of the training data, packed into arrays: features, labels and weights. Immutable, hence thread safe.
 *
 * <p>Coefficients, gradients and margins have the shapes and layouts of {@link sparksoftmax.kernel.ScalarKernel}.
 */
public sealed interface Block extends Serializable permits DenseBlock, SparseBlock {
    /** The number of rows, at least 1. */
    int numRows();

    /** The length F of every row's feature vector. */
    int numFeatures();

    /** The class of row {@code i}, 0 or greater. */
    int label(int i);

    /** The weight of row {@code i}, finite and greater than 0: a row of weight 0 is never packed. */
    double weight(int i);

    /** How many feature values are stored: n F in a dense block, the non-zeros in a sparse one. */
    int numStored();

    /**
     * Margins of the rows {@code from} (inclusive) to {@code to} (exclusive): Z = X W + b.
     *
     * @param coefficients W, [F x K]
     * @param intercepts b, [K]
     * @param margins Z, [to - from x K], overwritten
     */
    void margins(int from, int to, double[] coefficients, double[] intercepts, int numClasses, double[] margins);

    /**
     * Adds Xᵀ M of the rows {@code from} to {@code to} to a gradient.
     *
     * @param multipliers M, [to - from x K]
     * @param gradient [F x K], added to
     */
    void addGradient(int from, int to, double[] multipliers, int numClasses, double[] gradient);

    /** Hands every stored value of row {@code i} to {@code visitor}, in the order of the features. */
    void forEachStored(int i, FeatureVisitor visitor);

    /** Receives one stored feature value. */
    @FunctionalInterface
    interface FeatureVisitor {
        /** Receives the value of feature {@code j}. */
        void visit(int j, double value);
    }
}
