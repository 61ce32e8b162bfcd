"""What a notebook displays of a model."""

from html import escape
from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple

import numpy as np

if TYPE_CHECKING:
    from sparksoftmax.classification import SoftmaxClassificationModel

#: Classes in the table, at most.
_MOST_CLASSES = 20

#: Coefficients of each class in the table, at most.
_MOST_COEFFICIENTS = 5

#: Models with more coefficients than this are displayed without them: they would have to be copied from the JVM.
_MOST_TO_COPY = 1_000_000


def model_html(model: "SoftmaxClassificationModel") -> str:
    """A model as HTML: two small tables."""
    facts: List[Tuple[str, str]] = [("classes", str(model.numClasses)), ("features", str(model.numFeatures))]
    if model.hasSummary:
        summary = model.summary
        history = summary.objectiveHistory
        facts += [
            ("passes", str(summary.totalIterations)),
            ("objective", "%.4g &rarr; %.4g" % (history[0], history[-1])),
            ("stopped", escape(summary.stopReason)),
            ("seconds", "%.4g" % summary.trainingSeconds),
        ]
    rows = "".join("<tr><th>%s</th><td>%s</td></tr>" % fact for fact in facts)
    html = "<div><b>SoftmaxClassificationModel</b><table>%s</table>" % rows
    if model.numClasses * model.numFeatures <= _MOST_TO_COPY:
        html += _coefficients(model)
    return html + "</div>"


def _coefficients(model: "SoftmaxClassificationModel") -> str:
    classes = _names(model, "classNames") or _names(model, "labelNames")
    features = _names(model, "featureNames")
    coefficients = model.coefficientMatrix.toArray()
    intercepts = model.interceptVector.toArray()
    rows = ["<tr><th>class</th><th>intercept</th><th>largest coefficients</th></tr>"]
    for k in range(min(model.numClasses, _MOST_CLASSES)):
        largest = np.argsort(-np.abs(coefficients[k]), kind="stable")[:_MOST_COEFFICIENTS]
        cells = (_name(classes, k), "%.4g" % intercepts[k], _weights(coefficients[k], largest, features))
        rows.append("<tr><td>%s</td><td>%s</td><td>%s</td></tr>" % cells)
    left_out = model.numClasses - _MOST_CLASSES
    if left_out > 0:
        rows.append("<tr><td colspan=3>and %d more classes</td></tr>" % left_out)
    return "<table>%s</table>" % "".join(rows)


def _weights(coefficients: np.ndarray, shown: np.ndarray, features: Optional[Sequence[str]]) -> str:
    return ", ".join("%s %.4g" % (_name(features, j), coefficients[j]) for j in shown if coefficients[j] != 0.0)


def _names(model: "SoftmaxClassificationModel", param: str) -> Optional[Sequence[str]]:
    return model.getOrDefault(param) if model.isDefined(param) else None


def _name(names: Optional[Sequence[str]], index: int) -> str:
    return escape(names[index]) if names is not None and names[index] else str(index)
