"""Summaries of trainings and evaluations."""

from typing import TYPE_CHECKING, Any, List, NamedTuple, Optional

from pyspark.ml.classification import _ClassificationSummary
from pyspark.ml.linalg import Matrix
from pyspark.sql import DataFrame

from sparksoftmax._jvm import in_jvm, java_class

if TYPE_CHECKING:
    from sparksoftmax.classification import SoftmaxClassificationModel

__all__ = [
    "Confusion",
    "PenaltySelection",
    "ReliabilityBin",
    "SoftmaxSummary",
    "SoftmaxTrainingSummary",
    "TriedPenalty",
]


class Confusion(NamedTuple):
    """The rows that have one label and for which one class is predicted: a cell of a confusion matrix."""

    #: the index of the label
    label: float
    #: the index of the predicted class
    prediction: float
    #: the sum of the rows' weights
    weight: float


class ReliabilityBin(NamedTuple):
    """The rows whose predicted class has a probability within some interval: a row of a reliability table."""

    #: the lower end of the interval, excluded
    lower: float
    #: the upper end of the interval, included
    upper: float
    #: the sum of the rows' weights; 0 if there are no rows
    weight: float
    #: the weighted mean probability of their predicted classes; NaN if there are no rows
    confidence: float
    #: the share of them, by weight, whose label is predicted; NaN if there are no rows
    accuracy: float


class TriedPenalty(NamedTuple):
    """What cross-validation has found for a penalty. All means are over the folds, each of which counts the same."""

    #: the strength of the penalty
    regParam: float
    #: the share of L1 in it
    elasticNetParam: float
    #: the mean of the metric by which the penalty was chosen; NaN if it was abandoned
    metric: float
    #: the standard error of that mean
    standardError: float
    #: the mean log-loss of the rows held out, in nats
    logLoss: float
    #: the mean accuracy of the rows held out
    accuracy: float
    #: whether no models were trained with it, because stronger penalties were clearly better
    abandoned: bool
    #: whether the model was trained with it
    chosen: bool


class PenaltySelection(NamedTuple):
    """The penalties that ``SoftmaxClassifierCV`` has tried."""

    #: the name of the metric by which one of them was chosen
    metric: str
    #: the number of folds
    numFolds: int
    #: all penalties, from strong to weak for each value of ``elasticNetParams``
    tried: List[TriedPenalty]

    @property
    def isLargerBetter(self) -> bool:
        """Whether the metric is better the larger it is."""
        return self.metric not in ("logLoss", "weightedFalsePositiveRate", "hammingLoss")

    @property
    def chosen(self) -> TriedPenalty:
        """The penalty that was chosen."""
        return next(penalty for penalty in self.tried if penalty.chosen)


