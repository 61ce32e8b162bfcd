#!/usr/bin/env bash
# Trains on and predicts many generated rows in a small heap, and counts what the driver of a large cluster has to do, side
# by side with Spark's LogisticRegression. With its defaults it may take hours:
#   scripts/soak.sh [--part training,scoring,executors] [--rows N] [--partitions N,N]
#   scripts/soak.sh --help
# SOAK_HEAP sets the heap, 1g by default. Cached rows that do not fit are written to the folder for temporary files, which
# must have room for them: 8 bytes for each value.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/test-classes.sh"
# SOAK_JAVA_OPTIONS are several words.
# shellcheck disable=SC2086
test_classes "${SOAK_HEAP:-1g}" "${SOAK_LOG:-$root/conf/log4j2.properties}" ${SOAK_JAVA_OPTIONS:-}
cd "$root"
exec "${command[@]}" sparksoftmax.soak.Soak "$@"
