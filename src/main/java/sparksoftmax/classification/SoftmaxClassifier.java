package sparksoftmax.classification;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import sparksoftmax.compat.ScalaCollections;
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
 * <p>Instead of a label, rows may have a distribution over the classes ({@code labelDistributionCol}), q_i: their loss
 * is Σ_k q_ik ℓ(W x_i + b, k).
 *
 * <p>Labels are class indices 0, 1, ..., of any numeric type. The number of classes is the one that the metadata of the
 * label column declare, or {@code numClasses}, or else the largest label plus 1.
 *
 * <p>{@code fit} throws {@link IllegalArgumentException} for rows that it cannot train on. The message says what must
 * hold, what was found, and in which column. Nothing stays cached.
 */
public class SoftmaxClassifier extends SoftmaxEstimator<SoftmaxClassifier> {
    private static final long serialVersionUID = 1L;

    /** The model of {@link #setInitialModel}; null if there is none. */
    private transient InitialModel initialModel;

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
        super(PendingUid.of(uid));
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
                this,
                number -> this,
                dataset,
                numClasses,
                initialModel(),
                false,
                checkpoints(),
                shared,
                listener(),
                CrossValidationSettings.NONE);
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
        SoftmaxClassifier copied = super.copy(extra);
        copied.initialModel = initialModel;
        return copied;
    }

    /** A reader of estimators that were saved with {@link #write}. */
    public static MLReader<SoftmaxClassifier> read() {
        return new SoftmaxClassifierReader<>(SoftmaxClassifier.class, SoftmaxClassifier::new);
    }

    /** Reads the estimator that was saved at {@code path}. */
    public static SoftmaxClassifier load(String path) {
        return read().load(path);
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
}
