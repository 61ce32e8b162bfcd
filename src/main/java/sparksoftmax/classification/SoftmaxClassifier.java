package sparksoftmax.classification;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SizeEstimator;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import sparksoftmax.training.SharedRows;

/**
 * Multinomial softmax regression, a multiclass linear classifier. For features x, [numFeatures], the margins are z = W
 * x + b, with coefficients W, [numClasses x numFeatures], and intercepts b, [numClasses]; the probabilities are
 * softmax(z). Fitting minimises
 *
 * <pre>
 *   1 / Σ_i w_i · Σ_i w_i ℓ(W x_i + b, y_i) + regParam (elasticNetParam ‖W‖₁ + (1 - elasticNetParam) / 2 ‖W‖₂²)
 * </pre>
 *
 * with ℓ the cross-entropy (see {@code lossVariant}), weights w from {@code weightCol}, and W in the penalty measured
 * on standardized features if {@code standardization} is true. Params have the names, defaults and meaning they have in
 * {@link org.apache.spark.ml.classification.LogisticRegression} wherever that has them, so the optimum is the same.
 *
 * <p>Labels are class indices 0, 1, ..., of any numeric type; the number of classes is what the label column's metadata
 * declares, or else one more than the largest label.
 *
 * <p>{@code fit} throws {@link IllegalArgumentException} for rows it cannot train on, with what must hold, what was
 * found and in which column, and leaves nothing cached.
 */
