package sparksoftmax.classification;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
import sparksoftmax.scoring.InvalidFeatures;
import sparksoftmax.training.TrainingSettings;

/**
 * The Params that estimator and model share, except for the column names that Spark's classes bring. This is the only
 * place that states names, defaults and allowed values. The doc strings are the user documentation: the table of
 * params.md and the help of the command line are made from them.
 */
public final class SoftmaxParams extends ParamGroup {
    private static final long serialVersionUID = 1L;

    /** {@code initialization}: all coefficients and intercepts start at 0. */
    static final String ZEROS = "zeros";

    /** {@code initialization}: random start values, as for a linear layer of a neural network. */
    static final String UNIFORM = "uniform";

    /** {@code classWeighting}: the class of a row does not change its weight. */
    static final String UNWEIGHTED = "none";

    /** {@code classWeighting}: all classes get the same total weight. */
    static final String BALANCED = "balanced";

    /** As Spark has it: the hash of the estimator's class name, for estimator and model alike. */
    private static final long DEFAULT_SEED = "sparksoftmax.classification.SoftmaxClassifier".hashCode();

    private static final String COEFFICIENTS_SHAPE = "a numClasses x numFeatures matrix";

    private static final String INTERCEPTS_SHAPE = "a vector of size numClasses";

    final StringArrayParam featuresCols = names(
            "featuresCols",
            "at least one column name, and none null",
            names -> names.length > 0 && Arrays.stream(names).allMatch(Objects::nonNull),
            "names of several columns of features, which are used as they are, without a VectorAssembler: columns of any"
                    + " numeric type or boolean, and also of vectors or of arrays of numbers. If it is set, featuresCol"
                    + " is ignored. If it is not set, featuresCol is a column of vectors or of arrays of numbers");

    final Param<String> labelDistributionCol = column(
            "labelDistributionCol",
            "name of a column with a distribution over the classes in each row, a vector or an array of numClasses numbers of"
                    + " at least 0 that add up to 1, within 0.001: the target of the row instead of the label in labelCol,"
                    + " which is not read then. The loss of a row is the mean of the losses of all labels, weighted by these"
                    + " numbers. If it is not set or empty, labelCol has the labels");

    final Param<String> weightCol = column(
            "weightCol",
            "name of the column of row weights. If it is not set or empty, every row has weight 1.0. A row of weight 2"
                    + " counts as two equal rows, and a row of weight 0 does not count at all");

    final IntParam maxIter =
            integer("maxIter", 100, ">= 0", n -> n >= 0, "maximum number of passes over the training data");

    final DoubleParam tol = nonNegative(
            "tol",
            1e-6,
            "convergence tolerance. Quasi-Newton steps stop as those of LogisticRegression do: when the norm of the"
                    + " gradient is at most max(tol * objective, 1e-8), or when the objective has decreased by at most"
                    + " tol times its value at the start in 20 passes. Solvers sgd and localSgd stop when the relative"
                    + " change of the objective is less than tol in two consecutive passes. With 0, training never stops"
                    + " early. If tol is not set, solver auto has less strict criteria for data that are not small");

    final DoubleParam regParam = nonNegative(
            "regParam",
            0.0,
            "strength of the penalty. The objective is the weighted mean loss plus regParam * (elasticNetParam * ||W||_1 +"
                    + " (1 - elasticNetParam) / 2 * ||W||_2^2), where W are the coefficients. Intercepts are not"
                    + " penalized");

    final DoubleParam elasticNetParam = number(
            "elasticNetParam",
            0.0,
            "in [0, 1]",
            x -> x >= 0.0 && x <= 1.0,
            "share of L1 in the penalty: 0 is a pure L2 penalty, 1 a pure L1 penalty. With optimizer adamw, the L2 part is"
                    + " a decoupled weight decay");

    final BooleanParam standardization = flag(
            "standardization",
            true,
            "whether features are scaled to standard deviation 1 for training, so that the penalty applies to the"
                    + " coefficients of the scaled features. The coefficients of the model are always on the original"
                    + " scale");

