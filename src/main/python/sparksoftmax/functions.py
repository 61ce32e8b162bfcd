"""
Functions of columns of logits, which are arrays of numbers or vectors. The result is null if an argument is null.

>>> from sparksoftmax.functions import cross_entropy, log_softmax, softmax
>>> logits = spark.createDataFrame([([1.0, 2.0, 3.0], 2)], ["z", "label"])
>>> [round(p, 4) for p in logits.select(softmax("z")).first()[0]]
[0.09, 0.2447, 0.6652]
>>> [round(p, 4) for p in logits.select(log_softmax("z")).first()[0]]
[-2.4076, -1.4076, -0.4076]
>>> round(logits.select(cross_entropy("z", "label")).first()[0], 4)
0.4076
"""

from typing import TYPE_CHECKING, Union

from pyspark.sql import Column, SparkSession
from pyspark.sql import functions as F

from sparksoftmax._jvm import in_jvm, java_class

if TYPE_CHECKING:
    ColumnOrName = Union[Column, str]

__all__ = ["cross_entropy", "log_softmax", "register", "softmax"]

_FUNCTIONS = "sparksoftmax.classification.SoftmaxFunctions"


def _call(name: str, *columns: "ColumnOrName") -> Column:
    in_jvm(name)
    function = getattr(java_class(_FUNCTIONS), name)
    return Column(function(*[(F.col(column) if isinstance(column, str) else column)._jc for column in columns]))


def softmax(z: "ColumnOrName") -> Column:
    """The probabilities exp(z_k) / sum_j exp(z_j): an array of doubles."""
    return _call("softmax", z)


def log_softmax(z: "ColumnOrName") -> Column:
    """The logarithms of :py:func:`softmax`: an array of doubles."""
    return _call("logSoftmax", z)


def cross_entropy(z: "ColumnOrName", label: "ColumnOrName") -> Column:
    """-log softmax(z)_label, in nats: a double. Labels are class indices 0, 1, ..."""
    return _call("crossEntropy", z, label)


def register(spark: SparkSession) -> None:
    """
    Registers the functions with a session for SQL, with the names ``softmax``, ``log_softmax`` and ``cross_entropy``.

    >>> from sparksoftmax.functions import register
    >>> register(spark)
    >>> spark.sql("SELECT round(cross_entropy(array(1, 2, 3), 2), 4)").first()[0]
    0.4076
    """
    in_jvm("register")
    java_class(_FUNCTIONS).register(spark._jsparkSession)
