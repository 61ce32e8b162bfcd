package sparksoftmax.classification;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import sparksoftmax.loss.LossVariant;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.training.TrainingSettings;

/**
 * The Params that estimator and model share, apart from the column names that Spark's classes bring: created together,
 * for one owner. Their doc strings are the user documentation, from which the README's table and the command line's
 * help are made.
 */
public final class SoftmaxParams implements Serializable {
    private static final long serialVersionUID = 1L;

    /** {@code initialization}: all coefficients and intercepts start at 0. */
    static final String ZEROS = "zeros";

    /** {@code initialization}: as a linear layer starts. */
    static final String UNIFORM = "uniform";

    /** {@code classWeighting}: rows weigh what they weigh. */
    static final String UNWEIGHTED = "none";

    /** {@code classWeighting}: all classes weigh the same. */
    static final String BALANCED = "balanced";

    final Param<String> weightCol;
    final IntParam maxIter;
    final DoubleParam tol;
    final DoubleParam regParam;
    final DoubleParam elasticNetParam;
    final BooleanParam standardization;
    final BooleanParam fitIntercept;
    final IntParam aggregationDepth;
    final DoubleParam maxBlockSizeInMB;
    final LongParam seed;
    final Param<String> lossVariant;
    final Param<String> solver;
    final Param<String> optimizer;
    final DoubleParam stepSize;
    final Param<String> learningRateSchedule;
    final DoubleParam miniBatchFraction;
    final IntParam batchSize;
    final DoubleParam labelSmoothing;
    final Param<String> classWeighting;
    final Param<Vector> classWeights;
    final Param<String> validationIndicatorCol;
    final IntParam patience;
    final DoubleParam validationTol;
    final Param<String> initialization;
    final Param<Matrix> initialCoefficients;
    final Param<Vector> initialIntercepts;
    final Param<Matrix> lowerBoundsOnCoefficients;
    final Param<Matrix> upperBoundsOnCoefficients;
    final Param<Vector> lowerBoundsOnIntercepts;
    final Param<Vector> upperBoundsOnIntercepts;
    final StringArrayParam classNames;
    final Param<String> predictionNameCol;

