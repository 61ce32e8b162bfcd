#!/usr/bin/env bash
# Formats all sources, as scripts/test.sh wants them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -B -q spotless:apply
