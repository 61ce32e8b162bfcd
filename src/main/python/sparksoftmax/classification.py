"""Multinomial softmax regression for PySpark: the estimator, its model and their Params.

The parts between the marks "generated" and "end of the generated part" are written by ``scripts/format.sh`` from the
Params of the Java classes ``sparksoftmax.classification.SoftmaxClassifier``, ``SoftmaxClassifierCV`` and
``SoftmaxClassificationModel``, which do the work. The names of this module and of its classes are those of Java, so that PySpark finds them when it loads a
saved pipeline.
"""

import functools
import threading
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple, TypeVar, Union, cast

import numpy as np
from pyspark import keyword_only
from pyspark.ml.classification import (
    LogisticRegression,
    LogisticRegressionModel,
    _JavaProbabilisticClassificationModel,
    _JavaProbabilisticClassifier,
    _ProbabilisticClassifierParams,
)
from pyspark.ml.linalg import DenseMatrix, Matrix, Vector
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.param.shared import (
    HasAggregationDepth,
    HasCheckpointInterval,
    HasElasticNetParam,
    HasFitIntercept,
    HasHandleInvalid,
    HasMaxBlockSizeInMB,
    HasMaxIter,
    HasRegParam,
    HasSeed,
    HasSolver,
    HasStandardization,
    HasStepSize,
    HasTol,
    HasValidationIndicatorCol,
    HasWeightCol,
)
from pyspark.ml.util import HasTrainingSummary, JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaParams
from pyspark.sql import DataFrame

from sparksoftmax._display import model_html
from sparksoftmax._jvm import in_jvm, java_class, new_java_object
from sparksoftmax.listener import Pass, PassListener
from sparksoftmax.statistics import CoefficientStatistics
from sparksoftmax.summary import (
    Confusion,
    PenaltySelection,
    ReliabilityBin,
    SoftmaxSummary,
    SoftmaxTrainingSummary,
    TriedPenalty,
)

__all__ = [
    "CoefficientStatistics",
    "Confusion",
    "Pass",
    "PenaltySelection",
    "ReliabilityBin",
    "SoftmaxClassificationModel",
    "SoftmaxClassifier",
    "SoftmaxClassifierCV",
    "SoftmaxLogisticRegression",
    "SoftmaxSummary",
    "SoftmaxTrainingSummary",
    "TriedPenalty",
]

#: What a Param for a vector takes.
VectorLike = Union[Vector, Sequence[float], np.ndarray]

#: What a Param for a matrix takes: a matrix of Spark, or rows of numbers.
MatrixLike = Union[Matrix, Sequence[Sequence[float]], np.ndarray]


def _toMatrix(value: MatrixLike) -> Matrix:
    """The converter of Params for a matrix."""
    if isinstance(value, Matrix):
        return value
    rows = np.asarray(value, dtype=np.float64)
    if rows.ndim != 2:
        raise TypeError("Could not convert %s to matrix" % (value,))
    return DenseMatrix(rows.shape[0], rows.shape[1], rows.ravel(order="F").tolist())


