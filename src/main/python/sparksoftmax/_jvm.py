"""Access to the classes of this library in the JVM of a Spark session."""

from typing import Any, Optional

from pyspark.ml.wrapper import JavaWrapper
from pyspark.sql.utils import is_remote


def in_jvm(method: Optional[str] = None) -> bool:
    """
    Whether this process has the JVM of its session, rather than a connection of Spark Connect. A ``method`` that is
    given needs the JVM.
    """
    if not is_remote():
        return True
    if method is not None:
        raise NotImplementedError("%s needs a session of its own, and does not work over Spark Connect." % method)
    return False


def _context() -> Any:
    # Not imported above: PySpark's client for Spark Connect has no such class.
    from pyspark import SparkContext

    return SparkContext._active_spark_context


def has_jvm_session() -> bool:
    """Whether there is a session with a JVM now."""
    return in_jvm() and _context() is not None


def java_class(name: str) -> Any:
    """The class of the JVM with a given name. There must be a session."""
    context = _context()
    if context is None:
        raise RuntimeError("%s needs a SparkSession: create one first." % name)
    found = context._jvm
    for part in name.split("."):
        found = getattr(found, part)
    if type(found).__name__ != "JavaClass":
        raise RuntimeError(
            "Spark has no class %s: start it with the jar of Spark Softmax, for example by the option --jars of pyspark"
            " and spark-submit, or by the setting spark.jars." % name
        )
    return found


def new_java_object(name: str, *args: Any) -> Any:
    """
    A new object of a class of the JVM, for a wrapper of PySpark; over Spark Connect the name of the class, as such
    wrappers have it there.
    """
    if in_jvm():
        java_class(name)
    return JavaWrapper._new_java_obj(name, *args)
