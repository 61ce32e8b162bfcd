#!/usr/bin/env bash
# Makes scripts/softmax start faster: trains a small model once, and writes the classes that it loads, 180 MB in a form
# that the JVM only needs to map into memory, to target/spark. That takes about a minute:
#   scripts/class-archive.sh
# For the Spark that scripts/softmax assembles. After "mvn clean", or when that Spark is assembled anew, run it again.
set -euo pipefail

# shellcheck source=scripts/spark.sh
source "$(dirname "${BASH_SOURCE[0]}")/spark.sh"
if [[ "$#" -gt 0 ]]; then
  sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  [[ "$1" == --help || "$1" == -h ]] || exit 2
  exit
fi
build_jar
find_spark
archive="$SPARK_HOME/classes.jsa"
if "$own_spark" || [[ "$SPARK_CONF_DIR" != "$root/conf" ]]; then
  echo "The archive is for the Spark that scripts/softmax assembles: unset SPARK_HOME and SPARK_CONF_DIR." >&2
  exit 2
fi
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
rm -f "$archive" "$archive.new"
spark_class org.apache.spark.deploy.SparkSubmit --class sparksoftmax.app.Main "$jar" train --output "$folder/model" \
  --report "$folder/report"
class_archive "-XX:ArchiveClassesAtExit=$archive.new"
"${command[@]}" >"$folder/log" 2>&1 || true
if [[ ! -f "$archive.new" ]]; then
  cat "$folder/log" >&2
  echo "No archive was written: either the training failed, or conf has files of your own, which must be on the class" \
    "path." >&2
  exit 1
fi
mv -f "$archive.new" "$archive"
echo "Written to ${archive#"$root"/}."
