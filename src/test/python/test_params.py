"""The Params of the Python classes are those of the Java classes."""

import inspect
import unittest

import numpy as np
from pyspark.ml.common import _java2py
from pyspark.ml.linalg import DenseMatrix, Vectors

import sparksoftmax
from shared_spark import rows, session
from sparksoftmax import SoftmaxClassificationModel, SoftmaxClassifier


class ParamsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        session()
        cls.classifier = SoftmaxClassifier()
        cls.model = SoftmaxClassifier(maxIter=0).fit(rows())

    def assert_params_of_java(self, stage):
        java = stage._java_obj
        java_params = list(java.params())
        self.assertEqual([param.name() for param in java_params], [param.name for param in stage.params])
        for java_param, param in zip(java_params, stage.params):
            with self.subTest(param.name):
                self.assertEqual(java_param.doc(), param.doc)
                self.assertFalse(getattr(param, "created_from_java_param", False))
                self.assertEqual(java.hasDefault(java_param), stage.hasDefault(param))
                if stage.hasDefault(param):
                    default = _java2py(session().sparkContext, java.getDefault(java_param).get())
                    self.assertEqual(default, stage._defaultParamMap[param])
                    self.assertIs(type(default), type(stage._defaultParamMap[param]))

    def test_params_of_the_estimator(self):
        self.assert_params_of_java(self.classifier)

    def test_params_of_the_model(self):
        self.assert_params_of_java(self.model)

    def test_setters_and_getters_are_those_of_java(self):
        for stage in [self.classifier, self.model]:
            methods = {method.getName() for method in stage._java_obj.getClass().getMethods()}
            for param in stage.params:
                for prefix in ["get", "set"]:
                    name = prefix + param.name[0].upper() + param.name[1:]
                    with self.subTest(name):
                        # PySpark has more setters than Java for a model of Spark, not fewer.
                        self.assertTrue(hasattr(stage, name) or name not in methods)

    def test_defaults_do_not_count_as_set_in_java(self):
        classifier = SoftmaxClassifier(regParam=0.5)
        classifier._transfer_params_to_java()
        java = classifier._java_obj
        self.assertEqual(["regParam"], [param.name() for param in java.params() if java.isSet(param)])

    def test_the_constructor_and_setParams_take_every_param_by_its_name(self):
        for method in [SoftmaxClassifier.__init__, SoftmaxClassifier.setParams]:
            parameters = list(inspect.signature(method).parameters.values())[1:]
            self.assertEqual([param.name for param in self.classifier.params], [p.name for p in parameters])
            self.assertEqual({inspect.Parameter.KEYWORD_ONLY}, {p.kind for p in parameters})
        with self.assertRaises(TypeError):
            SoftmaxClassifier("features")

    def test_values_of_every_type_reach_java_and_come_back(self):
        given = dict(
            maxIter=7,
            seed=2**40,
            tol=0,
            fitIntercept=False,
            solver="l-bfgs",
            classNames=("a", "b"),
            thresholds=np.array([0.5, 0.25]),
            classWeights=[1.0, 2.0],
            initialCoefficients=[[1, 2, 3], [4, 5, 6]],
            lowerBoundsOnCoefficients=np.full((2, 3), -np.inf),
            upperBoundsOnCoefficients=DenseMatrix(2, 3, [9.0] * 6),
            weightCol=None,
        )
        classifier = SoftmaxClassifier(**given)
        classifier._transfer_params_to_java()
        java = classifier._java_obj
        self.assertEqual(7, java.getMaxIter())
        self.assertEqual(2**40, java.getSeed())
        self.assertEqual(0.0, java.getTol())
        self.assertFalse(java.getFitIntercept())
        self.assertEqual(["a", "b"], list(java.getClassNames()))
        self.assertEqual([0.5, 0.25], list(java.getThresholds()))
        self.assertEqual("[1.0,2.0]", java.getClassWeights().toString())
        self.assertEqual(6.0, java.getInitialCoefficients().apply(1, 2))
        self.assertEqual(2.0, java.getInitialCoefficients().apply(0, 1))
        self.assertEqual(float("-inf"), java.getLowerBoundsOnCoefficients().apply(0, 0))
        self.assertFalse(java.isSet(java.weightCol()))

        came_back = SoftmaxClassifier._from_java(java)
        self.assertEqual(classifier.uid, came_back.uid)
        for param in classifier.params:
            self.assertEqual(classifier.isSet(param), came_back.isSet(param.name), param.name)
            if classifier.isDefined(param):
                self.assertEqual(classifier.getOrDefault(param), came_back.getOrDefault(param.name), param.name)

    def test_values_of_wrong_types_are_refused(self):
        for name, value in dict(maxIter=0.5, solver=3, classNames="a", initialCoefficients=[1.0], tol="0").items():
            with self.subTest(name), self.assertRaises((TypeError, ValueError)):
                SoftmaxClassifier(**{name: value})

    def test_invalid_values_are_refused_by_java_with_its_message(self):
        with self.assertRaisesRegex(Exception, "regParam given invalid value -1.0: it must be finite and >= 0"):
            SoftmaxClassifier(regParam=-1.0).fit(rows())

    def test_the_public_names_are_there(self):
        for name in sparksoftmax.__all__:
            self.assertTrue(inspect.getdoc(getattr(sparksoftmax, name)), name)
        for stage in [SoftmaxClassifier, SoftmaxClassificationModel]:
            for name, member in inspect.getmembers(stage):
                if not name.startswith("_") and getattr(member, "__module__", "").startswith("sparksoftmax"):
                    self.assertTrue(inspect.getdoc(member), name)

    def test_the_model_has_the_params_of_the_fit(self):
        model = SoftmaxClassifier(
            maxIter=3, initialCoefficients=np.zeros((3, 4)), lowerBoundsOnIntercepts=[-9.0, -9.0, -9.0]
        ).fit(rows())
        self.assertEqual(3, model.getMaxIter())
        self.assertEqual(["setosa", "versicolor", "virginica"], model.getLabelNames())
        self.assertEqual(["setosa", "versicolor", "virginica"], model.getClassNames())
        self.assertEqual(["sepal_length", "sepal_width", "petal_length", "petal_width"], model.getFeatureNames())
        for param in [model.initialCoefficients, model.lowerBoundsOnIntercepts]:
            self.assertFalse(model.isSet(param), param.name)
            self.assertFalse(model._java_obj.isSet(model._java_obj.getParam(param.name)), param.name)

    def test_cleared_and_copied_params(self):
        classifier = SoftmaxClassifier(regParam=0.25)
        copied = classifier.copy({classifier.maxIter: 5})
        self.assertEqual((5, 0.25), (copied.getMaxIter(), copied.getRegParam()))
        classifier.clear(classifier.regParam)
        self.assertEqual((0.0, 0.25), (classifier.getRegParam(), copied.getRegParam()))
        self.assertEqual(Vectors.dense(1, 2), classifier.setClassWeights([1, 2]).getClassWeights())
