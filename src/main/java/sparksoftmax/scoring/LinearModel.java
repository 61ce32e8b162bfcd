package sparksoftmax.scoring;

import java.io.Serializable;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

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

    /**
     * The margins W x + b, [numClasses].
     *
     * @throws IllegalArgumentException if the size of {@code features} is not numFeatures
     */
    public DenseVector margins(Vector features) {
        if (features.size() != coefficients.numCols()) {
            throw new IllegalArgumentException("The feature vector must have size " + coefficients.numCols()
                    + " (numFeatures of the model), but has size " + features.size() + ".");
        }
        double[] margins = intercepts.toArray().clone();
        if (features instanceof SparseVector sparse) {
            for (int p = 0; p < sparse.indices().length; p++) {
                addColumn(sparse.indices()[p], sparse.values()[p], margins);
            }
        } else {
            double[] values = features.toArray();
            for (int j = 0; j < values.length; j++) {
                addColumn(j, values[j], margins);
            }
        }
        return new DenseVector(margins);
    }

    /** margins += x W_j, with W_j the coefficients of feature j. */
    private void addColumn(int j, double x, double[] margins) {
        if (x == 0.0) {
            return;
        }
        if (coefficients instanceof DenseMatrix dense) {
            double[] values = dense.values();
            int start = j * margins.length;
            for (int k = 0; k < margins.length; k++) {
                margins[k] += x * values[start + k];
            }
        } else {
            SparseMatrix sparse = (SparseMatrix) coefficients;
            for (int p = sparse.colPtrs()[j]; p < sparse.colPtrs()[j + 1]; p++) {
                margins[sparse.rowIndices()[p]] += x * sparse.values()[p];
            }
        }
    }
}
