package sparksoftmax.classification;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.columns.NamedColumn;
import sparksoftmax.features.Regularization;
import sparksoftmax.loss.LossVariant;
import sparksoftmax.loss.SmoothedLoss;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.memory.Memory;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.rows.DeclaredClasses;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.scoring.InvalidFeatures;
import sparksoftmax.training.ClassWeighting;
import sparksoftmax.training.EarlyStopping;
import sparksoftmax.training.Given;
import sparksoftmax.training.GivenBounds;
import sparksoftmax.training.SolverName;
import sparksoftmax.training.Start;
import sparksoftmax.training.TrainingSettings;

/**
 * Converts the Params of an estimator, or of a model whose training is continued, to plain values. This is the only
 * place where a fit reads Params.
 */
final class FitParams {
    private static final Logger LOG = LoggerFactory.getLogger(FitParams.class);

    /** At most as many characters of a value are shown. */
    private static final int MOST_CHARACTERS = 200;

    private final SoftmaxClassifierParams params;

    FitParams(SoftmaxClassifierParams params) {
        this.params = params;
    }

    /** The label column. */
    NamedColumn label() {
        return new NamedColumn("labelCol", params.getLabelCol());
    }

    /** The name of the column of distributions over the classes; empty if rows have labels. */
    static String distributionCol(SoftmaxClassifierParams params) {
        return params.isDefined(params.labelDistributionCol()) ? params.getLabelDistributionCol() : "";
    }

    /**
     * The column of labels, or of distributions over the classes if one is set, as a data set has it.
     *
     * @throws IllegalArgumentException if it does not have the column, or its type is another one
     */
    TargetColumn target(Dataset<?> dataset) {
        NamedColumn distributions = optional(params.labelDistributionCol());
        return distributions == null
                ? TargetColumn.ofLabels(label(), dataset)
                : TargetColumn.ofDistributions(distributions, dataset);
    }

    /** The columns of features. */
    InputFeatures features() {
        return new InputFeatures(params);
    }

    /** @throws IllegalArgumentException if a column name that is needed is null; Spark's setters accept that */
    void checkColumnNames() {
        label();
        features();
    }

    /** The weight column; null if all rows have weight 1. */
    NamedColumn weight() {
        return optional(params.weightCol());
    }

    /**
     * The columns to read.
     *
     * @param features the columns of features, as the data set has them
     * @param target the column of labels or distributions, as the data set has it
     * @param known the number of classes, if it is known; null to take the number that the metadata of the label column
     *     declare, if they do, or that of the first distribution
     * @param continues whether training goes on from a model; then all rows are training rows if the validation column
     *     is missing
     * @throws IllegalArgumentException if the metadata of the label column declare another number of classes
     */
    InputColumns columns(
            Dataset<?> dataset,
            FeatureColumns features,
            TargetColumn target,
            DeclaredClasses known,
            boolean continues) {
        NamedColumn weight = weight();
        NamedColumn validation = optional(params.validationIndicatorCol());
        if (continues && validation != null && !validation.isIn(dataset)) {
            LOG.info(
                    "{}: The rows have no column '{}' (validationIndicatorCol): all are training rows, and training does not"
                            + " stop early.",
                    params.uid(),
                    validation.name());
            validation = null;
        }
        return new InputColumns(
                features,
                InvalidFeatures.named(params.getHandleInvalid()) == InvalidFeatures.SKIP,
                target.name().name(),
                target.distribution(),
                weight == null ? null : weight.name(),
                validation == null ? null : validation.name(),
                classes(target, dataset, known),
                null);
    }

    private static DeclaredClasses classes(TargetColumn target, Dataset<?> dataset, DeclaredClasses known) {
        if (target.distribution() != null) {
            return known == null ? target.classes(dataset) : known;
        }
        DeclaredClasses declared = target.classes(dataset);
        if (known != null && declared != null && known.number() != declared.number()) {
            throw new IllegalArgumentException("The number of classes must be the same wherever it is declared, but "
                    + known.source() + ", and " + declared.source() + ".");
        }
        return known == null ? declared : known;
    }

    /** The column that an optional Param names; null if it is not set or empty. */
    private NamedColumn optional(Param<String> param) {
        String name = params.isDefined(param) ? params.getOrDefault(param) : "";
        return name.isEmpty() ? null : new NamedColumn(param.name(), name);
    }

