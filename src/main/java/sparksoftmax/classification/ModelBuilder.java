package sparksoftmax.classification;

import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.training.TrainingResult;

/** Makes models of what training found. */
final class ModelBuilder {
    private ModelBuilder() {}

    static SoftmaxClassificationModel trained(String uid, TrainingResult result) {
        Vector intercepts = new DenseVector(result.intercepts()).compressed();
        return new SoftmaxClassificationModel(
                uid, matrix(result.coefficients(), result.varying(), result.intercepts().length), intercepts);
    }

    /** Feature-major [F x K] is column-major K x F: the same array, where no feature is left out. */
    private static Matrix matrix(double[] values, VaryingFeatures varying, int numClasses) {
        int numFeatures = varying.numFeatures();
        int[] columns = varying.columns();
        if (columns.length == numFeatures) {
            return new DenseMatrix(numClasses, numFeatures, values);
        }
        int[] columnStarts = new int[numFeatures + 1];
        for (int j = 0, c = 0; j < numFeatures; j++) {
            c += c < columns.length && columns[c] == j ? 1 : 0;
            columnStarts[j + 1] = c * numClasses;
        }
        int[] rows = new int[values.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % numClasses;
        }
        return new SparseMatrix(numClasses, numFeatures, columnStarts, rows, values);
    }
}
