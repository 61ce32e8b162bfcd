package sparksoftmax.classification;

import org.apache.spark.ml.param.ParamMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.training.DatasetStatistics;
import sparksoftmax.training.EarlyStopping;
import sparksoftmax.training.StartingPoint;
import sparksoftmax.training.Training;
import sparksoftmax.training.TrainingData;
import sparksoftmax.training.TrainingResult;

/** One fit: reads the rows, trains, and makes the model with its summary. */
final class Fit {
    private static final Logger LOG = LoggerFactory.getLogger(Fit.class);

    private final SoftmaxClassifier estimator;
    private final FitRequest request;
    private final EpochListener listener;
    private final long startNanos = System.nanoTime();

    /**
     * A fit.
     *
     * @param listener null for none
     */
    Fit(SoftmaxClassifier estimator, FitRequest request, EpochListener listener) {
        this.estimator = estimator;
        this.request = request;
        this.listener = listener;
    }

    SoftmaxClassificationModel run() {
        try (TrainingData data = request.read()) {
            int numClasses = request.numClasses(data);
            DatasetStatistics statistics = data.statistics();
            if (request.findsClasses() && statistics.numDistinctLabels() == 1 && estimator.getFitIntercept()) {
                return ofSingleClass(statistics, numClasses);
            }
            request.weightClasses(data, numClasses);
            return trained(data, numClasses);
        }
    }

    private SoftmaxClassificationModel ofSingleClass(DatasetStatistics statistics, int numClasses) {
        int label = statistics.firstLabel();
        LOG.warn(
                "All labels are {} and fitIntercept = true: the coefficients are 0, and the model always answers with that"
                        + " class; training is not needed.",
                label);
        SoftmaxClassificationModel model =
                withParams(ModelBuilder.constant(estimator.uid(), label, numClasses, statistics.numFeatures()));
        return model.withSummary(SoftmaxTrainingSummary.ofSingleClass(label, seconds(), request.trainingRows(model)));
    }

    private SoftmaxClassificationModel trained(TrainingData data, int numClasses) {
        StartingPoint start = request.start(numClasses, data.statistics());
        EarlyStopping earlyStopping = request.readValidation(data, numClasses);
        try {
            TrainingResult result = Training.fit(
                    data,
                    earlyStopping,
                    request.settings(),
                    numClasses,
                    start,
                    request.bounds(numClasses, data.statistics()),
                    new SafeListener(listener));
            SoftmaxClassificationModel model = withParams(ModelBuilder.trained(estimator.uid(), result));
            return model.withSummary(new SoftmaxTrainingSummary(result, seconds(), request.trainingRows(model)));
        } finally {
            if (earlyStopping != null) {
                earlyStopping.rows().close();
            }
        }
    }

    private SoftmaxClassificationModel withParams(SoftmaxClassificationModel model) {
        return request.named(estimator.copyValues(model, ParamMap.empty()));
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