    /**
     * The settings of the fit.
     *
     * @param initial the model from which training starts; null to start as the Params say
     * @param continues whether training goes on from that model, whatever the Params say of the start; otherwise its
     *     coefficients are those of the Param {@code initialCoefficients}
     */
    TrainingSettings settings(InitialModel initial, boolean continues) {
        SoftmaxClassifierParams p = params;
        return new TrainingSettings(
                SolverName.named(p.getSolver()),
                p.getMaxIter(),
                p.getTol(),
                p.isSet(p.tol()),
                new Regularization(p.getRegParam(), p.getElasticNetParam(), p.getStandardization()),
                p.getFitIntercept(),
                loss(),
                Optimizer.named(p.getOptimizer()),
                p.isDefined(p.stepSize()) ? OptionalDouble.of(p.getStepSize()) : OptionalDouble.empty(),
                p.isSet(p.learningRateSchedule()) ? LearningRateSchedule.named(p.getLearningRateSchedule()) : null,
                p.getMiniBatchFraction(),
                p.isDefined(p.batchSize()) ? OptionalInt.of(p.getBatchSize()) : OptionalInt.empty(),
                p.getAggregationDepth(),
                p.getMaxBlockSizeInMB(),
                p.getMaxDriverDataInMB(),
                p.getSeed(),
                continues ? continuedFrom(initial) : start(initial),
                new GivenBounds(
                        matrix(p.lowerBoundsOnCoefficients()),
                        matrix(p.upperBoundsOnCoefficients()),
                        vector(p.lowerBoundsOnIntercepts()),
                        vector(p.upperBoundsOnIntercepts())),
                new ClassWeighting(
                        p.getClassWeighting().equalsIgnoreCase(SoftmaxParams.BALANCED), vector(p.classWeights())),
                remembers(),
                new EarlyStopping(p.getPatience(), p.getValidationTol()),
                null);
    }

    private SoftmaxLoss loss() {
        SoftmaxLoss loss = LossVariant.named(params.getLossVariant());
        return params.getLabelSmoothing() == 0.0 ? loss : new SmoothedLoss(loss, params.getLabelSmoothing());
    }

    private Start continuedFrom(InitialModel model) {
        return new Start(
                given(null, model.coefficients()),
                params.getFitIntercept()
                        ? Given.vector(null, model.finiteIntercepts().toArray())
                        : null,
                false,
                false,
                true,
                memory(model));
    }

    /** Whether models remember their rows: not with a solver that would not use it. */
    boolean remembers() {
        return params.getForgettingFactor() > 0.0 && SolverName.named(params.getSolver()) != SolverName.LOCAL_SGD;
    }

    /** What is remembered of earlier rows; null if nothing is, or if the solver does not use it. */
    private Memory memory(InitialModel model) {
        return remembers() && model.memory() != null ? model.memory().times(params.getForgettingFactor()) : null;
    }

    private Start start(InitialModel initial) {
        return new Start(
                initial == null ? matrix(params.initialCoefficients()) : given(null, initial.coefficients()),
                startIntercepts(initial),
                params.getInitialization().equalsIgnoreCase(SoftmaxParams.UNIFORM),
                params.isSet(params.initialization()),
                false,
                null);
    }

    /** Intercepts that come from a model are not used without intercepts; others would be a mistake of the user. */
    private Given startIntercepts(InitialModel initial) {
        boolean ofModel = initial != null
                && params.isDefined(params.initialIntercepts())
                && params.getInitialIntercepts().equals(initial.finiteIntercepts());
        return ofModel && !params.getFitIntercept() ? null : vector(params.initialIntercepts());
    }

    private Given matrix(Param<Matrix> param) {
        return params.isDefined(param) ? given(param.name(), params.getOrDefault(param)) : null;
    }

    private Given vector(Param<Vector> param) {
        return params.isDefined(param)
                ? Given.vector(param.name(), params.getOrDefault(param).toArray())
                : null;
    }

    /** A matrix, whose array is column by column. */
    private static Given given(String name, Matrix matrix) {
        return new Given(name, matrix.numRows(), matrix.numCols(), matrix.toArray());
    }

    /** The Params that are set, with their values in words; vectors and matrices by their size only. */
    Map<String, String> given() {
        Map<String, String> given = new TreeMap<>();
        for (Param<?> param : params.params()) {
            if (params.isSet(param)) {
                given.put(param.name(), words(params.getOrDefault(param)));
            }
        }
        return given;
    }

    private static String words(Object value) {
        if (value instanceof Matrix matrix) {
            return "matrix of size " + matrix.numRows() + " x " + matrix.numCols();
        }
        if (value instanceof Vector vector) {
            return "vector of size " + vector.size();
        }
        if (value instanceof Object[] names) {
            return shortened(Arrays.toString(names));
        }
        return shortened(value instanceof double[] numbers ? Arrays.toString(numbers) : String.valueOf(value));
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + " ...";
    }

    /**
     * Checks the Params whose length must be the number of classes.
     *
     * @throws IllegalArgumentException if one has another length
     */
    void checkNumClasses(int numClasses) {
        if (params.isDefined(params.classNames()) && params.getClassNames().length != numClasses) {
            throw new IllegalArgumentException("Parameter classNames must have a name for each of the " + numClasses
                    + " classes, but has " + params.getClassNames().length + ".");
        }
        ClassDecision.check(params, numClasses, "SoftmaxClassifier.train()");
    }
}
