"""DataFrames that come from pandas, and predictions that go back."""

import sys
import unittest

from pyspark.ml.feature import VectorAssembler

from shared_spark import FEATURES, IRIS, session
from sparksoftmax import SoftmaxClassifier

try:
    import pandas as pd
    from pyspark.sql.pandas.utils import require_minimum_pandas_version

    require_minimum_pandas_version()
    WHY_NOT = None
except ImportError as e:
    WHY_NOT = str(e)
    print("\n*** NOT TESTED with pandas: %s\n" % WHY_NOT, file=sys.stderr)


@unittest.skipIf(WHY_NOT, "pandas: %s" % WHY_NOT)
class PandasTest(unittest.TestCase):
    def test_from_pandas_and_back(self):
        frame = pd.read_csv(IRIS)
        frame["label"] = frame["species"].astype("category").cat.codes.astype("int64")
        rows = session().createDataFrame(frame.drop(columns="species"))
        rows = VectorAssembler(inputCols=FEATURES, outputCol="features").transform(rows)
        model = SoftmaxClassifier(regParam=0.001).fit(rows)
        predicted = model.transform(rows).select("label", "prediction").toPandas()
        self.assertEqual((150, 2), predicted.shape)
        self.assertGreater((predicted["label"] == predicted["prediction"]).mean(), 0.95)
        table = model.coefficientsTable().toPandas()
        self.assertEqual(15, len(table))
