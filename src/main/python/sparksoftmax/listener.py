"""How a fit tells a program in Python how far it has come."""

from typing import Any, Callable, NamedTuple

__all__ = ["Pass"]


class Pass(NamedTuple):
    """
    How far training has come: what a listener is called with, before the first pass and after every pass.

    Examples
    --------
    >>> from sparksoftmax import SoftmaxClassifier
    >>> passes = []
    >>> trained = SoftmaxClassifier(maxIter=3).setListener(passes.append).fit(rows)
    >>> [p.objective for p in passes] == trained.summary.objectiveHistory
    True
    """

    #: the number of passes made, 0 before the first
    number: int
    #: the objective after the pass, in nats
    objective: float
    #: the mean loss of the validation rows (``validationIndicatorCol``) after the pass, in nats; NaN if there are none
    validationLoss: float
    #: the time since ``fit`` began, which includes reading the rows
    elapsedSeconds: float
    #: the number of rows of all passes so far, divided by ``elapsedSeconds``
    rowsPerSecond: float


class PassListener:
    """An object of Python that Java calls as a ``TrainingListener``."""

    def __init__(self, listener: Callable[[Pass], Any]) -> None:
        from pyspark import SparkContext
        from pyspark.java_gateway import ensure_callback_server_started

        self._listener = listener
        ensure_callback_server_started(SparkContext._gateway)

    def onPass(self, java_pass: Any) -> None:
        self._listener(Pass(*(getattr(java_pass, name)() for name in Pass._fields)))

    class Java:
        implements = ["sparksoftmax.classification.TrainingListener"]
