package sparksoftmax.classification;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.rows.Folds;
import sparksoftmax.training.PenaltySearch;
import sparksoftmax.training.SelectionMetric;
import sparksoftmax.training.SolverName;

/**
 * {@link SoftmaxClassifier} that chooses its penalty by cross-validation. The rows are divided into {@code numFolds}
 * folds; for every penalty, each fold is held out once, and the model that was trained on the others is evaluated on
 * it. The result is the model that is trained on all rows with the penalty whose metric is best:
 *
 * <pre>
 *   CV(λ, α) = 1 / numFolds · Σ_f metric of fold f by the model of the rows outside of f
 * </pre>
 *
 * <p>It does what {@link org.apache.spark.ml.tuning.CrossValidator} does over a grid of {@code regParam} and
 * {@code elasticNetParam}, but reads and packs the rows once for all folds and penalties, goes from strong to weak
 * penalties, each of which starts where the one before ended, and makes the passes over the rows for all folds
 * together. Quasi-Newton steps train the models: those of the folds until their metrics hardly change, that of all rows
 * to the optimum with solver l-bfgs, and otherwise as near to it as solver auto of {@code SoftmaxClassifier} goes.
 * Features are standardized by the statistics of all rows.
 *
 * <p>{@link SoftmaxTrainingSummary#penaltySelection} of the model has the metrics of all penalties. The Params
 * {@code regParam} and {@code elasticNetParam} of the model are those that were chosen.
 *
 * <p>Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 2nd edition, 2009, section
 * 7.10.
 */
public class SoftmaxClassifierCV extends SoftmaxEstimator<SoftmaxClassifierCV> {
    private static final long serialVersionUID = 1L;

    private final CrossValidationParams crossValidationParams;

    /** An estimator with all Params at their defaults. */
    public SoftmaxClassifierCV() {
        this(Identifiable$.MODULE$.randomUID("softmaxCV"));
    }

    /**
     * An estimator with all Params at their defaults.
     *
     * @param uid unique name of this instance
     */
    public SoftmaxClassifierCV(String uid) {
        super(PendingUid.of(uid));
        crossValidationParams = new CrossValidationParams(this);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        check();
        return super.transformSchema(schema);
    }

    /** Does the same as {@link #fit(Dataset)}, but does not check whether the names of output columns are free. */
    @Override
    public SoftmaxClassificationModel train(Dataset<?> dataset) {
        check();
        Integer numClasses = isDefined(numClasses()) ? getNumClasses() : null;
        Fit fit = Fit.run(
                this,
                number -> this,
                dataset,
                numClasses,
                null,
                false,
                null,
                null,
                listener(),
                new CrossValidationSettings(search(), folds()));
        SoftmaxClassificationModel model = copyValues(
                new SoftmaxClassificationModel(uid(), fit.coefficientMatrix(), fit.interceptVector()),
                ParamMap.empty());
        return model.describedBy(fit);
    }

    private PenaltySearch search() {
        return new PenaltySearch(
                isDefined(regParams()) ? getRegParams() : null,
                Arrays.stream(getElasticNetParams()).distinct().toArray(),
                getNumFolds(),
                SelectionMetric.named(getMetric()),
                getSelection().equalsIgnoreCase(CrossValidationParams.ONE_STANDARD_ERROR),
                getAbandonment(),
                ClassDecision.of(this, null, null).rule());
    }

    private Folds folds() {
        boolean given = isDefined(foldCol()) && !getFoldCol().isEmpty();
        return new Folds(getNumFolds(), given ? getFoldCol() : null, getSeed());
    }