class SoftmaxSummary(_ClassificationSummary):
    """
    How well a model predicts a labeled data set: the result of ``SoftmaxClassificationModel.evaluate``. The metrics
    have the names and definitions of MLlib's classification summaries; the confusion matrix and the log-loss are added.
    All metrics come from one query, which runs when the first of them is requested. Metrics by label are in the order
    of ``labels``.

    Examples
    --------
    >>> summary = model.evaluate(rows)
    >>> summary.numRows, summary.labels
    (9, [0.0, 1.0, 2.0])
    >>> summary.accuracy > 0.8, summary.logLoss < 1.0
    (True, True)
    >>> len(summary.precisionByLabel), len(summary.fMeasureByLabel(2.0))
    (3, 3)
    >>> summary.predictions.select(summary.labelCol, summary.predictionCol).count()
    9
    >>> int(summary.confusionMatrix.toArray().sum())
    9
    """

    #: The model that this summary is of, if the model must live as long.
    _model: Any

    @staticmethod
    def of(model: "SoftmaxClassificationModel", predictions: DataFrame) -> "SoftmaxSummary":
        """
        A summary of existing predictions.

        Parameters
        ----------
        model : :py:class:`SoftmaxClassificationModel`
            the model that made them; its Params name the label, prediction, probability and (if set) weight columns
        predictions : :py:class:`pyspark.sql.DataFrame`
            rows with these columns

        Examples
        --------
        >>> SoftmaxSummary.of(model, model.transform(rows)).accuracy == model.evaluate(rows).accuracy
        True
        """
        in_jvm("SoftmaxSummary.of")
        summary_class = java_class("sparksoftmax.classification.SoftmaxSummary")
        return SoftmaxSummary(summary_class.of(model._to_java(), predictions._jdf))

    def _numbers(self, name: str, *args: Any) -> List[float]:
        return list(self._call_java(name, *args))

    @property
    def numRows(self) -> int:
        """The number of rows, regardless of their weights."""
        return self._call_java("numRows")

    @property
    def labels(self) -> List[float]:
        """The labels of the data set, increasing."""
        return self._numbers("labels")

    @property
    def classes(self) -> List[float]:
        """All labels and predicted classes that occur, increasing."""
        return self._numbers("classes")

    @property
    def confusionMatrix(self) -> Matrix:
        """The weight of the rows by label (matrix row) and predicted class (column), in the order of ``classes``."""
        return self._call_java("confusionMatrix")

    @property
    def confusions(self) -> List[Confusion]:
        """
        The pairs of label and predicted class that occur, ordered by label and then by predicted class: the confusion
        matrix without its zeros, for data with many classes.

        Examples
        --------
        >>> sum(confusion.weight for confusion in model.summary.confusions)
        9.0
        """
        in_jvm("confusions")
        return [Confusion(cell.label(), cell.prediction(), cell.weight()) for cell in self._java_obj.confusions()]

    @property
    def accuracy(self) -> float:
        """The share of the rows, by weight, whose label is predicted."""
        return self._call_java("accuracy")

    @property
    def logLoss(self) -> float:
        """The weighted mean of -log p_y in nats, where probabilities below 1e-15 are replaced by 1e-15."""
        return self._call_java("logLoss")

    @property
    def precisionByLabel(self) -> List[float]:
        """For each label: of the rows for which it is predicted, the share that have it; 0 if there are none."""
        return self._numbers("precisionByLabel")

    @property
    def recallByLabel(self) -> List[float]:
        """For each label: of the rows that have it, the share for which it is predicted."""
        return self._numbers("recallByLabel")

    @property
    def truePositiveRateByLabel(self) -> List[float]:
        """The same as ``recallByLabel``."""
        return self._numbers("truePositiveRateByLabel")

    @property
    def falsePositiveRateByLabel(self) -> List[float]:
        """For each label: of the rows with another one, the share for which it is predicted; 0 if there are none."""
        return self._numbers("falsePositiveRateByLabel")

    def fMeasureByLabel(self, beta: float = 1.0) -> List[float]:
        """For each label: (1 + beta^2) precision recall / (beta^2 precision + recall); 0 where both are 0."""
        return self._numbers("fMeasureByLabel", float(beta))

    @property
    def weightedPrecision(self) -> float:
        """The mean of ``precisionByLabel``, weighted by the labels' weights."""
        return self._call_java("weightedPrecision")

    @property
    def weightedRecall(self) -> float:
        """The mean of ``recallByLabel``, weighted by the labels' weights: the accuracy."""
        return self._call_java("weightedRecall")

    @property
    def weightedTruePositiveRate(self) -> float:
        """The same as ``weightedRecall``."""
        return self._call_java("weightedTruePositiveRate")

    @property
    def weightedFalsePositiveRate(self) -> float:
        """The mean of ``falsePositiveRateByLabel``, weighted by the labels' weights."""
        return self._call_java("weightedFalsePositiveRate")

    def weightedFMeasure(self, beta: float = 1.0) -> float:
        """The mean of ``fMeasureByLabel``, weighted by the labels' weights."""
        return self._call_java("weightedFMeasure", float(beta))

    def expectedCalibrationError(self, numBins: int = 15) -> float:
        """
        By how much, on average, the probability of the predicted class differs from the share of the rows for which the
        prediction is right, in intervals of that probability. 0 is perfect. It has a query of its own.

        Examples
        --------
        >>> 0.0 <= model.evaluate(rows).expectedCalibrationError() <= 1.0
        True
        """
        return self._call_java("expectedCalibrationError", numBins)

    def reliabilityTable(self, numBins: int) -> List[ReliabilityBin]:
        """
        The rows by the probability of their predicted class, in ``numBins`` intervals of equal width from 0 to 1.

        Examples
        --------
        >>> sum(bin.weight for bin in model.evaluate(rows).reliabilityTable(5))
        9.0
        """
        in_jvm("reliabilityTable")
        return [
            ReliabilityBin(bin.lower(), bin.upper(), bin.weight(), bin.confidence(), bin.accuracy())
            for bin in self._java_obj.reliabilityTable(numBins)
        ]


