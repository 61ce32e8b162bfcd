package sparksoftmax.classification;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import sparksoftmax.loss.LossVariant;
import sparksoftmax.loss.SmoothedLoss;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.training.CoefficientBounds;
import sparksoftmax.training.DataPool;
import sparksoftmax.training.DatasetStatistics;
import sparksoftmax.training.EarlyStopping;
import sparksoftmax.training.InputColumns;
import sparksoftmax.training.StartingPoint;
import sparksoftmax.training.TrainingData;
import sparksoftmax.training.TrainingSettings;

/** What an estimator's Params ask of one fit on one data set, in the terms of training. */
final class FitRequest {
    private static final String EMPTY = "ML algorithm was given empty dataset. At least one row is needed.";

    private final SoftmaxClassifier estimator;
    private final Dataset<?> dataset;
    private final boolean findsClasses;
    private final DataPool pool;
    private final String uid;
    private final InputColumns columns;
    private final TrainingSettings settings;

    /**
     * A request.
     *
     * @param numClasses if it is known; null for what the data say
     * @throws IllegalArgumentException if Params contradict each other, or the data set's schema
     */
    FitRequest(SoftmaxClassifier estimator, Dataset<?> dataset, Integer numClasses) {
        pool = SharedRows.take();
        findsClasses = numClasses == null;
        this.estimator = estimator;
        this.dataset = dataset;
        this.uid = estimator.uid();
        columns = columns(numClasses);
        settings = settingsOf();
        if (estimator.isDefined(estimator.initialIntercepts()) && !estimator.getFitIntercept()) {
            throw new IllegalArgumentException(
                    uid + " parameter initialIntercepts needs fitIntercept = true, but it is false.");
        }
        checkBounds();
        if (validates()) {
            checkValidationColumn(estimator.getValidationIndicatorCol());
        }
    }

    private boolean isBounded() {
        return Stream.of(
                        estimator.lowerBoundsOnCoefficients(),
                        estimator.upperBoundsOnCoefficients(),
                        estimator.lowerBoundsOnIntercepts(),
                        estimator.upperBoundsOnIntercepts())
                .anyMatch(estimator::isDefined);
    }

    private void checkBounds() {
        SoftmaxClassifier e = estimator;
        if (!isBounded()) {
            return;
        }
        if (e.getElasticNetParam() != 0.0) {
            throw new IllegalArgumentException("Fitting under bound constrained optimization only supports L2"
                    + " regularization, but got elasticNetParam = " + e.getElasticNetParam() + ": set it to 0.");
        }
        if (!e.getFitIntercept()
                && (e.isDefined(e.lowerBoundsOnIntercepts()) || e.isDefined(e.upperBoundsOnIntercepts()))) {
            throw new IllegalArgumentException(uid
                    + " parameters lowerBoundsOnIntercepts and upperBoundsOnIntercepts need fitIntercept = true, but"
                    + " it is false.");
        }
        if (!settings.solver().equals("auto") && !settings.solver().equals("l-bfgs")) {
            throw new IllegalArgumentException(
                    "Bounds on coefficients or intercepts need solver auto or l-bfgs, but with "
                            + uid + " training is by " + settings.solver()
                            + " (solver, or stepSize, optimizer, learningRateSchedule or miniBatchFraction, are set).");
        }
        if (e.isDefined(e.lowerBoundsOnCoefficients()) && e.isDefined(e.upperBoundsOnCoefficients())) {
            double[] lower = e.getLowerBoundsOnCoefficients().toArray();
            checkOrder(lower, e.getUpperBoundsOnCoefficients().toArray(), "Coefficients");
        }
        if (e.isDefined(e.lowerBoundsOnIntercepts()) && e.isDefined(e.upperBoundsOnIntercepts())) {
            double[] lower = e.getLowerBoundsOnIntercepts().toArray();
            checkOrder(lower, e.getUpperBoundsOnIntercepts().toArray(), "Intercepts");
        }
    }

    private static void checkOrder(double[] lower, double[] upper, String of) {
        for (int i = 0; i < Math.min(lower.length, upper.length); i++) {
            if (lower[i] > upper[i]) {
                throw new IllegalArgumentException("lowerBoundsOn" + of + " must be at most upperBoundsOn" + of
                        + ", but there is " + lower[i] + " where the other has " + upper[i] + ".");
            }
        }
    }

    /**
     * The bounds asked for.
     *
     * @throws IllegalArgumentException if their shapes do not fit the data
     */
    CoefficientBounds bounds(int numClasses, DatasetStatistics statistics) {
        SoftmaxClassifier e = estimator;
        return new CoefficientBounds(
                matrix(e.lowerBoundsOnCoefficients(), numClasses, statistics),
                matrix(e.upperBoundsOnCoefficients(), numClasses, statistics),
                vector(e.lowerBoundsOnIntercepts(), numClasses),
                vector(e.upperBoundsOnIntercepts(), numClasses));
    }

