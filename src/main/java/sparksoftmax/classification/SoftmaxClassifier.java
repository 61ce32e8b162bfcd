package sparksoftmax.classification;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.Dataset;
import scala.Option;
import sparksoftmax.loss.LossVariant;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.training.DatasetStatistics;
import sparksoftmax.training.FeatureSubset;
import sparksoftmax.training.InputColumns;
import sparksoftmax.training.StartingPoint;
import sparksoftmax.training.Training;
import sparksoftmax.training.TrainingData;
import sparksoftmax.training.TrainingResult;
import sparksoftmax.training.TrainingSettings;

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
        params = new SoftmaxParams(uid);
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
    public SoftmaxClassificationModel train(Dataset<?> dataset) {
        TrainingSettings settings = settings();
        checkStartNeedsIntercept();
        InputColumns columns = columns(dataset);
        try (TrainingData data = TrainingData.read(dataset, columns, settings, "training blocks of " + uid)) {
            int numClasses = data.numClasses(columns);
            checkThresholds(numClasses);
            StartingPoint start = start(numClasses, data.statistics());
            TrainingResult result = Training.fit(data, settings, numClasses, start);
            return model(result, numClasses);
        }
    }

    private TrainingSettings settings() {
        return new TrainingSettings(
                getMaxIter(),
                getTol(),
                isSet(tol()),
                getRegParam(),
                getElasticNetParam(),
                getStandardization(),
                getFitIntercept(),
                LossVariant.named(getLossVariant()),
                solverToUse(),
                Optimizer.named(getOptimizer()),
                isDefined(stepSize()) ? OptionalDouble.of(getStepSize()) : OptionalDouble.empty(),
                schedule(),
                getMiniBatchFraction(),
                isDefined(batchSize()) ? OptionalInt.of(getBatchSize()) : OptionalInt.empty(),
                getAggregationDepth(),
                getMaxBlockSizeInMB(),
                getSeed());
    }

    /** Solver auto does without tuning, so whoever sets what only synchronous steps have means those. */
    private String solverToUse() {
        String asked = getSolver();
        if (asked.equals("localSgd") && !getOptimizer().equals("sgd")) {
            throw new IllegalArgumentException(uid + " parameter optimizer must be sgd with solver localSgd, but was "
                    + getOptimizer() + ": the other step rules are for solver sgd.");
        }
        boolean tuned =
                isSet(stepSize()) || isSet(optimizer()) || isSet(learningRateSchedule()) || isSet(miniBatchFraction());
        return asked.equals("auto") && tuned ? "sgd" : asked;
    }

    /**
     * Local steps of a size that is left to us end at 0, unless asked otherwise: then the noise of few rows does, too.
     */
    private LearningRateSchedule schedule() {
        boolean ours = !isDefined(stepSize())
                && !isSet(learningRateSchedule())
                && !solverToUse().equals("sgd");
        return ours ? LearningRateSchedule.LINEAR : LearningRateSchedule.named(getLearningRateSchedule());
    }

    private InputColumns columns(Dataset<?> dataset) {
        boolean weighted = isDefined(weightCol()) && !getWeightCol().isEmpty();
        Option<Object> declared = MetadataUtils.getNumClasses(dataset.schema().apply(getLabelCol()));
        return new InputColumns(
                getFeaturesCol(),
                getLabelCol(),
                weighted ? getWeightCol() : null,
                declared.isDefined() ? (Integer) declared.get() : null);
    }

    private void checkStartNeedsIntercept() {
        if (isDefined(initialIntercepts()) && !getFitIntercept()) {
            throw new IllegalArgumentException(
                    uid + " parameter initialIntercepts needs fitIntercept = true, but it is false.");
        }
    }

    private void checkThresholds(int numClasses) {
        if (isDefined(thresholds()) && getThresholds().length != numClasses) {
            throw new IllegalArgumentException("SoftmaxClassifier.train() called with non-matching numClasses and"
                    + " thresholds.length. numClasses=" + numClasses + ", but thresholds has length "
                    + getThresholds().length);
        }
    }

    /** Solvers that look for the optimum need not find the classes' shares first; MLlib starts there, too. */
    private boolean startsAtShares() {
        return !isSet(initialization())
                && (solverToUse().equals("auto") || solverToUse().equals("l-bfgs"));
    }

    private StartingPoint start(int numClasses, DatasetStatistics statistics) {
        double[] coefficients = null;
        double[] intercepts = null;
        if (isDefined(initialCoefficients())) {
            Matrix given = getInitialCoefficients();
            if (given.numRows() != numClasses || given.numCols() != statistics.numFeatures()) {
                throw new IllegalArgumentException(uid + " parameter initialCoefficients must be a "
                        + numClasses + " x " + statistics.numFeatures() + " matrix (numClasses x numFeatures), but was "
                        + given.numRows() + " x " + given.numCols() + ".");
            }
            coefficients = given.toArray();
        }
        if (isDefined(initialIntercepts())) {
            Vector given = getInitialIntercepts();
            if (given.size() != numClasses) {
                throw new IllegalArgumentException(uid + " parameter initialIntercepts must have size " + numClasses
                        + " (numClasses), but has size " + given.size() + ".");
            }
            intercepts = given.toArray();
        } else if (coefficients == null && getFitIntercept() && startsAtShares()) {
            intercepts = statistics.logClassWeights(numClasses);
        }
        return new StartingPoint(coefficients, intercepts, getInitialization().equals(SoftmaxParams.UNIFORM));
    }

    private SoftmaxClassificationModel model(TrainingResult result, int numClasses) {
        Matrix coefficients = coefficientMatrix(result.coefficients(), result.moving(), numClasses);
        Vector intercepts = new DenseVector(result.intercepts()).compressed();
        SoftmaxClassificationModel model =
                copyValues(new SoftmaxClassificationModel(uid, coefficients, intercepts), ParamMap.empty());
        return model.withSummary(new SoftmaxTrainingSummary(result));
    }

    /** Feature-major [F x K] is column-major K x F: the same array, where no feature is left out. */
    private static Matrix coefficientMatrix(double[] values, FeatureSubset moving, int numClasses) {
        int numFeatures = moving.numFeatures();
        int[] columns = moving.columns();
        if (columns.length == numFeatures) {
            return new DenseMatrix(numClasses, numFeatures, values);
        }
        int[] columnStarts = new int[numFeatures + 1];
        for (int j = 0, c = 0; j < numFeatures; j++) {
            c += c < columns.length && columns[c] == j ? 1 : 0;
            columnStarts[j + 1] = c * numClasses;
        }
        int[] rows = new int[values.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % numClasses;
        }
        return new SparseMatrix(numClasses, numFeatures, columnStarts, rows, values);
    }

    @Override
    public SoftmaxClassifier copy(ParamMap extra) {
        return defaultCopy(extra);
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
