"""The sampling errors of coefficients."""

from typing import Any, Optional

from pyspark.ml.linalg import Matrix, Vector
from pyspark.ml.wrapper import JavaWrapper
from pyspark.sql import DataFrame

__all__ = ["CoefficientStatistics"]


class CoefficientStatistics(JavaWrapper):
    """
    The sampling errors of a model's coefficients: the result of ``SoftmaxClassificationModel.coefficientStatistics``.
    They are about coefficients minus their mean over the classes, or, after :py:meth:`relativeTo`, minus those of a
    reference class, as R's ``nnet::multinom`` and the ``MNLogit`` of statsmodels report them.

    Examples
    --------
    >>> statistics = model.coefficientStatistics(rows)
    >>> statistics.standardErrors.numRows, statistics.referenceClass is None
    (3, True)
    >>> statistics.relativeTo(0).coefficientTable().count()
    6
    """

    def relativeTo(self, referenceClass: int) -> "CoefficientStatistics":
        """The same statistics for coefficients minus those of one class, whose own are 0 then."""
        return CoefficientStatistics(self._call_java("relativeTo", referenceClass))

    def relativeToMean(self) -> "CoefficientStatistics":
        """The same statistics for coefficients minus their mean over the classes."""
        return CoefficientStatistics(self._call_java("relativeToMean"))

    @property
    def referenceClass(self) -> Optional[int]:
        """The class that others are compared with; None if it is the mean of all."""
        found: Any = self._java_obj.referenceClass()
        return found.getAsInt() if found.isPresent() else None

    @property
    def coefficients(self) -> Matrix:
        """The coefficients that the other statistics are about, [numClasses x numFeatures]."""
        return self._call_java("coefficients")

    @property
    def intercepts(self) -> Vector:
        """The intercepts that the other statistics are about, [numClasses]."""
        return self._call_java("intercepts")

    @property
    def standardErrors(self) -> Matrix:
        """The standard errors of ``coefficients``: NaN for constant features, 0 for the reference class."""
        return self._call_java("standardErrors")

    @property
    def interceptStandardErrors(self) -> Vector:
        """The standard errors of ``intercepts``, [numClasses]."""
        return self._call_java("interceptStandardErrors")

    @property
    def zValues(self) -> Matrix:
        """Coefficients divided by their standard errors; NaN for the reference class."""
        return self._call_java("zValues")

    @property
    def interceptZValues(self) -> Vector:
        """Intercepts divided by their standard errors, [numClasses]."""
        return self._call_java("interceptZValues")

    @property
    def pValues(self) -> Matrix:
        """The two-sided p values of ``zValues``."""
        return self._call_java("pValues")

    @property
    def interceptPValues(self) -> Vector:
        """The two-sided p values of ``interceptZValues``, [numClasses]."""
        return self._call_java("interceptPValues")

    @property
    def distanceToOptimum(self) -> float:
        """How far the model is from the optimum for the rows, in standard errors: near 0 if it was trained to it."""
        return self._call_java("distanceToOptimum")

    def coefficientTable(self, level: float = 0.95) -> DataFrame:
        """
        All statistics as a table: ``class``, ``className``, ``feature``, ``featureName`` (null for an intercept),
        ``coefficient``, ``standardError``, ``zValue``, ``pValue``, and the confidence interval ``lower``, ``upper``.
        """
        return self._call_java("coefficientTable", float(level))
