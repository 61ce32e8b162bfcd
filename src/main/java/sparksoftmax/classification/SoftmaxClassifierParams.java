package sparksoftmax.classification;

import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.param.shared.HasWeightCol;
import sparksoftmax.loss.LossVariant;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.training.TrainingSettings;

/**
 * Access to the Params of {@link SoftmaxClassifier} and {@link SoftmaxClassificationModel}. Each is documented by its
 * doc string ({@code explainParams()}); getters answer with the value set, or else the default, and throw
 * {@link java.util.NoSuchElementException} if there is neither.
 */
public interface SoftmaxClassifierParams extends HasWeightCol {
    /** The Params themselves; for this package. */
    SoftmaxParams softmaxParams();

    /** Spark's own initialiser of {@link #weightCol}, which is not run. */
    @Override
    default void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(Param<String> param) {
        throw new UnsupportedOperationException("weightCol is created with the other Params");
    }

    @Override
    default Param<String> weightCol() {
        return softmaxParams().weightCol;
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

    /** Param for standardization. */
    default BooleanParam standardization() {
        return softmaxParams().standardization;
    }

    /** The value of {@link #standardization}. */
    default boolean getStandardization() {
        return (Boolean) getOrDefault(standardization());
    }

    /** Param for fitting intercepts. */
    default BooleanParam fitIntercept() {
        return softmaxParams().fitIntercept;
    }

    /** The value of {@link #fitIntercept}. */
    default boolean getFitIntercept() {
        return (Boolean) getOrDefault(fitIntercept());
    }

    /** Param for the depth of aggregation. */
    default IntParam aggregationDepth() {
        return softmaxParams().aggregationDepth;
    }

    /** The value of {@link #aggregationDepth}. */
    default int getAggregationDepth() {
        return (Integer) getOrDefault(aggregationDepth());
    }

    /** Param for the size of blocks. */
    default DoubleParam maxBlockSizeInMB() {
        return softmaxParams().maxBlockSizeInMB;
    }

    /** The value of {@link #maxBlockSizeInMB}. */
    default double getMaxBlockSizeInMB() {
        return (Double) getOrDefault(maxBlockSizeInMB());
    }

    /** Param for the random seed. */
    default LongParam seed() {
        return softmaxParams().seed;
    }

    /** The value of {@link #seed}. */
    default long getSeed() {
        return (Long) getOrDefault(seed());
    }

    /** Param for the loss variant. */
    default Param<String> lossVariant() {
        return softmaxParams().lossVariant;
    }

    /** The value of {@link #lossVariant}. */
    default String getLossVariant() {
        return Check.spelled(getOrDefault(lossVariant()), LossVariant.names());
    }

    /** Param for the solver. */
    default Param<String> solver() {
        return softmaxParams().solver;
    }

    /** The value of {@link #solver}. */
    default String getSolver() {
        return Check.spelled(getOrDefault(solver()), TrainingSettings.solvers());
    }

    /** Param for the step rule. */
    default Param<String> optimizer() {
        return softmaxParams().optimizer;
    }

    /** The value of {@link #optimizer}. */
    default String getOptimizer() {
        return Check.spelled(getOrDefault(optimizer()), Optimizer.names());
    }

    /** Param for the learning rate. */
    default DoubleParam stepSize() {
        return softmaxParams().stepSize;
    }

    /** The value of {@link #stepSize}, which has no default. */
    default double getStepSize() {
        return (Double) getOrDefault(stepSize());
    }

    /** Param for the learning-rate schedule. */
    default Param<String> learningRateSchedule() {
        return softmaxParams().learningRateSchedule;
    }

    /** The value of {@link #learningRateSchedule}. */
    default String getLearningRateSchedule() {
        return Check.spelled(getOrDefault(learningRateSchedule()), LearningRateSchedule.names());
    }

    /** Param for the share of the rows a step sees. */
    default DoubleParam miniBatchFraction() {
        return softmaxParams().miniBatchFraction;
    }

    /** The value of {@link #miniBatchFraction}. */
    default double getMiniBatchFraction() {
        return (Double) getOrDefault(miniBatchFraction());
    }

    /** Param for the rows of a local step. */
    default IntParam batchSize() {
        return softmaxParams().batchSize;
    }

    /** The value of {@link #batchSize}, which must be set. */
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

    /** Param for the kind of class weights. */
    default Param<String> classWeighting() {
        return softmaxParams().classWeighting;
    }

    /** The value of {@link #classWeighting}. */
    default String getClassWeighting() {
        return Check.spelled(getOrDefault(classWeighting()), List.of(SoftmaxParams.UNWEIGHTED, SoftmaxParams.BALANCED));
    }

    /** Param for explicit class weights. */
    default Param<Vector> classWeights() {
        return softmaxParams().classWeights;
    }

    /** The value of {@link #classWeights}. */
    default Vector getClassWeights() {
        return getOrDefault(classWeights());
    }

    /** Param for the column that marks rows to validate on. */
    default Param<String> validationIndicatorCol() {
        return softmaxParams().validationIndicatorCol;
    }

    /** The value of {@link #validationIndicatorCol}. */
    default String getValidationIndicatorCol() {
        return getOrDefault(validationIndicatorCol());
    }

    /** Param for the passes without improvement that end training. */
    default IntParam patience() {
        return softmaxParams().patience;
    }

    /** The value of {@link #patience}. */
    default int getPatience() {
        return (Integer) getOrDefault(patience());
    }

    /** Param for the improvement that counts. */
    default DoubleParam validationTol() {
        return softmaxParams().validationTol;
    }

    /** The value of {@link #validationTol}. */
    default double getValidationTol() {
        return (Double) getOrDefault(validationTol());
    }

    /** Param for the names of the classes. */
    default StringArrayParam classNames() {
        return softmaxParams().classNames;
    }

    /** The value of {@link #classNames}, which must be set. */
    default String[] getClassNames() {
        return getOrDefault(classNames());
    }

    /** Param for the column of predicted classes' names. */
    default Param<String> predictionNameCol() {
        return softmaxParams().predictionNameCol;
    }

    /** The value of {@link #predictionNameCol}, which must be set. */
    default String getPredictionNameCol() {
        return getOrDefault(predictionNameCol());
    }

    /** Param for the kind of start. */
    default Param<String> initialization() {
        return softmaxParams().initialization;
    }

    /** The value of {@link #initialization}. */
    default String getInitialization() {
        return Check.spelled(getOrDefault(initialization()), List.of(SoftmaxParams.ZEROS, SoftmaxParams.UNIFORM));
    }

    /** Param for the coefficients to start from. */
    default Param<Matrix> initialCoefficients() {
        return softmaxParams().initialCoefficients;
    }

    /** The value of {@link #initialCoefficients}, which has no default. */
    default Matrix getInitialCoefficients() {
        return getOrDefault(initialCoefficients());
    }

    /** Param for the intercepts to start from. */
    default Param<Vector> initialIntercepts() {
        return softmaxParams().initialIntercepts;
    }

    /** The value of {@link #initialIntercepts}, which has no default. */
    default Vector getInitialIntercepts() {
        return getOrDefault(initialIntercepts());
    }

    /** Param for the least coefficients allowed. */
    default Param<Matrix> lowerBoundsOnCoefficients() {
        return softmaxParams().lowerBoundsOnCoefficients;
    }

    /** The value of {@link #lowerBoundsOnCoefficients}, which has no default. */
    default Matrix getLowerBoundsOnCoefficients() {
        return getOrDefault(lowerBoundsOnCoefficients());
    }

    /** Param for the least intercepts allowed. */
    default Param<Vector> lowerBoundsOnIntercepts() {
        return softmaxParams().lowerBoundsOnIntercepts;
    }

    /** The value of {@link #lowerBoundsOnIntercepts}, which has no default. */
    default Vector getLowerBoundsOnIntercepts() {
        return getOrDefault(lowerBoundsOnIntercepts());
    }

    /** Param for the greatest coefficients allowed. */
    default Param<Matrix> upperBoundsOnCoefficients() {
        return softmaxParams().upperBoundsOnCoefficients;
    }

    /** The value of {@link #upperBoundsOnCoefficients}, which has no default. */
    default Matrix getUpperBoundsOnCoefficients() {
        return getOrDefault(upperBoundsOnCoefficients());
    }

    /** Param for the greatest intercepts allowed. */
    default Param<Vector> upperBoundsOnIntercepts() {
        return softmaxParams().upperBoundsOnIntercepts;
    }

    /** The value of {@link #upperBoundsOnIntercepts}, which has no default. */
    default Vector getUpperBoundsOnIntercepts() {
        return getOrDefault(upperBoundsOnIntercepts());
    }
}
