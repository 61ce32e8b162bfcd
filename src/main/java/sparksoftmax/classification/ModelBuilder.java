package sparksoftmax.classification;

import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import sparksoftmax.training.FeatureSubset;
import sparksoftmax.training.TrainingResult;

/** Makes models of what training found. */
final class ModelBuilder {
    private ModelBuilder() {}

    static SoftmaxClassificationModel trained(String uid, TrainingResult result) {
        Vector intercepts = new DenseVector(result.intercepts()).compressed();
        return new SoftmaxClassificationModel(
                uid, matrix(result.coefficients(), result.moving(), result.intercepts().length), intercepts);
    }

    /** The model of data of a single class, as MLlib has it: coefficients 0, that class's intercept infinite. */
    static SoftmaxClassificationModel constant(String uid, int label, int numClasses, int numFeatures) {
        Matrix zeros = new SparseMatrix(numClasses, numFeatures, new int[numFeatures + 1], new int[0], new double[0]);
        Vector intercepts = Vectors.sparse(numClasses, new int[] {label}, new double[] {Double.POSITIVE_INFINITY});
        return new SoftmaxClassificationModel(uid, zeros, intercepts);
    }

    /** Feature-major [F x K] is column-major K x F: the same array, where no feature is left out. */
    private static Matrix matrix(double[] values, FeatureSubset moving, int numClasses) {
        int numFeatures = moving.numFeatures();
        int[] columns = moving.columns();
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
