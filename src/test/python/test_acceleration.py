"""LogisticRegression of PySpark is trained by this library, and gives Spark's model."""

import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

import numpy as np
import pyspark.ml.classification
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression, LogisticRegressionModel
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import functions as F

from shared_spark import iris, preparation, rows, session
from sparksoftmax import Acceleration, SoftmaxLogisticRegression


def two_classes():
    """Without the metadata of the label column, which declares three classes."""
    return rows().where("label < 2").select((F.col("label") + 0).alias("label"), "features", F.expr("label + 1 weight"))


class AccelerationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        session()
        # Created before anything is installed, from the class as it was imported then.
        cls.earlier = LogisticRegression(regParam=0.01, tol=1e-9)

    def setUp(self):
        self.addCleanup(Acceleration.uninstall)

    def trained_here(self, model):
        """Whether the estimator of this library trained a model."""
        return model._java_obj.parent().getClass().getName() == "sparksoftmax.classification.SoftmaxLogisticRegression"

    def assert_same_optimum(self, expected, actual):
        self.assertIs(LogisticRegressionModel, type(actual))
        np.testing.assert_allclose(
            actual.coefficientMatrix.toArray(), expected.coefficientMatrix.toArray(), rtol=1e-3, atol=1e-4
        )
        np.testing.assert_allclose(
            actual.interceptVector.toArray(), expected.interceptVector.toArray(), rtol=1e-3, atol=1e-3
        )

    def test_the_optimum_is_that_of_spark(self):
        cases = [
            ("multinomial", rows(), dict(regParam=0.01)),
            ("elastic net", rows(), dict(regParam=0.01, elasticNetParam=0.5)),
            ("no intercept", rows(), dict(regParam=0.1, fitIntercept=False, standardization=False)),
            ("binomial, weights", two_classes(), dict(regParam=0.1, weightCol="weight")),
            ("two classes, multinomial", two_classes(), dict(regParam=0.1, family="multinomial")),
            ("threshold", two_classes(), dict(regParam=0.1, threshold=0.25)),
        ]
        for name, data, params in cases:
            with self.subTest(name):
                estimator = LogisticRegression(tol=1e-9, **params)
                expected = estimator.fit(data)
                self.assertFalse(self.trained_here(expected))
                Acceleration.install()
                actual = estimator.fit(data)
                Acceleration.uninstall()
                self.assertTrue(self.trained_here(actual))
                self.assert_same_optimum(expected, actual)
                self.assertEqual(
                    {param.name: value for param, value in expected.extractParamMap().items()},
                    {param.name: value for param, value in actual.extractParamMap().items()},
                )
                self.assertEqual(expected.uid, actual.uid)
                self.assertEqual(
                    expected.transform(data).select("prediction").collect(),
                    actual.transform(data).select("prediction").collect(),
                )

    def test_the_summary_is_that_of_spark(self):
        Acceleration.install()
        for data in [rows(), two_classes()]:
            model = LogisticRegression(regParam=0.01).fit(data)
            self.assertTrue(self.trained_here(model))
            self.assertTrue(model.hasSummary)
            self.assertGreater(model.summary.accuracy, 0.9)
            self.assertEqual(model.summary.totalIterations + 1, len(model.summary.objectiveHistory))
        self.assertGreater(model.summary.areaUnderROC, 0.9)
        self.assertGreater(model.evaluate(data).accuracy, 0.9)

    def test_estimators_of_before_and_classes_imported_before(self):
        Acceleration.install()
        self.assertTrue(self.trained_here(self.earlier.fit(rows())))
        self.assertTrue(self.trained_here(pyspark.ml.classification.LogisticRegression().fit(rows())))

        class Derived(LogisticRegression):
            pass

        self.assertTrue(self.trained_here(Derived().fit(rows())))

    def test_install_and_uninstall_may_be_repeated(self):
        self.assertFalse(Acceleration.is_installed())
        for _ in range(2):
            Acceleration.install()
            self.assertTrue(Acceleration.is_installed())
        for _ in range(2):
            Acceleration.uninstall()
            self.assertFalse(Acceleration.is_installed())
        self.assertFalse(self.trained_here(self.earlier.fit(rows())))

    def test_what_is_not_covered_is_trained_by_spark(self):
        single = rows().where("label = 0")
        expected = self.earlier.fit(single)
        Acceleration.install()
        actual = self.earlier.fit(single)
        self.assertEqual(expected.interceptVector, actual.interceptVector)
        self.assertEqual(expected.coefficientMatrix, actual.coefficientMatrix)
        bad = rows().withColumn("label", F.lit(-1.0))
        with self.assertRaises(Exception) as of_accelerated:
            self.earlier.fit(bad)
        Acceleration.uninstall()
        with self.assertRaises(Exception) as of_spark:
            self.earlier.fit(bad)
        self.assertIs(type(of_spark.exception), type(of_accelerated.exception))

    def test_pipelines_and_cross_validation(self):
        Acceleration.install()
        estimator = LogisticRegression()
        pipeline = Pipeline(stages=preparation() + [estimator])
        with tempfile.TemporaryDirectory() as folder:
            pipeline.save(folder + "/pipeline")
            fitted = Pipeline.load(folder + "/pipeline").fit(iris())
            self.assertTrue(self.trained_here(fitted.stages[2]))
            fitted.save(folder + "/fitted")
            # What was saved is Spark's, and needs nothing of this library.
            metadata = "".join(path.read_text() for path in pathlib.Path(folder).rglob("metadata/part-*"))
            self.assertNotIn("sparksoftmax", metadata)
            Acceleration.uninstall()
            loaded = PipelineModel.load(folder + "/fitted")
        self.assertIs(LogisticRegressionModel, type(loaded.stages[2]))
        self.assertEqual(
            fitted.transform(iris()).select("probability").collect(),
            loaded.transform(iris()).select("probability").collect(),
        )
        Acceleration.install()
        tuned = CrossValidator(
            estimator=estimator,
            estimatorParamMaps=ParamGridBuilder().addGrid(estimator.regParam, [1.0, 0.01]).build(),
            evaluator=MulticlassClassificationEvaluator(metricName="logLoss"),
            numFolds=2,
            seed=1,
        ).fit(rows())
        self.assertTrue(self.trained_here(tuned.bestModel))
        self.assertLess(tuned.avgMetrics[1], tuned.avgMetrics[0])

    def test_threads_train_at_the_same_time(self):
        Acceleration.install()
        models = []
        threads = [threading.Thread(target=lambda: models.append(self.earlier.fit(rows()))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([True] * 3, [self.trained_here(model) for model in models])

    def test_the_estimator_by_its_name(self):
        estimator = SoftmaxLogisticRegression(regParam=0.01, tol=1e-9)
        model = estimator.fit(rows())
        self.assertTrue(self.trained_here(model))
        self.assert_same_optimum(self.earlier.fit(rows()), model)
        self.assertEqual(0.5, estimator.setParams(regParam=0.5).getRegParam())
        with self.assertRaises(TypeError):
            SoftmaxLogisticRegression("features")
        with tempfile.TemporaryDirectory() as folder:
            Pipeline(stages=[estimator]).save(folder + "/pipeline")
            loaded = Pipeline.load(folder + "/pipeline").getStages()[0]
            self.assertIs(SoftmaxLogisticRegression, type(loaded))
            self.assertEqual(0.5, loaded.getRegParam())
            self.assertTrue(self.trained_here(loaded.fit(rows())))
            estimator.write().overwrite().save(folder + "/estimator")
            self.assertIs(SoftmaxLogisticRegression, type(SoftmaxLogisticRegression.load(folder + "/estimator")))

    def test_a_session_without_the_jar(self):
        program = """
import logging
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.linalg import Vectors
from pyspark.sql import SparkSession
from sparksoftmax import Acceleration, SoftmaxClassifier

logging.basicConfig()
Acceleration.install()
spark = SparkSession.builder.master("local[1]").getOrCreate()
rows = spark.createDataFrame([(0.0, Vectors.dense(1.0)), (1.0, Vectors.dense(2.0))], ["label", "features"])
print(LogisticRegression(regParam=0.1).fit(rows).numClasses)
for use in [Acceleration.install, SoftmaxClassifier]:
    try:
        use()
    except RuntimeError as e:
        print(e)
"""
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)
        two, *errors = done.stdout.strip().splitlines()
        self.assertEqual("2", two)
        self.assertEqual(2, len(errors))
        for error in errors:
            self.assertIn("start it with the jar of Spark Softmax, for example by the option --jars", error)
        self.assertIn("LogisticRegression itself trains, since Spark Softmax cannot", done.stderr)
