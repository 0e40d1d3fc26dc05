#!/usr/bin/env bash
# Helm, built from its sources by Go.
# Says `VERSION PROGRAM` on its last line. Exits with 3 and the reason when this machine cannot have it.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
pin=$(cat scripts/conformance/helm.txt) || exit 1
module=${pin%@*}
version=${pin##*@}
home=$PWD/.conformance/helm
program=$home/$version/helm

cannot() { echo "$*" >&2; exit 3; }

# No other Go than the one that is here: a newer one would be downloaded without being asked for.
export GOTOOLCHAIN=local

# Asks for a module that has nothing to do with ours: whether it was the network or the pin.
registry_answers() { (cd "$home" && go mod download rsc.io/quote@v1.5.2) >/dev/null 2>&1; }

if [ ! -x "$program" ]; then
  command -v go >/dev/null 2>&1 || cannot 'there is no go to build it with'
  rm -rf "$home" && mkdir -p "$home" || exit 1
  if ! GOBIN=$home/$version go install "$module/cmd/helm@$version" >&2; then
    registry_answers || cannot 'the module proxy of Go cannot be reached'
    echo "go cannot install $pin" >&2
    exit 1
  fi
fi
said=$("$program" version --template '{{.Version}}') || exit 1
case $version in "$said"*) ;; *) echo "$program says it is $said" >&2; exit 1 ;; esac
echo "${version#v} $program"