class _SoftmaxParams(
    HasAggregationDepth,
    HasElasticNetParam,
    HasFitIntercept,
    HasHandleInvalid,
    HasMaxBlockSizeInMB,
    HasMaxIter,
    HasRegParam,
    HasSeed,
    HasSolver,
    HasStandardization,
    HasStepSize,
    HasTol,
    HasValidationIndicatorCol,
    HasWeightCol,
    _ProbabilisticClassifierParams,
):
    """The Params of :py:class:`SoftmaxClassifier` that its model has, too."""

    # generated: shared

    aggregationDepth: Param[int] = Param(
        Params._dummy(),
        "aggregationDepth",
        "depth of the tree in which the sums of the partitions are added up. Must be >= 2",
        typeConverter=TypeConverters.toInt,
    )

    batchSize: Param[int] = Param(
        Params._dummy(),
        "batchSize",
        "number of rows that one local step uses (solvers auto and localSgd). If it is not set, it is 8 where rows "
        "are stored densely and 1 where they are sparse. It is limited by the rows of a partition, and by what a task "
        "can hold in memory: copies of the rows of at most 64 MB. Must be >= 1",
        typeConverter=TypeConverters.toInt,
    )

    classNames: Param[List[str]] = Param(
        Params._dummy(),
        "classNames",
        "names of the classes, in the order of their indices. If they are not set, they are taken from the metadata "
        "of the label column, where StringIndexer puts them. A model keeps the names and puts them in the metadata of "
        "its prediction column, for IndexToString. Must be at least one name, all different and none null",
        typeConverter=TypeConverters.toListString,
    )

    classWeighting: Param[str] = Param(
        Params._dummy(),
        "classWeighting",
        "how the weights of rows are changed by their class: none, or balanced (the weight of a row of class k is "
        "multiplied by n / (numClasses n_k), where n is the total weight and n_k the weight of class k, so that all "
        "classes have the same weight)",
        typeConverter=TypeConverters.toString,
    )

    classWeights: Param[Vector] = Param(
        Params._dummy(),
        "classWeights",
        "factors by which the weights of the rows of each class are multiplied. If they are set, classWeighting is "
        "ignored. Must be a vector of size numClasses with finite values > 0",
        typeConverter=TypeConverters.toVector,
    )

    costs: Param[Matrix] = Param(
        Params._dummy(),
        "costs",
        "costs of wrong predictions: the value in row i and column j is the cost of predicting class j when the truth "
        "is class i. The class of least expected cost is predicted, and of several the first; probabilities stay the "
        "same. thresholds must not be set then. Must be a numClasses x numClasses matrix with finite values >= 0",
        typeConverter=_toMatrix,
    )

    elasticNetParam: Param[float] = Param(
        Params._dummy(),
        "elasticNetParam",
        "share of L1 in the penalty: 0 is a pure L2 penalty, 1 a pure L1 penalty. With optimizer adamw, the L2 part "
        "is a decoupled weight decay. Must be in [0, 1]",
        typeConverter=TypeConverters.toFloat,
    )

    featuresCol: Param[str] = Param(
        Params._dummy(),
        "featuresCol",
        "features column name",
        typeConverter=TypeConverters.toString,
    )

    featuresCols: Param[List[str]] = Param(
        Params._dummy(),
        "featuresCols",
        "names of several columns of features, which are used as they are, without a VectorAssembler: columns of any "
        "numeric type or boolean, and also of vectors or of arrays of numbers. If it is set, featuresCol is ignored. "
        "If it is not set, featuresCol is a column of vectors or of arrays of numbers. Must be at least one column "
        "name, and none null",
        typeConverter=TypeConverters.toListString,
    )

    fitIntercept: Param[bool] = Param(
        Params._dummy(),
        "fitIntercept",
        "whether to fit an intercept for each class",
        typeConverter=TypeConverters.toBoolean,
    )

    forgettingFactor: Param[float] = Param(
        Params._dummy(),
        "forgettingFactor",
        "factor by which each partialFit multiplies the weights of all rows that the model was trained on before. "
        "With 1.0 all rows count alike, whenever they came; with a smaller factor f, those of n batches ago count "
        "f^n, so that the model follows changes. With 0.0 nothing is remembered: only the coefficients from which "
        "training starts come from earlier rows. Must be in [0, 1]",
        typeConverter=TypeConverters.toFloat,
    )

    handleInvalid: Param[str] = Param(
        Params._dummy(),
        "handleInvalid",
        "what becomes of rows whose features are null, or have values that are null, NaN or infinite: keep (training "
        "refuses such rows; transform and evaluate give them what the arithmetic gives, usually NaN as probabilities "
        "and class 0, where a null number counts as NaN, and a null vector or array is an error), error (an exception "
        "that names the column), or skip (such rows are left out, in training as well)",
        typeConverter=TypeConverters.toString,
    )

    initialCoefficients: Param[Matrix] = Param(
        Params._dummy(),
        "initialCoefficients",
        "coefficients to start from, on the original scale of the features. Must be a numClasses x numFeatures matrix "
        "with finite values",
        typeConverter=_toMatrix,
    )

    initialIntercepts: Param[Vector] = Param(
        Params._dummy(),
        "initialIntercepts",
        "intercepts to start from. They need fitIntercept = true. Must be a vector of size numClasses with finite "
        "values",
        typeConverter=TypeConverters.toVector,
    )

    initialization: Param[str] = Param(
        Params._dummy(),
        "initialization",
        "start of the coefficients and intercepts for which no start is given: zeros, or uniform (random numbers "
        "between -1 / sqrt(numFeatures) and 1 / sqrt(numFeatures), as for a linear layer of a neural network). If "
        "this is not set and no start is given, solvers auto and l-bfgs start from the intercepts that predict the "
        "class frequencies",
        typeConverter=TypeConverters.toString,
    )

    labelCol: Param[str] = Param(
        Params._dummy(),
        "labelCol",
        "label column name",
        typeConverter=TypeConverters.toString,
    )

    labelDistributionCol: Param[str] = Param(
        Params._dummy(),
        "labelDistributionCol",
        "name of a column with a distribution over the classes in each row, a vector or an array of numClasses "
        "numbers of at least 0 that add up to 1, within 0.001: the target of the row instead of the label in "
        "labelCol, which is not read then. The loss of a row is the mean of the losses of all labels, weighted by "
        "these numbers. If it is not set or empty, labelCol has the labels",
        typeConverter=TypeConverters.toString,
    )

    labelSmoothing: Param[float] = Param(
        Params._dummy(),
        "labelSmoothing",
        "share e of each label's weight that is spread evenly over all classes: the target is (1 - e) onehot + e / "
        "numClasses. Must be in [0, 1)",
        typeConverter=TypeConverters.toFloat,
    )

    learningRateSchedule: Param[str] = Param(
        Params._dummy(),
        "learningRateSchedule",
        "factor by which the step size is multiplied after t of maxIter passes: constant (1), invScaling (1 / sqrt(1 "
        "+ t)), linear (1 - t / maxIter), step (divided by 10 after each third of the passes), or cosine ((1 + cos(pi "
        "t / maxIter)) / 2). If neither this nor stepSize is set, local steps (solvers auto and localSgd) use linear",
        typeConverter=TypeConverters.toString,
    )

    lossVariant: Param[str] = Param(
        Params._dummy(),
        "lossVariant",
        "how the loss is computed: fused (cross-entropy from the margins, by log-sum-exp), logSoftmaxNll "
        "(log-softmax, then the negative log-likelihood), lowLevel (softmax, logarithm and one-hot product one after "
        "the other; the loss is infinite where a probability underflows), or doubleSoftmax (softmax applied twice: a "
        "well-known mistake, for study)",
        typeConverter=TypeConverters.toString,
    )

    lowerBoundsOnCoefficients: Param[Matrix] = Param(
        Params._dummy(),
        "lowerBoundsOnCoefficients",
        "lower bounds on the coefficients, on the original scale of the features. They need solver auto or l-bfgs and "
        "elasticNetParam = 0. Constant features still get coefficient 0. Must be a numClasses x numFeatures matrix, "
        "infinite where there is no bound, and not NaN",
        typeConverter=_toMatrix,
    )

    lowerBoundsOnIntercepts: Param[Vector] = Param(
        Params._dummy(),
        "lowerBoundsOnIntercepts",
        "lower bounds on the intercepts. They need fitIntercept = true, solver auto or l-bfgs and elasticNetParam = "
        "0. Must be a vector of size numClasses, infinite where there is no bound, and not NaN",
        typeConverter=TypeConverters.toVector,
    )

    maxBlockSizeInMB: Param[float] = Param(
        Params._dummy(),
        "maxBlockSizeInMB",
        "maximum memory in MB for one block of packed rows. 0.0 means that the size is chosen automatically, which is "
        "1.0, or 0.4 where a task has less than 1 GB of heap. Must be finite and >= 0",
        typeConverter=TypeConverters.toFloat,
    )

    maxDriverDataInMB: Param[float] = Param(
        Params._dummy(),
        "maxDriverDataInMB",
        "maximum memory in MB for packed rows on the driver. Rows that fit in are brought there once, and the "
        "driver's threads make all passes over them, without Spark jobs, if that is faster. -1 means that the limit "
        "is chosen automatically: a fifth of the heap in local mode, where rows are in this memory anyway; otherwise "
        "an eighth of the driver's heap, and at most 256 MB and half of spark.driver.maxResultSize. With 0, all "
        "passes are Spark jobs. Must be -1 or >= 0, and finite",
        typeConverter=TypeConverters.toFloat,
    )

    maxIter: Param[int] = Param(
        Params._dummy(),
        "maxIter",
        "maximum number of passes over the training data. Must be >= 0",
        typeConverter=TypeConverters.toInt,
    )

    miniBatchFraction: Param[float] = Param(
        Params._dummy(),
        "miniBatchFraction",
        "fraction of the rows that one step of solver sgd uses. A pass has 1 / miniBatchFraction steps (rounded), "
        "which together use each row once; but never more steps than there are rows, and at most 10,000. 1.0 is "
        "full-batch training: one step per pass. Must be in (0, 1]",
        typeConverter=TypeConverters.toFloat,
    )

    optimizer: Param[str] = Param(
        Params._dummy(),
        "optimizer",
        "step rule of solver sgd: sgd (plain gradient descent), momentum (with coefficient 0.9), nesterov (with "
        "coefficient 0.9), adagrad, rmsprop, adam, or adamw (adam with the L2 penalty as decoupled weight decay)",
        typeConverter=TypeConverters.toString,
    )

    patience: Param[int] = Param(
        Params._dummy(),
        "patience",
        "number of consecutive passes without an improvement of the validation loss after which training stops. Must "
        "be >= 1",
        typeConverter=TypeConverters.toInt,
    )

    predictionCol: Param[str] = Param(
        Params._dummy(),
        "predictionCol",
        "prediction column name",
        typeConverter=TypeConverters.toString,
    )

    predictionNameCol: Param[str] = Param(
        Params._dummy(),
        "predictionNameCol",
        "name of the output column with the names of the predicted classes. If it is not set or empty, there is no "
        "such column",
        typeConverter=TypeConverters.toString,
    )

    probabilityCol: Param[str] = Param(
        Params._dummy(),
        "probabilityCol",
        "Column name for predicted class conditional probabilities. Note: Not all models output well-calibrated "
        "probability estimates! These probabilities should be treated as confidences, not precise probabilities",
        typeConverter=TypeConverters.toString,
    )

    rawPredictionCol: Param[str] = Param(
        Params._dummy(),
        "rawPredictionCol",
        "raw prediction (a.k.a. confidence) column name",
        typeConverter=TypeConverters.toString,
    )

    regParam: Param[float] = Param(
        Params._dummy(),
        "regParam",
        "strength of the penalty. The objective is the weighted mean loss plus regParam * (elasticNetParam * ||W||_1 "
        "+ (1 - elasticNetParam) / 2 * ||W||_2^2), where W are the coefficients. Intercepts are not penalized. Must "
        "be finite and >= 0",
        typeConverter=TypeConverters.toFloat,
    )

    seed: Param[int] = Param(
        Params._dummy(),
        "seed",
        "seed of the random numbers, which are used for uniform initialization and for the choice and order of the "
        "rows in mini-batches",
        typeConverter=TypeConverters.toInt,
    )

    solver: Param[str] = Param(
        Params._dummy(),
        "solver",
        "training algorithm: auto (needs no tuning: a few passes of local steps, then quasi-Newton steps as long as "
        "they improve the objective by more than its sampling error, or by more than tol if that is set; if stepSize "
        "is set, or optimizer, learningRateSchedule or miniBatchFraction is not the default, auto means sgd), sgd "
        "(synchronous gradient descent: each step takes one distributed sum of the gradient), localSgd (each "
        "partition takes steps on batchSize rows by itself, and the models of the partitions are averaged after each "
        "pass), or l-bfgs (limited-memory BFGS, or OWL-QN with an L1 penalty: converges to the optimum, within tol)",
        typeConverter=TypeConverters.toString,
    )

    standardization: Param[bool] = Param(
        Params._dummy(),
        "standardization",
        "whether features are scaled to standard deviation 1 for training, so that the penalty applies to the "
        "coefficients of the scaled features. The coefficients of the model are always on the original scale",
        typeConverter=TypeConverters.toBoolean,
    )

    stepSize: Param[float] = Param(
        Params._dummy(),
        "stepSize",
        "learning rate. If it is set, steps are taken on standardized features if standardization is true, and on the "
        "features as they are otherwise. If it is not set, feature scales and step size are chosen such that "
        "full-batch training does not diverge. Must be finite and > 0; leave it unset to have one chosen from the "
        "data",
        typeConverter=TypeConverters.toFloat,
    )

    thresholds: Param[List[float]] = Param(
        Params._dummy(),
        "thresholds",
        "Thresholds in multi-class classification to adjust the probability of predicting each class. Array must have "
        "length equal to the number of classes, with values > 0 excepting that at most one value may be 0. The class "
        "with largest value p/t is predicted, where p is the original probability of that class and t is the class's "
        "threshold",
        typeConverter=TypeConverters.toListFloat,
    )

    tol: Param[float] = Param(
        Params._dummy(),
        "tol",
        "convergence tolerance. Quasi-Newton steps stop as those of LogisticRegression do: when the norm of the "
        "gradient is at most max(tol * objective, 1e-8), or when the objective has decreased by at most tol times its "
        "value at the start in 20 passes. Solvers sgd and localSgd stop when the relative change of the objective is "
        "less than tol in two consecutive passes. With 0, training never stops early. If tol is not set, solver auto "
        "has less strict criteria for data that are not small. Must be finite and >= 0",
        typeConverter=TypeConverters.toFloat,
    )

    topK: Param[int] = Param(
        Params._dummy(),
        "topK",
        "number of classes in topKCol; if there are fewer classes, it has all of them. Must be >= 1",
        typeConverter=TypeConverters.toInt,
    )

    topKCol: Param[str] = Param(
        Params._dummy(),
        "topKCol",
        "name of the output column with the topK most probable classes, the most probable first: an array of structs "
        "of class (its index), className (null if the classes have no names) and probability. Of classes with the "
        "same probability, the one with the smaller index comes first. If it is not set or empty, there is no such "
        "column",
        typeConverter=TypeConverters.toString,
    )

    upperBoundsOnCoefficients: Param[Matrix] = Param(
        Params._dummy(),
        "upperBoundsOnCoefficients",
        "upper bounds on the coefficients, on the original scale of the features. They need solver auto or l-bfgs and "
        "elasticNetParam = 0. Constant features still get coefficient 0. Must be a numClasses x numFeatures matrix, "
        "infinite where there is no bound, and not NaN",
        typeConverter=_toMatrix,
    )

    upperBoundsOnIntercepts: Param[Vector] = Param(
        Params._dummy(),
        "upperBoundsOnIntercepts",
        "upper bounds on the intercepts. They need fitIntercept = true, solver auto or l-bfgs and elasticNetParam = "
        "0. Must be a vector of size numClasses, infinite where there is no bound, and not NaN",
        typeConverter=TypeConverters.toVector,
    )

    validationIndicatorCol: Param[str] = Param(
        Params._dummy(),
        "validationIndicatorCol",
        "name of a boolean column that is true for validation rows. The model is not trained on them: training stops "
        "when their mean loss has not improved for patience passes, and the model gets the coefficients of the pass "
        "with the lowest validation loss",
        typeConverter=TypeConverters.toString,
    )

    validationTol: Param[float] = Param(
        Params._dummy(),
        "validationTol",
        "share of the lowest validation loss so far by which a validation loss must be lower to count as an "
        "improvement. Must be finite and >= 0",
        typeConverter=TypeConverters.toFloat,
    )

    weightCol: Param[str] = Param(
        Params._dummy(),
        "weightCol",
        "name of the column of row weights. If it is not set or empty, every row has weight 1.0. A row of weight 2 "
        "counts as two equal rows, and a row of weight 0 does not count at all",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            aggregationDepth=2,
            classWeighting="none",
            elasticNetParam=0.0,
            featuresCol="features",
            fitIntercept=True,
            forgettingFactor=1.0,
            handleInvalid="keep",
            initialization="zeros",
            labelCol="label",
            labelSmoothing=0.0,
            learningRateSchedule="constant",
            lossVariant="fused",
            maxBlockSizeInMB=0.0,
            maxDriverDataInMB=-1.0,
            maxIter=100,
            miniBatchFraction=1.0,
            optimizer="sgd",
            patience=5,
            predictionCol="prediction",
            probabilityCol="probability",
            rawPredictionCol="rawPrediction",
            regParam=0.0,
            seed=-392163612,
            solver="auto",
            standardization=True,
            tol=1e-6,
            topK=5,
            validationTol=0.0,
        )

    def getAggregationDepth(self) -> int:
        """The value of :py:attr:`aggregationDepth`, or its default."""
        return self.getOrDefault(self.aggregationDepth)

    def getBatchSize(self) -> int:
        """The value of :py:attr:`batchSize`, or its default."""
        return self.getOrDefault(self.batchSize)

    def getClassNames(self) -> List[str]:
        """The value of :py:attr:`classNames`, or its default."""
        return self.getOrDefault(self.classNames)

    def getClassWeighting(self) -> str:
        """The value of :py:attr:`classWeighting`, or its default."""
        return self.getOrDefault(self.classWeighting)

    def getClassWeights(self) -> Vector:
        """The value of :py:attr:`classWeights`, or its default."""
        return self.getOrDefault(self.classWeights)

    def getCosts(self) -> Matrix:
        """The value of :py:attr:`costs`, or its default."""
        return self.getOrDefault(self.costs)

    def getElasticNetParam(self) -> float:
        """The value of :py:attr:`elasticNetParam`, or its default."""
        return self.getOrDefault(self.elasticNetParam)

    def getFeaturesCol(self) -> str:
        """The value of :py:attr:`featuresCol`, or its default."""
        return self.getOrDefault(self.featuresCol)

    def getFeaturesCols(self) -> List[str]:
        """The value of :py:attr:`featuresCols`, or its default."""
        return self.getOrDefault(self.featuresCols)

    def getFitIntercept(self) -> bool:
        """The value of :py:attr:`fitIntercept`, or its default."""
        return self.getOrDefault(self.fitIntercept)

    def getForgettingFactor(self) -> float:
        """The value of :py:attr:`forgettingFactor`, or its default."""
        return self.getOrDefault(self.forgettingFactor)

    def getHandleInvalid(self) -> str:
        """The value of :py:attr:`handleInvalid`, or its default."""
        return self.getOrDefault(self.handleInvalid)

    def getInitialCoefficients(self) -> Matrix:
        """The value of :py:attr:`initialCoefficients`, or its default."""
        return self.getOrDefault(self.initialCoefficients)

    def getInitialIntercepts(self) -> Vector:
        """The value of :py:attr:`initialIntercepts`, or its default."""
        return self.getOrDefault(self.initialIntercepts)

    def getInitialization(self) -> str:
        """The value of :py:attr:`initialization`, or its default."""
        return self.getOrDefault(self.initialization)

    def getLabelCol(self) -> str:
        """The value of :py:attr:`labelCol`, or its default."""
        return self.getOrDefault(self.labelCol)

    def getLabelDistributionCol(self) -> str:
        """The value of :py:attr:`labelDistributionCol`, or its default."""
        return self.getOrDefault(self.labelDistributionCol)

    def getLabelSmoothing(self) -> float:
        """The value of :py:attr:`labelSmoothing`, or its default."""
        return self.getOrDefault(self.labelSmoothing)

    def getLearningRateSchedule(self) -> str:
        """The value of :py:attr:`learningRateSchedule`, or its default."""
        return self.getOrDefault(self.learningRateSchedule)

    def getLossVariant(self) -> str:
        """The value of :py:attr:`lossVariant`, or its default."""
        return self.getOrDefault(self.lossVariant)

    def getLowerBoundsOnCoefficients(self) -> Matrix:
        """The value of :py:attr:`lowerBoundsOnCoefficients`, or its default."""
        return self.getOrDefault(self.lowerBoundsOnCoefficients)

    def getLowerBoundsOnIntercepts(self) -> Vector:
        """The value of :py:attr:`lowerBoundsOnIntercepts`, or its default."""
        return self.getOrDefault(self.lowerBoundsOnIntercepts)

    def getMaxBlockSizeInMB(self) -> float:
        """The value of :py:attr:`maxBlockSizeInMB`, or its default."""
        return self.getOrDefault(self.maxBlockSizeInMB)

    def getMaxDriverDataInMB(self) -> float:
        """The value of :py:attr:`maxDriverDataInMB`, or its default."""
        return self.getOrDefault(self.maxDriverDataInMB)

    def getMaxIter(self) -> int:
        """The value of :py:attr:`maxIter`, or its default."""
        return self.getOrDefault(self.maxIter)

    def getMiniBatchFraction(self) -> float:
        """The value of :py:attr:`miniBatchFraction`, or its default."""
        return self.getOrDefault(self.miniBatchFraction)

    def getOptimizer(self) -> str:
        """The value of :py:attr:`optimizer`, or its default."""
        return self.getOrDefault(self.optimizer)

    def getPatience(self) -> int:
        """The value of :py:attr:`patience`, or its default."""
        return self.getOrDefault(self.patience)

    def getPredictionCol(self) -> str:
        """The value of :py:attr:`predictionCol`, or its default."""
        return self.getOrDefault(self.predictionCol)

    def getPredictionNameCol(self) -> str:
        """The value of :py:attr:`predictionNameCol`, or its default."""
        return self.getOrDefault(self.predictionNameCol)

    def getProbabilityCol(self) -> str:
        """The value of :py:attr:`probabilityCol`, or its default."""
        return self.getOrDefault(self.probabilityCol)

    def getRawPredictionCol(self) -> str:
        """The value of :py:attr:`rawPredictionCol`, or its default."""
        return self.getOrDefault(self.rawPredictionCol)

    def getRegParam(self) -> float:
        """The value of :py:attr:`regParam`, or its default."""
        return self.getOrDefault(self.regParam)

    def getSeed(self) -> int:
        """The value of :py:attr:`seed`, or its default."""
        return self.getOrDefault(self.seed)

    def getSolver(self) -> str:
        """The value of :py:attr:`solver`, or its default."""
        return self.getOrDefault(self.solver)

    def getStandardization(self) -> bool:
        """The value of :py:attr:`standardization`, or its default."""
        return self.getOrDefault(self.standardization)

    def getStepSize(self) -> float:
        """The value of :py:attr:`stepSize`, or its default."""
        return self.getOrDefault(self.stepSize)

    def getThresholds(self) -> List[float]:
        """The value of :py:attr:`thresholds`, or its default."""
        return self.getOrDefault(self.thresholds)

    def getTol(self) -> float:
        """The value of :py:attr:`tol`, or its default."""
        return self.getOrDefault(self.tol)

    def getTopK(self) -> int:
        """The value of :py:attr:`topK`, or its default."""
        return self.getOrDefault(self.topK)

    def getTopKCol(self) -> str:
        """The value of :py:attr:`topKCol`, or its default."""
        return self.getOrDefault(self.topKCol)

    def getUpperBoundsOnCoefficients(self) -> Matrix:
        """The value of :py:attr:`upperBoundsOnCoefficients`, or its default."""
        return self.getOrDefault(self.upperBoundsOnCoefficients)

    def getUpperBoundsOnIntercepts(self) -> Vector:
        """The value of :py:attr:`upperBoundsOnIntercepts`, or its default."""
        return self.getOrDefault(self.upperBoundsOnIntercepts)

    def getValidationIndicatorCol(self) -> str:
        """The value of :py:attr:`validationIndicatorCol`, or its default."""
        return self.getOrDefault(self.validationIndicatorCol)

    def getValidationTol(self) -> float:
        """The value of :py:attr:`validationTol`, or its default."""
        return self.getOrDefault(self.validationTol)

    def getWeightCol(self) -> str:
        """The value of :py:attr:`weightCol`, or its default."""
        return self.getOrDefault(self.weightCol)

    # end of the generated part


