package sparksoftmax.block;

import java.io.Serializable;
import sparksoftmax.kernel.ScalarKernel;

/**
 * Some rows of the training data, packed into arrays: features, labels and weights. Immutable, hence thread safe.
 *
 * <p>For n rows, F features and K classes, margins Z and multipliers M are [rows x K], row-major, the first row at 0.
 */
public sealed interface Block extends Serializable permits LabeledBlock {
    /** The number of rows, at least 1. */
    int numRows();

    /** The length F of every row's feature vector. */
    int numFeatures();

    /** The class of every row, 0 or greater; not a copy. */
    int[] labels();

    /** The weight of every row, finite and greater than 0: a row of weight 0 is never packed. Not a copy. */
    double[] weights();

    /** The class of row {@code i}. */
    default int label(int i) {
        return labels()[i];
    }

    /** The weight of row {@code i}. */
    default double weight(int i) {
        return weights()[i];
    }

    /** How many feature values are stored: n F in a dense block, the non-zeros in a sparse one. */
    int numStored();

    /**
     * Margins of the rows {@code from} (inclusive) to {@code to} (exclusive): Z = X W + b.
     *
     * @param margins Z, [to - from x K], overwritten
     */
    void margins(int from, int to, Coefficients coefficients, double[] margins);

    /**
     * Adds the gradient of the rows {@code from} to {@code to} to {@code sums}. The rows of a block are added in order
     * and to the end, in as many calls as the caller likes.
     *
     * @param multipliers M, [to - from x K]
     */
    default void addGradient(int from, int to, double[] multipliers, GradientSums sums) {
        int numClasses = sums.intercepts().length;
        ScalarKernel.addColumnSums(multipliers, to - from, numClasses, sums.intercepts());
        addProducts(from, to, multipliers, sums);
    }

    /** Adds Xᵀ M of the rows {@code from} to {@code to}; for {@link #addGradient}. */
    void addProducts(int from, int to, double[] multipliers, GradientSums sums);

    /** The same rows with the features that {@code map} makes of these, for training. */
    Block mapped(FeatureMap map);

    /** The same rows with other weights, greater than 0. */
    Block withWeights(double[] newWeights);

    /** Hands every stored value of row {@code i} to {@code visitor}, in the order of the features. */
    void forEachStored(int i, FeatureVisitor visitor);

    /** Receives one stored feature value. */
    @FunctionalInterface
    interface FeatureVisitor {
        /** Receives the value of feature {@code j}. */
        void visit(int j, double value);
    }
}
