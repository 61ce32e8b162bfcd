#!/usr/bin/env bash
# Times SoftmaxClassifier against Spark's LogisticRegression, side by side in one virtual machine:
#   scripts/benchmark.sh --help
# or the kernels against the machine, with JMH:
#   scripts/benchmark.sh --kernels [JMH's options]
# or the passes that our optimizers and Breeze's take to the same objective, and the driver's arithmetic beside Breeze's:
#   scripts/benchmark.sh --optimizers [folder of real data sets]
#   scripts/benchmark.sh --driver
# or auto against all of them over a grid of shapes of generated rows:
#   scripts/benchmark.sh --sweep[=full] [--help]
# or predictions, side by side with those of Spark's LogisticRegressionModel:
#   scripts/benchmark.sh --scoring
# BENCHMARK_HEAP sets the heap, 8g by default.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
log="$root/target/benchmark-build.log"
mkdir -p "$root/target"
if ! (cd "$root" && mvn -B -Dspotless.check.skip test-compile dependency:build-classpath -Dmdep.outputFile=target/benchmark-classpath \
  -Dmdep.includeScope=test) >"$log" 2>&1; then
  grep '^\[ERROR\]' "$log" | head -5 >&2 || true
  exit 1
fi
options=()
while IFS= read -r option; do
  options+=("$option")
done < <(cd "$root" && grep -oE -- '--add-opens=[a-z0-9./]+=ALL-UNNAMED' pom.xml)
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
main=(sparksoftmax.benchmark.Benchmark)
if [[ "${1:-}" == --kernels ]]; then
  shift
  main=(sparksoftmax.benchmark.KernelReport)
elif [[ "${1:-}" == --optimizers ]]; then
  shift
  main=(sparksoftmax.benchmark.OptimizerComparison)
  options+=(-Ddev.ludovic.netlib.lapack.nativeLib=none)
elif [[ "${1:-}" == --driver ]]; then
  shift
  main=(sparksoftmax.optim.DriverArithmetic)
elif [[ "${1:-}" == --sweep || "${1:-}" == --sweep=* ]]; then
  main=(sparksoftmax.benchmark.Sweep "--python-script=$root/scripts/benchmark_contenders.py")
elif [[ "${1:-}" == --scoring ]]; then
  shift
  main=(sparksoftmax.benchmark.ScoringBenchmark)
else
  main+=("--python-script=$root/scripts/benchmark_contenders.py")
fi
exec "$java" ${BENCHMARK_JAVA_OPTIONS:-} "-Xmx${BENCHMARK_HEAP:-8g}" --add-modules=jdk.incubator.vector "${options[@]}" \
  "-Dlog4j2.configurationFile=${BENCHMARK_LOG:-$root/conf/log4j2.properties}" \
  -cp "$root/target/classes:$root/target/test-classes:$(cat "$root/target/benchmark-classpath")" \
  "${main[@]}" "$@"
