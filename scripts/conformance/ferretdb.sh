#!/usr/bin/env bash
# FerretDB speaks MongoDB's protocol over SQLite: built from its Go module, once, with the Go that is there.
# Says `VERSION PROGRAM` on its last line. Exits with 3 and the reason when this machine cannot have it.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
pin=$(cat scripts/conformance/ferretdb.txt)
home=$PWD/.conformance/ferretdb
program=$home/ferretdb
export GOTOOLCHAIN=local GOWORK=off GOFLAGS='-mod=readonly -buildvcs=false'

cannot() { echo "$*" >&2; exit 3; }

installed() { [ "$(cat "$home/installed.txt" 2>/dev/null)" = "$pin" ] && [ -x "$program" ]; }

download() { go mod download -json "github.com/FerretDB/FerretDB@$pin" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p'; }

# Only a work tree of its own has the file that says which version it is; without it the program does not start.
build() {
  local source=$home/source
  rm -rf "$home" && mkdir -p "$home" && cp -R "$1" "$source" && chmod -R u+w "$source" || return 1
  echo "$pin" >"$source/build/version/version.txt"
  (cd "$source" && go build -o "$program" ./cmd/ferretdb >&2) || return 1
  rm -rf "$source" && echo "$pin" >"$home/installed.txt"
}

if ! installed; then
  command -v go >/dev/null 2>&1 || cannot 'there is no go to build it with'
  module=$(download)
  [ -n "$module" ] || cannot 'its Go module cannot be downloaded'
  if ! build "$module"; then
    echo "go cannot build FerretDB $pin" >&2
    exit 1
  fi
fi
echo "$pin $program"
