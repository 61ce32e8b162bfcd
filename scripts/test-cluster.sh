#!/usr/bin/env bash
# Runs the tests that disturb fits on a standalone cluster of this machine: executors that are killed, stopped and
# decommissioned, lost blocks and shuffles, many fits one after the other. They take some minutes. What was disturbed is
# listed in target/cluster-faults.txt. Further arguments go to Maven, e.g. -Dit.test=LostExecutorsIT for one class.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rm -f target/cluster-faults.txt
mvn -B verify -Pcluster-faults "$@"
cat target/cluster-faults.txt
