package sparksoftmax.classification;

import java.util.function.IntFunction;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import sparksoftmax.rows.DeclaredClasses;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.NoTrainingRowsException;
import sparksoftmax.training.CheckpointSettings;
import sparksoftmax.training.SharedRows;
import sparksoftmax.training.Trainer;
import sparksoftmax.training.TrainingResult;
import sparksoftmax.ui.FitRecord;
import sparksoftmax.ui.SessionFits;

/**
 * The result of training on a data set with given Params.
 *
 * @param result the coefficients and how they were found
 * @param trainingRows the rows that were trained on
 * @param labelNames the names of the classes in the metadata of the label column; null if there are none
 * @param featureNames the names of the features, from the metadata of the features column or from the names of several
 *     columns; null if there are none
 * @param seconds the duration of the fit, including the time to read the rows
 */
record Fit(TrainingResult result, Dataset<?> trainingRows, String[] labelNames, String[] featureNames, double seconds) {
    /** The number of features, before the rows are read. */
    private static final int UNKNOWN = -1;

    /**
     * Trains.
     *
     * @param params the Params
     * @param ofClasses the Params to train with, given the number of classes: usually {@code params} itself. They may
     *     differ from those in what is decided after the rows have been read: penalty, bounds, and start
     * @param dataset the training rows, and the validation rows, if any
     * @param numClasses the number of classes, if it is set; else null
     * @param initial the model from which training starts; null to start as the Params say
     * @param continues whether training goes on from that model ({@code partialFit})
     * @param checkpoints where and how often the state of the fit is saved; null for never
     * @param shared rows that are shared with other fits; null if there are none
     * @param listener called after every pass; null if there is none
     * @param crossValidation how the penalty is chosen, if it is
     */
    static Fit run(
            SoftmaxClassifierParams params,
            IntFunction<SoftmaxClassifierParams> ofClasses,
            Dataset<?> dataset,
            Integer numClasses,
            InitialModel initial,
            boolean continues,
            CheckpointSettings checkpoints,
            SharedRows shared,
            TrainingListener listener,
            CrossValidationSettings crossValidation) {
        checkRunning(dataset);
        FitParams fitParams = new FitParams(params);
        FitRecord record = SessionFits.begin(
                dataset.sparkSession().sparkContext(), params.uid(), params.getMaxIter(), fitParams.given());
        FitWatchers watchers = new FitWatchers(record, new SafeListener(listener));
        try {
            Fit fit = run(
                    fitParams,
                    ofClasses,
                    params.uid(),
                    dataset,
                    numClasses,
                    initial,
                    continues,
                    checkpoints,
                    shared,
                    watchers,
                    crossValidation);
            record.finished(fit.result().stopReason().sentence());
            return fit;
        } catch (NoTrainingRowsException e) {
            if (continues) {
                record.finished("there is nothing to train on");
            } else {
                record.failed(e.getMessage());
            }
            throw e;
        } catch (Throwable e) {
            record.failed(e.getMessage() == null ? e.toString() : e.getMessage());
            throw e;
        }
    }

    /** Spark itself would fail with a NullPointerException. */
    static void checkRunning(Dataset<?> dataset) {
        if (dataset.sparkSession().sparkContext().isStopped()) {
            throw new IllegalStateException("The Spark session of the data set must be running, but has been stopped."
                    + " Make a new one (SparkSession.builder().getOrCreate()) and read the data set with it.");
        }
    }

    private static Fit run(
            FitParams fitParams,
            IntFunction<SoftmaxClassifierParams> ofClasses,
            String uid,
            Dataset<?> dataset,
            Integer numClasses,
            InitialModel initial,
            boolean continues,
            CheckpointSettings checkpoints,
            SharedRows shared,
            FitWatchers watchers,
            CrossValidationSettings crossValidation) {
        long start = System.nanoTime();
        TargetColumn target = fitParams.target(dataset);
        InputFeatures.Found features = fitParams.features().in(dataset);
        InputColumns columns = crossValidation.of(
                fitParams.columns(dataset, features.columns(), target, classes(numClasses, initial), continues));
        String[] labelNames = target.classNames();
        if (initial != null) {
            initial.checkLabelNames(labelNames, columns.label());
            initial.checkFeatureNames(features.featureNames(UNKNOWN), columns.describeFeatures());
        }
        TrainingResult result = Trainer.fit(
                dataset,
                columns,
                crossValidation.of(fitParams.settings(initial, continues)),
                uid,
                checkpoints,
                shared,
                number -> {
                    FitParams chosen = new FitParams(ofClasses.apply(number));
                    chosen.checkNumClasses(number);
                    return crossValidation.of(chosen.settings(initial, continues));
                },
                watchers);
        return new Fit(
                result,
                trainingRows(dataset, columns),
                labelNames,
                features.featureNames(result.features().numFeatures()),
                (System.nanoTime() - start) / 1e9);
    }

    private static DeclaredClasses classes(Integer numClasses, InitialModel initial) {
        if (numClasses != null) {
            return new DeclaredClasses(numClasses, EstimatorParams.NUM_CLASSES + " is " + numClasses);
        }
        return initial == null ? null : initial.classes();
    }

    /**
     * W, [numClasses x numFeatures]. The result's array is feature-major, which is column by column, so it is used
     * without a copy if all features vary.
     */
    Matrix coefficientMatrix() {
        double[] values = result.coefficients();
        int numClasses = result.intercepts().length;
        int numFeatures = result.features().numFeatures();
        int[] columns = result.features().columns();
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

    private static Dataset<?> trainingRows(Dataset<?> dataset, InputColumns columns) {
        if (columns.validation() == null) {
            return dataset;
        }
        Column marked = functions.coalesce(functions.col(columns.validation()), functions.lit(false));
        return dataset.filter(functions.not(marked));
    }
}
