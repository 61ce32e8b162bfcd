#!/usr/bin/env bash
# Tests the Python package against a real PySpark: scripts/test-python.sh [module or module.Class.test ...]
#
# PySpark is that of PYSPARK_HOME (a folder with the packages pyspark and py4j), or else that of SPARK_HOME, or else the
# one that is installed for PYTHON (python3 if that is not set). It needs numpy; tests with pandas are left out where
# there is none that this PySpark takes. A PySpark without jars gets those of a Spark assembled from Maven's.
#
# Exit status: 0 if all tests pass, 1 if one fails, 3 if there is no PySpark, so that nothing was tested.
set -euo pipefail
python="${PYTHON:-python3}"

nothing_tested() {
  printf '\n*** NO PYTHON TEST WAS RUN: %s\n\n' "$1" >&2
  exit 3
}

command -v "$python" >/dev/null || nothing_tested "there is no $python; set PYTHON to a Python 3."
if [[ -n "${PYSPARK_HOME:-}" ]]; then
  [[ -f "$PYSPARK_HOME/pyspark/__init__.py" ]] || nothing_tested "PYSPARK_HOME, $PYSPARK_HOME, has no package pyspark."
  export PYTHONPATH="$PYSPARK_HOME${PYTHONPATH:+:$PYTHONPATH}"
elif [[ -f "${SPARK_HOME:-}/python/pyspark/__init__.py" ]]; then
  py4j=("$SPARK_HOME"/python/lib/py4j-*-src.zip)
  export PYTHONPATH="$SPARK_HOME/python:${py4j[0]}${PYTHONPATH:+:$PYTHONPATH}"
fi
# The last lines, since numpy may print warnings.
found="$("$python" -c 'import numpy, py4j, pyspark.ml; print(pyspark.__path__[0]); print(pyspark.__version__)' 2>&1 \
  | tail -2)" || true
package="${found%%$'\n'*}"
version="${found##*$'\n'}"
[[ -f "$package/java_gateway.py" ]] || nothing_tested "$python cannot import pyspark, py4j and numpy: $version
Install them; or set PYSPARK_HOME to a folder with pyspark and py4j, SPARK_HOME to a Spark, or PYTHON to another Python."
if [[ -d "$package/jars" ]]; then
  export SPARK_HOME="$package"
elif [[ ! -d "${SPARK_HOME:-}/jars" || ! -x "${SPARK_HOME:-}/bin/spark-submit" ]]; then
  unset SPARK_HOME
fi

# shellcheck source=scripts/spark.sh
source "$(dirname "${BASH_SOURCE[0]}")/spark.sh"
build_jar
find_spark
if ! "$own_spark"; then
  # PySpark starts bin/spark-submit of a Spark; the assembled one has only jars.
  home="$root/target/spark-with-python"
  rm -rf "$home"
  mkdir -p "$home"
  ln -s "$package/bin" "$home/bin"
  ln -s "$SPARK_HOME/jars" "$home/jars"
  export SPARK_HOME="$home"
fi
core=("$SPARK_HOME"/jars/spark-core_*.jar)
[[ "$version" =~ ^[0-9]+\.[0-9]+\. && "${core[0]##*-}" == "${BASH_REMATCH[0]}"* ]] \
  || nothing_tested "PySpark $version cannot work with the jars of another Spark: ${core[0]##*/}."
echo "PySpark $version of $package, with the Spark in $SPARK_HOME" >&2

export SPARK_LOCAL_IP=127.0.0.1 PYTHONDONTWRITEBYTECODE=1
export PYSPARK_PYTHON="$python" SPARK_SOFTMAX_JAR="$jar" SPARK_SOFTMAX_ZIP="${jar%-app.jar}-python.zip"
export PYTHONPATH="$root/src/main/python:$root/src/test/python${PYTHONPATH:+:$PYTHONPATH}"
if [[ $# -eq 0 ]]; then
  set -- discover -v -s "$root/src/test/python"
else
  set -- -v "$@"
fi
# The files that samples of the documentation read and write are in this folder, for Python and the JVM alike.
rm -rf "$root/target/python-tests"
mkdir -p "$root/target/python-tests"
cd "$root/target/python-tests"
"$python" -W ignore::ResourceWarning -m unittest "$@"
