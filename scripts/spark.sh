# Sourced by the scripts that start Spark: builds our jar, and finds a Spark or assembles one from Maven's jars. That is
# the version that the library is compiled for, unless SOFTMAX_SPARK names another one: 4.2.0, or 3.5.6_2.12 for a Scala
# other than 2.13.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
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

# Chooses the jar and the Maven options for a version of Spark, as SOFTMAX_SPARK names it.
use_spark() {
  local own_version scala_version
  own_version="$(sed -n 's|^ *<spark.version>\(.*\)</spark.version>|\1|p' "$root/pom.xml" | head -1)"
  spark_version="${1:-$own_version}"
  scala_binary_version=2.13
  if [[ "$spark_version" == *_* ]]; then
    scala_binary_version="${spark_version#*_}"
    spark_version="${spark_version%%_*}"
  fi
  assembled="$root/target/spark"
  build_options=()   # of the jar
  version_options=() # of the Spark that runs it
  jar="$root/target/spark-softmax_2.13-0.1.0-SNAPSHOT-app.jar"
  if [[ "$spark_version" == "$own_version" && "$scala_binary_version" == 2.13 ]]; then
    return
  fi
  # What each of them was built with; with another one, sessions may die.
  case "${spark_version}_$scala_binary_version" in
    3.5.*_2.12) scala_version=2.12.18 ;;
    3.5.*_2.13) scala_version=2.13.8 ;;
    4.0.*_2.13) scala_version=2.13.16 ;;
    4.1.*_2.13) scala_version=2.13.17 ;;
    4.2.*_2.13) scala_version=2.13.18 ;;
    *)
      echo "Spark must be 3.5, 4.0, 4.1 or 4.2, for Scala 2.13 (3.5 also for 2.12), but is $spark_version for Scala" \
        "$scala_binary_version." >&2
      exit 2
      ;;
  esac
  assembled="$root/target/spark-${spark_version}_$scala_binary_version"
  version_options=(-Dspark.version="$spark_version" -Dscala.version="$scala_version" -Dassembled.spark="$assembled")
  if [[ "$spark_version" == 4.* ]]; then
    version_options+=(-Dspark.connect.version="$spark_version")
  else
    build_options=(-Dspark.line=3.5 -Dscala.binary.version="$scala_binary_version")
    jar="$root/target/for-spark-3.5_$scala_binary_version/spark-softmax-spark3.5_$scala_binary_version-0.1.0-SNAPSHOT-app.jar"
  fi
}

# The version of the Spark in SPARK_HOME, by the name of its jar; nothing if it has none.
version_of_spark_home() {
  local core
  core="$(find -L "$SPARK_HOME/jars" -maxdepth 1 -name 'spark-core_*.jar' 2>/dev/null | head -1)"
  if [[ "$core" =~ spark-core_([0-9.]+)-([0-9]+\.[0-9]+\.[0-9]+)[^/]*$ ]]; then
    echo "${BASH_REMATCH[2]}_${BASH_REMATCH[1]}"
  fi
}

if [[ -n "${SPARK_HOME:-}" ]]; then
  use_spark "$(version_of_spark_home)"
else
  use_spark "${SOFTMAX_SPARK:-}"
fi

build_jar() {
  if [[ ! -f "$jar" || -n "$(find "$root/pom.xml" "$root/src/main" -newer "$jar" -print -quit)" ]]; then
    echo "Building $(basename "$jar") ..." >&2
    maven "${build_options[@]}" -DskipTests package
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
  export SPARK_HOME="$assembled"
  export SPARK_SCALA_VERSION="$scala_binary_version"
  assemble_spark
}

# Copies the jars of the Spark that was chosen into its folder, unless they are there.
assemble_spark() {
  if [[ ! -f "$assembled/complete" || "$root/pom.xml" -nt "$assembled/complete" ]]; then
    echo "Assembling a Spark in ${assembled#"$root"/} ..." >&2
    rm -rf "$assembled"
    maven "${build_options[@]}" "${version_options[@]}" dependency:copy-dependencies
    touch "$assembled/complete"
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

# Prints a class path with every jar of "folder/*" by its name, and none twice: Spark names one of them before its folder,
# and Java 21 does not use an archive that was written with a class path that has a jar twice.
jars_once() {
  local entries entry jars jar once=""
  IFS=: read -ra entries <<<"$1"
  for entry in "${entries[@]}"; do
    jars=("$entry")
    if [[ "$entry" == */\* ]]; then
      jars=("${entry%\*}"*.jar)
    fi
    for jar in "${jars[@]}"; do
      if [[ ":$once:" != *":$jar:"* ]]; then
        once+="${once:+:}$jar"
      fi
    done
  done
  echo "$once"
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
      command[i + 1]="$(jars_once "${command[i + 1]#"$SPARK_CONF_DIR"/:}")"
      break
    fi
  done
  # Without messages about an archive of another version of Java, which the JVM leaves aside.
  command=("${command[0]}" "$option" -Xlog:cds=off -Xlog:cds+dynamic=off
    "-Dlog4j2.configurationFile=$SPARK_CONF_DIR/log4j2.properties" "${command[@]:1}")
}
