package sparksoftmax.classification;

import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SizeEstimator;
import sparksoftmax.memory.Memory;
import sparksoftmax.rows.DeclaredClasses;

/**
 * What the estimators of {@link SoftmaxClassificationModel}s have in common: the Params of {@link SoftmaxClassifier},
 * and what follows from them alone.
 *
 * @param <E> the class of the estimator
 */
public abstract class SoftmaxEstimator<E extends SoftmaxEstimator<E>>
        extends ProbabilisticClassifier<Vector, E, SoftmaxClassificationModel>
        implements SoftmaxClassifierParams, MLWritable {
    private static final long serialVersionUID = 1L;

    // Neither has an initializer: the super-constructor calls uid() before Java would run it.
    private final String uid;
    private final SoftmaxParams params;
    private final EstimatorParams estimatorParams;

    private transient TrainingListener listener;

    SoftmaxEstimator(PendingUid pending) {
        super();
        uid = pending.take();
        params = new SoftmaxParams(this);
        estimatorParams = new EstimatorParams(this);
    }

    @SuppressWarnings("unchecked")
    private E self() {
        return (E) this;
    }

    @Override
    public String uid() {
        return uid == null ? PendingUid.current() : uid;
    }

    @Override
    public SoftmaxParams softmaxParams() {
        return params;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        new FitParams(this).checkColumnNames();
        OutputColumns.check(schema, this, SQLConf.get().caseSensitiveAnalysis());
        ClassDecision.check(this);
        return OutputColumns.addTopK(ClassNames.addColumnTo(super.transformSchema(schema), this), this);
    }

    /** Not by Spark's method, which accepts only a single column of features, of vectors. */
    @Override
    public StructType validateAndTransformSchema(StructType schema, boolean fitting, DataType featuresDataType) {
        return OutputColumns.addTo(schema, this, fitting);
    }

    /**
     * Fits a data set. The model gets the Params of this estimator except for the start of training and the bounds,
     * which may be as large as the model.
     *
     * @throws IllegalArgumentException if Params contradict each other or the data, or a row cannot be trained on
     * @throws IllegalStateException if the thread is interrupted; the Spark jobs of the fit are cancelled then
     */
    @Override
    public SoftmaxClassificationModel fit(Dataset<?> dataset) {
        // Not by Spark's method, which would look for label and weight by names that must be spelled exactly.
        transformSchema(dataset.schema(), true);
        return copyValues(train(dataset).setParent(this), ParamMap.empty()).withoutStartAndBounds();
    }

    @Override
    public E copy(ParamMap extra) {
        E copied = defaultCopy(extra);
        return copied.setListener(listener);
    }

    /**
     * Sets a listener that is called after every pass over the training data; null for none. It is copied with the
     * estimator, but not saved.
     */
    public E setListener(TrainingListener value) {
        listener = value;
        return self();
    }

    /**
     * The approximate size in bytes of the model of a data set, if its coefficients are dense. Spark has this method
     * since 4.1, so it does not say that it overrides one.
     */
    public long estimateModelSize(Dataset<?> dataset) {
        long numFeatures = new InputFeatures(this).in(dataset).numFeatures(dataset);
        long numClasses = numClasses(dataset);
        boolean remembers = new FitParams(this).remembers() && Memory.isPossible(numFeatures, numClasses);
        return SizeEstimator.estimate(params())
                + Double.BYTES * numClasses * (numFeatures + 1)
                + (remembers ? Memory.mostBytes(numFeatures, numClasses) : 0L);
    }

    private long numClasses(Dataset<?> dataset) {
        if (isDefined(numClasses())) {
            return getNumClasses();
        }
        TargetColumn target = new FitParams(this).target(dataset);
        DeclaredClasses declared = target.classes(dataset);
        if (declared != null) {
            return declared.number();
        }
        Column largest = functions.max(target.name().column().cast("double"));
        return 1 + (long) dataset.select(largest).first().getDouble(0);
    }

    /** The listener of {@link #setListener}; null if there is none. */
    final TrainingListener listener() {
        return listener;
    }

    /** A writer of this estimator's Params. */
    @Override
    public MLWriter write() {
        return new SoftmaxClassifierWriter(this);
    }

    /** Param for the number of classes. */
    public IntParam numClasses() {
        return estimatorParams.numClasses;
    }

    /** The value of {@link #numClasses()}. */
    public int getNumClasses() {
        return (Integer) getOrDefault(numClasses());
    }

    /** Sets {@link #numClasses()}. */
    public E setNumClasses(int value) {
        set(numClasses(), value);
        return self();
    }

    /** Param for the folder of the states of a fit. */
    public Param<String> checkpointPath() {
        return estimatorParams.checkpointPath;
    }

    /** The value of {@link #checkpointPath()}. */
    public String getCheckpointPath() {
        return getOrDefault(checkpointPath());
    }

    /** Sets {@link #checkpointPath()}. */
    public E setCheckpointPath(String value) {
        set(checkpointPath(), value);
        return self();
    }

    /** Param for the number of passes between two states. */
    public IntParam checkpointInterval() {
        return estimatorParams.checkpointInterval;
    }

    /** The value of {@link #checkpointInterval()}. */
    public int getCheckpointInterval() {
        return (Integer) getOrDefault(checkpointInterval());
    }

    /** Sets {@link #checkpointInterval()}. */
    public E setCheckpointInterval(int value) {
        set(checkpointInterval(), value);
        return self();
    }

    /**
     * Sets {@code thresholds}.
     *
     * @throws IllegalArgumentException if they are null, or not numbers of at least 0 of which at most one is 0
     */
    @Override
    public E setThresholds(double[] value) {
        return super.setThresholds(Check.thresholds(uid, value));
    }

    /** Sets {@link #costs}. */
    public E setCosts(Matrix value) {
        set(costs(), value);
        return self();
    }

    /** Sets {@link #labelDistributionCol}. */
    public E setLabelDistributionCol(String value) {
        set(labelDistributionCol(), value);
        return self();
    }

    /** Sets {@link #topKCol}. */
    public E setTopKCol(String value) {
        set(topKCol(), value);
        return self();
    }

    /** Sets {@link #topK}. */
    public E setTopK(int value) {
        set(topK(), value);
        return self();
    }

    /** Sets {@link #featuresCols}. */
    public E setFeaturesCols(String[] value) {
        set(featuresCols(), value);
        return self();
    }

    /** Sets {@link #weightCol}. */
    public E setWeightCol(String value) {
        set(weightCol(), value);
        return self();
    }

    /** Sets {@link #maxIter}. */
    public E setMaxIter(int value) {
        set(maxIter(), value);
        return self();
    }

    /** Sets {@link #tol}. */
    public E setTol(double value) {
        set(tol(), value);
        return self();
    }

    /** Sets {@link #regParam}. */
    public E setRegParam(double value) {
        set(regParam(), value);
        return self();
    }

    /** Sets {@link #elasticNetParam}. */
    public E setElasticNetParam(double value) {
        set(elasticNetParam(), value);
        return self();
    }

    /** Sets {@link #standardization}. */
    public E setStandardization(boolean value) {
        set(standardization(), value);
        return self();
    }

    /** Sets {@link #fitIntercept}. */
    public E setFitIntercept(boolean value) {
        set(fitIntercept(), value);
        return self();
    }

    /** Sets {@link #aggregationDepth}. */
    public E setAggregationDepth(int value) {
        set(aggregationDepth(), value);
        return self();
    }

    /** Sets {@link #maxBlockSizeInMB}. */
    public E setMaxBlockSizeInMB(double value) {
        set(maxBlockSizeInMB(), value);
        return self();
    }

    /** Sets {@link #maxDriverDataInMB}. */
    public E setMaxDriverDataInMB(double value) {
        set(maxDriverDataInMB(), value);
        return self();
    }

    /** Sets {@link #seed}. */
    public E setSeed(long value) {
        set(seed(), value);
        return self();
    }

    /** Sets {@link #lossVariant}. */
    public E setLossVariant(String value) {
        set(lossVariant(), value);
        return self();
    }

    /** Sets {@link #solver}. */
    public E setSolver(String value) {
        set(solver(), value);
        return self();
    }

    /** Sets {@link #optimizer}. */
    public E setOptimizer(String value) {
        set(optimizer(), value);
        return self();
    }

    /** Sets {@link #stepSize}. */
    public E setStepSize(double value) {
        set(stepSize(), value);
        return self();
    }

    /** Sets {@link #learningRateSchedule}. */
    public E setLearningRateSchedule(String value) {
        set(learningRateSchedule(), value);
        return self();
    }

    /** Sets {@link #miniBatchFraction}. */
    public E setMiniBatchFraction(double value) {
        set(miniBatchFraction(), value);
        return self();
    }

    /** Sets {@link #batchSize}. */
    public E setBatchSize(int value) {
        set(batchSize(), value);
        return self();
    }

    /** Sets {@link #labelSmoothing}. */
    public E setLabelSmoothing(double value) {
        set(labelSmoothing(), value);
        return self();
    }

    /** Sets {@link #classWeighting}. */
    public E setClassWeighting(String value) {
        set(classWeighting(), value);
        return self();
    }

    /** Sets {@link #classWeights}. */
    public E setClassWeights(Vector value) {
        set(classWeights(), value);
        return self();
    }

    /** Sets {@link #validationIndicatorCol}. */
    public E setValidationIndicatorCol(String value) {
        set(validationIndicatorCol(), value);
        return self();
    }

    /** Sets {@link #patience}. */
    public E setPatience(int value) {
        set(patience(), value);
        return self();
    }

    /** Sets {@link #forgettingFactor}. */
    public E setForgettingFactor(double value) {
        set(forgettingFactor(), value);
        return self();
    }

    /** Sets {@link #validationTol}. */
    public E setValidationTol(double value) {
        set(validationTol(), value);
        return self();
    }

    /** Sets {@link #lowerBoundsOnCoefficients}. */
    public E setLowerBoundsOnCoefficients(Matrix value) {
        set(lowerBoundsOnCoefficients(), value);
        return self();
    }

    /** Sets {@link #upperBoundsOnCoefficients}. */
    public E setUpperBoundsOnCoefficients(Matrix value) {
        set(upperBoundsOnCoefficients(), value);
        return self();
    }

    /** Sets {@link #lowerBoundsOnIntercepts}. */
    public E setLowerBoundsOnIntercepts(Vector value) {
        set(lowerBoundsOnIntercepts(), value);
        return self();
    }

    /** Sets {@link #upperBoundsOnIntercepts}. */
    public E setUpperBoundsOnIntercepts(Vector value) {
        set(upperBoundsOnIntercepts(), value);
        return self();
    }

    /** Sets {@link #classNames}. */
    public E setClassNames(String[] value) {
        set(classNames(), value);
        return self();
    }

    /** Sets {@link #predictionNameCol}. */
    public E setPredictionNameCol(String value) {
        set(predictionNameCol(), value);
        return self();
    }

    /** Sets {@link #handleInvalid}. */
    public E setHandleInvalid(String value) {
        set(handleInvalid(), value);
        return self();
    }

    /** Sets {@link #initialization}. */
    public E setInitialization(String value) {
        set(initialization(), value);
        return self();
    }

    /** Sets {@link #initialCoefficients}. */
    public E setInitialCoefficients(Matrix value) {
        set(initialCoefficients(), value);
        return self();
    }

    /** Sets {@link #initialIntercepts}. */
    public E setInitialIntercepts(Vector value) {
        set(initialIntercepts(), value);
        return self();
    }
}