class SoftmaxTrainingSummary(SoftmaxSummary):
    """
    How training went, and how well the model predicts the training rows: the ``summary`` of a model. The metrics of the
    predictions are computed by a query that reads the training rows again when the first of them is requested. They are
    not available for a model that was loaded.

    Examples
    --------
    >>> summary = model.summary
    >>> len(summary.objectiveHistory) == summary.totalIterations + 1
    True
    >>> summary.objectiveHistory[-1] < summary.objectiveHistory[0]
    True
    >>> type(summary.stopReason), type(summary.converged)
    (<class 'str'>, <class 'bool'>)
    """

    @property
    def objectiveHistory(self) -> List[float]:
        """
        The objective (weighted mean loss plus penalty, in nats) before each pass over the data and after the last:
        ``totalIterations + 1`` values.
        """
        return self._numbers("objectiveHistory")

    @property
    def validationHistory(self) -> List[float]:
        """
        The mean loss of the validation rows (``validationIndicatorCol``), in nats, before each pass and after the last;
        empty if there are none. The model has the coefficients of the pass where this loss was lowest.
        """
        return self._numbers("validationHistory")

    @property
    def totalIterations(self) -> int:
        """The number of passes over the training data."""
        return self._call_java("totalIterations")

    @property
    def stepSize(self) -> float:
        """The learning rate that was set, or else chosen from the data; NaN for solver l-bfgs, which has none."""
        return self._call_java("stepSize")

    @property
    def trainingSeconds(self) -> float:
        """The duration of ``fit`` in seconds, including the time to read the rows."""
        return self._call_java("trainingSeconds")

    @property
    def converged(self) -> bool:
        """Whether training stopped because the objective no longer improved, rather than at ``maxIter``."""
        return self._call_java("converged")

    @property
    def stopReason(self) -> str:
        """Why training stopped: a sentence."""
        return self._call_java("stopReason")

    @property
    def penaltySelection(self) -> Optional[PenaltySelection]:
        """
        The penalties that ``SoftmaxClassifierCV`` has tried, and what cross-validation has found for each; ``None`` for
        a model of another estimator.
        """
        in_jvm("penaltySelection")
        found = self._java_obj.penaltySelection()
        if found.isEmpty():
            return None
        selection = found.get()
        return PenaltySelection(
            selection.metric(),
            selection.numFolds(),
            [
                TriedPenalty(
                    penalty.regParam(),
                    penalty.elasticNetParam(),
                    penalty.metric(),
                    penalty.standardError(),
                    penalty.logLoss(),
                    penalty.accuracy(),
                    penalty.abandoned(),
                    penalty.chosen(),
                )
                for penalty in selection.tried()
            ],
        )

    def toJson(self) -> str:
        """This summary as JSON, the form in which it is saved with the model."""
        return self._call_java("toJson")
