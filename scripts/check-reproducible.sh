#!/usr/bin/env bash
# Builds the jars, the zip of the Python package and the bill of materials twice, in two folders, and compares them byte for
# byte. Further arguments go to Maven.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=target/reproducible
rm -rf "$work"
for folder in "$work/first" "$work/the second"; do
  mkdir -p "$folder"
  cp -R pom.xml src "$folder"
  (cd "$folder" && mvn -B -q -Dmaven.test.skip=true package "$@")
done

differing=0
for file in "$work/first/target/"*.{jar,zip} "$work/first/target/"bom.*; do
  other="$work/the second/target/${file##*/}"
  if cmp "$file" "$other"; then
    echo "The same in both builds, $(wc -c <"$file" | tr -d ' ') bytes: ${file##*/}"
  else
    differing=1
  fi
done
rm -rf "$work"
exit "$differing"
