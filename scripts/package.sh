#!/usr/bin/env bash
# Builds everything that is published, tests what is in it, and puts it into one folder with checksums:
#   scripts/package.sh [FOLDER]
# FOLDER is target/package unless given; what it holds from a packaging before is replaced. A version that does not end in
# -SNAPSHOT is a release: it is refused as long as something is missing that a central repository asks for.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
folder="${1:-$root/target/package}"
pom="$root/pom.xml"

# What a central repository asks for, and only the owner can say.
missing=()
while IFS=: read -r line text; do
  text="${text#"${text%%[![:space:]]*}"}"
  missing+=("pom.xml, line $line: $text")
done < <(grep -n 'to-be-filled-in' "$pom" | grep -v '<!--' || true)
if ! compgen -G "$root/LICENSE*" >/dev/null; then
  missing+=("LICENSE: there is no such file in the repository")
fi
version="$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$pom" | head -1)"
if [[ "${#missing[@]}" -gt 0 && "$version" != *-SNAPSHOT ]]; then
  echo "Version $version is a release, but the owner must fill in first:" >&2
  printf '  %s\n' "${missing[@]}" >&2
  exit 1
fi

cd "$root"
rm -f target/spark-softmax*.jar target/*-python.zip target/bom.*
log="$root/target/package-build.log"
mkdir -p target
echo "Building and testing the packages (the log is $log) ..." >&2
if ! mvn -B -Ppackage verify >"$log" 2>&1; then
  grep '^\[ERROR\]' "$log" | head -20 >&2 || true
  echo "The build failed; all of Maven's output is in $log" >&2
  exit 1
fi

application=(target/spark-softmax*-app.jar)
name="$(basename "${application[0]}" -app.jar)"
mkdir -p "$folder"
rm -f "$folder"/spark-softmax* "$folder"/SHA256SUMS "$folder"/SHA512SUMS
cp target/"$name".jar target/"$name"-{app,sources,javadoc}.jar "$folder"
cp target/published-pom.xml "$folder/$name.pom"
for format in json xml; do
  cp "target/bom.$format" "$folder/$name-cyclonedx.$format"
done
for zip in target/*-python.zip; do
  if [[ -f "$zip" ]]; then
    cp "$zip" "$folder"
  fi
done

checksums() {
  if command -v "sha$1sum" >/dev/null; then
    "sha$1sum" "${@:2}"
  else
    shasum -a "$1" "${@:2}"
  fi
}
(
  cd "$folder"
  files=("$name"*)
  checksums 256 "${files[@]}" >SHA256SUMS
  checksums 512 "${files[@]}" >SHA512SUMS
  checksums 256 -c SHA256SUMS >/dev/null
  checksums 512 -c SHA512SUMS >/dev/null
  wc -c "${files[@]}" SHA256SUMS SHA512SUMS | sed '$d'
)
echo "The packages of version $version are in $folder."
if [[ "${#missing[@]}" -gt 0 ]]; then
  echo "This is a development build. Before a release, the owner must fill in:"
  printf '  %s\n' "${missing[@]}"
fi
