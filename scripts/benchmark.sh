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
# or features that are columns or arrays, beside vectors that are made of them:
#   scripts/benchmark.sh --columns [--help]
# or ways to choose the penalty by cross-validation: SoftmaxClassifierCV, and CrossValidator over both estimators:
#   scripts/benchmark.sh --cv [--help]
# or one fit of a model with many coefficients, to see with which BENCHMARK_HEAP it succeeds:
#   scripts/benchmark.sh --wide [--help]
# or how well training goes on in batches, beside one fit of all rows:
#   scripts/benchmark.sh --learning-on [folder of real data sets]
# or passes with coefficients cut by feature range over the executors, beside passes with a broadcast of them:
#   scripts/benchmark.sh --ranges [--help]
# or what stands in README: auto, in a new virtual machine and in a warm one, and LogisticRegression, on several data sets:
#   scripts/benchmark.sh --readme folder-of-real-data-sets
# BENCHMARK_HEAP sets the heap, 8g by default.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/test-classes.sh"

# The table of README. For each data set, one virtual machine makes a fit of auto and one of LogisticRegression; another
# one makes fifteen of auto, of which the first ten do not count, and two of LogisticRegression, of which the second
# counts.
readme() {
  local folder="$1" set
  local text=(--format=text --reg-param=1e-6 --standardization=false --max-iter=50)
  for set in generated letter-sized mnist kddcup99 clinc150 20news; do
    local files=()
    case "$set" in
      generated) files=(--num-rows=62500 --num-features=100 --num-classes=10 --partitions=4) ;;
      letter-sized) files=(--num-rows=20000 --num-features=16 --num-classes=26 --partitions=4) ;;
      mnist) files=(--num-features=784 --train="$folder/mnist/train.libsvm.gz" --test="$folder/mnist/test.libsvm.gz") ;;
      kddcup99) files=(--num-features=118 --reg-param=1e-4 --train="$folder/kddcup99-10pct/train.libsvm.gz"
        --test="$folder/kddcup99-10pct/test.libsvm.gz") ;;
      clinc150) files=("${text[@]}" --num-features=65536 --train="$folder/clinc150/train.tsv.gz"
        --test="$folder/clinc150/test.tsv.gz") ;;
      20news) files=("${text[@]}" --num-features=262144 --train="$folder/20news/train.tsv.gz"
        --test="$folder/20news/test.tsv.gz") ;;
    esac
    echo "== $set: first fits in a virtual machine"
    "${BASH_SOURCE[0]}" "${files[@]}" --runs=1 --warm-up=0
    echo "== $set: later fits"
    "${BASH_SOURCE[0]}" "${files[@]}" --runs=5 --warm-up=10 --mllib-runs=1 --mllib-warm-up=1
  done
}
if [[ "${1:-}" == --readme ]]; then
  readme "${2:?the folder of real data sets}"
  exit
fi
# Benchmarks ask for a garbage collection before each fit, after which G1 would give most of the heap back to the operating
# system, and the fit would wait for it again.
options=(-XX:MaxHeapFreeRatio=100)
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
elif [[ "${1:-}" == --columns ]]; then
  shift
  main=(sparksoftmax.benchmark.ColumnsBenchmark)
elif [[ "${1:-}" == --cv ]]; then
  shift
  main=(sparksoftmax.benchmark.CrossValidationBenchmark)
elif [[ "${1:-}" == --wide ]]; then
  shift
  main=(sparksoftmax.benchmark.WideFit)
elif [[ "${1:-}" == --learning-on ]]; then
  shift
  main=(sparksoftmax.benchmark.LearningOn)
elif [[ "${1:-}" == --ranges ]]; then
  shift
  main=(sparksoftmax.benchmark.RangeExchange)
else
  main+=("--python-script=$root/scripts/benchmark_contenders.py")
fi
# BENCHMARK_JAVA_OPTIONS are several words.
# shellcheck disable=SC2086
test_classes "${BENCHMARK_HEAP:-8g}" "${BENCHMARK_LOG:-$root/conf/log4j2.properties}" "${options[@]}" \
  ${BENCHMARK_JAVA_OPTIONS:-}
exec "${command[@]}" "${main[@]}" "$@"
