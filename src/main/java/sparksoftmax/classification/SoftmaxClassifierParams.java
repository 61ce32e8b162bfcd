package sparksoftmax.classification;

import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.param.shared.HasWeightCol;

/**
 * Access to the Params of {@link SoftmaxClassifier} and {@link SoftmaxClassificationModel}. The doc string of a Param
 * ({@code explainParams()}, params.md) says what it means, which values it may have, and its default. Getters return
 * the value that is set, or else the default; they throw {@link java.util.NoSuchElementException} if there is neither.
 */
public interface SoftmaxClassifierParams extends HasWeightCol {
    /** The Params themselves; for this package. */
    SoftmaxParams softmaxParams();

    /** Not called: Spark's trait would create {@link #weightCol} with this method. */
    @Override
    default void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(Param<String> param) {
        throw new UnsupportedOperationException("weightCol is created with the other Params");
    }

    /** Name of the features column; Spark's classes implement it. */
    String getFeaturesCol();

    /** Param for the thresholds of the classes; Spark's classes implement it. */
    DoubleArrayParam thresholds();

    /** The value of {@link #thresholds}; Spark's classes implement it. */
    double[] getThresholds();

    /** Name of the label column; Spark's classes implement it. */
    String getLabelCol();

    /** Name of the column of predicted classes; Spark's classes implement it. */
    String getPredictionCol();

    /** Name of the column of margins; Spark's classes implement it. */
    String getRawPredictionCol();

    /** Name of the column of predicted probabilities; Spark's classes implement it. */
    String getProbabilityCol();

    /** Param for the name of the column of distributions over the classes. */
    default Param<String> labelDistributionCol() {
        return softmaxParams().labelDistributionCol;
    }

    /** The value of {@link #labelDistributionCol}. */
    default String getLabelDistributionCol() {
        return getOrDefault(labelDistributionCol());
    }

    @Override
    default Param<String> weightCol() {
        return softmaxParams().weightCol;
    }

    /** Param for the names of several columns of features. */
    default StringArrayParam featuresCols() {
        return softmaxParams().featuresCols;
    }

    /** The value of {@link #featuresCols}. */
    default String[] getFeaturesCols() {
        return getOrDefault(featuresCols());
    }

    /** Param for the maximum number of passes over the data. */
    default IntParam maxIter() {
        return softmaxParams().maxIter;
    }

    /** The value of {@link #maxIter}. */
    default int getMaxIter() {
        return (Integer) getOrDefault(maxIter());
    }

    /** Param for the convergence tolerance. */
    default DoubleParam tol() {
        return softmaxParams().tol;
    }

    /** The value of {@link #tol}. */
    default double getTol() {
        return (Double) getOrDefault(tol());
    }

    /** Param for the strength of the penalty. */
    default DoubleParam regParam() {
        return softmaxParams().regParam;
    }

    /** The value of {@link #regParam}. */
    default double getRegParam() {
        return (Double) getOrDefault(regParam());
    }

    /** Param for the share of L1 in the penalty. */
    default DoubleParam elasticNetParam() {
        return softmaxParams().elasticNetParam;
    }

    /** The value of {@link #elasticNetParam}. */
    default double getElasticNetParam() {
        return (Double) getOrDefault(elasticNetParam());
    }

    /** Param for the scaling of features for training. */
    default BooleanParam standardization() {
        return softmaxParams().standardization;
    }

    /** The value of {@link #standardization}. */
    default boolean getStandardization() {
        return (Boolean) getOrDefault(standardization());
    }

    /** Param for fitting of intercepts. */
    default BooleanParam fitIntercept() {
        return softmaxParams().fitIntercept;
    }

    /** The value of {@link #fitIntercept}. */
    default boolean getFitIntercept() {
        return (Boolean) getOrDefault(fitIntercept());
    }

    /** Param for the depth of the tree in which sums are added up. */
    default IntParam aggregationDepth() {
        return softmaxParams().aggregationDepth;
    }

    /** The value of {@link #aggregationDepth}. */
    default int getAggregationDepth() {
        return (Integer) getOrDefault(aggregationDepth());
    }

    /** Param for the size of blocks of packed rows. */
    default DoubleParam maxBlockSizeInMB() {
        return softmaxParams().maxBlockSizeInMB;
    }

