"""The session and the rows that the tests share."""

import functools
import os
import pathlib

from pyspark.ml import Pipeline
from pyspark.ml.feature import StringIndexer, VectorAssembler
from pyspark.sql import DataFrame, SparkSession

ROOT = pathlib.Path(__file__).resolve().parents[3]
IRIS = ROOT / "src/test/resources/iris.csv"
FEATURES = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
JAR = os.environ["SPARK_SOFTMAX_JAR"]
ZIP = os.environ["SPARK_SOFTMAX_ZIP"]


@functools.lru_cache(maxsize=None)
def session() -> SparkSession:
    return (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", JAR)
        .config("spark.ui.enabled", False)
        # The time goes into queries on little data: compiling them for speed takes a third of it.
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.warehouse.dir", str(ROOT / "target/warehouse"))
        .getOrCreate()
    )


@functools.lru_cache(maxsize=None)
def iris() -> DataFrame:
    """The columns of iris.csv."""
    return session().read.csv(str(IRIS), header=True, inferSchema=True).coalesce(1).cache()


def preparation() -> list:
    """The stages that make the columns label and features of them."""
    return [
        StringIndexer(inputCol="species", outputCol="label"),
        VectorAssembler(inputCols=FEATURES, outputCol="features"),
    ]


@functools.lru_cache(maxsize=None)
def rows() -> DataFrame:
    """Columns label and features."""
    return Pipeline(stages=preparation()).fit(iris()).transform(iris()).select("label", "features").cache()