    /** Rejects Params that cross-validation would have to ignore. */
    private void check() {
        Map<Param<?>, String> refused = new LinkedHashMap<>();
        refused.put(regParam(), "it is chosen, from the values of regParams");
        refused.put(elasticNetParam(), "it is chosen, from the values of elasticNetParams");
        refused.put(validationIndicatorCol(), "the rows of every fold are held out in their turn");
        refused.put(initialCoefficients(), "training starts from the models of stronger penalties");
        refused.put(initialIntercepts(), "training starts from the models of stronger penalties");
        refused.put(initialization(), "training starts from the models of stronger penalties");
        List.of(stepSize(), optimizer(), learningRateSchedule(), miniBatchFraction(), batchSize())
                .forEach(param -> refused.put(param, "quasi-Newton steps train the models, and they do not use it"));
        refused.put(checkpointPath(), "the states of many fits are not saved");
        refused.forEach((param, reason) -> {
            if (isSet(param)) {
                throw new IllegalArgumentException("Parameter " + param.name()
                        + " must not be set for SoftmaxClassifierCV, but is " + getOrDefault(param) + ": " + reason
                        + ". Clear it (clear), or use SoftmaxClassifier.");
            }
        });
        SolverName solver = SolverName.named(getSolver());
        if (solver != SolverName.AUTO && solver != SolverName.LBFGS) {
            throw new IllegalArgumentException("Parameter solver must be auto or l-bfgs for SoftmaxClassifierCV, which"
                    + " trains all models by quasi-Newton steps, but was " + solver + ".");
        }
        boolean l1 = Arrays.stream(getElasticNetParams()).anyMatch(share -> share > 0.0);
        if (l1 && softmaxParams().bounds().stream().anyMatch(this::isSet)) {
            throw new IllegalArgumentException("Bounds on coefficients or intercepts need elasticNetParams = [0.0], but"
                    + " they are " + Arrays.toString(getElasticNetParams()) + ".");
        }
    }

    /** A reader of estimators that were saved with {@link #write}. */
    public static MLReader<SoftmaxClassifierCV> read() {
        return new SoftmaxClassifierReader<>(SoftmaxClassifierCV.class, SoftmaxClassifierCV::new);
    }

    /** Reads the estimator that was saved at {@code path}. */
    public static SoftmaxClassifierCV load(String path) {
        return read().load(path);
    }

    /** Param for the values of {@code regParam} to try. */
    public DoubleArrayParam regParams() {
        return crossValidationParams.regParams;
    }

    /** The value of {@link #regParams()}. */
    public double[] getRegParams() {
        return getOrDefault(regParams());
    }

    /** Sets {@link #regParams()}. */
    public SoftmaxClassifierCV setRegParams(double[] value) {
        set(regParams(), value);
        return this;
    }

    /** Param for the values of {@code elasticNetParam} to try. */
    public DoubleArrayParam elasticNetParams() {
        return crossValidationParams.elasticNetParams;
    }

    /** The value of {@link #elasticNetParams()}. */
    public double[] getElasticNetParams() {
        return getOrDefault(elasticNetParams());
    }

    /** Sets {@link #elasticNetParams()}. */
    public SoftmaxClassifierCV setElasticNetParams(double[] value) {
        set(elasticNetParams(), value);
        return this;
    }

    /** Param for the number of folds. */
    public IntParam numFolds() {
        return crossValidationParams.numFolds;
    }

    /** The value of {@link #numFolds()}. */
    public int getNumFolds() {
        return (Integer) getOrDefault(numFolds());
    }

    /** Sets {@link #numFolds()}. */
    public SoftmaxClassifierCV setNumFolds(int value) {
        set(numFolds(), value);
        return this;
    }

    /** Param for the name of the column of folds. */
    public Param<String> foldCol() {
        return crossValidationParams.foldCol;
    }

    /** The value of {@link #foldCol()}. */
    public String getFoldCol() {
        return getOrDefault(foldCol());
    }

    /** Sets {@link #foldCol()}. */
    public SoftmaxClassifierCV setFoldCol(String value) {
        set(foldCol(), value);
        return this;
    }

    /** Param for the metric of the rows held out. */
    public Param<String> metric() {
        return crossValidationParams.metric;
    }

    /** The value of {@link #metric()}. */
    public String getMetric() {
        return getOrDefault(metric());
    }

    /** Sets {@link #metric()}. */
    public SoftmaxClassifierCV setMetric(String value) {
        set(metric(), value);
        return this;
    }

    /** Param for the rule by which a penalty is chosen. */
    public Param<String> selection() {
        return crossValidationParams.selection;
    }

    /** The value of {@link #selection()}. */
    public String getSelection() {
        return getOrDefault(selection());
    }

    /** Sets {@link #selection()}. */
    public SoftmaxClassifierCV setSelection(String value) {
        set(selection(), value);
        return this;
    }

    /** Param for leaving out penalties that are clearly worse. */
    public BooleanParam abandonment() {
        return crossValidationParams.abandonment;
    }

    /** The value of {@link #abandonment()}. */
    public boolean getAbandonment() {
        return (Boolean) getOrDefault(abandonment());
    }

    /** Sets {@link #abandonment()}. */
    public SoftmaxClassifierCV setAbandonment(boolean value) {
        set(abandonment(), value);
        return this;
    }
}