    /** The value of {@link #maxBlockSizeInMB}. */
    default double getMaxBlockSizeInMB() {
        return (Double) getOrDefault(maxBlockSizeInMB());
    }

    /** Param for the most packed rows on the driver. */
    default DoubleParam maxDriverDataInMB() {
        return softmaxParams().maxDriverDataInMB;
    }

    /** The value of {@link #maxDriverDataInMB}. */
    default double getMaxDriverDataInMB() {
        return (Double) getOrDefault(maxDriverDataInMB());
    }

    /** Param for the random seed. */
    default LongParam seed() {
        return softmaxParams().seed;
    }

    /** The value of {@link #seed}. */
    default long getSeed() {
        return (Long) getOrDefault(seed());
    }

    /** Param for the way in which the loss is computed. */
    default Param<String> lossVariant() {
        return softmaxParams().lossVariant;
    }

    /** The value of {@link #lossVariant}. */
    default String getLossVariant() {
        return getOrDefault(lossVariant());
    }

    /** Param for the training algorithm. */
    default Param<String> solver() {
        return softmaxParams().solver;
    }

    /** The value of {@link #solver}. */
    default String getSolver() {
        return getOrDefault(solver());
    }

    /** Param for the step rule of gradient descent. */
    default Param<String> optimizer() {
        return softmaxParams().optimizer;
    }

    /** The value of {@link #optimizer}. */
    default String getOptimizer() {
        return getOrDefault(optimizer());
    }

    /** Param for the learning rate. */
    default DoubleParam stepSize() {
        return softmaxParams().stepSize;
    }

    /** The value of {@link #stepSize}. */
    default double getStepSize() {
        return (Double) getOrDefault(stepSize());
    }

    /** Param for the change of the learning rate during training. */
    default Param<String> learningRateSchedule() {
        return softmaxParams().learningRateSchedule;
    }

    /** The value of {@link #learningRateSchedule}. */
    default String getLearningRateSchedule() {
        return getOrDefault(learningRateSchedule());
    }

    /** Param for the fraction of the rows that one step uses. */
    default DoubleParam miniBatchFraction() {
        return softmaxParams().miniBatchFraction;
    }

    /** The value of {@link #miniBatchFraction}. */
    default double getMiniBatchFraction() {
        return (Double) getOrDefault(miniBatchFraction());
    }

    /** Param for the number of rows that one local step uses. */
    default IntParam batchSize() {
        return softmaxParams().batchSize;
    }

    /** The value of {@link #batchSize}. */
    default int getBatchSize() {
        return (Integer) getOrDefault(batchSize());
    }

    /** Param for label smoothing. */
    default DoubleParam labelSmoothing() {
        return softmaxParams().labelSmoothing;
    }

    /** The value of {@link #labelSmoothing}. */
    default double getLabelSmoothing() {
        return (Double) getOrDefault(labelSmoothing());
    }

    /** Param for the way in which classes are weighted. */
    default Param<String> classWeighting() {
        return softmaxParams().classWeighting;
    }

    /** The value of {@link #classWeighting}. */
    default String getClassWeighting() {
        return getOrDefault(classWeighting());
    }

    /** Param for the explicit weights of the classes. */
    default Param<Vector> classWeights() {
        return softmaxParams().classWeights;
    }

    /** The value of {@link #classWeights}. */
    default Vector getClassWeights() {
        return getOrDefault(classWeights());
    }

    /** Param for the name of the column that marks validation rows. */
    default Param<String> validationIndicatorCol() {
        return softmaxParams().validationIndicatorCol;
    }

    /** The value of {@link #validationIndicatorCol}. */
    default String getValidationIndicatorCol() {
        return getOrDefault(validationIndicatorCol());
    }

    /** Param for the number of passes without improvement after which training stops. */
    default IntParam patience() {
        return softmaxParams().patience;
    }

    /** The value of {@link #patience}. */
    default int getPatience() {
        return (Integer) getOrDefault(patience());
    }

    /** Param for the least relative improvement of the validation loss. */
    default DoubleParam validationTol() {
        return softmaxParams().validationTol;
    }

    /** The value of {@link #validationTol}. */
    default double getValidationTol() {
        return (Double) getOrDefault(validationTol());
    }

