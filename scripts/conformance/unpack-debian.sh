#!/usr/bin/env bash
# unpack-debian.sh FOLDER PACKAGE...: what Debian's packages hold, below FOLDER. Nothing is installed: an installed
# server would start by itself. Exits with 3 and the reason when this machine cannot have them.
set -uo pipefail
home=$1
shift

cannot() { echo "$*" >&2; exit 3; }

# Without being root, the lists of packages are as old as they are.
lists_are_fresh() {
  [ "$(id -u)" -ne 0 ] || apt-get -qq -o APT::Update::Error-Mode=any update >&2
}

unpack() {
  local folder=$home/download package
  rm -rf "$home" && mkdir -p "$folder" || return 1
  (cd "$folder" && apt-get -qq -o APT::Sandbox::User=root download "$@" >&2) || return 1
  for package in "$folder"/*.deb; do dpkg-deb --extract "$package" "$home" || return 1; done
  rm -rf "$folder"
}

for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null 2>&1 || cannot "there is no $tool to get $1 with"
done
lists_are_fresh || cannot 'the package registry of apt cannot be reached'
if ! unpack "$@"; then
  [ "$(id -u)" -eq 0 ] || cannot "apt-get has no $1 to download, and this user cannot refresh its lists"
  echo "apt-get cannot download $*" >&2
  exit 1
fi