_Estimator = TypeVar("_Estimator", bound="_SoftmaxEstimator")


class _SoftmaxEstimator(
    _JavaProbabilisticClassifier["SoftmaxClassificationModel"],
    _SoftmaxParams,
    HasCheckpointInterval,
    JavaMLWritable,
):
    """What the estimators of :py:class:`SoftmaxClassificationModel` have in common."""

    def _set_given(self: _Estimator, **kwargs: Any) -> _Estimator:
        return self._set(**{name: value for name, value in kwargs.items() if value is not None})

    def setListener(self: _Estimator, value: Optional[Callable[[Pass], Any]]) -> _Estimator:
        """
        Sets a function that is called before the first pass over the training data and after every pass, while ``fit``
        runs; ``None`` for none. If it raises an exception, that is logged, the function is not called again in that
        fit, and training goes on. It is copied with the estimator, but not saved.

        Examples
        --------
        >>> from sparksoftmax import SoftmaxClassifier
        >>> listening = SoftmaxClassifier(maxIter=2, solver="l-bfgs").setListener(lambda p: print("pass", p.number))
        >>> listening.fit(rows).numClasses
        pass 0
        pass 1
        pass 2
        3
        """
        in_jvm("setListener")
        self._java_obj.setListener(None if value is None else PassListener(value))
        return self

    def _create_model(self, java_model: Any) -> "SoftmaxClassificationModel":
        return SoftmaxClassificationModel(java_model)

    def _fit(self, dataset: DataFrame) -> "SoftmaxClassificationModel":
        return super()._fit(dataset)._as_trained()

