#!/usr/bin/env bash
# Throws bad and extreme input, combined at random, at the library and the command line, in one virtual machine:
#   scripts/test-hostile.sh [--cases N] [--seed S]
#   scripts/test-hostile.sh --seed S --case N    repeats one case
#   scripts/test-hostile.sh --help
# HOSTILE_HEAP sets the heap, 1g by default. Stack traces of failures are in target/hostile-failures.txt.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/test-classes.sh"
test_classes "${HOSTILE_HEAP:-1g}" "$root/conf/log4j2.properties"
cd "$root"
exec "${command[@]}" sparksoftmax.hostile.HostileInput "$@"
