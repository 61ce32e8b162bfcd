"""Training, prediction, saving and loading, alone and inside Spark's pipelines and tuning."""

import json
import tempfile
import threading
import unittest

import numpy as np
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression, OneVsRest
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.linalg import Vectors
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder, TrainValidationSplit
from pyspark.sql import functions as F

from shared_spark import iris, preparation, rows, session
from sparksoftmax import (
    Confusion,
    SoftmaxClassificationModel,
    SoftmaxClassifier,
    SoftmaxClassifierCV,
    SoftmaxSummary,
    SoftmaxTrainingSummary,
)

NAMES = ["setosa", "versicolor", "virginica"]
A_SETOSA = Vectors.dense(5.1, 3.5, 1.4, 0.2)


class ClassifierTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        session()
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.model = SoftmaxClassifier(regParam=0.001, predictionNameCol="name").fit(rows())

    def path(self, name):
        return "%s/%s" % (self.folder.name, name)

    def assert_same_predictions(self, expected, actual, data):
        columns = ["rawPrediction", "probability", "prediction"]
        self.assertEqual(
            expected.transform(data).select(columns).collect(), actual.transform(data).select(columns).collect()
        )

    def test_the_optimum_is_that_of_LogisticRegression(self):
        ours = SoftmaxClassifier(regParam=0.01, elasticNetParam=0.5, tol=1e-9).fit(rows())
        sparks = LogisticRegression(regParam=0.01, elasticNetParam=0.5, tol=1e-9, family="multinomial").fit(rows())
        np.testing.assert_allclose(ours.coefficientMatrix.toArray(), sparks.coefficientMatrix.toArray(), atol=1e-4)
        np.testing.assert_allclose(ours.interceptVector.toArray(), sparks.interceptVector.toArray(), atol=1e-3)

    def test_transform_adds_the_columns(self):
        predictions = self.model.transform(rows())
        self.assertEqual(
            ["label", "features", "rawPrediction", "probability", "prediction", "name"], predictions.columns
        )
        accuracy = predictions.select(F.avg((F.col("label") == F.col("prediction")).cast("double"))).first()[0]
        self.assertGreater(accuracy, 0.95)
        self.assertEqual({"setosa"}, {row.name for row in predictions.where("label = 0").collect()})

    def test_predictions_of_single_rows(self):
        self.assertEqual(0.0, self.model.predict(A_SETOSA))
        self.assertEqual("setosa", self.model.predictName(A_SETOSA))
        probability = self.model.predictProbability(A_SETOSA).toArray()
        margins = self.model.coefficientMatrix.toArray() @ A_SETOSA.toArray() + self.model.interceptVector.toArray()
        np.testing.assert_allclose(np.exp(margins) / np.exp(margins).sum(), probability)
        np.testing.assert_allclose(margins, self.model.predictRaw(A_SETOSA).toArray())

    def test_params_that_are_set_on_the_model_count_everywhere(self):
        model = self.model.copy()
        model.setThresholds([1.0, 1e-9, 1.0]).setClassNames(["a", "b", "c"]).setPredictionCol("p")
        model.set(model.labelCol, "wrong")
        self.assertEqual(1.0, model.predict(A_SETOSA))
        self.assertEqual("b", model.predictName(A_SETOSA))
        self.assertEqual({(1.0, "b")}, {(row.p, row.name) for row in model.transform(rows()).collect()})
        with self.assertRaisesRegex(Exception, "wrong"):
            model.evaluate(rows())
        self.assertEqual(0.0, self.model.predict(A_SETOSA))

    def test_costs_and_the_most_probable_classes(self):
        # Only the last class costs nothing, whatever the truth is.
        costly = self.model.copy().setCosts([[1, 1, 0], [1, 1, 0], [1, 1, 0]]).setTopKCol("top").setTopK(2)
        self.assertEqual(2.0, costly.predict(A_SETOSA))
        row = costly.transform(rows()).first()
        self.assertEqual(2.0, row.prediction)
        ranked = sorted(range(3), key=lambda k: (-row.probability[k], k))[:2]
        self.assertEqual([(k, NAMES[k], row.probability[k]) for k in ranked], [tuple(entry) for entry in row.top])
        with self.assertRaisesRegex(Exception, "costs given invalid value"):
            SoftmaxClassifier(costs=[[0, -1], [1, 0]]).fit(rows())

    def test_distributions_instead_of_labels(self):
        taught = self.model.transform(rows()).select("features", F.col("probability").alias("taught"), "label")
        student = SoftmaxClassifier(labelDistributionCol="taught", regParam=0.001).fit(taught.drop("label"))
        agree = student.transform(taught).where("label = prediction").count()
        self.assertGreater(agree, 0.95 * taught.count())
        self.assertEqual("taught", student.summary.labelCol)
        self.assertGreater(student.summary.accuracy, 0.95)
        self.assertGreater(student.setLabelDistributionCol("").evaluate(taught).accuracy, 0.95)

    def test_the_summary_of_the_training(self):
        self.assertTrue(self.model.hasSummary)
        summary = self.model.summary
        self.assertIs(SoftmaxTrainingSummary, type(summary))
        self.assertEqual(summary.totalIterations + 1, len(summary.objectiveHistory))
        self.assertAlmostEqual(np.log(3), summary.objectiveHistory[0], places=6)
        self.assertEqual([], summary.validationHistory)
        self.assertTrue(summary.converged)
        self.assertIn(" ", summary.stopReason)
        self.assertGreater(summary.trainingSeconds, 0.0)
        self.assertIsInstance(summary.stepSize, float)
        self.assertEqual(summary.objectiveHistory, json.loads(summary.toJson())["objectiveHistory"])
        self.assertGreater(summary.accuracy, 0.95)

    def test_the_summary_of_an_evaluation(self):
        summary = self.model.evaluate(rows())
        java = summary._java_obj
        self.assertIs(SoftmaxSummary, type(summary))
        self.assertEqual(150, summary.numRows)
        self.assertEqual(([0.0, 1.0, 2.0], [0.0, 1.0, 2.0]), (summary.labels, summary.classes))
        matrix = summary.confusionMatrix.toArray()
        self.assertEqual(150.0, matrix.sum())
        self.assertEqual(
            [Confusion(float(i), float(j), matrix[i, j]) for i, j in zip(*np.nonzero(matrix))], summary.confusions
        )
        self.assertAlmostEqual(np.trace(matrix) / 150.0, summary.accuracy)
        self.assertEqual(150, summary.predictions.where("prediction is not null").count())
        np.testing.assert_allclose(np.diag(matrix) / matrix.sum(axis=0), summary.precisionByLabel)
        np.testing.assert_allclose(np.diag(matrix) / matrix.sum(axis=1), summary.recallByLabel)
        self.assertEqual(summary.recallByLabel, summary.truePositiveRateByLabel)
        self.assertEqual(3, len(summary.falsePositiveRateByLabel))
        self.assertEqual(("label", "prediction"), (summary.labelCol, summary.predictionCol))
        self.assertEqual(java.weightCol(), summary.weightCol)
        self.assertEqual(list(java.fMeasureByLabel(2.0)), summary.fMeasureByLabel(2))
        self.assertEqual(list(java.fMeasureByLabel()), summary.fMeasureByLabel())
        self.assertEqual(java.weightedFMeasure(0.5), summary.weightedFMeasure(0.5))
        self.assertEqual(java.weightedFMeasure(), summary.weightedFMeasure())
        for name in ["logLoss", "weightedPrecision", "weightedRecall", "weightedTruePositiveRate"]:
            self.assertEqual(getattr(java, name)(), getattr(summary, name))
        self.assertEqual(java.weightedFalsePositiveRate(), summary.weightedFalsePositiveRate)
        existing = SoftmaxSummary.of(self.model, self.model.transform(rows()))
        self.assertEqual((summary.logLoss, summary.accuracy), (existing.logLoss, existing.accuracy))

    def test_every_public_method_of_the_java_classes_is_in_python(self):
        # What PySpark does in its own way, and what only programs in Java need.
        elsewhere = {
            *("uid", "params", "copy", "toString", "transformSchema", "parent", "hasParent", "setParent", "train"),
            *("softmaxParams", "write", "read", "load", "save", "fit", "transform", "estimateModelSize"),
            *("raw2probabilityInPlace", "findSummaryModel", "trainingSummary", "saveSummary"),
            *("raw2prediction", "probability2prediction"),
            "validateAndTransformSchema",
        }
        for wrapper in [self.model, self.model.summary, SoftmaxClassifier(), SoftmaxClassifierCV()]:
            java = wrapper._java_obj.getClass()
            while java.getName().startswith("sparksoftmax."):
                for method in java.getDeclaredMethods():
                    name = method.getName()
                    is_public = method.getModifiers() & 1 and not method.isSynthetic()
                    if is_public and name not in elsewhere and "$" not in name:
                        self.assertTrue(hasattr(type(wrapper), name), "%s.%s" % (java.getName(), name))
                java = java.getSuperclass()

    def test_the_penalty_is_chosen_by_cross_validation(self):
        classifier = SoftmaxClassifierCV(regParams=[0.01, 10.0], elasticNetParams=[0.0, 0.5], numFolds=2, seed=3)
        classifier.save(self.path("cv"))
        loaded = SoftmaxClassifierCV.load(self.path("cv"))
        self.assertEqual(([0.01, 10.0], [0.0, 0.5], 2), (loaded.getRegParams(), loaded.getElasticNetParams(), 2))
        model = loaded.fit(rows())
        selection = model.summary.penaltySelection
        self.assertEqual(
            [(10.0, 0.0), (0.01, 0.0), (10.0, 0.5), (0.01, 0.5)],
            [(penalty.regParam, penalty.elasticNetParam) for penalty in selection.tried],
        )
        best = min(selection.tried, key=lambda penalty: penalty.logLoss)
        self.assertTrue(best.chosen)
        self.assertEqual(best, selection.chosen)
        self.assertFalse(selection.isLargerBetter)
        self.assertEqual((0.01, best.elasticNetParam), (model.getRegParam(), model.getElasticNetParam()))
        self.assertIsNone(self.model.summary.penaltySelection)
        self.assertRaisesRegex(Exception, "regParams", SoftmaxClassifierCV(regParam=0.5).fit, rows())

    def test_saved_and_loaded(self):
        classifier = SoftmaxClassifier(regParam=0.25, classNames=NAMES, lowerBoundsOnCoefficients=np.zeros((3, 4)))
        classifier.save(self.path("estimator"))
        loaded = SoftmaxClassifier.load(self.path("estimator"))
        self.assertEqual(classifier.uid, loaded.uid)
        self.assertEqual((0.25, NAMES), (loaded.getRegParam(), loaded.getClassNames()))
        self.assertEqual(np.zeros((3, 4)).tolist(), loaded.getLowerBoundsOnCoefficients().toArray().tolist())

        self.model.write().overwrite().save(self.path("model"))
        model = SoftmaxClassificationModel.load(self.path("model"))
        self.assert_same_predictions(self.model, model, rows())
        self.assertEqual(self.model.uid, model.uid)
        self.assertEqual(self.model.getFeatureNames(), model.getFeatureNames())
        self.assertEqual(self.model.summary.objectiveHistory, model.summary.objectiveHistory)
        self.assertEqual(str(self.model), str(model))

    def test_a_pipeline_saved_and_loaded(self):
        pipeline = Pipeline(stages=preparation() + [SoftmaxClassifier(regParam=0.001)])
        fitted = pipeline.fit(iris())
        pipeline.save(self.path("pipeline"))
        fitted.save(self.path("fitted-pipeline"))
        self.assertIsInstance(Pipeline.load(self.path("pipeline")).getStages()[2], SoftmaxClassifier)
        loaded = PipelineModel.load(self.path("fitted-pipeline"))
        self.assertIsInstance(loaded.stages[2], SoftmaxClassificationModel)
        self.assert_same_predictions(fitted, loaded, iris())
        self.assertEqual(NAMES, loaded.stages[2].getClassNames())

    def test_cross_validation(self):
        classifier = SoftmaxClassifier(maxIter=10)
        pipeline = Pipeline(stages=[classifier])
        grid = ParamGridBuilder().addGrid(classifier.regParam, [10.0, 0.001]).build()
        for estimator in [classifier, pipeline]:
            validator = CrossValidator(
                estimator=estimator,
                estimatorParamMaps=grid,
                evaluator=MulticlassClassificationEvaluator(metricName="logLoss"),
                numFolds=2,
                parallelism=2,
                seed=1,
                collectSubModels=True,
            )
            tuned = validator.fit(rows())
            self.assertLess(tuned.avgMetrics[1], tuned.avgMetrics[0])
            best = tuned.bestModel if estimator is classifier else tuned.bestModel.stages[0]
            self.assertEqual(0.001, best.getRegParam())
            self.assertEqual(2, len(tuned.subModels[0]))
            tuned.write().overwrite().save(self.path("tuned"))
            loaded = CrossValidatorModel.load(self.path("tuned"))
            self.assert_same_predictions(tuned, loaded, rows())
            self.assertEqual(tuned.avgMetrics, loaded.avgMetrics)

    def test_several_settings_are_fitted_together(self):
        classifier = SoftmaxClassifier(maxIter=5)
        grid = [{classifier.regParam: 1}, {classifier.regParam: 0.01, classifier.fitIntercept: False}, {}]
        together = classifier.fit(rows(), grid)
        for param_map, model in zip(grid, together):
            alone = classifier.fit(rows(), param_map)
            self.assertEqual(alone.coefficientMatrix, model.coefficientMatrix)
            self.assertEqual(alone.interceptVector, model.interceptVector)
            for param in model.params:
                self.assertEqual(alone.isSet(param), model.isSet(param), param.name)
                if alone.isDefined(param):
                    self.assertEqual(alone.getOrDefault(param), model.getOrDefault(param))

        models = classifier.fitMultiple(rows(), grid)
        indices = []
        threads = [threading.Thread(target=lambda: indices.append(next(models)[0])) for _ in grid]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([0, 1, 2], sorted(indices))
        with self.assertRaises(StopIteration):
            next(models)

    def test_other_meta_estimators(self):
        one_vs_rest = OneVsRest(classifier=SoftmaxClassifier(maxIter=20), weightCol="weight")
        model = one_vs_rest.fit(rows().withColumn("weight", F.lit(1.0)))
        self.assertEqual(3, len(model.models))
        classifier = SoftmaxClassifier(maxIter=5)
        split = TrainValidationSplit(
            estimator=classifier,
            estimatorParamMaps=ParamGridBuilder().addGrid(classifier.regParam, [0.1, 0.01]).build(),
            evaluator=MulticlassClassificationEvaluator(),
            seed=1,
        )
        self.assertEqual(2, len(split.fit(rows()).validationMetrics))

    def test_a_listener_hears_of_every_pass(self):
        passes = []
        classifier = SoftmaxClassifier(regParam=0.001, solver="l-bfgs").setListener(passes.append)
        history = classifier.fit(rows()).summary.objectiveHistory
        self.assertEqual(list(range(len(history))), [p.number for p in passes])
        self.assertEqual(history, [p.objective for p in passes])
        self.assertTrue(all(np.isnan(p.validationLoss) and p.elapsedSeconds > 0 for p in passes))

        passes.clear()
        copied = classifier.copy({classifier.maxIter: 1})
        self.assertEqual(copied.fit(rows()).summary.objectiveHistory, [p.objective for p in passes])
        passes.clear()
        classifier.setListener(None).fit(rows())
        self.assertEqual([], passes)

        def fails(p):
            passes.append(p)
            raise ValueError("a listener that fails")

        self.assertEqual(history, classifier.setListener(fails).fit(rows()).summary.objectiveHistory)
        self.assertEqual(1, len(passes))

    def test_partial_fit_goes_on_from_the_model(self):
        early = SoftmaxClassifier(maxIter=1, regParam=0.001, solver="l-bfgs").fit(rows())
        before = early.coefficientMatrix
        later = early.partialFit(rows(), {early.maxIter: 20, early.forgettingFactor: 0.0})
        self.assertEqual(before, early.coefficientMatrix)
        self.assertAlmostEqual(early.summary.objectiveHistory[-1], later.summary.objectiveHistory[0])
        self.assertLess(later.summary.objectiveHistory[-1], early.summary.objectiveHistory[-1])
        self.assertEqual((1, 20), (early.getMaxIter(), later.getMaxIter()))
        self.assertEqual(NAMES, later.getClassNames())
        unchanged = later.partialFit(rows().where("label > 2"))
        self.assertEqual(later.coefficientMatrix, unchanged.coefficientMatrix)

    def test_partial_fit_remembers_earlier_rows_unless_it_is_to_forget_them(self):
        one_class = rows().where("label = 1")
        remembering = self.model.partialFit(one_class)
        forgetting = self.model.copy().setForgettingFactor(0.0).partialFit(one_class)
        self.assertEqual((1.0, 0.0), (remembering.getForgettingFactor(), forgetting.getForgettingFactor()))
        self.assertGreater(remembering.evaluate(rows()).accuracy, forgetting.evaluate(rows()).accuracy)

    def test_partial_fit_keeps_bounds_that_are_set_on_the_model(self):
        bounded = SoftmaxClassifier(maxIter=5, lowerBoundsOnCoefficients=np.zeros((3, 4))).fit(rows())
        with self.assertRaisesRegex(Exception, "set them on this model again"):
            bounded.partialFit(rows())
        later = bounded.setLowerBoundsOnCoefficients(np.zeros((3, 4))).partialFit(rows())
        self.assertGreaterEqual(later.coefficientMatrix.toArray().min(), 0.0)

    def test_an_initial_model(self):
        classifier = SoftmaxClassifier(maxIter=0).setInitialModel(self.model)
        for estimator in [classifier, classifier.copy()]:
            started = estimator.fit(rows()).coefficientMatrix.toArray()
            np.testing.assert_allclose(self.model.coefficientMatrix.toArray(), started)
        other_order = preparation()[0].setStringOrderType("alphabetDesc")
        with self.assertRaisesRegex(Exception, "use the same StringIndexerModel"):
            classifier.fit(Pipeline(stages=[other_order, preparation()[1]]).fit(iris()).transform(iris()))
        zeros = classifier.setInitialCoefficients(np.zeros((3, 4))).fit(rows())
        self.assertEqual(0.0, np.abs(zeros.coefficientMatrix.toArray()).max())

    def test_the_coefficients_as_a_table(self):
        table = self.model.coefficientsTable()
        self.assertEqual(["class", "className", "feature", "featureName", "coefficient"], table.columns)
        found = table.where("className = 'virginica' and featureName = 'petal_width'").first()
        self.assertEqual(self.model.coefficientMatrix[2, 3], found.coefficient)
        self.assertEqual(15, table.count())

    def test_exports(self):
        for suffix, export in [
            ("onnx", self.model.exportOnnx),
            ("pmml", self.model.exportPmml),
            ("json", self.model.exportJson),
        ]:
            path = self.path("exported." + suffix)
            export(path)
            with self.assertRaisesRegex(Exception, "exists"):
                export(path)
            export(path, overwrite=True)
        with open(self.path("exported.json")) as file:
            self.assertEqual(self.model.coefficientMatrix.toArray().tolist(), json.load(file)["coefficients"]["rows"])

    def test_conversion_to_and_from_the_model_of_LogisticRegression(self):
        sparks = self.model.toLogisticRegressionModel()
        self.assertEqual("pyspark.ml.classification", type(sparks).__module__)
        np.testing.assert_allclose(
            self.model.predictProbability(A_SETOSA).toArray(), sparks.predictProbability(A_SETOSA).toArray()
        )
        ours = SoftmaxClassificationModel.fromLogisticRegressionModel(sparks)
        self.assertFalse(ours.hasSummary)
        self.assertEqual(self.model.coefficientMatrix, ours.coefficientMatrix)

    def test_sizes(self):
        self.assertEqual((3, 4), (self.model.numClasses, self.model.numFeatures))
        self.assertGreater(self.model.estimatedSize, 15 * 8)

    def test_a_notebook_displays_a_model(self):
        html = self.model._repr_html_()
        for expected in NAMES + ["petal_width", "passes", "objective", self.model.summary.stopReason]:
            self.assertIn(expected, html)
        self.assertIn("%.4g" % self.model.interceptVector[1], html)

        odd = self.model.copy().setClassNames(["<script>", "b & c", "d"])
        html = odd._repr_html_()
        self.assertIn("&lt;script&gt;", html)
        self.assertIn("b &amp; c", html)
        self.assertNotIn("<script>", html)

        converted = SoftmaxClassificationModel.fromLogisticRegressionModel(self.model.toLogisticRegressionModel())
        self.assertNotIn("passes", converted._repr_html_())
        unnamed = rows().select((F.col("label") + 1.0).alias("label"), "features")
        many = SoftmaxClassifier(maxIter=0, numClasses=25).fit(unnamed)
        self.assertIn("and 5 more classes", many._repr_html_())
