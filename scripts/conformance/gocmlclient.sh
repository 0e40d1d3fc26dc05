#!/usr/bin/env bash
# gocmlclient, the Go client for CML of Cisco's Terraform provider: builds the program in gocmlclient/ with it, once.
# Says `VERSION PROGRAM` on its last line. Exits with 3 and the reason when this machine cannot have it.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
home=$PWD/.conformance/gocmlclient
program=$home/gocmlclient
sources=$PWD/scripts/conformance/gocmlclient

cannot() { echo "$*" >&2; exit 3; }

# The Go that is there, and modules exactly as go.sum has them.
export GOTOOLCHAIN=local GOWORK=off GOFLAGS='-mod=readonly -modcacherw' GOMODCACHE=$home/modules

sums() { cat "$sources"/*.go "$sources"/go.mod "$sources"/go.sum | cksum; }

built() { [ -x "$program" ] && [ "$(sums)" = "$(cat "$home/built.txt" 2>/dev/null)" ]; }

# Asks for a module that has nothing to do with ours: whether it was the network or the pins.
registry_answers() { (cd / && timeout 20 go list -m golang.org/x/sync@latest >/dev/null 2>&1); }

go_is_new_enough() {
  local minor
  minor=$(go env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
  [ "${minor:-0}" -ge 21 ]
}

if ! built; then
  command -v go >/dev/null 2>&1 || cannot 'there is no go'
  go_is_new_enough || cannot "$(go env GOVERSION) is older than go1.21"
  if ! (cd "$sources" && go mod download >&2); then
    registry_answers || cannot 'the Go module proxy cannot be reached'
    echo "go cannot download what $sources/go.mod requires" >&2
    exit 1
  fi
  (cd "$sources" && go build -trimpath -buildvcs=false -o "$program" . >&2) || exit 1
  sums >"$home/built.txt"
fi
version=$(sed -n 's/^require .*gocmlclient v//p' "$sources/go.mod")
echo "$version $program"
