#!/usr/bin/env bash
# Formats all sources as scripts/test.sh wants them, and writes what is generated from the code: the table in params.md,
# and the Params and the version of the Python package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mvn -B -q spotless:apply
mvn -B -q test -Dtest=ReadmeTest,PythonParamsTest -Dreadme.update=true
