package sparksoftmax.classification;

import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import sparksoftmax.training.SharedRows;
import sparksoftmax.training.Start;
import sparksoftmax.training.Trainer;
import sparksoftmax.training.TrainingResult;

/**
 * The result of training on a data set with given Params.
 *
 * @param result the coefficients and how they were found
 * @param trainingRows the rows that were trained on
 * @param seconds the duration of the fit, including the time to read the rows
 */
record Fit(TrainingResult result, Dataset<?> trainingRows, double seconds) {
    /**
     * Trains.
     *
     * @param params the Params
     * @param dataset the training rows, and the validation rows, if any
     * @param continued the model from which training continues; null to start as the Params say
     * @param numClasses the number of classes, if it is known; null to take it from the data
     * @param shared rows that are shared with other fits; null if there are none
     * @param listener called after every pass; null if there is none
     */
    static Fit run(
            SoftmaxClassifierParams params,
            Dataset<?> dataset,
            Start continued,
            Integer numClasses,
            SharedRows shared,
            TrainingListener listener) {
        long start = System.nanoTime();
        FitParams fitParams = new FitParams(params);
        TrainingResult result = Trainer.fit(
                dataset,
                fitParams.columns(dataset.schema(), numClasses),
                fitParams.settings(continued),
                params.uid(),
                shared,
                fitParams::checkNumClasses,
                new SafeListener(listener));
        return new Fit(result, trainingRows(params, dataset), (System.nanoTime() - start) / 1e9);
    }

    /**
     * W, [numClasses x numFeatures]. The result's array is feature-major, which is column by column, so it is used
     * without a copy if all features vary.
     */
    Matrix coefficientMatrix() {
        double[] values = result.coefficients();
        int numClasses = result.intercepts().length;
        int numFeatures = result.varying().numFeatures();
        int[] columns = result.varying().columns();
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

    /** b, [numClasses]. */
    Vector interceptVector() {
        return new DenseVector(result.intercepts()).compressed();
    }

    private static Dataset<?> trainingRows(SoftmaxClassifierParams params, Dataset<?> dataset) {
        boolean validates = params.isDefined(params.validationIndicatorCol())
                && !params.getValidationIndicatorCol().isEmpty();
        if (!validates) {
            return dataset;
        }
        Column marked = functions.coalesce(functions.col(params.getValidationIndicatorCol()), functions.lit(false));
        return dataset.filter(functions.not(marked));
    }
}
