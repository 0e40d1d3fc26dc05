#!/usr/bin/env bash
# etcd: the one that is there, or Debian's, unpacked. An installed package would start a server of its own on port 2379.
# Says `VERSION PROGRAM` on its last line. Exits with 3 and the reason when this machine cannot have it.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
home=$PWD/.conformance/etcd

cannot() { echo "$*" >&2; exit 3; }

program() { command -v etcd || command -v "$home/usr/bin/etcd"; }

# Without being root, the lists of packages are as old as they are.
lists_are_fresh() {
  [ "$(id -u)" -ne 0 ] || apt-get -qq -o APT::Update::Error-Mode=any update >&2
}

unpack() {
  local folder=$home/download
  rm -rf "$home" && mkdir -p "$folder" || return 1
  (cd "$folder" && apt-get -qq -o APT::Sandbox::User=root download etcd-server >&2) || return 1
  dpkg-deb --extract "$folder"/etcd-server_*.deb "$home" && rm -rf "$folder"
}

if ! program >/dev/null; then
  for tool in apt-get dpkg-deb; do
    command -v "$tool" >/dev/null 2>&1 || cannot "there is no etcd on the path, and no $tool to get one"
  done
  lists_are_fresh || cannot 'the package registry of apt cannot be reached'
  if ! unpack; then
    [ "$(id -u)" -eq 0 ] || cannot 'apt-get has no etcd-server to download, and this user cannot refresh its lists'
    echo 'apt-get cannot download etcd-server' >&2
    exit 1
  fi
fi
etcd=$(program)
version=$("$etcd" --version | sed -n 's/^etcd Version: //p')
[ -n "$version" ] || { echo "$etcd does not say its version" >&2; exit 1; }
echo "$version $etcd"