    /** A Param's [numClasses x numFeatures], column by column; null if it is not set. */
    private double[] matrix(Param<Matrix> param, int numClasses, DatasetStatistics statistics) {
        if (!estimator.isDefined(param)) {
            return null;
        }
        Matrix given = estimator.getOrDefault(param);
        if (given.numRows() != numClasses || given.numCols() != statistics.numFeatures()) {
            throw new IllegalArgumentException(uid + " parameter " + param.name() + " must be a " + numClasses + " x "
                    + statistics.numFeatures() + " matrix (numClasses x numFeatures), but was " + given.numRows()
                    + " x "
                    + given.numCols() + ".");
        }
        return given.toArray();
    }

    /** A Param's [numClasses]; null if it is not set. */
    private double[] vector(Param<Vector> param, int numClasses) {
        if (!estimator.isDefined(param)) {
            return null;
        }
        Vector given = estimator.getOrDefault(param);
        if (given.size() != numClasses) {
            throw new IllegalArgumentException(uid + " parameter " + param.name() + " must have size " + numClasses
                    + " (numClasses), but has size " + given.size() + ".");
        }
        return given.toArray();
    }

    private void checkValidationColumn(String column) {
        if (!Arrays.asList(dataset.columns()).contains(column)) {
            throw new IllegalArgumentException(
                    "validationIndicatorCol must be a column of the data set, but there is none named '" + column
                            + "'.");
        }
        DataType type = dataset.schema().apply(column).dataType();
        if (!type.equals(DataTypes.BooleanType)) {
            throw new IllegalArgumentException("validationIndicatorCol must be a boolean column, but column '" + column
                    + "' is of type " + type.simpleString() + ".");
        }
    }

    TrainingSettings settings() {
        return settings;
    }

    private TrainingSettings settingsOf() {
        SoftmaxClassifier e = estimator;
        return new TrainingSettings(
                e.getMaxIter(),
                e.getTol(),
                e.isSet(e.tol()),
                e.getRegParam(),
                e.getElasticNetParam(),
                e.getStandardization(),
                e.getFitIntercept(),
                loss(),
                solver(),
                Optimizer.named(e.getOptimizer()),
                e.isDefined(e.stepSize()) ? OptionalDouble.of(e.getStepSize()) : OptionalDouble.empty(),
                schedule(),
                e.getMiniBatchFraction(),
                e.isDefined(e.batchSize()) ? OptionalInt.of(e.getBatchSize()) : OptionalInt.empty(),
                e.getAggregationDepth(),
                e.getMaxBlockSizeInMB(),
                e.getSeed());
    }

    private SoftmaxLoss loss() {
        SoftmaxLoss loss = LossVariant.named(estimator.getLossVariant());
        return estimator.getLabelSmoothing() == 0.0 ? loss : new SmoothedLoss(loss, estimator.getLabelSmoothing());
    }

    /** Solver auto does without tuning, so whoever sets what only synchronous steps have means those. */
    private String solver() {
        String asked = estimator.getSolver();
        if (asked.equals("localSgd") && !estimator.getOptimizer().equals("sgd")) {
            throw new IllegalArgumentException(uid + " parameter optimizer must be sgd with solver localSgd, but was "
                    + estimator.getOptimizer() + ": the other step rules are for solver sgd.");
        }
        boolean tuned = estimator.isSet(estimator.stepSize())
                || estimator.isSet(estimator.optimizer())
                || estimator.isSet(estimator.learningRateSchedule())
                || estimator.isSet(estimator.miniBatchFraction());
        return asked.equals("auto") && tuned ? "sgd" : asked;
    }

    /** Local steps of a size left to us end at 0, unless asked otherwise: so does the noise of few rows. */
    private LearningRateSchedule schedule() {
        boolean ours = !estimator.isDefined(estimator.stepSize())
                && !estimator.isSet(estimator.learningRateSchedule())
                && !solver().equals("sgd");
        return ours ? LearningRateSchedule.LINEAR : LearningRateSchedule.named(estimator.getLearningRateSchedule());
    }

    private InputColumns columns(Integer numClasses) {
        boolean weighted = estimator.isDefined(estimator.weightCol())
                && !estimator.getWeightCol().isEmpty();
        Option<Object> declared = MetadataUtils.getNumClasses(dataset.schema().apply(estimator.getLabelCol()));
        return new InputColumns(
                estimator.getFeaturesCol(),
                estimator.getLabelCol(),
                weighted ? estimator.getWeightCol() : null,
                declared.isDefined() && numClasses == null ? (Integer) declared.get() : numClasses);
    }

    private boolean validates() {
        return estimator.isDefined(estimator.validationIndicatorCol())
                && !estimator.getValidationIndicatorCol().isEmpty();
    }

    private Column isValidation() {
        return functions.coalesce(functions.col(estimator.getValidationIndicatorCol()), functions.lit(false));
    }

    /** Whether the data say how many classes there are. */
    boolean findsClasses() {
        return findsClasses;
    }

