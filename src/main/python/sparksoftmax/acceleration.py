"""A switch by which ``pyspark.ml.classification.LogisticRegression`` is trained by this library."""

import logging
from typing import Any

from pyspark.ml.classification import LogisticRegression
from pyspark.sql import DataFrame

from sparksoftmax._jvm import has_jvm_session, in_jvm, java_class

__all__ = ["Acceleration"]

_LOG = logging.getLogger("sparksoftmax")

_JAVA_CLASS = "sparksoftmax.classification.SoftmaxLogisticRegression"


def _fit_java(self: LogisticRegression, dataset: DataFrame) -> Any:
    """Java's model of a data set, in place of ``LogisticRegression._fit_java``."""
    try:
        accelerated = java_class(_JAVA_CLASS)(self.uid)
    except RuntimeError as e:
        _LOG.warning("LogisticRegression itself trains, since Spark Softmax cannot: %s", e)
        return super(LogisticRegression, self)._fit_java(dataset)
    self._transfer_params_to_java()
    self._java_obj.copyValues(accelerated, self._empty_java_param_map())
    return accelerated.fit(dataset._jdf)


class Acceleration:
    """
    Trains Spark's ``LogisticRegression`` with this library, in a program that is not changed otherwise.

    The class ``pyspark.ml.classification.LogisticRegression`` stays the same, and only its training is replaced. So
    this works wherever the class was imported and whenever an estimator was created, in pipelines and cross-validation
    too. Models are Spark's ``LogisticRegressionModel``, and what is saved can be loaded and used without this library.
    What this library does not cover is trained by Spark, and a warning in the log says why.

    It does not reach other processes of Python, estimators that are fitted by programs in Java or Scala or by classes
    of ``pyspark.mllib``, subclasses that override how they train, and servers of Spark Connect, which have a setting
    for it.

    Examples
    --------
    >>> from pyspark.ml.classification import LogisticRegression
    >>> from sparksoftmax import Acceleration
    >>> Acceleration.install()
    >>> Acceleration.is_installed()
    True
    >>> spark_model = LogisticRegression(regParam=0.01).fit(rows)
    >>> type(spark_model).__name__, spark_model.numClasses
    ('LogisticRegressionModel', 3)
    >>> Acceleration.uninstall()
    """

    @staticmethod
    def install() -> None:
        """
        Trains with this library from now on. Doing so twice does no harm.

        Raises
        ------
        RuntimeError
            if there is a session without the jar of this library. If there is no session yet and the later one lacks
            the jar, Spark trains, and a warning says so.
        """
        if not in_jvm():
            _LOG.warning(
                "Acceleration.install() does not reach the server of Spark Connect. There, the setting"
                " spark.connect.ml.backend.classes does the same."
            )
            return
        if has_jvm_session():
            java_class(_JAVA_CLASS)
        LogisticRegression._fit_java = _fit_java

    @staticmethod
    def uninstall() -> None:
        """Leaves training to Spark again."""
        if Acceleration.is_installed():
            del LogisticRegression._fit_java

    @staticmethod
    def is_installed() -> bool:
        """Whether this library trains ``LogisticRegression``."""
        return vars(LogisticRegression).get("_fit_java") is _fit_java