class SoftmaxClassifier(_SoftmaxEstimator, JavaMLReadable["SoftmaxClassifier"]):
    """
    Multinomial softmax regression, a multiclass linear classifier. It goes where ``LogisticRegression`` goes, and has
    its Params, defaults and optimum.

    Labels are class indices 0, 1, ..., of any numeric type. ``None`` as the value of a Param leaves it as it is.
    Params for a vector also take a list or an array, those for a matrix a list of rows or a two-dimensional array.

    Examples
    --------
    >>> from pyspark.ml.linalg import Vectors
    >>> from sparksoftmax import SoftmaxClassificationModel, SoftmaxClassifier
    >>> rows = spark.createDataFrame([
    ...     (0.0, Vectors.dense(5.1, 3.5)), (0.0, Vectors.dense(4.9, 3.0)), (0.0, Vectors.dense(4.7, 3.2)),
    ...     (1.0, Vectors.dense(7.0, 3.2)), (1.0, Vectors.dense(6.4, 3.2)), (1.0, Vectors.dense(6.9, 3.1)),
    ...     (2.0, Vectors.dense(5.5, 2.3)), (2.0, Vectors.dense(5.7, 2.8)), (2.0, Vectors.dense(4.9, 2.4)),
    ... ], ["label", "features"])
    >>> classifier = SoftmaxClassifier(regParam=0.01)
    >>> classifier.getRegParam()
    0.01
    >>> classifier.setMaxIter(50).getMaxIter()
    50
    >>> model = classifier.fit(rows)
    >>> model.numClasses, model.numFeatures
    (3, 2)
    >>> model.predict(Vectors.dense(7.2, 3.3))
    1.0
    >>> [row.prediction for row in model.transform(rows).select("prediction").limit(3).collect()]
    [0.0, 0.0, 0.0]
    >>> model.summary.accuracy > 0.8
    True
    >>> model.write().overwrite().save(temp_path + "/softmax-model")
    >>> SoftmaxClassificationModel.load(temp_path + "/softmax-model").coefficientMatrix == model.coefficientMatrix
    True

    A grid of settings, for which the rows are read and packed only once:

    >>> models = classifier.fit(rows, [{classifier.regParam: 0.1}, {classifier.regParam: 0.001}])
    >>> models[0].summary.objectiveHistory[-1] > models[1].summary.objectiveHistory[-1]
    True
    """

    _input_kwargs: Dict[str, Any]

    # generated: SoftmaxClassifier

    checkpointInterval: Param[int] = Param(
        Params._dummy(),
        "checkpointInterval",
        "number of passes after which the state of the fit is saved, if checkpointPath is set; -1 for never. Must be "
        ">= 1, or -1",
        typeConverter=TypeConverters.toInt,
    )

    checkpointPath: Param[str] = Param(
        Params._dummy(),
        "checkpointPath",
        "folder, on any file system that Hadoop knows, in which the state of the fit is saved after every "
        "checkpointInterval passes. If the driver dies, the same fit, run again, goes on from the newest state and "
        "ends with the same model. The state of another fit, with other rows or Params, is refused. The states are "
        "deleted when the fit has ended. If it is not set or empty, no state is saved. A folder is for one fit at a "
        "time",
        typeConverter=TypeConverters.toString,
    )

    numClasses: Param[int] = Param(
        Params._dummy(),
        "numClasses",
        "number of classes. Labels must be less than it; classes without rows are allowed. If it is not set, the "
        "metadata of the label column declare the number, or else it is the largest label plus 1, which is refused if "
        "it is more than 1000 and more than 10 times the number of distinct labels. Must be > 0",
        typeConverter=TypeConverters.toInt,
    )

    @keyword_only
    def __init__(
        self,
        *,
        aggregationDepth: int = 2,
        batchSize: Optional[int] = None,
        checkpointInterval: int = 10,
        checkpointPath: Optional[str] = None,
        classNames: Optional[List[str]] = None,
        classWeighting: str = "none",
        classWeights: Optional[VectorLike] = None,
        costs: Optional[MatrixLike] = None,
        elasticNetParam: float = 0.0,
        featuresCol: str = "features",
        featuresCols: Optional[List[str]] = None,
        fitIntercept: bool = True,
        forgettingFactor: float = 1.0,
        handleInvalid: str = "keep",
        initialCoefficients: Optional[MatrixLike] = None,
        initialIntercepts: Optional[VectorLike] = None,
        initialization: str = "zeros",
        labelCol: str = "label",
        labelDistributionCol: Optional[str] = None,
        labelSmoothing: float = 0.0,
        learningRateSchedule: str = "constant",
        lossVariant: str = "fused",
        lowerBoundsOnCoefficients: Optional[MatrixLike] = None,
        lowerBoundsOnIntercepts: Optional[VectorLike] = None,
        maxBlockSizeInMB: float = 0.0,
        maxDriverDataInMB: float = -1.0,
        maxIter: int = 100,
        miniBatchFraction: float = 1.0,
        numClasses: Optional[int] = None,
        optimizer: str = "sgd",
        patience: int = 5,
        predictionCol: str = "prediction",
        predictionNameCol: Optional[str] = None,
        probabilityCol: str = "probability",
        rawPredictionCol: str = "rawPrediction",
        regParam: float = 0.0,
        seed: int = -392163612,
        solver: str = "auto",
        standardization: bool = True,
        stepSize: Optional[float] = None,
        thresholds: Optional[List[float]] = None,
        tol: float = 1e-6,
        topK: int = 5,
        topKCol: Optional[str] = None,
        upperBoundsOnCoefficients: Optional[MatrixLike] = None,
        upperBoundsOnIntercepts: Optional[VectorLike] = None,
        validationIndicatorCol: Optional[str] = None,
        validationTol: float = 0.0,
        weightCol: Optional[str] = None,
    ) -> None:
        """Sets Params by their names; the documentation of each is that of its setter."""
        super().__init__()
        self._java_obj = new_java_object("sparksoftmax.classification.SoftmaxClassifier", self.uid)
        self._setDefault(
            checkpointInterval=10,
        )
        self._set_given(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        aggregationDepth: int = 2,
        batchSize: Optional[int] = None,
        checkpointInterval: int = 10,
        checkpointPath: Optional[str] = None,
        classNames: Optional[List[str]] = None,
        classWeighting: str = "none",
        classWeights: Optional[VectorLike] = None,
        costs: Optional[MatrixLike] = None,
        elasticNetParam: float = 0.0,
        featuresCol: str = "features",
        featuresCols: Optional[List[str]] = None,
        fitIntercept: bool = True,
        forgettingFactor: float = 1.0,
        handleInvalid: str = "keep",
        initialCoefficients: Optional[MatrixLike] = None,
        initialIntercepts: Optional[VectorLike] = None,
        initialization: str = "zeros",
        labelCol: str = "label",
        labelDistributionCol: Optional[str] = None,
        labelSmoothing: float = 0.0,
        learningRateSchedule: str = "constant",
        lossVariant: str = "fused",
        lowerBoundsOnCoefficients: Optional[MatrixLike] = None,
        lowerBoundsOnIntercepts: Optional[VectorLike] = None,
        maxBlockSizeInMB: float = 0.0,
        maxDriverDataInMB: float = -1.0,
        maxIter: int = 100,
        miniBatchFraction: float = 1.0,
        numClasses: Optional[int] = None,
        optimizer: str = "sgd",
        patience: int = 5,
        predictionCol: str = "prediction",
        predictionNameCol: Optional[str] = None,
        probabilityCol: str = "probability",
        rawPredictionCol: str = "rawPrediction",
        regParam: float = 0.0,
        seed: int = -392163612,
        solver: str = "auto",
        standardization: bool = True,
        stepSize: Optional[float] = None,
        thresholds: Optional[List[float]] = None,
        tol: float = 1e-6,
        topK: int = 5,
        topKCol: Optional[str] = None,
        upperBoundsOnCoefficients: Optional[MatrixLike] = None,
        upperBoundsOnIntercepts: Optional[VectorLike] = None,
        validationIndicatorCol: Optional[str] = None,
        validationTol: float = 0.0,
        weightCol: Optional[str] = None,
    ) -> "SoftmaxClassifier":
        """Sets Params by their names; the documentation of each is that of its setter."""
        return self._set_given(**self._input_kwargs)

    def getCheckpointInterval(self) -> int:
        """The value of :py:attr:`checkpointInterval`, or its default."""
        return self.getOrDefault(self.checkpointInterval)

    def getCheckpointPath(self) -> str:
        """The value of :py:attr:`checkpointPath`, or its default."""
        return self.getOrDefault(self.checkpointPath)

    def getNumClasses(self) -> int:
        """The value of :py:attr:`numClasses`, or its default."""
        return self.getOrDefault(self.numClasses)

    def setAggregationDepth(self, value: int) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`aggregationDepth`: depth of the tree in which the sums of the partitions are added up. Must be >=
        2.
        """
        return self._set(aggregationDepth=value)

    def setBatchSize(self, value: int) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`batchSize`: number of rows that one local step uses (solvers auto and localSgd). If it is not
        set, it is 8 where rows are stored densely and 1 where they are sparse. It is limited by the rows of a
        partition, and by what a task can hold in memory: copies of the rows of at most 64 MB. Must be >= 1.
        """
        return self._set(batchSize=value)

    def setCheckpointInterval(self, value: int) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`checkpointInterval`: number of passes after which the state of the fit is saved, if
        checkpointPath is set; -1 for never. Must be >= 1, or -1.
        """
        return self._set(checkpointInterval=value)

    def setCheckpointPath(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`checkpointPath`: folder, on any file system that Hadoop knows, in which the state of the fit is
        saved after every checkpointInterval passes. If the driver dies, the same fit, run again, goes on from the
        newest state and ends with the same model. The state of another fit, with other rows or Params, is refused. The
        states are deleted when the fit has ended. If it is not set or empty, no state is saved. A folder is for one fit
        at a time.
        """
        return self._set(checkpointPath=value)

    def setClassNames(self, value: List[str]) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`classNames`: names of the classes, in the order of their indices. If they are not set, they are
        taken from the metadata of the label column, where StringIndexer puts them. A model keeps the names and puts
        them in the metadata of its prediction column, for IndexToString. Must be at least one name, all different and
        none null.
        """
        return self._set(classNames=value)

    def setClassWeighting(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`classWeighting`: how the weights of rows are changed by their class: none, or balanced (the
        weight of a row of class k is multiplied by n / (numClasses n_k), where n is the total weight and n_k the weight
        of class k, so that all classes have the same weight).
        """
        return self._set(classWeighting=value)

    def setClassWeights(self, value: VectorLike) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`classWeights`: factors by which the weights of the rows of each class are multiplied. If they are
        set, classWeighting is ignored. Must be a vector of size numClasses with finite values > 0.
        """
        return self._set(classWeights=value)

    def setCosts(self, value: MatrixLike) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`costs`: costs of wrong predictions: the value in row i and column j is the cost of predicting
        class j when the truth is class i. The class of least expected cost is predicted, and of several the first;
        probabilities stay the same. thresholds must not be set then. Must be a numClasses x numClasses matrix with
        finite values >= 0.
        """
        return self._set(costs=value)

    def setElasticNetParam(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`elasticNetParam`: share of L1 in the penalty: 0 is a pure L2 penalty, 1 a pure L1 penalty. With
        optimizer adamw, the L2 part is a decoupled weight decay. Must be in [0, 1].
        """
        return self._set(elasticNetParam=value)

    def setFeaturesCol(self, value: str) -> "SoftmaxClassifier":
        """Sets :py:attr:`featuresCol`: features column name."""
        return self._set(featuresCol=value)

    def setFeaturesCols(self, value: List[str]) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`featuresCols`: names of several columns of features, which are used as they are, without a
        VectorAssembler: columns of any numeric type or boolean, and also of vectors or of arrays of numbers. If it is
        set, featuresCol is ignored. If it is not set, featuresCol is a column of vectors or of arrays of numbers. Must
        be at least one column name, and none null.
        """
        return self._set(featuresCols=value)

    def setFitIntercept(self, value: bool) -> "SoftmaxClassifier":
        """Sets :py:attr:`fitIntercept`: whether to fit an intercept for each class."""
        return self._set(fitIntercept=value)

    def setForgettingFactor(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`forgettingFactor`: factor by which each partialFit multiplies the weights of all rows that the
        model was trained on before. With 1.0 all rows count alike, whenever they came; with a smaller factor f, those
        of n batches ago count f^n, so that the model follows changes. With 0.0 nothing is remembered: only the
        coefficients from which training starts come from earlier rows. Must be in [0, 1].
        """
        return self._set(forgettingFactor=value)

    def setHandleInvalid(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`handleInvalid`: what becomes of rows whose features are null, or have values that are null, NaN
        or infinite: keep (training refuses such rows; transform and evaluate give them what the arithmetic gives,
        usually NaN as probabilities and class 0, where a null number counts as NaN, and a null vector or array is an
        error), error (an exception that names the column), or skip (such rows are left out, in training as well).
        """
        return self._set(handleInvalid=value)

    def setInitialCoefficients(self, value: MatrixLike) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`initialCoefficients`: coefficients to start from, on the original scale of the features. Must be
        a numClasses x numFeatures matrix with finite values.
        """
        return self._set(initialCoefficients=value)

    def setInitialIntercepts(self, value: VectorLike) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`initialIntercepts`: intercepts to start from. They need fitIntercept = true. Must be a vector of
        size numClasses with finite values.
        """
        return self._set(initialIntercepts=value)

    def setInitialization(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`initialization`: start of the coefficients and intercepts for which no start is given: zeros, or
        uniform (random numbers between -1 / sqrt(numFeatures) and 1 / sqrt(numFeatures), as for a linear layer of a
        neural network). If this is not set and no start is given, solvers auto and l-bfgs start from the intercepts
        that predict the class frequencies.
        """
        return self._set(initialization=value)

    def setLabelCol(self, value: str) -> "SoftmaxClassifier":
        """Sets :py:attr:`labelCol`: label column name."""
        return self._set(labelCol=value)

    def setLabelDistributionCol(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`labelDistributionCol`: name of a column with a distribution over the classes in each row, a
        vector or an array of numClasses numbers of at least 0 that add up to 1, within 0.001: the target of the row
        instead of the label in labelCol, which is not read then. The loss of a row is the mean of the losses of all
        labels, weighted by these numbers. If it is not set or empty, labelCol has the labels.
        """
        return self._set(labelDistributionCol=value)

    def setLabelSmoothing(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`labelSmoothing`: share e of each label's weight that is spread evenly over all classes: the
        target is (1 - e) onehot + e / numClasses. Must be in [0, 1).
        """
        return self._set(labelSmoothing=value)

    def setLearningRateSchedule(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`learningRateSchedule`: factor by which the step size is multiplied after t of maxIter passes:
        constant (1), invScaling (1 / sqrt(1 + t)), linear (1 - t / maxIter), step (divided by 10 after each third of
        the passes), or cosine ((1 + cos(pi t / maxIter)) / 2). If neither this nor stepSize is set, local steps
        (solvers auto and localSgd) use linear.
        """
        return self._set(learningRateSchedule=value)

    def setLossVariant(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`lossVariant`: how the loss is computed: fused (cross-entropy from the margins, by log-sum-exp),
        logSoftmaxNll (log-softmax, then the negative log-likelihood), lowLevel (softmax, logarithm and one-hot product
        one after the other; the loss is infinite where a probability underflows), or doubleSoftmax (softmax applied
        twice: a well-known mistake, for study).
        """
        return self._set(lossVariant=value)

    def setLowerBoundsOnCoefficients(self, value: MatrixLike) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`lowerBoundsOnCoefficients`: lower bounds on the coefficients, on the original scale of the
        features. They need solver auto or l-bfgs and elasticNetParam = 0. Constant features still get coefficient 0.
        Must be a numClasses x numFeatures matrix, infinite where there is no bound, and not NaN.
        """
        return self._set(lowerBoundsOnCoefficients=value)

    def setLowerBoundsOnIntercepts(self, value: VectorLike) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`lowerBoundsOnIntercepts`: lower bounds on the intercepts. They need fitIntercept = true, solver
        auto or l-bfgs and elasticNetParam = 0. Must be a vector of size numClasses, infinite where there is no bound,
        and not NaN.
        """
        return self._set(lowerBoundsOnIntercepts=value)

    def setMaxBlockSizeInMB(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`maxBlockSizeInMB`: maximum memory in MB for one block of packed rows. 0.0 means that the size is
        chosen automatically, which is 1.0, or 0.4 where a task has less than 1 GB of heap. Must be finite and >= 0.
        """
        return self._set(maxBlockSizeInMB=value)

    def setMaxDriverDataInMB(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`maxDriverDataInMB`: maximum memory in MB for packed rows on the driver. Rows that fit in are
        brought there once, and the driver's threads make all passes over them, without Spark jobs, if that is faster.
        -1 means that the limit is chosen automatically: a fifth of the heap in local mode, where rows are in this
        memory anyway; otherwise an eighth of the driver's heap, and at most 256 MB and half of
        spark.driver.maxResultSize. With 0, all passes are Spark jobs. Must be -1 or >= 0, and finite.
        """
        return self._set(maxDriverDataInMB=value)

    def setMaxIter(self, value: int) -> "SoftmaxClassifier":
        """Sets :py:attr:`maxIter`: maximum number of passes over the training data. Must be >= 0."""
        return self._set(maxIter=value)

    def setMiniBatchFraction(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`miniBatchFraction`: fraction of the rows that one step of solver sgd uses. A pass has 1 /
        miniBatchFraction steps (rounded), which together use each row once; but never more steps than there are rows,
        and at most 10,000. 1.0 is full-batch training: one step per pass. Must be in (0, 1].
        """
        return self._set(miniBatchFraction=value)

    def setNumClasses(self, value: int) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`numClasses`: number of classes. Labels must be less than it; classes without rows are allowed. If
        it is not set, the metadata of the label column declare the number, or else it is the largest label plus 1,
        which is refused if it is more than 1000 and more than 10 times the number of distinct labels. Must be > 0.
        """
        return self._set(numClasses=value)

    def setOptimizer(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`optimizer`: step rule of solver sgd: sgd (plain gradient descent), momentum (with coefficient
        0.9), nesterov (with coefficient 0.9), adagrad, rmsprop, adam, or adamw (adam with the L2 penalty as decoupled
        weight decay).
        """
        return self._set(optimizer=value)

    def setPatience(self, value: int) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`patience`: number of consecutive passes without an improvement of the validation loss after which
        training stops. Must be >= 1.
        """
        return self._set(patience=value)

    def setPredictionCol(self, value: str) -> "SoftmaxClassifier":
        """Sets :py:attr:`predictionCol`: prediction column name."""
        return self._set(predictionCol=value)

    def setPredictionNameCol(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`predictionNameCol`: name of the output column with the names of the predicted classes. If it is
        not set or empty, there is no such column.
        """
        return self._set(predictionNameCol=value)

    def setProbabilityCol(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`probabilityCol`: Column name for predicted class conditional probabilities. Note: Not all models
        output well-calibrated probability estimates! These probabilities should be treated as confidences, not precise
        probabilities.
        """
        return self._set(probabilityCol=value)

    def setRawPredictionCol(self, value: str) -> "SoftmaxClassifier":
        """Sets :py:attr:`rawPredictionCol`: raw prediction (a.k.a. confidence) column name."""
        return self._set(rawPredictionCol=value)

    def setRegParam(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`regParam`: strength of the penalty. The objective is the weighted mean loss plus regParam *
        (elasticNetParam * ||W||_1 + (1 - elasticNetParam) / 2 * ||W||_2^2), where W are the coefficients. Intercepts
        are not penalized. Must be finite and >= 0.
        """
        return self._set(regParam=value)

    def setSeed(self, value: int) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`seed`: seed of the random numbers, which are used for uniform initialization and for the choice
        and order of the rows in mini-batches.
        """
        return self._set(seed=value)

    def setSolver(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`solver`: training algorithm: auto (needs no tuning: a few passes of local steps, then
        quasi-Newton steps as long as they improve the objective by more than its sampling error, or by more than tol if
        that is set; if stepSize is set, or optimizer, learningRateSchedule or miniBatchFraction is not the default,
        auto means sgd), sgd (synchronous gradient descent: each step takes one distributed sum of the gradient),
        localSgd (each partition takes steps on batchSize rows by itself, and the models of the partitions are averaged
        after each pass), or l-bfgs (limited-memory BFGS, or OWL-QN with an L1 penalty: converges to the optimum, within
        tol).
        """
        return self._set(solver=value)

    def setStandardization(self, value: bool) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`standardization`: whether features are scaled to standard deviation 1 for training, so that the
        penalty applies to the coefficients of the scaled features. The coefficients of the model are always on the
        original scale.
        """
        return self._set(standardization=value)

    def setStepSize(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`stepSize`: learning rate. If it is set, steps are taken on standardized features if
        standardization is true, and on the features as they are otherwise. If it is not set, feature scales and step
        size are chosen such that full-batch training does not diverge. Must be finite and > 0; leave it unset to have
        one chosen from the data.
        """
        return self._set(stepSize=value)

    def setThresholds(self, value: List[float]) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`thresholds`: Thresholds in multi-class classification to adjust the probability of predicting
        each class. Array must have length equal to the number of classes, with values > 0 excepting that at most one
        value may be 0. The class with largest value p/t is predicted, where p is the original probability of that class
        and t is the class's threshold.
        """
        return self._set(thresholds=value)

    def setTol(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`tol`: convergence tolerance. Quasi-Newton steps stop as those of LogisticRegression do: when the
        norm of the gradient is at most max(tol * objective, 1e-8), or when the objective has decreased by at most tol
        times its value at the start in 20 passes. Solvers sgd and localSgd stop when the relative change of the
        objective is less than tol in two consecutive passes. With 0, training never stops early. If tol is not set,
        solver auto has less strict criteria for data that are not small. Must be finite and >= 0.
        """
        return self._set(tol=value)

    def setTopK(self, value: int) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`topK`: number of classes in topKCol; if there are fewer classes, it has all of them. Must be >=
        1.
        """
        return self._set(topK=value)

    def setTopKCol(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`topKCol`: name of the output column with the topK most probable classes, the most probable first:
        an array of structs of class (its index), className (null if the classes have no names) and probability. Of
        classes with the same probability, the one with the smaller index comes first. If it is not set or empty, there
        is no such column.
        """
        return self._set(topKCol=value)

    def setUpperBoundsOnCoefficients(self, value: MatrixLike) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`upperBoundsOnCoefficients`: upper bounds on the coefficients, on the original scale of the
        features. They need solver auto or l-bfgs and elasticNetParam = 0. Constant features still get coefficient 0.
        Must be a numClasses x numFeatures matrix, infinite where there is no bound, and not NaN.
        """
        return self._set(upperBoundsOnCoefficients=value)

    def setUpperBoundsOnIntercepts(self, value: VectorLike) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`upperBoundsOnIntercepts`: upper bounds on the intercepts. They need fitIntercept = true, solver
        auto or l-bfgs and elasticNetParam = 0. Must be a vector of size numClasses, infinite where there is no bound,
        and not NaN.
        """
        return self._set(upperBoundsOnIntercepts=value)

    def setValidationIndicatorCol(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`validationIndicatorCol`: name of a boolean column that is true for validation rows. The model is
        not trained on them: training stops when their mean loss has not improved for patience passes, and the model
        gets the coefficients of the pass with the lowest validation loss.
        """
        return self._set(validationIndicatorCol=value)

    def setValidationTol(self, value: float) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`validationTol`: share of the lowest validation loss so far by which a validation loss must be
        lower to count as an improvement. Must be finite and >= 0.
        """
        return self._set(validationTol=value)

    def setWeightCol(self, value: str) -> "SoftmaxClassifier":
        """
        Sets :py:attr:`weightCol`: name of the column of row weights. If it is not set or empty, every row has weight
        1.0. A row of weight 2 counts as two equal rows, and a row of weight 0 does not count at all.
        """
        return self._set(weightCol=value)

    # end of the generated part

    def setInitialModel(self, value: "SoftmaxClassificationModel") -> "SoftmaxClassifier":
        """
        Starts training from a model: sets ``initialCoefficients`` and ``initialIntercepts``, of which the second are
        not used if ``fitIntercept`` is false. If the number of classes is not declared otherwise, it is that of the
        model. Class names and feature names in the metadata of the columns must be those of the model, as far as it
        knows them; this is no longer checked by an estimator that was saved and loaded.

        Examples
        --------
        >>> SoftmaxClassifier(maxIter=20).setInitialModel(model).fit(rows).summary.objectiveHistory[0] < 1.0
        True
        """
        in_jvm("setInitialModel")
        self.clear(self.initialCoefficients)
        self.clear(self.initialIntercepts)
        # Java's estimator keeps the very matrix of the model, by which it knows that no other start was set later. So
        # the two Params are not set on the side of Python, from where copies of them would be sent.
        self._java_obj.setInitialModel(value._java_obj)
        return self

    def fitMultiple(
        self, dataset: DataFrame, paramMaps: Sequence[Dict[Param, Any]]
    ) -> Iterator[Tuple[int, "SoftmaxClassificationModel"]]:
        """
        Fits with each of several settings, as ``CrossValidator`` and ``fit`` with a list do. The data set is read and
        packed only once for all settings that read the same columns and pack them in the same way. All are fitted when
        the first model is asked for.
        """
        if in_jvm():
            return _JointFits(self.copy(), dataset, paramMaps)
        return super().fitMultiple(dataset, paramMaps)

    def _fit_jointly(
        self, dataset: DataFrame, paramMaps: Sequence[Dict[Param, Any]]
    ) -> List["SoftmaxClassificationModel"]:
        settings = [self.copy(paramMap) for paramMap in paramMaps]
        self._transfer_params_to_java()
        java_settings = self._new_java_array(
            [self._transfer_param_map_to_java(setting._paramMap) for setting in settings],
            java_class("org.apache.spark.ml.param.ParamMap"),
        )
        java_models = self._java_obj.fit(dataset._jdf, java_settings)
        return [
            setting._copyValues(setting._create_model(java_model))._as_trained()
            for setting, java_model in zip(settings, java_models)
        ]


class _JointFits(Iterator[Tuple[int, "SoftmaxClassificationModel"]]):
    """The models of several settings with their indices. Several threads may ask for them."""

    def __init__(
        self, estimator: SoftmaxClassifier, dataset: DataFrame, paramMaps: Sequence[Dict[Param, Any]]
    ) -> None:
        self._estimator = estimator
        self._dataset = dataset
        self._param_maps = paramMaps
        self._models: Optional[Iterator[Tuple[int, SoftmaxClassificationModel]]] = None
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Tuple[int, "SoftmaxClassificationModel"]]:
        return self

    def __next__(self) -> Tuple[int, "SoftmaxClassificationModel"]:
        with self._lock:
            if self._models is None:
                self._models = enumerate(self._estimator._fit_jointly(self._dataset, self._param_maps))
            return next(self._models)


class SoftmaxClassifierCV(_SoftmaxEstimator, JavaMLReadable["SoftmaxClassifierCV"]):
    """
    :py:class:`SoftmaxClassifier` that chooses ``regParam`` and ``elasticNetParam`` by cross-validation: what
    ``CrossValidator`` does over a grid of them, but the rows are read and packed once for all folds and penalties. The
    model is trained on all rows with the penalty that was chosen; its summary has what was found for each.

    Examples
    --------
    >>> from sparksoftmax import SoftmaxClassifierCV
    >>> searching = SoftmaxClassifierCV(regParams=[0.001, 1.0, 0.1], numFolds=2, metric="accuracy", seed=1)
    >>> chosen = searching.fit(rows)
    >>> selection = chosen.summary.penaltySelection
    >>> selection.metric, selection.numFolds, [penalty.regParam for penalty in selection.tried]
    ('accuracy', 2, [1.0, 0.1, 0.001])
    >>> chosen.getRegParam() == selection.chosen.regParam
    True
    >>> model.summary.penaltySelection is None
    True
    """

    _input_kwargs: Dict[str, Any]

    # generated: SoftmaxClassifierCV

    abandonment: Param[bool] = Param(
        Params._dummy(),
        "abandonment",
        "whether weaker penalties are no longer tried once the metric has been worse than the best so far, by more "
        "than two standard errors of the difference, for two penalties in a row. Penalties are tried from strong to "
        "weak, for one value of elasticNetParams after the other",
        typeConverter=TypeConverters.toBoolean,
    )

    checkpointInterval: Param[int] = Param(
        Params._dummy(),
        "checkpointInterval",
        "number of passes after which the state of the fit is saved, if checkpointPath is set; -1 for never. Must be "
        ">= 1, or -1",
        typeConverter=TypeConverters.toInt,
    )

    checkpointPath: Param[str] = Param(
        Params._dummy(),
        "checkpointPath",
        "folder, on any file system that Hadoop knows, in which the state of the fit is saved after every "
        "checkpointInterval passes. If the driver dies, the same fit, run again, goes on from the newest state and "
        "ends with the same model. The state of another fit, with other rows or Params, is refused. The states are "
        "deleted when the fit has ended. If it is not set or empty, no state is saved. A folder is for one fit at a "
        "time",
        typeConverter=TypeConverters.toString,
    )

    elasticNetParams: Param[List[float]] = Param(
        Params._dummy(),
        "elasticNetParams",
        "values of elasticNetParam to try, each with all values of regParam. Must be at least one value, all in [0, "
        "1]",
        typeConverter=TypeConverters.toListFloat,
    )

    foldCol: Param[str] = Param(
        Params._dummy(),
        "foldCol",
        "name of a numeric column with the fold of each row, an integer from 0 to numFolds - 1. If it is not set or "
        "empty, folds are chosen by a hash, see numFolds",
        typeConverter=TypeConverters.toString,
    )

    metric: Param[str] = Param(
        Params._dummy(),
        "metric",
        "metric of the rows held out, by which the penalty is chosen, weighted by weightCol; by the names of "
        "MulticlassClassificationEvaluator: logLoss, f1, accuracy, weightedPrecision, weightedRecall, "
        "weightedTruePositiveRate, weightedFalsePositiveRate, weightedFMeasure (with beta = 1), or hammingLoss",
        typeConverter=TypeConverters.toString,
    )

    numClasses: Param[int] = Param(
        Params._dummy(),
        "numClasses",
        "number of classes. Labels must be less than it; classes without rows are allowed. If it is not set, the "
        "metadata of the label column declare the number, or else it is the largest label plus 1, which is refused if "
        "it is more than 1000 and more than 10 times the number of distinct labels. Must be > 0",
        typeConverter=TypeConverters.toInt,
    )

    numFolds: Param[int] = Param(
        Params._dummy(),
        "numFolds",
        "number of folds. Each is held out once, while models are trained on the others. The fold of a row is chosen "
        "by a hash of its label, weight, features and the seed, so it depends neither on the order of the rows nor on "
        "their partitions, and equal rows are in the same fold. Must be >= 2",
        typeConverter=TypeConverters.toInt,
    )

    regParams: Param[List[float]] = Param(
        Params._dummy(),
        "regParams",
        "values of regParam to try, in any order. If they are not set, 20 values are tried for each value of "
        "elasticNetParams, equally spaced on a logarithmic scale. With g as the smallest regParam for which an L1 "
        "penalty makes all coefficients 0, they go from g / max(elasticNetParam, 0.001) down to g / 10000. Must be at "
        "least one value, all finite and >= 0",
        typeConverter=TypeConverters.toListFloat,
    )

    selection: Param[str] = Param(
        Params._dummy(),
        "selection",
        "which penalty is chosen: best (the best mean of the metric over the folds; of several, the strongest), or "
        "oneStandardError (the strongest penalty with the same elasticNetParam whose mean is within one standard "
        "error of the best)",
        typeConverter=TypeConverters.toString,
    )

    @keyword_only
    def __init__(
        self,
        *,
        abandonment: bool = True,
        aggregationDepth: int = 2,
        batchSize: Optional[int] = None,
        checkpointInterval: int = 10,
        checkpointPath: Optional[str] = None,
        classNames: Optional[List[str]] = None,
        classWeighting: str = "none",
        classWeights: Optional[VectorLike] = None,
        costs: Optional[MatrixLike] = None,
        elasticNetParam: float = 0.0,
        elasticNetParams: List[float] = [0.0],
        featuresCol: str = "features",
        featuresCols: Optional[List[str]] = None,
        fitIntercept: bool = True,
        foldCol: Optional[str] = None,
        forgettingFactor: float = 1.0,
        handleInvalid: str = "keep",
        initialCoefficients: Optional[MatrixLike] = None,
        initialIntercepts: Optional[VectorLike] = None,
        initialization: str = "zeros",
        labelCol: str = "label",
        labelDistributionCol: Optional[str] = None,
        labelSmoothing: float = 0.0,
        learningRateSchedule: str = "constant",
        lossVariant: str = "fused",
        lowerBoundsOnCoefficients: Optional[MatrixLike] = None,
        lowerBoundsOnIntercepts: Optional[VectorLike] = None,
        maxBlockSizeInMB: float = 0.0,
        maxDriverDataInMB: float = -1.0,
        maxIter: int = 100,
        metric: str = "logLoss",
        miniBatchFraction: float = 1.0,
        numClasses: Optional[int] = None,
        numFolds: int = 3,
        optimizer: str = "sgd",
        patience: int = 5,
        predictionCol: str = "prediction",
        predictionNameCol: Optional[str] = None,
        probabilityCol: str = "probability",
        rawPredictionCol: str = "rawPrediction",
        regParam: float = 0.0,
        regParams: Optional[List[float]] = None,
        seed: int = -392163612,
        selection: str = "best",
        solver: str = "auto",
        standardization: bool = True,
        stepSize: Optional[float] = None,
        thresholds: Optional[List[float]] = None,
        tol: float = 1e-6,
        topK: int = 5,
        topKCol: Optional[str] = None,
        upperBoundsOnCoefficients: Optional[MatrixLike] = None,
        upperBoundsOnIntercepts: Optional[VectorLike] = None,
        validationIndicatorCol: Optional[str] = None,
        validationTol: float = 0.0,
        weightCol: Optional[str] = None,
    ) -> None:
        """Sets Params by their names; the documentation of each is that of its setter."""
        super().__init__()
        self._java_obj = new_java_object("sparksoftmax.classification.SoftmaxClassifierCV", self.uid)
        self._setDefault(
            abandonment=True,
            checkpointInterval=10,
            elasticNetParams=[0.0],
            metric="logLoss",
            numFolds=3,
            selection="best",
        )
        self._set_given(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        abandonment: bool = True,
        aggregationDepth: int = 2,
        batchSize: Optional[int] = None,
        checkpointInterval: int = 10,
        checkpointPath: Optional[str] = None,
        classNames: Optional[List[str]] = None,
        classWeighting: str = "none",
        classWeights: Optional[VectorLike] = None,
        costs: Optional[MatrixLike] = None,
        elasticNetParam: float = 0.0,
        elasticNetParams: List[float] = [0.0],
        featuresCol: str = "features",
        featuresCols: Optional[List[str]] = None,
        fitIntercept: bool = True,
        foldCol: Optional[str] = None,
        forgettingFactor: float = 1.0,
        handleInvalid: str = "keep",
        initialCoefficients: Optional[MatrixLike] = None,
        initialIntercepts: Optional[VectorLike] = None,
        initialization: str = "zeros",
        labelCol: str = "label",
        labelDistributionCol: Optional[str] = None,
        labelSmoothing: float = 0.0,
        learningRateSchedule: str = "constant",
        lossVariant: str = "fused",
        lowerBoundsOnCoefficients: Optional[MatrixLike] = None,
        lowerBoundsOnIntercepts: Optional[VectorLike] = None,
        maxBlockSizeInMB: float = 0.0,
        maxDriverDataInMB: float = -1.0,
        maxIter: int = 100,
        metric: str = "logLoss",
        miniBatchFraction: float = 1.0,
        numClasses: Optional[int] = None,
        numFolds: int = 3,
        optimizer: str = "sgd",
        patience: int = 5,
        predictionCol: str = "prediction",
        predictionNameCol: Optional[str] = None,
        probabilityCol: str = "probability",
        rawPredictionCol: str = "rawPrediction",
        regParam: float = 0.0,
        regParams: Optional[List[float]] = None,
        seed: int = -392163612,
        selection: str = "best",
        solver: str = "auto",
        standardization: bool = True,
        stepSize: Optional[float] = None,
        thresholds: Optional[List[float]] = None,
        tol: float = 1e-6,
        topK: int = 5,
        topKCol: Optional[str] = None,
        upperBoundsOnCoefficients: Optional[MatrixLike] = None,
        upperBoundsOnIntercepts: Optional[VectorLike] = None,
        validationIndicatorCol: Optional[str] = None,
        validationTol: float = 0.0,
        weightCol: Optional[str] = None,
    ) -> "SoftmaxClassifierCV":
        """Sets Params by their names; the documentation of each is that of its setter."""
        return self._set_given(**self._input_kwargs)

    def getAbandonment(self) -> bool:
        """The value of :py:attr:`abandonment`, or its default."""
        return self.getOrDefault(self.abandonment)

    def getCheckpointInterval(self) -> int:
        """The value of :py:attr:`checkpointInterval`, or its default."""
        return self.getOrDefault(self.checkpointInterval)

    def getCheckpointPath(self) -> str:
        """The value of :py:attr:`checkpointPath`, or its default."""
        return self.getOrDefault(self.checkpointPath)

    def getElasticNetParams(self) -> List[float]:
        """The value of :py:attr:`elasticNetParams`, or its default."""
        return self.getOrDefault(self.elasticNetParams)

    def getFoldCol(self) -> str:
        """The value of :py:attr:`foldCol`, or its default."""
        return self.getOrDefault(self.foldCol)

    def getMetric(self) -> str:
        """The value of :py:attr:`metric`, or its default."""
        return self.getOrDefault(self.metric)

    def getNumClasses(self) -> int:
        """The value of :py:attr:`numClasses`, or its default."""
        return self.getOrDefault(self.numClasses)

    def getNumFolds(self) -> int:
        """The value of :py:attr:`numFolds`, or its default."""
        return self.getOrDefault(self.numFolds)

    def getRegParams(self) -> List[float]:
        """The value of :py:attr:`regParams`, or its default."""
        return self.getOrDefault(self.regParams)

    def getSelection(self) -> str:
        """The value of :py:attr:`selection`, or its default."""
        return self.getOrDefault(self.selection)

    def setAbandonment(self, value: bool) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`abandonment`: whether weaker penalties are no longer tried once the metric has been worse than
        the best so far, by more than two standard errors of the difference, for two penalties in a row. Penalties are
        tried from strong to weak, for one value of elasticNetParams after the other.
        """
        return self._set(abandonment=value)

    def setAggregationDepth(self, value: int) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`aggregationDepth`: depth of the tree in which the sums of the partitions are added up. Must be >=
        2.
        """
        return self._set(aggregationDepth=value)

    def setBatchSize(self, value: int) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`batchSize`: number of rows that one local step uses (solvers auto and localSgd). If it is not
        set, it is 8 where rows are stored densely and 1 where they are sparse. It is limited by the rows of a
        partition, and by what a task can hold in memory: copies of the rows of at most 64 MB. Must be >= 1.
        """
        return self._set(batchSize=value)

    def setCheckpointInterval(self, value: int) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`checkpointInterval`: number of passes after which the state of the fit is saved, if
        checkpointPath is set; -1 for never. Must be >= 1, or -1.
        """
        return self._set(checkpointInterval=value)

    def setCheckpointPath(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`checkpointPath`: folder, on any file system that Hadoop knows, in which the state of the fit is
        saved after every checkpointInterval passes. If the driver dies, the same fit, run again, goes on from the
        newest state and ends with the same model. The state of another fit, with other rows or Params, is refused. The
        states are deleted when the fit has ended. If it is not set or empty, no state is saved. A folder is for one fit
        at a time.
        """
        return self._set(checkpointPath=value)

    def setClassNames(self, value: List[str]) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`classNames`: names of the classes, in the order of their indices. If they are not set, they are
        taken from the metadata of the label column, where StringIndexer puts them. A model keeps the names and puts
        them in the metadata of its prediction column, for IndexToString. Must be at least one name, all different and
        none null.
        """
        return self._set(classNames=value)

    def setClassWeighting(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`classWeighting`: how the weights of rows are changed by their class: none, or balanced (the
        weight of a row of class k is multiplied by n / (numClasses n_k), where n is the total weight and n_k the weight
        of class k, so that all classes have the same weight).
        """
        return self._set(classWeighting=value)

    def setClassWeights(self, value: VectorLike) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`classWeights`: factors by which the weights of the rows of each class are multiplied. If they are
        set, classWeighting is ignored. Must be a vector of size numClasses with finite values > 0.
        """
        return self._set(classWeights=value)

    def setCosts(self, value: MatrixLike) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`costs`: costs of wrong predictions: the value in row i and column j is the cost of predicting
        class j when the truth is class i. The class of least expected cost is predicted, and of several the first;
        probabilities stay the same. thresholds must not be set then. Must be a numClasses x numClasses matrix with
        finite values >= 0.
        """
        return self._set(costs=value)

    def setElasticNetParam(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`elasticNetParam`: share of L1 in the penalty: 0 is a pure L2 penalty, 1 a pure L1 penalty. With
        optimizer adamw, the L2 part is a decoupled weight decay. Must be in [0, 1].
        """
        return self._set(elasticNetParam=value)

    def setElasticNetParams(self, value: List[float]) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`elasticNetParams`: values of elasticNetParam to try, each with all values of regParam. Must be at
        least one value, all in [0, 1].
        """
        return self._set(elasticNetParams=value)

    def setFeaturesCol(self, value: str) -> "SoftmaxClassifierCV":
        """Sets :py:attr:`featuresCol`: features column name."""
        return self._set(featuresCol=value)

    def setFeaturesCols(self, value: List[str]) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`featuresCols`: names of several columns of features, which are used as they are, without a
        VectorAssembler: columns of any numeric type or boolean, and also of vectors or of arrays of numbers. If it is
        set, featuresCol is ignored. If it is not set, featuresCol is a column of vectors or of arrays of numbers. Must
        be at least one column name, and none null.
        """
        return self._set(featuresCols=value)

    def setFitIntercept(self, value: bool) -> "SoftmaxClassifierCV":
        """Sets :py:attr:`fitIntercept`: whether to fit an intercept for each class."""
        return self._set(fitIntercept=value)

    def setFoldCol(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`foldCol`: name of a numeric column with the fold of each row, an integer from 0 to numFolds - 1.
        If it is not set or empty, folds are chosen by a hash, see numFolds.
        """
        return self._set(foldCol=value)

    def setForgettingFactor(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`forgettingFactor`: factor by which each partialFit multiplies the weights of all rows that the
        model was trained on before. With 1.0 all rows count alike, whenever they came; with a smaller factor f, those
        of n batches ago count f^n, so that the model follows changes. With 0.0 nothing is remembered: only the
        coefficients from which training starts come from earlier rows. Must be in [0, 1].
        """
        return self._set(forgettingFactor=value)

    def setHandleInvalid(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`handleInvalid`: what becomes of rows whose features are null, or have values that are null, NaN
        or infinite: keep (training refuses such rows; transform and evaluate give them what the arithmetic gives,
        usually NaN as probabilities and class 0, where a null number counts as NaN, and a null vector or array is an
        error), error (an exception that names the column), or skip (such rows are left out, in training as well).
        """
        return self._set(handleInvalid=value)

    def setInitialCoefficients(self, value: MatrixLike) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`initialCoefficients`: coefficients to start from, on the original scale of the features. Must be
        a numClasses x numFeatures matrix with finite values.
        """
        return self._set(initialCoefficients=value)

    def setInitialIntercepts(self, value: VectorLike) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`initialIntercepts`: intercepts to start from. They need fitIntercept = true. Must be a vector of
        size numClasses with finite values.
        """
        return self._set(initialIntercepts=value)

    def setInitialization(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`initialization`: start of the coefficients and intercepts for which no start is given: zeros, or
        uniform (random numbers between -1 / sqrt(numFeatures) and 1 / sqrt(numFeatures), as for a linear layer of a
        neural network). If this is not set and no start is given, solvers auto and l-bfgs start from the intercepts
        that predict the class frequencies.
        """
        return self._set(initialization=value)

    def setLabelCol(self, value: str) -> "SoftmaxClassifierCV":
        """Sets :py:attr:`labelCol`: label column name."""
        return self._set(labelCol=value)

    def setLabelDistributionCol(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`labelDistributionCol`: name of a column with a distribution over the classes in each row, a
        vector or an array of numClasses numbers of at least 0 that add up to 1, within 0.001: the target of the row
        instead of the label in labelCol, which is not read then. The loss of a row is the mean of the losses of all
        labels, weighted by these numbers. If it is not set or empty, labelCol has the labels.
        """
        return self._set(labelDistributionCol=value)

    def setLabelSmoothing(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`labelSmoothing`: share e of each label's weight that is spread evenly over all classes: the
        target is (1 - e) onehot + e / numClasses. Must be in [0, 1).
        """
        return self._set(labelSmoothing=value)

    def setLearningRateSchedule(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`learningRateSchedule`: factor by which the step size is multiplied after t of maxIter passes:
        constant (1), invScaling (1 / sqrt(1 + t)), linear (1 - t / maxIter), step (divided by 10 after each third of
        the passes), or cosine ((1 + cos(pi t / maxIter)) / 2). If neither this nor stepSize is set, local steps
        (solvers auto and localSgd) use linear.
        """
        return self._set(learningRateSchedule=value)

    def setLossVariant(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`lossVariant`: how the loss is computed: fused (cross-entropy from the margins, by log-sum-exp),
        logSoftmaxNll (log-softmax, then the negative log-likelihood), lowLevel (softmax, logarithm and one-hot product
        one after the other; the loss is infinite where a probability underflows), or doubleSoftmax (softmax applied
        twice: a well-known mistake, for study).
        """
        return self._set(lossVariant=value)

    def setLowerBoundsOnCoefficients(self, value: MatrixLike) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`lowerBoundsOnCoefficients`: lower bounds on the coefficients, on the original scale of the
        features. They need solver auto or l-bfgs and elasticNetParam = 0. Constant features still get coefficient 0.
        Must be a numClasses x numFeatures matrix, infinite where there is no bound, and not NaN.
        """
        return self._set(lowerBoundsOnCoefficients=value)

    def setLowerBoundsOnIntercepts(self, value: VectorLike) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`lowerBoundsOnIntercepts`: lower bounds on the intercepts. They need fitIntercept = true, solver
        auto or l-bfgs and elasticNetParam = 0. Must be a vector of size numClasses, infinite where there is no bound,
        and not NaN.
        """
        return self._set(lowerBoundsOnIntercepts=value)

    def setMaxBlockSizeInMB(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`maxBlockSizeInMB`: maximum memory in MB for one block of packed rows. 0.0 means that the size is
        chosen automatically, which is 1.0, or 0.4 where a task has less than 1 GB of heap. Must be finite and >= 0.
        """
        return self._set(maxBlockSizeInMB=value)

    def setMaxDriverDataInMB(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`maxDriverDataInMB`: maximum memory in MB for packed rows on the driver. Rows that fit in are
        brought there once, and the driver's threads make all passes over them, without Spark jobs, if that is faster.
        -1 means that the limit is chosen automatically: a fifth of the heap in local mode, where rows are in this
        memory anyway; otherwise an eighth of the driver's heap, and at most 256 MB and half of
        spark.driver.maxResultSize. With 0, all passes are Spark jobs. Must be -1 or >= 0, and finite.
        """
        return self._set(maxDriverDataInMB=value)

    def setMaxIter(self, value: int) -> "SoftmaxClassifierCV":
        """Sets :py:attr:`maxIter`: maximum number of passes over the training data. Must be >= 0."""
        return self._set(maxIter=value)

    def setMetric(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`metric`: metric of the rows held out, by which the penalty is chosen, weighted by weightCol; by
        the names of MulticlassClassificationEvaluator: logLoss, f1, accuracy, weightedPrecision, weightedRecall,
        weightedTruePositiveRate, weightedFalsePositiveRate, weightedFMeasure (with beta = 1), or hammingLoss.
        """
        return self._set(metric=value)

    def setMiniBatchFraction(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`miniBatchFraction`: fraction of the rows that one step of solver sgd uses. A pass has 1 /
        miniBatchFraction steps (rounded), which together use each row once; but never more steps than there are rows,
        and at most 10,000. 1.0 is full-batch training: one step per pass. Must be in (0, 1].
        """
        return self._set(miniBatchFraction=value)

    def setNumClasses(self, value: int) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`numClasses`: number of classes. Labels must be less than it; classes without rows are allowed. If
        it is not set, the metadata of the label column declare the number, or else it is the largest label plus 1,
        which is refused if it is more than 1000 and more than 10 times the number of distinct labels. Must be > 0.
        """
        return self._set(numClasses=value)

    def setNumFolds(self, value: int) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`numFolds`: number of folds. Each is held out once, while models are trained on the others. The
        fold of a row is chosen by a hash of its label, weight, features and the seed, so it depends neither on the
        order of the rows nor on their partitions, and equal rows are in the same fold. Must be >= 2.
        """
        return self._set(numFolds=value)

    def setOptimizer(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`optimizer`: step rule of solver sgd: sgd (plain gradient descent), momentum (with coefficient
        0.9), nesterov (with coefficient 0.9), adagrad, rmsprop, adam, or adamw (adam with the L2 penalty as decoupled
        weight decay).
        """
        return self._set(optimizer=value)

    def setPatience(self, value: int) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`patience`: number of consecutive passes without an improvement of the validation loss after which
        training stops. Must be >= 1.
        """
        return self._set(patience=value)

    def setPredictionCol(self, value: str) -> "SoftmaxClassifierCV":
        """Sets :py:attr:`predictionCol`: prediction column name."""
        return self._set(predictionCol=value)

    def setPredictionNameCol(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`predictionNameCol`: name of the output column with the names of the predicted classes. If it is
        not set or empty, there is no such column.
        """
        return self._set(predictionNameCol=value)

    def setProbabilityCol(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`probabilityCol`: Column name for predicted class conditional probabilities. Note: Not all models
        output well-calibrated probability estimates! These probabilities should be treated as confidences, not precise
        probabilities.
        """
        return self._set(probabilityCol=value)

    def setRawPredictionCol(self, value: str) -> "SoftmaxClassifierCV":
        """Sets :py:attr:`rawPredictionCol`: raw prediction (a.k.a. confidence) column name."""
        return self._set(rawPredictionCol=value)

    def setRegParam(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`regParam`: strength of the penalty. The objective is the weighted mean loss plus regParam *
        (elasticNetParam * ||W||_1 + (1 - elasticNetParam) / 2 * ||W||_2^2), where W are the coefficients. Intercepts
        are not penalized. Must be finite and >= 0.
        """
        return self._set(regParam=value)

    def setRegParams(self, value: List[float]) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`regParams`: values of regParam to try, in any order. If they are not set, 20 values are tried for
        each value of elasticNetParams, equally spaced on a logarithmic scale. With g as the smallest regParam for which
        an L1 penalty makes all coefficients 0, they go from g / max(elasticNetParam, 0.001) down to g / 10000. Must be
        at least one value, all finite and >= 0.
        """
        return self._set(regParams=value)

    def setSeed(self, value: int) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`seed`: seed of the random numbers, which are used for uniform initialization and for the choice
        and order of the rows in mini-batches.
        """
        return self._set(seed=value)

    def setSelection(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`selection`: which penalty is chosen: best (the best mean of the metric over the folds; of
        several, the strongest), or oneStandardError (the strongest penalty with the same elasticNetParam whose mean is
        within one standard error of the best).
        """
        return self._set(selection=value)

    def setSolver(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`solver`: training algorithm: auto (needs no tuning: a few passes of local steps, then
        quasi-Newton steps as long as they improve the objective by more than its sampling error, or by more than tol if
        that is set; if stepSize is set, or optimizer, learningRateSchedule or miniBatchFraction is not the default,
        auto means sgd), sgd (synchronous gradient descent: each step takes one distributed sum of the gradient),
        localSgd (each partition takes steps on batchSize rows by itself, and the models of the partitions are averaged
        after each pass), or l-bfgs (limited-memory BFGS, or OWL-QN with an L1 penalty: converges to the optimum, within
        tol).
        """
        return self._set(solver=value)

    def setStandardization(self, value: bool) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`standardization`: whether features are scaled to standard deviation 1 for training, so that the
        penalty applies to the coefficients of the scaled features. The coefficients of the model are always on the
        original scale.
        """
        return self._set(standardization=value)

    def setStepSize(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`stepSize`: learning rate. If it is set, steps are taken on standardized features if
        standardization is true, and on the features as they are otherwise. If it is not set, feature scales and step
        size are chosen such that full-batch training does not diverge. Must be finite and > 0; leave it unset to have
        one chosen from the data.
        """
        return self._set(stepSize=value)

    def setThresholds(self, value: List[float]) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`thresholds`: Thresholds in multi-class classification to adjust the probability of predicting
        each class. Array must have length equal to the number of classes, with values > 0 excepting that at most one
        value may be 0. The class with largest value p/t is predicted, where p is the original probability of that class
        and t is the class's threshold.
        """
        return self._set(thresholds=value)

    def setTol(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`tol`: convergence tolerance. Quasi-Newton steps stop as those of LogisticRegression do: when the
        norm of the gradient is at most max(tol * objective, 1e-8), or when the objective has decreased by at most tol
        times its value at the start in 20 passes. Solvers sgd and localSgd stop when the relative change of the
        objective is less than tol in two consecutive passes. With 0, training never stops early. If tol is not set,
        solver auto has less strict criteria for data that are not small. Must be finite and >= 0.
        """
        return self._set(tol=value)

    def setTopK(self, value: int) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`topK`: number of classes in topKCol; if there are fewer classes, it has all of them. Must be >=
        1.
        """
        return self._set(topK=value)

    def setTopKCol(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`topKCol`: name of the output column with the topK most probable classes, the most probable first:
        an array of structs of class (its index), className (null if the classes have no names) and probability. Of
        classes with the same probability, the one with the smaller index comes first. If it is not set or empty, there
        is no such column.
        """
        return self._set(topKCol=value)

    def setUpperBoundsOnCoefficients(self, value: MatrixLike) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`upperBoundsOnCoefficients`: upper bounds on the coefficients, on the original scale of the
        features. They need solver auto or l-bfgs and elasticNetParam = 0. Constant features still get coefficient 0.
        Must be a numClasses x numFeatures matrix, infinite where there is no bound, and not NaN.
        """
        return self._set(upperBoundsOnCoefficients=value)

    def setUpperBoundsOnIntercepts(self, value: VectorLike) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`upperBoundsOnIntercepts`: upper bounds on the intercepts. They need fitIntercept = true, solver
        auto or l-bfgs and elasticNetParam = 0. Must be a vector of size numClasses, infinite where there is no bound,
        and not NaN.
        """
        return self._set(upperBoundsOnIntercepts=value)

    def setValidationIndicatorCol(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`validationIndicatorCol`: name of a boolean column that is true for validation rows. The model is
        not trained on them: training stops when their mean loss has not improved for patience passes, and the model
        gets the coefficients of the pass with the lowest validation loss.
        """
        return self._set(validationIndicatorCol=value)

    def setValidationTol(self, value: float) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`validationTol`: share of the lowest validation loss so far by which a validation loss must be
        lower to count as an improvement. Must be finite and >= 0.
        """
        return self._set(validationTol=value)

    def setWeightCol(self, value: str) -> "SoftmaxClassifierCV":
        """
        Sets :py:attr:`weightCol`: name of the column of row weights. If it is not set or empty, every row has weight
        1.0. A row of weight 2 counts as two equal rows, and a row of weight 0 does not count at all.
        """
        return self._set(weightCol=value)

    # end of the generated part


class SoftmaxClassificationModel(
    _JavaProbabilisticClassificationModel[Vector],
    _SoftmaxParams,
    JavaMLWritable,
    JavaMLReadable["SoftmaxClassificationModel"],
    HasTrainingSummary[SoftmaxTrainingSummary],
):
    """
    A fitted :py:class:`SoftmaxClassifier`. For features x, the raw prediction is the vector of margins W x + b, the
    probabilities are their softmax, and the prediction is the class with the largest probability (or the one that
    ``thresholds`` or ``costs`` select).

    Examples
    --------
    >>> model.numClasses, model.numFeatures, model.hasSummary
    (3, 2, True)
    >>> model.coefficientMatrix.toArray().shape
    (3, 2)
    >>> len(model.interceptVector)
    3
    >>> model.setClassNames(["setosa", "versicolor", "virginica"]).predictName(Vectors.dense(4.8, 3.1))
    'setosa'
    """

    # generated: SoftmaxClassificationModel

    _ONLY_FOR_TRAINING = (
        "initialCoefficients",
        "initialIntercepts",
        "lowerBoundsOnCoefficients",
        "upperBoundsOnCoefficients",
        "lowerBoundsOnIntercepts",
        "upperBoundsOnIntercepts",
    )

    featureNames: Param[List[str]] = Param(
        Params._dummy(),
        "featureNames",
        "names of the features, from the metadata of the features column, where VectorAssembler puts them, or from "
        "the names of several columns (featuresCols). They are set if there were any. Rows with which training goes "
        "on must have the same names. Must be a name for each feature, empty where there is none",
        typeConverter=TypeConverters.toListString,
    )

    labelNames: Param[List[str]] = Param(
        Params._dummy(),
        "labelNames",
        "names of the labels, in the order of their indices, from the metadata of the label column, where "
        "StringIndexer puts them. They are set if the column had any. Rows with which training goes on, or on which "
        "the model is evaluated, must have the same names. (classNames can be other names, for output). Must be a "
        "name for each class",
        typeConverter=TypeConverters.toListString,
    )

    temperature: Param[float] = Param(
        Params._dummy(),
        "temperature",
        "the temperature of a calibrated model: calibrate has divided the coefficients and intercepts by it, so that "
        "probabilities are as the rows of the calibration have them. Setting it changes nothing. Must be finite and > "
        "0",
        typeConverter=TypeConverters.toFloat,
    )

    def getFeatureNames(self) -> List[str]:
        """The value of :py:attr:`featureNames`, or its default."""
        return self.getOrDefault(self.featureNames)

    def getLabelNames(self) -> List[str]:
        """The value of :py:attr:`labelNames`, or its default."""
        return self.getOrDefault(self.labelNames)

    def getTemperature(self) -> float:
        """The value of :py:attr:`temperature`, or its default."""
        return self.getOrDefault(self.temperature)

    def setClassNames(self, value: List[str]) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`classNames`: names of the classes, in the order of their indices. If they are not set, they are
        taken from the metadata of the label column, where StringIndexer puts them. A model keeps the names and puts
        them in the metadata of its prediction column, for IndexToString. Must be at least one name, all different and
        none null.
        """
        return self._set(classNames=value)

    def setCosts(self, value: MatrixLike) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`costs`: costs of wrong predictions: the value in row i and column j is the cost of predicting
        class j when the truth is class i. The class of least expected cost is predicted, and of several the first;
        probabilities stay the same. thresholds must not be set then. Must be a numClasses x numClasses matrix with
        finite values >= 0.
        """
        return self._set(costs=value)

    def setFeaturesCol(self, value: str) -> "SoftmaxClassificationModel":
        """Sets :py:attr:`featuresCol`: features column name."""
        return self._set(featuresCol=value)

    def setFeaturesCols(self, value: List[str]) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`featuresCols`: names of several columns of features, which are used as they are, without a
        VectorAssembler: columns of any numeric type or boolean, and also of vectors or of arrays of numbers. If it is
        set, featuresCol is ignored. If it is not set, featuresCol is a column of vectors or of arrays of numbers. Must
        be at least one column name, and none null.
        """
        return self._set(featuresCols=value)

    def setForgettingFactor(self, value: float) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`forgettingFactor`: factor by which each partialFit multiplies the weights of all rows that the
        model was trained on before. With 1.0 all rows count alike, whenever they came; with a smaller factor f, those
        of n batches ago count f^n, so that the model follows changes. With 0.0 nothing is remembered: only the
        coefficients from which training starts come from earlier rows. Must be in [0, 1].
        """
        return self._set(forgettingFactor=value)

    def setHandleInvalid(self, value: str) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`handleInvalid`: what becomes of rows whose features are null, or have values that are null, NaN
        or infinite: keep (training refuses such rows; transform and evaluate give them what the arithmetic gives,
        usually NaN as probabilities and class 0, where a null number counts as NaN, and a null vector or array is an
        error), error (an exception that names the column), or skip (such rows are left out, in training as well).
        """
        return self._set(handleInvalid=value)

    def setLabelDistributionCol(self, value: str) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`labelDistributionCol`: name of a column with a distribution over the classes in each row, a
        vector or an array of numClasses numbers of at least 0 that add up to 1, within 0.001: the target of the row
        instead of the label in labelCol, which is not read then. The loss of a row is the mean of the losses of all
        labels, weighted by these numbers. If it is not set or empty, labelCol has the labels.
        """
        return self._set(labelDistributionCol=value)

    def setLowerBoundsOnCoefficients(self, value: MatrixLike) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`lowerBoundsOnCoefficients`: lower bounds on the coefficients, on the original scale of the
        features. They need solver auto or l-bfgs and elasticNetParam = 0. Constant features still get coefficient 0.
        Must be a numClasses x numFeatures matrix, infinite where there is no bound, and not NaN.
        """
        return self._set(lowerBoundsOnCoefficients=value)

    def setLowerBoundsOnIntercepts(self, value: VectorLike) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`lowerBoundsOnIntercepts`: lower bounds on the intercepts. They need fitIntercept = true, solver
        auto or l-bfgs and elasticNetParam = 0. Must be a vector of size numClasses, infinite where there is no bound,
        and not NaN.
        """
        return self._set(lowerBoundsOnIntercepts=value)

    def setPredictionCol(self, value: str) -> "SoftmaxClassificationModel":
        """Sets :py:attr:`predictionCol`: prediction column name."""
        return self._set(predictionCol=value)

    def setPredictionNameCol(self, value: str) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`predictionNameCol`: name of the output column with the names of the predicted classes. If it is
        not set or empty, there is no such column.
        """
        return self._set(predictionNameCol=value)

    def setProbabilityCol(self, value: str) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`probabilityCol`: Column name for predicted class conditional probabilities. Note: Not all models
        output well-calibrated probability estimates! These probabilities should be treated as confidences, not precise
        probabilities.
        """
        return self._set(probabilityCol=value)

    def setRawPredictionCol(self, value: str) -> "SoftmaxClassificationModel":
        """Sets :py:attr:`rawPredictionCol`: raw prediction (a.k.a. confidence) column name."""
        return self._set(rawPredictionCol=value)

    def setThresholds(self, value: List[float]) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`thresholds`: Thresholds in multi-class classification to adjust the probability of predicting
        each class. Array must have length equal to the number of classes, with values > 0 excepting that at most one
        value may be 0. The class with largest value p/t is predicted, where p is the original probability of that class
        and t is the class's threshold.
        """
        return self._set(thresholds=value)

    def setTopK(self, value: int) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`topK`: number of classes in topKCol; if there are fewer classes, it has all of them. Must be >=
        1.
        """
        return self._set(topK=value)

    def setTopKCol(self, value: str) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`topKCol`: name of the output column with the topK most probable classes, the most probable first:
        an array of structs of class (its index), className (null if the classes have no names) and probability. Of
        classes with the same probability, the one with the smaller index comes first. If it is not set or empty, there
        is no such column.
        """
        return self._set(topKCol=value)

    def setUpperBoundsOnCoefficients(self, value: MatrixLike) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`upperBoundsOnCoefficients`: upper bounds on the coefficients, on the original scale of the
        features. They need solver auto or l-bfgs and elasticNetParam = 0. Constant features still get coefficient 0.
        Must be a numClasses x numFeatures matrix, infinite where there is no bound, and not NaN.
        """
        return self._set(upperBoundsOnCoefficients=value)

    def setUpperBoundsOnIntercepts(self, value: VectorLike) -> "SoftmaxClassificationModel":
        """
        Sets :py:attr:`upperBoundsOnIntercepts`: upper bounds on the intercepts. They need fitIntercept = true, solver
        auto or l-bfgs and elasticNetParam = 0. Must be a vector of size numClasses, infinite where there is no bound,
        and not NaN.
        """
        return self._set(upperBoundsOnIntercepts=value)

    # end of the generated part

    def _as_trained(self) -> "SoftmaxClassificationModel":
        """Makes the Params those of Java's model, which has the names of the columns, but no start and no bounds."""
        for name in self._ONLY_FOR_TRAINING:
            self._paramMap.pop(self.getParam(name), None)
        if in_jvm():
            self._transfer_params_from_java()
        return self

    def _call_with_params(self, name: str, *args: Any) -> Any:
        """Calls a method of Java's model that reads Params, which may have been changed on the side of Python."""
        if in_jvm():
            self._transfer_params_to_java()
        return self._call_java(name, *args)

    @property
    def coefficientMatrix(self) -> Matrix:
        """W, [numClasses x numFeatures], on the original scale of the features."""
        return self._call_java("coefficientMatrix")

    @property
    def interceptVector(self) -> Vector:
        """b, [numClasses]; zeros if no intercepts were fitted."""
        return self._call_java("interceptVector")

    def predict(self, value: Vector) -> float:
        """The index of the class that is predicted for the features. For many rows, ``transform`` is much faster."""
        return self._call_with_params("predict", value)

    def predictName(self, value: Vector) -> str:
        """The name of the class that :py:meth:`predict` predicts. The model must have ``classNames``."""
        in_jvm("predictName")
        return self._call_with_params("predictName", value)

    @property
    def _summaryCls(self) -> type:
        return SoftmaxTrainingSummary

    def evaluate(self, dataset: DataFrame) -> SoftmaxSummary:
        """
        How well this model predicts a data set that has its label column (and its weight column, if one is set).

        Examples
        --------
        >>> model.evaluate(rows).numRows
        9
        """
        summary = SoftmaxSummary(self._call_with_params("evaluate", dataset))
        # Over Spark Connect, the server forgets a model, and its summaries, when the client does.
        summary._model = self
        return summary

    def partialFit(
        self, dataset: DataFrame, params: Optional[Dict[Param, Any]] = None
    ) -> "SoftmaxClassificationModel":
        """
        Continues training on other rows, from the coefficients of this model, with its Params (``maxIter`` passes) and
        its number of classes, whether or not all of them occur among the rows. This model is not changed.

        The objective is the loss of the rows plus a pull towards the coefficients of this model, as strong as the rows
        that it was trained on before. Each call multiplies the weights of those by ``forgettingFactor``. There is no
        pull if that is 0, or if the model remembers nothing: since ``solver`` is ``localSgd``, there are more than
        8 million coefficients of features that vary, the driver has too little memory, or the model was saved by an
        earlier version or converted. Then it trains on the rows alone, and forgets the more, the more passes it makes.
        In any case, features that are constant in the rows, such as words that they do not have, keep their
        coefficients.

        Class names and feature names in the metadata of the columns must be those of this model, as far as both have
        them. Bounds are not kept by fitted models: to continue training of a model that was trained with bounds, set
        them on the model.

        Parameters
        ----------
        dataset : :py:class:`pyspark.sql.DataFrame`
            the other rows
        params : dict, optional
            values of Params of this model for this training and the new model

        Returns
        -------
        :py:class:`SoftmaxClassificationModel`
            the new model; a copy of this one if there is no row of positive weight to train on

        Examples
        --------
        >>> later = model.partialFit(rows.limit(3), {model.maxIter: 2})
        >>> later.summary.totalIterations <= 2, later.numClasses
        (True, 3)
        """
        in_jvm("partialFit")
        start = self.copy(params) if params else self
        start._transfer_params_to_java()
        trained = SoftmaxClassificationModel(start._java_obj.partialFit(dataset._jdf))
        start._copyValues(trained)._transfer_params_from_java()
        return trained

    def calibrate(self, dataset: DataFrame) -> "SoftmaxClassificationModel":
        """
        This model with probabilities that are as frequent as they say: they become softmax(z / T), where z are its
        margins and T is the temperature with which the rows, on which the model must not have been trained, have the
        least weighted mean loss. The new model has the coefficients and intercepts of this one divided by T.

        Examples
        --------
        >>> model.calibrate(rows).getTemperature() > 0.0
        True
        """
        in_jvm("calibrate")
        self._transfer_params_to_java()
        calibrated = SoftmaxClassificationModel(self._java_obj.calibrate(dataset._jdf))
        self._copyValues(calibrated)._transfer_params_from_java()
        return calibrated

    def coefficientStatistics(self, dataset: DataFrame) -> CoefficientStatistics:
        """
        Standard errors, z values, p values and confidence intervals of the coefficients, from the Fisher information of
        the training rows. The model must be trained to the optimum (solver l-bfgs, tol 1e-9), without an L1 penalty,
        bounds, class weights or label smoothing.

        Examples
        --------
        >>> model.coefficientStatistics(rows).interceptStandardErrors.size
        3
        """
        in_jvm("coefficientStatistics")
        self._transfer_params_to_java()
        return CoefficientStatistics(self._java_obj.coefficientStatistics(dataset._jdf))

    def coefficientsTable(self) -> DataFrame:
        """
        The coefficients and intercepts as a table, for files and queries. Columns:

        - ``class`` (int) and ``className`` (string, null if the classes have no names);
        - ``feature`` (int, null for an intercept) and ``featureName`` (string, null for an intercept or a feature
          without a name);
        - ``coefficient`` (double).

        Each class has the row of its intercept first, and then a row for each feature, also where the coefficient is 0.

        Examples
        --------
        >>> model.coefficientsTable().where("feature is null").count()
        3
        """
        in_jvm("coefficientsTable")
        return self._call_with_params("coefficientsTable")

    def exportOnnx(self, path: str, overwrite: bool = False) -> None:
        """
        Writes this model as ONNX, for onnxruntime and other tools, to a file on any file system that Hadoop knows:
        input ``features`` (float, [rows x numFeatures]), outputs ``label`` (class names, or class indices as int64 if
        there are no names) and ``probabilities`` (float, [rows x numClasses]). Thresholds and costs are part of it.
        A file that exists is replaced only if ``overwrite`` is true.

        Examples
        --------
        >>> model.exportOnnx(temp_path + "/model.onnx", overwrite=True)
        """
        in_jvm("exportOnnx")
        self._call_with_params("exportOnnx", path, overwrite)

    def exportPmml(self, path: str, overwrite: bool = False) -> None:
        """
        Writes this model as PMML 4.4, a ``RegressionModel`` with softmax normalization. Thresholds and costs are
        left out.
        Features without names are called feature_0, feature_1 and so on, and classes without names by their indices.
        Otherwise as :py:meth:`exportOnnx`.
        """
        in_jvm("exportPmml")
        self._call_with_params("exportPmml", path, overwrite)

    def exportJson(self, path: str, overwrite: bool = False) -> None:
        """
        Writes this model as JSON, with thresholds or costs and names, for Java's ``sparksoftmax.scorer.SoftmaxScorer``,
        which predicts without Spark, and for other programs. Otherwise as :py:meth:`exportOnnx`.
        """
        in_jvm("exportJson")
        self._call_with_params("exportJson", path, overwrite)

    def toLogisticRegressionModel(self) -> LogisticRegressionModel:
        """
        A model of Spark's ``LogisticRegression`` that makes the same predictions, for tools that need that class. For
        two classes it is a binomial model, and ``thresholds`` become ``threshold``; a
        model with ``costs`` is refused.

        Examples
        --------
        >>> model.toLogisticRegressionModel().predict(Vectors.dense(7.2, 3.3))
        1.0
        """
        in_jvm("toLogisticRegressionModel")
        self._transfer_params_to_java()
        return cast(LogisticRegressionModel, JavaParams._from_java(self._java_obj.toLogisticRegressionModel()))

    @staticmethod
    def fromLogisticRegressionModel(model: LogisticRegressionModel) -> "SoftmaxClassificationModel":
        """
        A model that makes the same predictions as a model of Spark's ``LogisticRegression``, with its Params except for
        bounds.

        Examples
        --------
        >>> converted = SoftmaxClassificationModel.fromLogisticRegressionModel(model.toLogisticRegressionModel())
        >>> converted.numClasses, converted.hasSummary
        (3, False)
        """
        in_jvm("fromLogisticRegressionModel")
        model_class = java_class("sparksoftmax.classification.SoftmaxClassificationModel")
        return cast(
            SoftmaxClassificationModel, JavaParams._from_java(model_class.fromLogisticRegressionModel(model._to_java()))
        )

    @property
    def estimatedSize(self) -> int:
        """
        The size of this model in bytes, in the memory of the JVM, without the summary, which refers to the training
        rows.
        """
        return self._call_with_params("estimatedSize")

    def _repr_html_(self) -> str:
        """What a notebook displays: the classes with their largest coefficients, and how training went."""
        return model_html(self)


class SoftmaxLogisticRegression(LogisticRegression):
    """
    Spark's ``LogisticRegression``, trained by this library: an estimator with all its Params and methods, whose model
    is Spark's ``LogisticRegressionModel``. What this library does not cover is trained by Spark, and a warning in the
    driver's log says why.

    Examples
    --------
    >>> from sparksoftmax import SoftmaxLogisticRegression
    >>> spark_model = SoftmaxLogisticRegression(regParam=0.01).fit(rows)
    >>> type(spark_model).__name__, spark_model.numClasses
    ('LogisticRegressionModel', 3)
    """

    @functools.wraps(LogisticRegression.__init__)
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._java_obj = new_java_object("sparksoftmax.classification.SoftmaxLogisticRegression", self.uid)
