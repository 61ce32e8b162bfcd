package sparksoftmax.classification;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SizeEstimator;
import scala.Option;
import sparksoftmax.columns.NamedColumn;
import sparksoftmax.compat.ScalaCollections;
import sparksoftmax.memory.Memory;
import sparksoftmax.training.CheckpointSettings;
import sparksoftmax.training.SharedRows;

/**
 * Multinomial softmax regression, a multiclass linear classifier. For features x, [numFeatures], the margins are z = W
 * x + b, with coefficients W, [numClasses x numFeatures], and intercepts b, [numClasses]; the probabilities are
 * softmax(z). Fitting minimizes
 *
 * <pre>
 *   1 / Σ_i w_i · Σ_i w_i ℓ(W x_i + b, y_i) + regParam (elasticNetParam ‖W‖₁ + (1 - elasticNetParam) / 2 ‖W‖₂²)
 * </pre>
 *
 * where ℓ is the cross-entropy (see {@code lossVariant}), and the weights w_i are those of {@code weightCol}. If
 * {@code standardization} is true, the W of the penalty are the coefficients of standardized features. Params that
 * {@link org.apache.spark.ml.classification.LogisticRegression} has, too, have the same names, defaults and meaning
 * here, so the optimum is the same.
 *
 * <p>Features are the vectors or arrays of numbers of one column ({@code featuresCol}), or the values of several
 * columns ({@code featuresCols}).
 *
 * <p>Labels are class indices 0, 1, ..., of any numeric type. The number of classes is the one that the metadata of the
 * label column declare, or {@code numClasses}, or else the largest label plus 1.
 *
 * <p>{@code fit} throws {@link IllegalArgumentException} for rows that it cannot train on. The message says what must
 * hold, what was found, and in which column. Nothing stays cached.
 */
