#!/usr/bin/env bash
# python-peer.sh PEER PACKAGE: installs what PEER.txt pins into a virtual environment of its own, once.
# Says `VERSION PYTHON` on its last line. Exits with 3 and the reason when this machine cannot have it.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
peer=$1
package=$2
pins=scripts/conformance/$peer.txt
home=$PWD/.conformance/$peer
python=$home/bin/python

cannot() { echo "$*" >&2; exit 3; }

make_environment() { python3 -m venv --clear "$home" >&2; }

install_venv_module() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; } >&2
}

# Asks for a package that has nothing to do with ours: whether it was the network or the pins.
registry_answers() {
  local folder answers
  folder=$(mktemp -d)
  "$python" -m pip download --quiet --no-deps --no-cache-dir --retries 1 --timeout 15 --dest "$folder" wheel >/dev/null 2>&1
  answers=$?
  rm -rf "$folder"
  return "$answers"
}

installed() { cmp -s "$pins" "$home/installed.txt" && "$python" -c "import $package" >/dev/null 2>&1; }

if ! installed; then
  command -v python3 >/dev/null 2>&1 || cannot 'there is no python3'
  make_environment || { install_venv_module && make_environment; } || cannot 'python3 has no venv module (python3-venv)'
  if ! "$python" -m pip install --quiet --retries 2 --timeout 15 --requirement "$pins" >&2; then
    registry_answers || cannot 'the package registry of pip cannot be reached'
    echo "pip cannot install $pins" >&2
    exit 1
  fi
  cp "$pins" "$home/installed.txt"
fi
version=$("$python" -c 'import sys; from importlib.metadata import version; print(version(sys.argv[1]))' "$package") || exit 1
echo "$version $python"