    /** Reads the rows to train on; classes are not weighted yet. */
    TrainingData read() {
        String name = "training blocks of " + uid;
        if (!validates()) {
            return read(dataset, "all rows", name, EMPTY);
        }
        return read(
                dataset.filter(functions.not(isValidation())),
                "rows not marked by " + estimator.getValidationIndicatorCol(),
                name,
                "There must be rows to train on, but column '" + estimator.getValidationIndicatorCol()
                        + "' (validationIndicatorCol) is true for all rows, or there are none.");
    }

    private TrainingData read(Dataset<?> rows, String which, String name, String ifEmpty) {
        return pool == null
                ? TrainingData.read(rows, columns, settings, name, ifEmpty)
                : pool.read(which, columns, settings, () -> TrainingData.read(rows, columns, settings, name, ifEmpty));
    }

    /** Reads the rows to validate on; null if none are asked for. */
    EarlyStopping readValidation(TrainingData data, int numClasses) {
        if (!validates()) {
            return null;
        }
        TrainingData rows = read(
                dataset.filter(isValidation()),
                "rows marked by " + estimator.getValidationIndicatorCol(),
                "validation blocks of " + uid,
                "There must be rows to validate on, but column '" + estimator.getValidationIndicatorCol()
                        + "' (validationIndicatorCol) is true for none.");
        String problem = null;
        if (rows.statistics().numFeatures() != data.statistics().numFeatures()) {
            problem = "have " + data.statistics().numFeatures() + " features as the rows to train on, but have "
                    + rows.statistics().numFeatures();
        } else if (rows.statistics().numLabels() > numClasses) {
            problem = "have labels of the " + numClasses + " classes trained on, but have label "
                    + (rows.statistics().numLabels() - 1);
        }
        if (problem != null) {
            rows.close();
            throw new IllegalArgumentException("Rows to validate on (validationIndicatorCol) must " + problem + ".");
        }
        return new EarlyStopping(rows, estimator.getPatience(), estimator.getValidationTol());
    }

    /** K, which the thresholds and class weights must fit. */
    int numClasses(TrainingData data) {
        int numClasses = data.numClasses(columns);
        if (estimator.isDefined(estimator.classNames()) && estimator.getClassNames().length != numClasses) {
            throw new IllegalArgumentException(uid + " parameter classNames must have a name for each of the "
                    + numClasses + " classes, but has " + estimator.getClassNames().length + ".");
        }
        if (estimator.isDefined(estimator.thresholds()) && estimator.getThresholds().length != numClasses) {
            throw new IllegalArgumentException("SoftmaxClassifier.train() called with non-matching numClasses and"
                    + " thresholds.length. numClasses=" + numClasses + ", but thresholds has length "
                    + estimator.getThresholds().length);
        }
        return numClasses;
    }

    /** Gives a model the names of its classes, if they are known. */
    SoftmaxClassificationModel named(SoftmaxClassificationModel model) {
        if (!model.isDefined(model.classNames())) {
            String[] names = ClassNames.of(dataset.schema().apply(estimator.getLabelCol()));
            return names == null || names.length != model.numClasses() ? model : model.withClassNames(names);
        }
        return model;
    }

    /** The rows that a model was trained on, with its predictions. */
    Supplier<SoftmaxSummary.Rows> trainingRows(SoftmaxClassificationModel model) {
        Dataset<?> rows = validates() ? dataset.filter(functions.not(isValidation())) : dataset;
        return () -> model.predicted(rows);
    }

    /** Weights the classes as asked for. */
    void weightClasses(TrainingData data, int numClasses) {
        if (estimator.isDefined(estimator.classWeights())) {
            double[] given = estimator.getClassWeights().toArray();
            if (given.length != numClasses) {
                throw new IllegalArgumentException(uid + " parameter classWeights must have " + numClasses
                        + " values (numClasses), but has " + given.length + ".");
            }
            data.weightClasses(given, columns);
        } else if (estimator.getClassWeighting().equals(SoftmaxParams.BALANCED)) {
            double[] factors = new double[numClasses];
            Arrays.setAll(factors, k -> {
                double share = data.statistics().classShare(k);
                return share == 0.0 ? 1.0 : 1.0 / (numClasses * share);
            });
            data.weightClasses(factors, columns);
        }
    }

    StartingPoint start(int numClasses, DatasetStatistics statistics) {
        double[] coefficients = matrix(estimator.initialCoefficients(), numClasses, statistics);
        double[] intercepts = vector(estimator.initialIntercepts(), numClasses);
        if (intercepts == null && coefficients == null && estimator.getFitIntercept() && startsAtShares()) {
            intercepts = statistics.logClassWeights(numClasses);
        }
        return new StartingPoint(
                coefficients, intercepts, estimator.getInitialization().equals(SoftmaxParams.UNIFORM));
    }

    /** Solvers that look for the optimum need not find the classes' shares first; MLlib starts there, too. */
    private boolean startsAtShares() {
        return !estimator.isSet(estimator.initialization())
                && (settings.solver().equals("auto") || settings.solver().equals("l-bfgs"));
    }
}
