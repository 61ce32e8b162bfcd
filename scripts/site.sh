#!/usr/bin/env bash
# Builds the pages of src/site/markdown into a web site, target/site, and checks all its links. The site can be copied
# anywhere and read without a network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rm -rf target/site target/site-source target/site-tools
mkdir -p target/site-tools
log=target/site-build.log
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
"$javac" -d target/site-tools src/test/java/sparksoftmax/docs/{MarkdownPage,SitePages}.java
pages() {
  "$java" -cp target/site-tools sparksoftmax.docs.SitePages "$@"
}

pages prepare . target/site-source
if ! mvn -B site:site >"$log" 2>&1; then
  grep '^\[ERROR\]' "$log" | head -5 >&2 || true
  echo "The site could not be built; all of Maven's output is in $log" >&2
  exit 1
fi
pages check target/site
echo "The site is built: open target/site/index.html"