    /** Param for the factor by which earlier rows lose weight with each {@code partialFit}. */
    default DoubleParam forgettingFactor() {
        return softmaxParams().forgettingFactor;
    }

    /** The value of {@link #forgettingFactor}. */
    default double getForgettingFactor() {
        return (Double) getOrDefault(forgettingFactor());
    }

    /** Param for the names of the classes. */
    default StringArrayParam classNames() {
        return softmaxParams().classNames;
    }

    /** The value of {@link #classNames}. */
    default String[] getClassNames() {
        return getOrDefault(classNames());
    }

    /** Param for the name of the output column of predicted names. */
    default Param<String> predictionNameCol() {
        return softmaxParams().predictionNameCol;
    }

    /** The value of {@link #predictionNameCol}. */
    default String getPredictionNameCol() {
        return getOrDefault(predictionNameCol());
    }

    /** Param for the costs of wrong predictions. */
    default Param<Matrix> costs() {
        return softmaxParams().costs;
    }

    /** The value of {@link #costs}. */
    default Matrix getCosts() {
        return getOrDefault(costs());
    }

    /** Param for the name of the output column of the most probable classes. */
    default Param<String> topKCol() {
        return softmaxParams().topKCol;
    }

    /** The value of {@link #topKCol}. */
    default String getTopKCol() {
        return getOrDefault(topKCol());
    }

    /** Param for the number of the most probable classes. */
    default IntParam topK() {
        return softmaxParams().topK;
    }

    /** The value of {@link #topK}. */
    default int getTopK() {
        return (Integer) getOrDefault(topK());
    }

    /** Param for what becomes of rows to predict with invalid features. */
    default Param<String> handleInvalid() {
        return softmaxParams().handleInvalid;
    }

    /** The value of {@link #handleInvalid}. */
    default String getHandleInvalid() {
        return getOrDefault(handleInvalid());
    }

    /** Param for the way in which training starts. */
    default Param<String> initialization() {
        return softmaxParams().initialization;
    }

    /** The value of {@link #initialization}. */
    default String getInitialization() {
        return getOrDefault(initialization());
    }

    /** Param for the coefficients to start from. */
    default Param<Matrix> initialCoefficients() {
        return softmaxParams().initialCoefficients;
    }

    /** The value of {@link #initialCoefficients}. */
    default Matrix getInitialCoefficients() {
        return getOrDefault(initialCoefficients());
    }

    /** Param for the intercepts to start from. */
    default Param<Vector> initialIntercepts() {
        return softmaxParams().initialIntercepts;
    }

    /** The value of {@link #initialIntercepts}. */
    default Vector getInitialIntercepts() {
        return getOrDefault(initialIntercepts());
    }

    /** Param for the lower bounds on the coefficients. */
    default Param<Matrix> lowerBoundsOnCoefficients() {
        return softmaxParams().lowerBoundsOnCoefficients;
    }

    /** The value of {@link #lowerBoundsOnCoefficients}. */
    default Matrix getLowerBoundsOnCoefficients() {
        return getOrDefault(lowerBoundsOnCoefficients());
    }

    /** Param for the lower bounds on the intercepts. */
    default Param<Vector> lowerBoundsOnIntercepts() {
        return softmaxParams().lowerBoundsOnIntercepts;
    }

    /** The value of {@link #lowerBoundsOnIntercepts}. */
    default Vector getLowerBoundsOnIntercepts() {
        return getOrDefault(lowerBoundsOnIntercepts());
    }

    /** Param for the upper bounds on the coefficients. */
    default Param<Matrix> upperBoundsOnCoefficients() {
        return softmaxParams().upperBoundsOnCoefficients;
    }

    /** The value of {@link #upperBoundsOnCoefficients}. */
    default Matrix getUpperBoundsOnCoefficients() {
        return getOrDefault(upperBoundsOnCoefficients());
    }

    /** Param for the upper bounds on the intercepts. */
    default Param<Vector> upperBoundsOnIntercepts() {
        return softmaxParams().upperBoundsOnIntercepts;
    }

    /** The value of {@link #upperBoundsOnIntercepts}. */
    default Vector getUpperBoundsOnIntercepts() {
        return getOrDefault(upperBoundsOnIntercepts());
    }
}
