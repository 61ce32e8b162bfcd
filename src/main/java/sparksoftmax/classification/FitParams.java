package sparksoftmax.classification;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import sparksoftmax.features.Regularization;
import sparksoftmax.loss.LossVariant;
import sparksoftmax.loss.SmoothedLoss;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.rows.InputColumns;
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
    private final SoftmaxClassifierParams params;

    FitParams(SoftmaxClassifierParams params) {
        this.params = params;
    }

    /**
     * The columns to read.
     *
     * @param numClasses the number of classes, if it is known; null to take the number that the metadata of the label
     *     column declare, if they do
     * @throws IllegalArgumentException if the validation column is missing or not boolean
     */
    InputColumns columns(StructType schema, Integer numClasses) {
        Option<Object> declared = MetadataUtils.getNumClasses(schema.apply(params.getLabelCol()));
        return new InputColumns(
                params.getFeaturesCol(),
                params.getLabelCol(),
                column(params.weightCol()),
                validationColumn(schema),
                declared.isDefined() && numClasses == null ? (Integer) declared.get() : numClasses);
    }

    /** The column name that an optional Param has as its value; null if it is not set or empty. */
    private String column(Param<String> param) {
        String name = params.isDefined(param) ? params.getOrDefault(param) : "";
        return name.isEmpty() ? null : name;
    }

    private String validationColumn(StructType schema) {
        String column = column(params.validationIndicatorCol());
        if (column == null) {
            return null;
        }
        if (!Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new IllegalArgumentException(
                    "validationIndicatorCol must be a column of the data set, but there is none named '" + column
                            + "'.");
        }
        DataType type = schema.apply(column).dataType();
        if (!type.equals(DataTypes.BooleanType)) {
            throw new IllegalArgumentException("validationIndicatorCol must be a boolean column, but column '" + column
                    + "' is of type " + type.simpleString() + ".");
        }
        return column;
    }

    /**
     * The settings of the fit.
     *
     * @param continued the model from which training continues; null to start as the Params say
     */
    TrainingSettings settings(Start continued) {
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
                p.getSeed(),
                continued == null ? start() : continued,
                new GivenBounds(
                        matrix(p.lowerBoundsOnCoefficients()),
                        matrix(p.upperBoundsOnCoefficients()),
                        vector(p.lowerBoundsOnIntercepts()),
                        vector(p.upperBoundsOnIntercepts())),
                new ClassWeighting(
                        p.getClassWeighting().equalsIgnoreCase(SoftmaxParams.BALANCED), vector(p.classWeights())),
                new EarlyStopping(p.getPatience(), p.getValidationTol()));
    }

    private SoftmaxLoss loss() {
        SoftmaxLoss loss = LossVariant.named(params.getLossVariant());
        return params.getLabelSmoothing() == 0.0 ? loss : new SmoothedLoss(loss, params.getLabelSmoothing());
    }

    private Start start() {
        return new Start(
                matrix(params.initialCoefficients()),
                vector(params.initialIntercepts()),
                params.getInitialization().equalsIgnoreCase(SoftmaxParams.UNIFORM),
                params.isSet(params.initialization()),
                false);
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
    static Given given(String name, Matrix matrix) {
        return new Given(name, matrix.numRows(), matrix.numCols(), matrix.toArray());
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
        if (params.isDefined(params.thresholds()) && params.getThresholds().length != numClasses) {
            throw new IllegalArgumentException("SoftmaxClassifier.train() called with non-matching numClasses and"
                    + " thresholds.length. numClasses=" + numClasses + ", but thresholds has length "
                    + params.getThresholds().length);
        }
    }
}
