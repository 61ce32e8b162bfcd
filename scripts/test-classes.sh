# Sourced by the scripts that run a program among the test classes: compiles them, and sets "command" to what starts such
# a program with all jars of the tests. The name of the calling script is the name of its build log in target.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# test_classes heap configuration-of-log4j [option of java ...]
test_classes() {
  local heap="$1" log4j="$2" log option
  shift 2
  log="$root/target/$(basename "$0" .sh)-build.log"
  mkdir -p "$root/target"
  # Without the two properties, the list of jars would be that of the assembled Spark.
  if ! (cd "$root" && mvn -B -Dspotless.check.skip test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test-classpath -Dassembled.scope=test -Dinside.our.jar=none) >"$log" 2>&1; then
    grep '^\[ERROR\]' "$log" | head -5 >&2 || true
    echo "The build failed; all of Maven's output is in $log" >&2
    exit 1
  fi
  command=("${JAVA_HOME:+$JAVA_HOME/bin/}java" "-Xmx$heap" --add-modules=jdk.incubator.vector)
  while IFS= read -r option; do
    command+=("$option")
  done < <(cd "$root" && grep -oE -- '--add-opens=[a-z0-9./]+=ALL-UNNAMED' pom.xml)
  command+=("-Dlog4j2.configurationFile=$log4j" "$@"
    -cp "$root/target/classes:$root/target/test-classes:$(cat "$root/target/test-classpath")")
}