    SoftmaxParams(Params parent) {
        String owner = parent.uid();
        weightCol = new Param<>(
                owner,
                "weightCol",
                "weight column name. If this is not set or empty, all rows weigh 1.0. A row of weight 2 counts as the row"
                        + " twice, one of weight 0 not at all",
                Check.that(owner, "weightCol", "must be a column name", name -> true));
        maxIter = new IntParam(
                owner,
                "maxIter",
                "maximum number of passes over the training data (epochs) (>= 0)",
                Check.number(owner, "maxIter", "must be >= 0", n -> n.intValue() >= 0));
        tol = nonNegative(
                owner,
                "tol",
                "convergence tolerance: training stops when the objective changes by less than this share of its value in"
                        + " two passes in a row; 0 never stops early. Solver auto has a rule of its own for large data, unless"
                        + " tol is set (>= 0)");
        regParam = nonNegative(
                owner,
                "regParam",
                "strength of the penalty: the objective is the weighted mean loss plus regParam * (elasticNetParam *"
                        + " ||W||_1 + (1 - elasticNetParam) / 2 * ||W||_2^2). Intercepts are not penalised (>= 0)");
        elasticNetParam = new DoubleParam(
                owner,
                "elasticNetParam",
                "share of L1 in the penalty: 0 is pure L2, 1 is pure L1. With optimizer adamw the L2 part is a decoupled"
                        + " weight decay (in [0, 1])",
                Check.number(
                        owner,
                        "elasticNetParam",
                        "must be in [0, 1]",
                        x -> x.doubleValue() >= 0.0 && x.doubleValue() <= 1.0));
        standardization = new BooleanParam(
                owner,
                "standardization",
                "whether to train, and penalise, coefficients of features of standard deviation 1. Coefficients are"
                        + " always returned on the original scale");
        fitIntercept = new BooleanParam(owner, "fitIntercept", "whether to fit an intercept for every class");
        aggregationDepth = new IntParam(
                owner,
                "aggregationDepth",
                "depth of the tree in which the partitions' sums are added up (>= 2)",
                Check.number(owner, "aggregationDepth", "must be >= 2", n -> n.intValue() >= 2));
        maxBlockSizeInMB = nonNegative(
                owner,
                "maxBlockSizeInMB",
                "maximum memory in MB for a block of packed rows; 0.0 means a size chosen automatically, 1.0 (>= 0)");
        seed = new LongParam(
                owner, "seed", "random seed: of uniform initialization, and of the rows and order of mini-batches");
        lossVariant = new Param<>(
                owner,
                "lossVariant",
                "how the loss is computed: fused (log-sum-exp cross-entropy from the margins), logSoftmaxNll (log-softmax,"
                        + " then negative log likelihood), lowLevel (softmax, log, one-hot; infinite where a probability"
                        + " underflows), or doubleSoftmax (softmax applied twice: a well-known mistake, for study)",
                Check.oneOf(owner, "lossVariant", LossVariant.names()));
        solver = new Param<>(
                owner,
                "solver",
                "training algorithm: auto (no tuning needed: a few passes of local steps, then quasi-Newton steps as long as"
                        + " they improve the objective by more than the rows can tell, or by tol if that is set; if stepSize,"
                        + " optimizer, learningRateSchedule or miniBatchFraction is set, it is sgd), sgd (synchronous gradient"
                        + " descent: every step is one distributed sum of the gradient), localSgd (each partition takes steps"
                        + " on batchSize rows, and the models are averaged after every pass), or l-bfgs (limited-memory BFGS,"
                        + " OWL-QN with L1: to the optimum, within tol)",
                Check.oneOf(owner, "solver", TrainingSettings.solvers()));
        optimizer = new Param<>(
                owner,
                "optimizer",
                "rule of a step: sgd (plain gradient descent), momentum (0.9), nesterov (0.9), adagrad, rmsprop, adam, or"
                        + " adamw (adam with the L2 penalty as decoupled weight decay)",
                Check.oneOf(owner, "optimizer", Optimizer.names()));
        stepSize = new DoubleParam(
                owner,
                "stepSize",
                "learning rate. If set, steps are taken on standardized features if standardization is true, else on the"
                        + " features as they are. If not set, scales and step size are chosen from the data such that"
                        + " full-batch training does not diverge (> 0)",
                Check.number(
                        owner,
                        "stepSize",
                        "must be finite and > 0; leave it unset to have one chosen from the data",
                        x -> x.doubleValue() > 0.0 && Double.isFinite(x.doubleValue())));
        learningRateSchedule = new Param<>(
                owner,
                "learningRateSchedule",
                "how the step size changes after e of maxIter passes: constant, invScaling (1 / sqrt(1 + e)), linear (1 - e"
                        + " / maxIter), step (a tenth after each third), or cosine ((1 + cos(pi e / maxIter)) / 2)",
                Check.oneOf(owner, "learningRateSchedule", LearningRateSchedule.names()));
        miniBatchFraction = new DoubleParam(
                owner,
                "miniBatchFraction",
                "share of the rows a step sees: a pass has 1 / miniBatchFraction steps (rounded) that together see every"
                        + " row once; 1.0 is full batch, one step a pass (in (0, 1])",
                Check.number(
                        owner,
                        "miniBatchFraction",
                        "must be in (0, 1]",
                        x -> x.doubleValue() > 0.0 && x.doubleValue() <= 1.0));
        batchSize = new IntParam(
                owner,
                "batchSize",
                "rows of a local step (solvers auto and localSgd). If not set, 8 where rows are stored densely and 1 where"
                        + " they are sparse (>= 1)",
                Check.number(owner, "batchSize", "must be >= 1", n -> n.intValue() >= 1));
        labelSmoothing = new DoubleParam(
                owner,
                "labelSmoothing",
                "share e of every label's weight that goes to all classes alike: the target is (1 - e) onehot + e / numClasses"
                        + " (in [0, 1))",
                Check.number(
                        owner,
                        "labelSmoothing",
                        "must be in [0, 1)",
                        x -> x.doubleValue() >= 0.0 && x.doubleValue() < 1.0));
        classWeighting = new Param<>(
                owner,
                "classWeighting",
                "what a row's weight is multiplied by: none, or balanced (by n / (numClasses n_k) for a row of class k, n being"
                        + " all weight and n_k that of the class, so that all classes weigh the same)",
                Check.oneOf(owner, "classWeighting", List.of(UNWEIGHTED, BALANCED)));
        classWeights = new Param<>(
                owner,
                "classWeights",
                "vector of numbers that rows' weights are multiplied by, one a class, instead of classWeighting (> 0)",
                Check.that(owner, "classWeights", "must have finite values > 0 only", values -> Arrays.stream(
                                values.toArray())
                        .allMatch(x -> x > 0.0 && Double.isFinite(x))));
        validationIndicatorCol = new Param<>(
                owner,
                "validationIndicatorCol",
                "boolean column that is true for rows to validate on: they are not trained on; training stops when their mean"
                        + " loss has not improved for patience passes, and the best pass's coefficients are kept",
                Check.that(owner, "validationIndicatorCol", "must be a column name", name -> true));
        patience = new IntParam(
                owner,
                "patience",
                "passes without an improvement of the validation loss after which training stops (>= 1)",
                Check.number(owner, "patience", "must be >= 1", n -> n.intValue() >= 1));
        validationTol = nonNegative(
                owner,
                "validationTol",
                "share of the best validation loss by which it must fall to count as improved (>= 0)");
        initialization = new Param<>(
                owner,
                "initialization",
                "start of the coefficients and intercepts that are not given: zeros, or uniform (random between -1 and +1"
                        + " over sqrt(numFeatures), as a linear layer)",
                Check.oneOf(owner, "initialization", List.of(ZEROS, UNIFORM)));
        initialCoefficients = new Param<>(
                owner,
                "initialCoefficients",
                "coefficients to start from: a numClasses x numFeatures matrix, on the original scale",
                Check.that(owner, "initialCoefficients", "must have finite values only", matrix -> Arrays.stream(
                                matrix.toArray())
                        .allMatch(Double::isFinite)));
        initialIntercepts = new Param<>(
                owner,
                "initialIntercepts",
                "intercepts to start from: a vector of size numClasses; needs fitIntercept",
                Check.that(owner, "initialIntercepts", "must have finite values only", vector -> Arrays.stream(
                                vector.toArray())
                        .allMatch(Double::isFinite)));
        lowerBoundsOnCoefficients = coefficientBounds(owner, "lowerBoundsOnCoefficients", "least");
        upperBoundsOnCoefficients = coefficientBounds(owner, "upperBoundsOnCoefficients", "greatest");
        lowerBoundsOnIntercepts = interceptBounds(owner, "lowerBoundsOnIntercepts", "least");
        upperBoundsOnIntercepts = interceptBounds(owner, "upperBoundsOnIntercepts", "greatest");
        classNames = new StringArrayParam(
                parent,
                "classNames",
                "names of the classes, in the order of their indices. If not set, those in the label column's metadata,"
                        + " where StringIndexer puts them; a model keeps them and puts them in the metadata of its"
                        + " predictions, for IndexToString",
                Check.<String[]>that(
                        owner,
                        "classNames",
                        "must have different names, at least one",
                        names -> names.length > 0
                                && Arrays.stream(names).distinct().count() == names.length));
        predictionNameCol = new Param<>(
                owner,
                "predictionNameCol",
                "column for the predicted classes' names. If not set or empty, there is none",
                Check.that(owner, "predictionNameCol", "must be a column name", name -> true));
    }

    private static Param<Matrix> coefficientBounds(String owner, String name, String which) {
        return new BoundsParam<>(
                owner,
                name,
                which
                        + " coefficients allowed: a numClasses x numFeatures matrix, on the original scale, infinite for no"
                        + " bound; for solvers auto and l-bfgs with elasticNetParam 0. Constant features have coefficient 0"
                        + " nonetheless");
    }

    private static Param<Vector> interceptBounds(String owner, String name, String which) {
        return new BoundsParam<>(
                owner,
                name,
                which
                        + " intercepts allowed: a vector of size numClasses, infinite for no bound; needs fitIntercept, else"
                        + " as for coefficients");
    }

    private static DoubleParam nonNegative(String owner, String name, String doc) {
        return new DoubleParam(
                owner,
                name,
                doc,
                Check.number(
                        owner,
                        name,
                        "must be finite and >= 0",
                        x -> x.doubleValue() >= 0.0 && Double.isFinite(x.doubleValue())));
    }
}
