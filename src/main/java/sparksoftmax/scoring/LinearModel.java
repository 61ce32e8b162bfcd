package sparksoftmax.scoring;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.columns.FeatureVector;
import sparksoftmax.columns.VectorFeatures;

/**
 * Coefficients W, [numClasses x numFeatures], stored column by column, and intercepts b, [numClasses]: all that the
 * margins W x + b of features x need. Immutable.
 */
public final class LinearModel implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Matrix coefficients;
    private final Vector intercepts;

    /** {@code coefficients} must be stored column by column. */
    public LinearModel(Matrix coefficients, Vector intercepts) {
        this.coefficients = coefficients;
        this.intercepts = intercepts;
    }

    /** W, [numClasses x numFeatures]. */
    public Matrix coefficients() {
        return coefficients;
    }

    /** b, [numClasses]. */
    public Vector intercepts() {
        return intercepts;
    }

    /** The model whose margins are those of this one, divided by a number. */
    public LinearModel dividedBy(double divisor) {
        Matrix divided = coefficients instanceof SparseMatrix sparse
                ? new SparseMatrix(
                        sparse.numRows(),
                        sparse.numCols(),
                        sparse.colPtrs(),
                        sparse.rowIndices(),
                        divided(sparse.values(), divisor))
                : new DenseMatrix(
                        coefficients.numRows(), coefficients.numCols(), divided(coefficients.toArray(), divisor));
        return new LinearModel(divided, new DenseVector(divided(intercepts.toArray(), divisor)));
    }

    private static double[] divided(double[] values, double divisor) {
        return Arrays.stream(values).map(value -> value / divisor).toArray();
    }

    /**
     * The margins W x + b, [numClasses].
     *
     * @throws IllegalArgumentException if the size of {@code features} is not numFeatures
     */
    public DenseVector margins(Vector features) {
        return new DenseVector(margins(VectorFeatures.of(features), null));
    }

    /**
     * The margins as above, in a new array.
     *
     * @param columns the columns that have the features, for messages; null if they are of no column
     */
    double[] margins(FeatureVector features, FeatureColumns columns) {
        if (features.size() != coefficients.numCols()) {
            throw new IllegalArgumentException("The feature vector must have size " + coefficients.numCols()
                    + " (numFeatures of the model), but has size " + features.size()
                    + (columns == null ? "." : " (" + columns.description() + ")."));
        }
        double[] margins = intercepts.toArray().clone();
        if (coefficients instanceof DenseMatrix dense) {
            NonZeros.addProduct(features, dense.values(), margins);
        } else {
            addSparse((SparseMatrix) coefficients, features, margins);
        }
        return margins;
    }

    /**
     * Whether margins are such that all features must have been finite. With coefficients of all features, one that is
     * not gives margins that are not, so that values need not be looked at before they are multiplied.
     */
    boolean showFinite(double[] margins) {
        if (!(coefficients instanceof DenseMatrix) || margins.length == 0) {
            return false;
        }
        for (double margin : margins) {
            if (!Double.isFinite(margin)) {
                return false;
            }
        }
        return true;
    }

    private static void addSparse(SparseMatrix coefficients, FeatureVector features, double[] margins) {
        int[] starts = coefficients.colPtrs();
        int[] classes = coefficients.rowIndices();
        double[] w = coefficients.values();
        for (int p = 0; p < features.numValues(); p++) {
            double x = features.value(p);
            if (x != 0.0) {
                int j = features.index(p);
                for (int at = starts[j]; at < starts[j + 1]; at++) {
                    margins[classes[at]] += x * w[at];
                }
            }
        }
    }
}
