package sparksoftmax.classification;

import org.apache.spark.ml.classification.BinaryLogisticRegressionTrainingSummaryImpl;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;
import org.apache.spark.ml.classification.LogisticRegressionTrainingSummaryImpl;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;
import scala.Tuple3;
import sparksoftmax.export.LogisticRegressionExport;

/**
 * Makes Spark's {@link LogisticRegressionModel}, with its training summary, of what was trained here. This is the only
 * class that uses what Spark keeps to itself of that model: the constructors of the summaries (in byte code they are
 * public).
 */
final class TrainedLogisticRegression {
    private TrainedLogisticRegression() {}

    /**
     * The model, as {@code LogisticRegression.train} gives it.
     *
     * @param estimator its uid and Params are those of the model
     * @param fit the result of the training
     * @param binomial whether the two classes get one row of coefficients
     * @param dataset the training rows, of which the summary computes its metrics when they are asked for
     */
    static LogisticRegressionModel model(LogisticRegression estimator, Fit fit, boolean binomial, Dataset<?> dataset) {
        LogisticRegressionModel made = LogisticRegressionExport.model(
                estimator.uid(),
                binomial
                        ? fit.coefficientMatrix()
                        : fit.coefficientMatrix().toDenseRowMajor().compressed(),
                fit.interceptVector(),
                binomial);
        LogisticRegressionModel model = estimator.copyValues(made, ParamMap.empty());
        Tuple3<? extends ProbabilisticClassificationModel<?, ?>, String, String> predicting = model.findSummaryModel();
        // By a copy without a summary: what predicts goes to the tasks, and a summary refers to the session, which
        // Spark
        // cannot serialize once a query of it has been observed.
        Dataset<Row> predictions = predicting._1().copy(ParamMap.empty()).transform(dataset);
        String weightCol = estimator.isDefined(estimator.weightCol()) ? estimator.getWeightCol() : "weightCol";
        double[] objectiveHistory =
                LogisticRegressionSettings.afterIterations(fit.result().objectiveHistory());
        LogisticRegressionTrainingSummary summary = model.numClasses() <= 2
                ? new BinaryLogisticRegressionTrainingSummaryImpl(
                        predictions,
                        predicting._2(),
                        predicting._3(),
                        estimator.getLabelCol(),
                        estimator.getFeaturesCol(),
                        weightCol,
                        objectiveHistory)
                : new LogisticRegressionTrainingSummaryImpl(
                        predictions,
                        predicting._2(),
                        predicting._3(),
                        estimator.getLabelCol(),
                        estimator.getFeaturesCol(),
                        weightCol,
                        objectiveHistory);
        model.setSummary(Option.apply(summary));
        return model;
    }
}
