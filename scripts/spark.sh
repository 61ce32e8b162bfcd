# Sourced by the scripts that start Spark: builds our jar, and finds a Spark or assembles one from Maven's jars.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
jar="$root/target/spark-softmax_2.13-0.1.0-SNAPSHOT-app.jar"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

maven() {
  local log="$root/target/softmax-build.log"
  mkdir -p "$root/target"
  if ! (cd "$root" && mvn -B "$@") >"$log" 2>&1; then
    grep '^\[ERROR\]' "$log" | head -5 >&2 || true
    echo "The build failed; all of Maven's output is in $log" >&2
    exit 1
  fi
}

build_jar() {
  if [[ ! -f "$jar" || -n "$(find "$root/pom.xml" "$root/src/main" -newer "$jar" -print -quit)" ]]; then
    echo "Building $(basename "$jar") ..." >&2
    maven -DskipTests package
  fi
}

# Uses the Spark of SPARK_HOME if that is set; else sets it to a Spark assembled from Maven's jars. The configuration is
# that of conf, unless SPARK_CONF_DIR or the Spark of SPARK_HOME bring another one.
find_spark() {
  own_spark=false
  if [[ -n "${SPARK_HOME:-}" ]]; then
    own_spark=true
    if [[ ! -f "$SPARK_HOME/conf/spark-defaults.conf" ]]; then
      export SPARK_CONF_DIR="${SPARK_CONF_DIR:-$root/conf}"
    fi
    return
  fi
  export SPARK_CONF_DIR="${SPARK_CONF_DIR:-$root/conf}"
  export SPARK_HOME="$root/target/spark"
  export SPARK_SCALA_VERSION=2.13
  if [[ ! -f "$SPARK_HOME/complete" || "$root/pom.xml" -nt "$SPARK_HOME/complete" ]]; then
    echo "Assembling a Spark in target/spark ..." >&2
    rm -rf "$SPARK_HOME"
    maven dependency:copy-dependencies
    touch "$SPARK_HOME/complete"
  fi
}

# Sets "command" to what runs a main class of Spark with arguments, after find_spark.
spark_class() {
  if "$own_spark"; then
    command=("$SPARK_HOME/bin/spark-class" "$@")
    return
  fi
  # What Spark's own bin/spark-class does: its launcher prints the java command, with all the options the JVM needs.
  # It begins with an empty line, which is not part of the command.
  local word
  command=()
  while IFS= read -r -d '' word; do
    if [[ "${#command[@]}" -gt 0 ]]; then
      command+=("$word")
    elif [[ -n "${word#$'\n'}" ]]; then
      command+=("${word#$'\n'}")
    fi
  done < <("$java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@" \
    && printf '%s\0' end-of-command)
  if [[ "${#command[@]}" -lt 2 || "${command[-1]}" != end-of-command ]]; then
    echo "Spark's launcher could not make the java command; try the same with SPARK_HOME set." >&2
    exit 1
  fi
  unset 'command[-1]'
}

# Changes "command", after spark_class, so that the JVM uses the archive of classes that scripts/class-archive.sh has
# written, if there is one; or so that it writes one, with an option that says so.
class_archive() {
  local option="${1:--XX:SharedArchiveFile=$SPARK_HOME/classes.jsa}" i
  if "$own_spark" || [[ "$SPARK_CONF_DIR" != "$root/conf" || ! -f "$SPARK_HOME/classes.jsa" && -z "${1:-}" ]]; then
    return
  fi
  # The JVM archives classes of jars only, and with another class path it uses no archive. So the folder of the
  # configuration is taken out of the path. With other files than our own, it stays.
  if [[ "$(cd "$SPARK_CONF_DIR" && echo *)" != "log4j2.properties spark-defaults.conf train.properties" ]]; then
    return
  fi
  for i in "${!command[@]}"; do
    if [[ "${command[i]}" == -cp ]]; then
      command[i + 1]="${command[i + 1]#"$SPARK_CONF_DIR"/:}"
      break
    fi
  done
  # Without messages about an archive of another version of Java, which the JVM leaves aside.
  command=("${command[0]}" "$option" -Xlog:cds=off -Xlog:cds+dynamic=off
    "-Dlog4j2.configurationFile=$SPARK_CONF_DIR/log4j2.properties" "${command[@]:1}")
}
