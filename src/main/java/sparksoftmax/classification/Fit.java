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
 * What training a data set with given Params came to.
 *
 * @param result the coefficients and how they were found
 * @param trainingRows the rows trained on
 * @param seconds from the beginning to the end, reading included
 */
record Fit(TrainingResult result, Dataset<?> trainingRows, double seconds) {
    /**
     * Trains.
     *
     * @param continued the model to go on from; null for where the Params say
     * @param numClasses if it is known; null for what the data say
     * @param shared rows shared with other fits; null for none
     * @param listener null for none
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

    /** W, [numClasses x numFeatures]. Feature-major is column by column: the same array, if no feature is left out. */
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
