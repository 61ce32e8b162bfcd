package sparksoftmax.classification;

import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark's {@link LogisticRegression}, trained by this library: an estimator with all its Params, defaults and methods,
 * whose model is Spark's {@link LogisticRegressionModel} with Spark's training summary. In a program that uses
 * LogisticRegression, only the class that is created changes; whatever gets the model cannot tell the difference.
 *
 * <p>The model is at the optimum that LogisticRegression looks for, in both families, with every penalty, weights and
 * bounds. {@code tol} has its meaning. An iteration of {@code maxIter} is two passes over the data, since those of
 * LogisticRegression are one or more; {@code objectiveHistory} has the objective after each iteration.
 *
 * <p>What this library does not train, LogisticRegression itself does (by {@code super.train}), and a warning in the
 * log says why: rows or settings that {@link SoftmaxClassifier} refuses, which get Spark's own error message then,
 * unless Spark accepts them; a single class; an initial model of another shape.
 *
 * <p>A two-class fit whose rows all have label 0 predicts class 0. (LogisticRegression of Spark 4.1 predicts class 1 if
 * the metadata of the label column declare two classes.)
 */
public class SoftmaxLogisticRegression extends LogisticRegression {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(SoftmaxLogisticRegression.class);

    /** The model of {@link #setInitialModel}; null if there is none. Spark's class keeps its own to itself. */
    private transient LogisticRegressionModel initialModel;

    /** An estimator with all Params at their defaults. */
    public SoftmaxLogisticRegression() {
        super();
    }

    /**
     * An estimator with all Params at their defaults.
     *
     * @param uid unique name of this instance
     */
    public SoftmaxLogisticRegression(String uid) {
        super(uid);
    }

    /** Reads the estimator that was saved at {@code path}, which may also be Spark's own LogisticRegression. */
    public static SoftmaxLogisticRegression load(String path) {
        LogisticRegression saved = LogisticRegression.read().load(path);
        return saved instanceof SoftmaxLogisticRegression ours
                ? ours
                : saved.copyValues(new SoftmaxLogisticRegression(saved.uid()), ParamMap.empty());
    }

    /** Sets the model from which training starts. As in Spark, it is neither copied with the estimator nor saved. */
    @Override
    public SoftmaxLogisticRegression setInitialModel(LogisticRegressionModel model) {
        super.setInitialModel(model);
        initialModel = model;
        return this;
    }

    /** Does what {@code fit} does once that has checked the schema and cast the label. */
    @Override
    public LogisticRegressionModel train(Dataset<?> dataset) {
        LogisticRegressionSettings settings = new LogisticRegressionSettings(this, initialModel);
        Fit fit;
        try {
            fit = Fit.run(
                    settings.ofAnyClasses(),
                    settings::ofClasses,
                    dataset,
                    null,
                    null,
                    false,
                    null,
                    null,
                    null,
                    CrossValidationSettings.NONE);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: LogisticRegression itself trains, since Spark Softmax does not: {}", uid(), e.getMessage());
            return super.train(dataset);
        }
        int numClasses = fit.result().intercepts().length;
        return TrainedLogisticRegression.model(this, fit, settings.isBinomial(numClasses), dataset);
    }
}
