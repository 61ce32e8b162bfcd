#!/usr/bin/env bash
# Formats all sources as scripts/test.sh wants them, and writes the table in params.md from the code.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mvn -B -q spotless:apply
mvn -B -q test -Dtest=ReadmeTest -Dreadme.update=true
