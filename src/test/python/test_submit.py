"""The package is found by programs that spark-submit starts with the jar and the zip of the build."""

import os
import subprocess
import tempfile
import unittest

from shared_spark import JAR, ROOT, ZIP

JOB = """
from pyspark.ml.linalg import Vectors
from pyspark.sql import SparkSession

import sparksoftmax

spark = SparkSession.builder.getOrCreate()
rows = spark.createDataFrame([(float(k), Vectors.dense(float(k), 1.0)) for k in [0, 1, 2] * 5], ["label", "features"])
model = sparksoftmax.SoftmaxClassifier(regParam=0.01).fit(rows)
print("classes:", model.numClasses, "package:", sparksoftmax.__file__)
spark.stop()
"""


class SubmitTest(unittest.TestCase):
    def submit(self, *options):
        environment = dict(os.environ)
        # Without the sources, so that the package can only come from what is submitted.
        paths = environment["PYTHONPATH"].split(os.pathsep)
        environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if not path.startswith(str(ROOT / "src")))
        with tempfile.TemporaryDirectory() as folder:
            job = folder + "/job.py"
            with open(job, "w") as file:
                file.write(JOB)
            command = [os.environ["SPARK_HOME"] + "/bin/spark-submit", "--master", "local[2]", *options, job]
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def test_jars_and_the_zip_as_py_files(self):
        out = self.submit("--jars", JAR, "--py-files", ZIP)
        self.assertIn("classes: 3 ", out)
        self.assertIn("-python.zip/sparksoftmax", out)

    def test_the_jar_as_jars_and_py_files(self):
        out = self.submit("--jars", JAR, "--py-files", JAR)
        self.assertIn("classes: 3 ", out)
        self.assertIn(".jar/sparksoftmax", out)
