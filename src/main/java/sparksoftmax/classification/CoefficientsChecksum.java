package sparksoftmax.classification;

import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import sparksoftmax.scoring.LinearModel;
import sparksoftmax.storage.Sha256;

/**
 * A checksum of coefficients and intercepts, by which a reader knows that what it read is what was saved, whatever
 * files and encodings lie between. It tells dense from sparse ones, and is of the values' bits.
 */
final class CoefficientsChecksum {
    private CoefficientsChecksum() {}

    static String of(LinearModel model) {
        Sha256 sum = new Sha256();
        add(sum, model.coefficients());
        add(sum, model.intercepts());
        return sum.hex();
    }

    private static void add(Sha256 sum, Matrix matrix) {
        sum.add(matrix.numRows()).add(matrix.numCols());
        if (matrix instanceof SparseMatrix sparse) {
            sum.add("sparse").add(sparse.colPtrs()).add(sparse.rowIndices()).add(sparse.values());
        } else {
            sum.add("dense").add(((DenseMatrix) matrix).values());
        }
    }

    private static void add(Sha256 sum, Vector vector) {
        sum.add(vector.size());
        if (vector instanceof SparseVector sparse) {
            sum.add("sparse").add(sparse.indices()).add(sparse.values());
        } else {
            sum.add("dense").add(vector.toArray());
        }
    }
}