    final BooleanParam fitIntercept = flag("fitIntercept", true, "whether to fit an intercept for each class");

    final IntParam aggregationDepth = integer(
            "aggregationDepth",
            2,
            ">= 2",
            n -> n >= 2,
            "depth of the tree in which the sums of the partitions are added up");

    final DoubleParam maxBlockSizeInMB = nonNegative(
            "maxBlockSizeInMB",
            0.0,
            "maximum memory in MB for one block of packed rows. 0.0 means that the size is chosen automatically, which is"
                    + " 1.0, or 0.4 where a task has less than 1 GB of heap");

    final DoubleParam maxDriverDataInMB = number(
            "maxDriverDataInMB",
            -1.0,
            "-1 or >= 0, and finite",
            x -> x == -1.0 || x >= 0.0 && Double.isFinite(x),
            "maximum memory in MB for packed rows on the driver. Rows that fit in are brought there once, and the driver's"
                    + " threads make all passes over them, without Spark jobs, if that is faster. -1 means that the"
                    + " limit is chosen automatically: a fifth of the heap in local mode, where rows are in this memory"
                    + " anyway; otherwise an eighth of the driver's heap, and at most 256 MB and half of"
                    + " spark.driver.maxResultSize. With 0, all passes are Spark jobs");

    final LongParam seed = longInteger(
            "seed",
            DEFAULT_SEED,
            "seed of the random numbers, which are used for uniform initialization and for the choice and order of the"
                    + " rows in mini-batches");

    final NameParam lossVariant = oneOf(
            "lossVariant",
            "fused",
            LossVariant.names(),
            "how the loss is computed: fused (cross-entropy from the margins, by log-sum-exp), logSoftmaxNll (log-softmax,"
                    + " then the negative log-likelihood), lowLevel (softmax, logarithm and one-hot product one after the"
                    + " other; the loss is infinite where a probability underflows), or doubleSoftmax (softmax applied"
                    + " twice: a well-known mistake, for study)");

    final NameParam solver = oneOf(
            "solver",
            "auto",
            TrainingSettings.solvers(),
            "training algorithm: auto (needs no tuning: a few passes of local steps, then quasi-Newton steps as long as"
                    + " they improve the objective by more than its sampling error, or by more than tol if that is set;"
                    + " if stepSize is set, or optimizer, learningRateSchedule or miniBatchFraction is not the default,"
                    + " auto means sgd), sgd"
                    + " (synchronous gradient descent: each step takes one distributed sum of the gradient), localSgd"
                    + " (each partition takes steps on batchSize rows by itself, and the models of the partitions are"
                    + " averaged after each pass), or l-bfgs (limited-memory BFGS, or OWL-QN with an L1 penalty:"
                    + " converges to the optimum, within tol)");

    final NameParam optimizer = oneOf(
            "optimizer",
            "sgd",
            Optimizer.names(),
            "step rule of solver sgd: sgd (plain gradient descent), momentum (with coefficient 0.9), nesterov (with"
                    + " coefficient 0.9), adagrad, rmsprop, adam, or adamw (adam with the L2 penalty as decoupled weight"
                    + " decay)");

    final DoubleParam stepSize = number(
            "stepSize",
            "finite and > 0; leave it unset to have one chosen from the data",
            x -> x > 0.0 && Double.isFinite(x),
            "learning rate. If it is set, steps are taken on standardized features if standardization is true, and on the"
                    + " features as they are otherwise. If it is not set, feature scales and step size are chosen such"
                    + " that full-batch training does not diverge");

    final NameParam learningRateSchedule = oneOf(
            "learningRateSchedule",
            "constant",
            LearningRateSchedule.names(),
            "factor by which the step size is multiplied after t of maxIter passes: constant (1), invScaling (1 / sqrt(1 +"
                    + " t)), linear (1 - t / maxIter), step (divided by 10 after each third of the passes), or cosine"
                    + " ((1 + cos(pi t / maxIter)) / 2). If neither this nor stepSize is set, local steps (solvers auto"
                    + " and localSgd) use linear");

