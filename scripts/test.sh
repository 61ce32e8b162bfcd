#!/usr/bin/env bash
# Tests the library, with Spark 4.1 unless other versions are named:
#   scripts/test.sh
#       everything: checks the formatting, compiles, runs all tests with Spark 4.1, then those of the package "versions"
#       with the other versions of Spark, on the same jar for Spark 4, and on another one for Spark 3.5
#   scripts/test.sh ARGUMENT ...
#       the same with Spark 4.1 only, with further arguments for Maven
#   scripts/test.sh --spark VERSION [ARGUMENT ...]
#       all tests with the jar for Spark 4 and a version such as 4.2.0; with Spark 3.5, the tests of "versions"
#   scripts/test.sh --versions VERSION ...
#       the tests of "versions" with one or several versions, such as 4.0.1 or 3.5.6_2.12 (of Scala 2.12)
# Maven downloads each version of Spark once. The first form leaves out, with a message, those that it cannot download,
# as without a network; it fails instead if the environment variable CI is set, as CI services do.
set -euo pipefail
unset SPARK_HOME SPARK_CONF_DIR SOFTMAX_SPARK # The versions are those named here.

# shellcheck source=scripts/spark.sh
source "$(dirname "${BASH_SOURCE[0]}")/spark.sh"
cd "$root"
other_versions=(4.0.1 4.2.0 3.5.6)

# Makes the jar, unless it is there, and compiles the tests, for the Spark that was chosen.
build() {
  build_jar
  maven "${build_options[@]}" test-compile
}

# Runs goals of Maven's plugins without compiling: the class path has the Spark that was chosen.
run_goals() {
  mvn -B "${build_options[@]}" "${version_options[@]}" "$@"
}

# Whether the jars of the Spark that was chosen are there, or could be downloaded.
available() {
  (assemble_spark) || {
    echo "Spark $spark_version for Scala $scala_binary_version could not be downloaded." >&2
    return 1
  }
}

test_version() {
  echo "Testing $(basename "$jar") with Spark $spark_version, Scala $scala_binary_version ..." >&2
  run_goals failsafe:integration-test@spark-version failsafe:verify@spark-version
}

case "${1:-}" in
  --help | -h)
    sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    ;;
  --spark)
    export SOFTMAX_SPARK="${2:?--spark must be followed by a version of Spark, such as 4.2.0}"
    shift 2
    use_spark "$SOFTMAX_SPARK"
    available
    build
    if [[ "$spark_version" == 3.5.* ]]; then
      test_version
    else
      run_goals surefire:test@default-test surefire:test@many-queries surefire:test@own-sessions \
        failsafe:integration-test@the-packaged-application failsafe:verify@the-packaged-application "$@"
    fi
    ;;
  --versions)
    shift
    : "${1:?--versions must be followed by versions of Spark, such as 4.0.1}"
    for version in "$@"; do
      use_spark "$version"
      available
      build
      test_version
    done
    ;;
  '')
    mvn -B verify
    left_out=()
    for version in "${other_versions[@]}"; do
      use_spark "$version"
      if ! available; then
        left_out+=("$version")
        continue
      fi
      if [[ "${#build_options[@]}" -gt 0 ]]; then
        build
      fi
      test_version
    done
    if [[ "${#left_out[@]}" -gt 0 ]]; then
      echo "NOT TESTED with Spark ${left_out[*]}, which could not be downloaded. Everything else passed." >&2
      [[ -z "${CI:-}" ]] || exit 1
    fi
    ;;
  *)
    exec mvn -B verify "$@"
    ;;
esac
