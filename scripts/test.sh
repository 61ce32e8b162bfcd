#!/usr/bin/env bash
# Checks the formatting, compiles everything and runs all tests. Further arguments go to Maven.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -B verify "$@"
