"""
Spark Softmax for PySpark: multinomial softmax regression, many times as fast as ``LogisticRegression``.

The classes work through the jar of Spark Softmax, with which the session must have been started; the jar has this
package inside, too.
"""

from sparksoftmax.acceleration import Acceleration
from sparksoftmax.classification import (
    CoefficientStatistics,
    Confusion,
    Pass,
    PenaltySelection,
    ReliabilityBin,
    SoftmaxClassificationModel,
    SoftmaxClassifier,
    SoftmaxClassifierCV,
    SoftmaxLogisticRegression,
    SoftmaxSummary,
    SoftmaxTrainingSummary,
    TriedPenalty,
)

__all__ = [
    "Acceleration",
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

# Written by scripts/format.sh from the version in pom.xml.
__version__ = "0.1.0.dev0"