    final DoubleParam miniBatchFraction = number(
            "miniBatchFraction",
            1.0,
            "in (0, 1]",
            x -> x > 0.0 && x <= 1.0,
            "fraction of the rows that one step of solver sgd uses. A pass has 1 / miniBatchFraction steps (rounded),"
                    + " which together use each row once; but never more steps than there are rows, and at most 10,000."
                    + " 1.0 is full-batch training: one step per pass");

    final IntParam batchSize = integer(
            "batchSize",
            ">= 1",
            n -> n >= 1,
            "number of rows that one local step uses (solvers auto and localSgd). If it is not set, it is 8 where rows are"
                    + " stored densely and 1 where they are sparse. It is limited by the rows of a partition, and by"
                    + " what a task can hold in memory: copies of the rows of at most 64 MB");

    final DoubleParam labelSmoothing = number(
            "labelSmoothing",
            0.0,
            "in [0, 1)",
            x -> x >= 0.0 && x < 1.0,
            "share e of each label's weight that is spread evenly over all classes: the target is (1 - e) onehot + e /"
                    + " numClasses");

    final NameParam classWeighting = oneOf(
            "classWeighting",
            UNWEIGHTED,
            List.of(UNWEIGHTED, BALANCED),
            "how the weights of rows are changed by their class: none, or balanced (the weight of a row of class k is"
                    + " multiplied by n / (numClasses n_k), where n is the total weight and n_k the weight of class k, so"
                    + " that all classes have the same weight)");

    final Param<Vector> classWeights = vector(
            "classWeights",
            INTERCEPTS_SHAPE + " with finite values > 0",
            x -> x > 0.0 && Double.isFinite(x),
            "factors by which the weights of the rows of each class are multiplied. If they are set, classWeighting is"
                    + " ignored");

    final Param<String> validationIndicatorCol = column(
            "validationIndicatorCol",
            "name of a boolean column that is true for validation rows. The model is not trained on them: training stops"
                    + " when their mean loss has not improved for patience passes, and the model gets the coefficients"
                    + " of the pass with the lowest validation loss");

    final IntParam patience = integer(
            "patience",
            5,
            ">= 1",
            n -> n >= 1,
            "number of consecutive passes without an improvement of the validation loss after which training stops");

    final DoubleParam validationTol = nonNegative(
            "validationTol",
            0.0,
            "share of the lowest validation loss so far by which a validation loss must be lower to count as an"
                    + " improvement");

    final DoubleParam forgettingFactor = number(
            "forgettingFactor",
            1.0,
            "in [0, 1]",
            x -> x >= 0.0 && x <= 1.0,
            "factor by which each partialFit multiplies the weights of all rows that the model was trained on before."
                    + " With 1.0 all rows count alike, whenever they came; with a smaller factor f, those of n batches"
                    + " ago count f^n, so that the model follows changes. With 0.0 nothing is remembered: only the"
                    + " coefficients from which training starts come from earlier rows");

    final NameParam initialization = oneOf(
            "initialization",
            ZEROS,
            List.of(ZEROS, UNIFORM),
            "start of the coefficients and intercepts for which no start is given: zeros, or uniform (random numbers"
                    + " between -1 / sqrt(numFeatures) and 1 / sqrt(numFeatures), as for a linear layer of a neural"
                    + " network). If this is not set and no start is given, solvers auto and l-bfgs start from the"
                    + " intercepts that predict the class frequencies");

    final Param<Matrix> initialCoefficients = matrix(
            "initialCoefficients",
            COEFFICIENTS_SHAPE + " with finite values",
            Double::isFinite,
            "coefficients to start from, on the original scale of the features");

