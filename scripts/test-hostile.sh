#!/usr/bin/env bash
# Throws bad and extreme input, combined at random, at the library and the command line, in one virtual machine:
#   scripts/test-hostile.sh [--cases N] [--seed S]
#   scripts/test-hostile.sh --seed S --case N    repeats one case
#   scripts/test-hostile.sh --help
# HOSTILE_HEAP sets the heap, 1g by default. Stack traces of failures are in target/hostile-failures.txt.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
log="$root/target/hostile-build.log"
mkdir -p "$root/target"
if ! (cd "$root" && mvn -B -Dspotless.check.skip test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/hostile-classpath -Dassembled.scope=test -Dinside.our.jar=none) >"$log" 2>&1; then
  grep '^\[ERROR\]' "$log" | head -5 >&2 || true
  exit 1
fi
options=()
while IFS= read -r option; do
  options+=("$option")
done < <(cd "$root" && grep -oE -- '--add-opens=[a-z0-9./]+=ALL-UNNAMED' pom.xml)
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
cd "$root"
exec "$java" "-Xmx${HOSTILE_HEAP:-1g}" --add-modules=jdk.incubator.vector "${options[@]}" \
  "-Dlog4j2.configurationFile=$root/conf/log4j2.properties" \
  -cp "$root/target/classes:$root/target/test-classes:$(cat "$root/target/hostile-classpath")" \
  sparksoftmax.hostile.HostileInput "$@"