public class SoftmaxClassifier extends ProbabilisticClassifier<Vector, SoftmaxClassifier, SoftmaxClassificationModel>
        implements SoftmaxClassifierParams, MLWritable {
    private static final long serialVersionUID = 1L;

    // Neither has an initializer: the super-constructor calls uid() before Java would run it.
    private final String uid;
    private final SoftmaxParams params;
    private final EstimatorParams estimatorParams;

    /** The model of {@link #setInitialModel}; null if there is none. */
    private transient InitialModel initialModel;

    private transient TrainingListener listener;

    /** The packed rows that this estimator shares with others while several settings are fitted together; else null. */
    private transient SharedRows shared;

    /** An estimator with all Params at their defaults. */
    public SoftmaxClassifier() {
        this(Identifiable$.MODULE$.randomUID("softmax"));
    }

    /**
     * An estimator with all Params at their defaults.
     *
     * @param uid unique name of this instance
     */
    public SoftmaxClassifier(String uid) {
        this(PendingUid.of(uid));
    }

    private SoftmaxClassifier(PendingUid pending) {
        super();
        uid = pending.take();
        params = new SoftmaxParams(this);
        estimatorParams = new EstimatorParams(this);
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
        return ClassNames.addColumnTo(super.transformSchema(schema), this);
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

    /**
     * Fits with each of several settings. The data set is read and packed only once for all settings that read the same
     * columns and pack them in the same way.
     *
     * @return a model for each setting, in their order
     * @throws IllegalArgumentException as {@link #fit(Dataset)}
     */
    public List<SoftmaxClassificationModel> fit(Dataset<?> dataset, ParamMap[] paramMaps) {
        try (SharedRows rows = new SharedRows()) {
            return Arrays.stream(paramMaps)
                    .map(paramMap -> {
                        SoftmaxClassifier setting = copy(paramMap);
                        setting.shared = rows;
                        SoftmaxClassificationModel model = setting.fit(dataset);
                        setting.shared = null;
                        return model;
                    })
                    .toList();
        }
    }

    /** The same for Scala 2.13, whose {@code Seq} is this one. */
    public scala.collection.immutable.List<SoftmaxClassificationModel> fit(
            Dataset<?> dataset, scala.collection.immutable.Seq<ParamMap> paramMaps) {
        return fit(dataset, (scala.collection.Seq<ParamMap>) paramMaps);
    }

    /** The same for Scala 2.12. */
    public scala.collection.immutable.List<SoftmaxClassificationModel> fit(
            Dataset<?> dataset, scala.collection.Seq<ParamMap> paramMaps) {
        ParamMap[] settings = ScalaCollections.asJava(paramMaps).toArray(new ParamMap[0]);
        return ScalaCollections.asScala(fit(dataset, settings));
    }

    /** Does the same as {@link #fit(Dataset)}, but does not check whether the names of output columns are free. */
    @Override
    public SoftmaxClassificationModel train(Dataset<?> dataset) {
        Integer numClasses = isDefined(numClasses()) ? getNumClasses() : null;
        Fit fit = Fit.run(
                this, number -> this, dataset, numClasses, initialModel(), false, checkpoints(), shared, listener);
        SoftmaxClassificationModel model = copyValues(
                new SoftmaxClassificationModel(uid(), fit.coefficientMatrix(), fit.interceptVector()),
                ParamMap.empty());
        return model.describedBy(fit);
    }

    private CheckpointSettings checkpoints() {
        boolean saves = isDefined(checkpointPath()) && !getCheckpointPath().isEmpty();
        return saves ? new CheckpointSettings(getCheckpointPath(), getCheckpointInterval()) : null;
    }

    /** The model from which training starts; null if there is none, or other coefficients were set after it. */
    private InitialModel initialModel() {
        boolean isStart = initialModel != null
                && isDefined(initialCoefficients())
                && getInitialCoefficients() == initialModel.coefficients();
        return isStart ? initialModel : null;
    }

    @Override
    public SoftmaxClassifier copy(ParamMap extra) {
        SoftmaxClassifier copied = defaultCopy(extra);
        copied.initialModel = initialModel;
        return copied.setListener(listener);
    }

    /**
     * Sets a listener that is called after every pass over the training data; null for none. It is copied with the
     * estimator, but not saved.
     */
    public SoftmaxClassifier setListener(TrainingListener value) {
        listener = value;
        return this;
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
                + (remembers ? Memory.numBytes(numFeatures, numClasses) : 0L);
    }

    private long numClasses(Dataset<?> dataset) {
        if (isDefined(numClasses())) {
            return getNumClasses();
        }
        NamedColumn label = new FitParams(this).label();
        Option<Object> declared = label.metadata(label.numericIn(dataset), MetadataUtils::getNumClasses);
        if (declared.isDefined()) {
            return (Integer) declared.get();
        }
        Column largest = functions.max(label.column().cast("double"));
        return 1 + (long) dataset.select(largest).first().getDouble(0);
    }

    /** A writer of this estimator's Params. */
    @Override
    public MLWriter write() {
        return new SoftmaxClassifierWriter(this);
    }

    /** A reader of estimators that were saved with {@link #write}. */
    public static MLReader<SoftmaxClassifier> read() {
        return new SoftmaxClassifierReader<>(SoftmaxClassifier.class, SoftmaxClassifier::new);
    }

    /** Reads the estimator that was saved at {@code path}. */
    public static SoftmaxClassifier load(String path) {
        return read().load(path);
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
    public SoftmaxClassifier setNumClasses(int value) {
        set(numClasses(), value);
        return this;
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
    public SoftmaxClassifier setCheckpointPath(String value) {
        set(checkpointPath(), value);
        return this;
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
    public SoftmaxClassifier setCheckpointInterval(int value) {
        set(checkpointInterval(), value);
        return this;
    }

    /**
     * Sets {@code thresholds}.
     *
     * @throws IllegalArgumentException if they are null, or not numbers of at least 0 of which at most one is 0
     */
    @Override
    public SoftmaxClassifier setThresholds(double[] value) {
        return super.setThresholds(Check.thresholds(uid, value));
    }

    /** Sets {@link #featuresCols}. */
    public SoftmaxClassifier setFeaturesCols(String[] value) {
        set(featuresCols(), value);
        return this;
    }

    /** Sets {@link #weightCol}. */
    public SoftmaxClassifier setWeightCol(String value) {
        set(weightCol(), value);
        return this;
    }

    /** Sets {@link #maxIter}. */
    public SoftmaxClassifier setMaxIter(int value) {
        set(maxIter(), value);
        return this;
    }

    /** Sets {@link #tol}. */
    public SoftmaxClassifier setTol(double value) {
        set(tol(), value);
        return this;
    }

    /** Sets {@link #regParam}. */
    public SoftmaxClassifier setRegParam(double value) {
        set(regParam(), value);
        return this;
    }

    /** Sets {@link #elasticNetParam}. */
    public SoftmaxClassifier setElasticNetParam(double value) {
        set(elasticNetParam(), value);
        return this;
    }

    /** Sets {@link #standardization}. */
    public SoftmaxClassifier setStandardization(boolean value) {
        set(standardization(), value);
        return this;
    }

    /** Sets {@link #fitIntercept}. */
    public SoftmaxClassifier setFitIntercept(boolean value) {
        set(fitIntercept(), value);
        return this;
    }

    /** Sets {@link #aggregationDepth}. */
    public SoftmaxClassifier setAggregationDepth(int value) {
        set(aggregationDepth(), value);
        return this;
    }

    /** Sets {@link #maxBlockSizeInMB}. */
    public SoftmaxClassifier setMaxBlockSizeInMB(double value) {
        set(maxBlockSizeInMB(), value);
        return this;
    }

    /** Sets {@link #maxDriverDataInMB}. */
    public SoftmaxClassifier setMaxDriverDataInMB(double value) {
        set(maxDriverDataInMB(), value);
        return this;
    }

    /** Sets {@link #seed}. */
    public SoftmaxClassifier setSeed(long value) {
        set(seed(), value);
        return this;
    }

    /** Sets {@link #lossVariant}. */
    public SoftmaxClassifier setLossVariant(String value) {
        set(lossVariant(), value);
        return this;
    }

    /** Sets {@link #solver}. */
    public SoftmaxClassifier setSolver(String value) {
        set(solver(), value);
        return this;
    }

    /** Sets {@link #optimizer}. */
    public SoftmaxClassifier setOptimizer(String value) {
        set(optimizer(), value);
        return this;
    }

    /** Sets {@link #stepSize}. */
    public SoftmaxClassifier setStepSize(double value) {
        set(stepSize(), value);
        return this;
    }

    /** Sets {@link #learningRateSchedule}. */
    public SoftmaxClassifier setLearningRateSchedule(String value) {
        set(learningRateSchedule(), value);
        return this;
    }

    /** Sets {@link #miniBatchFraction}. */
    public SoftmaxClassifier setMiniBatchFraction(double value) {
        set(miniBatchFraction(), value);
        return this;
    }

    /** Sets {@link #batchSize}. */
    public SoftmaxClassifier setBatchSize(int value) {
        set(batchSize(), value);
        return this;
    }

    /** Sets {@link #labelSmoothing}. */
    public SoftmaxClassifier setLabelSmoothing(double value) {
        set(labelSmoothing(), value);
        return this;
    }

    /** Sets {@link #classWeighting}. */
    public SoftmaxClassifier setClassWeighting(String value) {
        set(classWeighting(), value);
        return this;
    }

    /** Sets {@link #classWeights}. */
    public SoftmaxClassifier setClassWeights(Vector value) {
        set(classWeights(), value);
        return this;
    }

    /** Sets {@link #validationIndicatorCol}. */
    public SoftmaxClassifier setValidationIndicatorCol(String value) {
        set(validationIndicatorCol(), value);
        return this;
    }

    /** Sets {@link #patience}. */
    public SoftmaxClassifier setPatience(int value) {
        set(patience(), value);
        return this;
    }

    /** Sets {@link #forgettingFactor}. */
    public SoftmaxClassifier setForgettingFactor(double value) {
        set(forgettingFactor(), value);
        return this;
    }

    /** Sets {@link #validationTol}. */
    public SoftmaxClassifier setValidationTol(double value) {
        set(validationTol(), value);
        return this;
    }

    /**
     * Starts training from a model: sets {@link #initialCoefficients} and {@link #initialIntercepts}, of which the
     * second are not used if {@link #fitIntercept} is false. An infinite intercept, which the model of a single class
     * has, is replaced by a finite one: odds of 1000 to 1 for that class. If the number of classes is not declared
     * otherwise, it is that of the model. Class names and feature names in the metadata of the columns must be those of
     * the model, as far as it knows them; this is no longer checked by an estimator that was saved and loaded.
     */
    public SoftmaxClassifier setInitialModel(SoftmaxClassificationModel model) {
        initialModel = model.asInitialModel();
        set(initialCoefficients(), initialModel.coefficients());
        set(initialIntercepts(), initialModel.finiteIntercepts());
        return this;
    }

    /** Sets {@link #lowerBoundsOnCoefficients}. */
    public SoftmaxClassifier setLowerBoundsOnCoefficients(Matrix value) {
        set(lowerBoundsOnCoefficients(), value);
        return this;
    }

    /** Sets {@link #upperBoundsOnCoefficients}. */
    public SoftmaxClassifier setUpperBoundsOnCoefficients(Matrix value) {
        set(upperBoundsOnCoefficients(), value);
        return this;
    }

    /** Sets {@link #lowerBoundsOnIntercepts}. */
    public SoftmaxClassifier setLowerBoundsOnIntercepts(Vector value) {
        set(lowerBoundsOnIntercepts(), value);
        return this;
    }

    /** Sets {@link #upperBoundsOnIntercepts}. */
    public SoftmaxClassifier setUpperBoundsOnIntercepts(Vector value) {
        set(upperBoundsOnIntercepts(), value);
        return this;
    }

    /** Sets {@link #classNames}. */
    public SoftmaxClassifier setClassNames(String[] value) {
        set(classNames(), value);
        return this;
    }

    /** Sets {@link #predictionNameCol}. */
    public SoftmaxClassifier setPredictionNameCol(String value) {
        set(predictionNameCol(), value);
        return this;
    }

    /** Sets {@link #handleInvalid}. */
    public SoftmaxClassifier setHandleInvalid(String value) {
        set(handleInvalid(), value);
        return this;
    }

    /** Sets {@link #initialization}. */
    public SoftmaxClassifier setInitialization(String value) {
        set(initialization(), value);
        return this;
    }

    /** Sets {@link #initialCoefficients}. */
    public SoftmaxClassifier setInitialCoefficients(Matrix value) {
        set(initialCoefficients(), value);
        return this;
    }

    /** Sets {@link #initialIntercepts}. */
    public SoftmaxClassifier setInitialIntercepts(Vector value) {
        set(initialIntercepts(), value);
        return this;
    }
}