    final Param<Vector> initialIntercepts = vector(
            "initialIntercepts",
            INTERCEPTS_SHAPE + " with finite values",
            Double::isFinite,
            "intercepts to start from. They need fitIntercept = true");

    final Param<Matrix> lowerBoundsOnCoefficients = bounds(
            "lowerBoundsOnCoefficients",
            COEFFICIENTS_SHAPE,
            "lower bounds on the coefficients, on the original scale of the features. They need solver auto or l-bfgs and"
                    + " elasticNetParam = 0. Constant features still get coefficient 0");

    final Param<Matrix> upperBoundsOnCoefficients = bounds(
            "upperBoundsOnCoefficients",
            COEFFICIENTS_SHAPE,
            "upper bounds on the coefficients, on the original scale of the features. They need solver auto or l-bfgs and"
                    + " elasticNetParam = 0. Constant features still get coefficient 0");

    final Param<Vector> lowerBoundsOnIntercepts = bounds(
            "lowerBoundsOnIntercepts",
            INTERCEPTS_SHAPE,
            "lower bounds on the intercepts. They need fitIntercept = true, solver auto or l-bfgs and elasticNetParam = 0");

    final Param<Vector> upperBoundsOnIntercepts = bounds(
            "upperBoundsOnIntercepts",
            INTERCEPTS_SHAPE,
            "upper bounds on the intercepts. They need fitIntercept = true, solver auto or l-bfgs and elasticNetParam = 0");

    final StringArrayParam classNames = names(
            "classNames",
            "at least one name, all different and none null",
            names -> names.length > 0
                    && Arrays.stream(names).allMatch(Objects::nonNull)
                    && Arrays.stream(names).distinct().count() == names.length,
            "names of the classes, in the order of their indices. If they are not set, they are taken from the metadata of"
                    + " the label column, where StringIndexer puts them. A model keeps the names and puts them in the"
                    + " metadata of its prediction column, for IndexToString");

    final Param<String> predictionNameCol = column(
            "predictionNameCol",
            "name of the output column with the names of the predicted classes. If it is not set or empty, there is no"
                    + " such column");

    final Param<Matrix> costs = nonNegativeMatrix(
            "costs",
            "numClasses",
            "costs of wrong predictions: the value in row i and column j is the cost of predicting class j when the truth"
                    + " is class i. The class of least expected cost is predicted, and of several the first; probabilities"
                    + " stay the same. thresholds must not be set then");

    final Param<String> topKCol = column(
            "topKCol",
            "name of the output column with the topK most probable classes, the most probable first: an array of structs"
                    + " of class (its index), className (null if the classes have no names) and probability. Of classes"
                    + " with the same probability, the one with the smaller index comes first. If it is not set or"
                    + " empty, there is no such column");

    final IntParam topK = integer(
            "topK",
            5,
            ">= 1",
            n -> n >= 1,
            "number of classes in topKCol; if there are fewer classes, it has all of them");

    final NameParam handleInvalid = oneOf(
            "handleInvalid",
            "keep",
            InvalidFeatures.names(),
            "what becomes of rows whose features are null, or have values that are null, NaN or infinite: keep (training"
                    + " refuses such rows; transform and evaluate give them what the arithmetic gives, usually NaN as"
                    + " probabilities and class 0, where a null number counts as NaN, and a null vector or array is an"
                    + " error), error (an exception that names the column), or skip (such rows are left out, in training"
                    + " as well)");

    /** Creates the Params of {@code owner} and sets their defaults in it. */
    SoftmaxParams(Params owner) {
        super(owner);
    }

    /** The Params for the start of training. */
    List<Param<?>> start() {
        return List.of(initialCoefficients, initialIntercepts);
    }

    /** The Params for bounds on coefficients and intercepts. */
    List<Param<?>> bounds() {
        return List.of(
                lowerBoundsOnCoefficients, upperBoundsOnCoefficients, lowerBoundsOnIntercepts, upperBoundsOnIntercepts);
    }
}