public class SoftmaxClassifier extends ProbabilisticClassifier<Vector, SoftmaxClassifier, SoftmaxClassificationModel>
        implements SoftmaxClassifierParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    // Neither has an initialiser: the super-constructor needs uid() before Java would run it.
    private final String uid;
    private final SoftmaxParams params;

    private transient EpochListener listener;

    /** The packed rows that this setting shares with others while they are fitted together; else null. */
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
        Defaults.set(this);
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
        return ClassNames.addColumnTo(super.transformSchema(schema), this);
    }

    /**
     * Fits with each of several settings. The data set is read and packed once for all that read the same columns and
     * pack them alike.
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

    /** The same for Scala. */
    @Override
    public Seq<SoftmaxClassificationModel> fit(Dataset<?> dataset, Seq<ParamMap> paramMaps) {
        ParamMap[] settings = CollectionConverters.asJava(paramMaps).toArray(new ParamMap[0]);
        return CollectionConverters.asScala(fit(dataset, settings)).toList();
    }

    /**
     * Fits a data set whose label and weight columns are doubles; {@code fit} sees to that.
     *
     * @throws IllegalArgumentException if Params contradict each other or the data, or a row cannot be trained on
     */
    @Override
    public SoftmaxClassificationModel train(Dataset<?> dataset) {
        Fit fit = Fit.run(this, dataset, null, null, shared, listener);
        SoftmaxClassificationModel model = copyValues(ModelBuilder.trained(uid(), fit.result()), ParamMap.empty());
        return model.describedBy(dataset.schema().apply(getLabelCol()), fit);
    }

    @Override
    public SoftmaxClassifier copy(ParamMap extra) {
        SoftmaxClassifier copied = defaultCopy(extra);
        return copied.setListener(listener);
    }

    /** Sets who is told of every epoch; null for nobody. Copied with the estimator, but not saved. */
    public SoftmaxClassifier setListener(EpochListener value) {
        listener = value;
        return this;
    }

    /** About the bytes that the model of a data set will take, its coefficients being dense. */
    @Override
    public long estimateModelSize(Dataset<?> dataset) {
        StructType schema = dataset.schema();
        Option<Object> declaredFeatures = MetadataUtils.getNumFeatures(schema.apply(getFeaturesCol()));
        Option<Object> declaredClasses = MetadataUtils.getNumClasses(schema.apply(getLabelCol()));
        long numFeatures = declaredFeatures.isDefined()
                ? (Integer) declaredFeatures.get()
                : dataset.select(getFeaturesCol()).first().<Vector>getAs(0).size();
        Column largest = functions.max(functions.col(getLabelCol()).cast("double"));
        long numClasses = declaredClasses.isDefined()
                ? (Integer) declaredClasses.get()
                : 1 + (long) dataset.select(largest).first().getDouble(0);
        return SizeEstimator.estimate(params()) + Double.BYTES * numClasses * (numFeatures + 1);
    }

    /** Reads an estimator that was saved with {@code write}. */
    public static MLReader<SoftmaxClassifier> read() {
        return new DefaultParamsReader<>();
    }

    /**
     * Reads an estimator.
     *
     * @param path where it was saved
     */
    public static SoftmaxClassifier load(String path) {
        return read().load(path);
    }

    /** Sets the weight column's name. */
    public SoftmaxClassifier setWeightCol(String value) {
        set(weightCol(), value);
        return this;
    }

    /** Sets the maximum number of passes over the data. Default 100. */
    public SoftmaxClassifier setMaxIter(int value) {
        set(maxIter(), value);
        return this;
    }

    /** Sets the convergence tolerance. Default 1e-6. */
    public SoftmaxClassifier setTol(double value) {
        set(tol(), value);
        return this;
    }

    /** Sets the strength of the penalty. Default 0. */
    public SoftmaxClassifier setRegParam(double value) {
        set(regParam(), value);
        return this;
    }

    /** Sets the share of L1 in the penalty. Default 0. */
    public SoftmaxClassifier setElasticNetParam(double value) {
        set(elasticNetParam(), value);
        return this;
    }

    /** Sets whether to standardize. Default true. */
    public SoftmaxClassifier setStandardization(boolean value) {
        set(standardization(), value);
        return this;
    }

    /** Sets whether to fit intercepts. Default true. */
    public SoftmaxClassifier setFitIntercept(boolean value) {
        set(fitIntercept(), value);
        return this;
    }

    /** Sets the depth of aggregation. Default 2. */
    public SoftmaxClassifier setAggregationDepth(int value) {
        set(aggregationDepth(), value);
        return this;
    }

    /** Sets the size of blocks in MB, 0 being automatic. Default 0. */
    public SoftmaxClassifier setMaxBlockSizeInMB(double value) {
        set(maxBlockSizeInMB(), value);
        return this;
    }

    /** Sets the random seed. Default: a fixed number. */
    public SoftmaxClassifier setSeed(long value) {
        set(seed(), value);
        return this;
    }

    /** Sets how the loss is computed. Default fused. */
    public SoftmaxClassifier setLossVariant(String value) {
        set(lossVariant(), value);
        return this;
    }

    /** Sets the training algorithm. Default auto. */
    public SoftmaxClassifier setSolver(String value) {
        set(solver(), value);
        return this;
    }

    /** Sets the step rule. Default sgd. */
    public SoftmaxClassifier setOptimizer(String value) {
        set(optimizer(), value);
        return this;
    }

    /** Sets the learning rate. Default: chosen from the data. */
    public SoftmaxClassifier setStepSize(double value) {
        set(stepSize(), value);
        return this;
    }

    /** Sets how the learning rate changes. Default constant. */
    public SoftmaxClassifier setLearningRateSchedule(String value) {
        set(learningRateSchedule(), value);
        return this;
    }

    /** Sets the share of the rows a step sees. Default 1. */
    public SoftmaxClassifier setMiniBatchFraction(double value) {
        set(miniBatchFraction(), value);
        return this;
    }

    /** Sets the rows of a local step. Default: chosen by the kind of rows. */
    public SoftmaxClassifier setBatchSize(int value) {
        set(batchSize(), value);
        return this;
    }

    /** Sets label smoothing. Default 0. */
    public SoftmaxClassifier setLabelSmoothing(double value) {
        set(labelSmoothing(), value);
        return this;
    }

    /** Sets the kind of class weights. Default none. */
    public SoftmaxClassifier setClassWeighting(String value) {
        set(classWeighting(), value);
        return this;
    }

    /** Sets class weights, [numClasses]. */
    public SoftmaxClassifier setClassWeights(Vector value) {
        set(classWeights(), value);
        return this;
    }

    /** Sets the boolean column that marks rows to validate on. */
    public SoftmaxClassifier setValidationIndicatorCol(String value) {
        set(validationIndicatorCol(), value);
        return this;
    }

    /** Sets the passes without improvement that end training. Default 5. */
    public SoftmaxClassifier setPatience(int value) {
        set(patience(), value);
        return this;
    }

    /** Sets the improvement of the validation loss that counts. Default 0. */
    public SoftmaxClassifier setValidationTol(double value) {
        set(validationTol(), value);
        return this;
    }

    /** Sets the coefficients and intercepts to start from: those of a model. */
    public SoftmaxClassifier setInitialModel(SoftmaxClassificationModel model) {
        set(initialCoefficients(), model.coefficientMatrix());
        if (getFitIntercept()) {
            set(initialIntercepts(), model.interceptVector());
        }
        return this;
    }

    /** Sets the least coefficients allowed, [numClasses x numFeatures]. */
    public SoftmaxClassifier setLowerBoundsOnCoefficients(Matrix value) {
        set(lowerBoundsOnCoefficients(), value);
        return this;
    }

    /** Sets the greatest coefficients allowed, [numClasses x numFeatures]. */
    public SoftmaxClassifier setUpperBoundsOnCoefficients(Matrix value) {
        set(upperBoundsOnCoefficients(), value);
        return this;
    }

    /** Sets the least intercepts allowed, [numClasses]. */
    public SoftmaxClassifier setLowerBoundsOnIntercepts(Vector value) {
        set(lowerBoundsOnIntercepts(), value);
        return this;
    }

    /** Sets the greatest intercepts allowed, [numClasses]. */
    public SoftmaxClassifier setUpperBoundsOnIntercepts(Vector value) {
        set(upperBoundsOnIntercepts(), value);
        return this;
    }

    /** Sets the names of the classes, by index. Default: those in the label column's metadata. */
    public SoftmaxClassifier setClassNames(String[] value) {
        set(classNames(), value);
        return this;
    }

    /** Sets the column for the predicted classes' names. */
    public SoftmaxClassifier setPredictionNameCol(String value) {
        set(predictionNameCol(), value);
        return this;
    }

    /** Sets the kind of start. Default zeros. */
    public SoftmaxClassifier setInitialization(String value) {
        set(initialization(), value);
        return this;
    }

    /** Sets the coefficients to start from, [numClasses x numFeatures]. */
    public SoftmaxClassifier setInitialCoefficients(Matrix value) {
        set(initialCoefficients(), value);
        return this;
    }

    /** Sets the intercepts to start from, [numClasses]. */
    public SoftmaxClassifier setInitialIntercepts(Vector value) {
        set(initialIntercepts(), value);
        return this;
    }
}
