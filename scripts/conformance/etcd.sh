#!/usr/bin/env bash
# etcd: the one that is there, or Debian's, unpacked. An installed package would start a server of its own on port 2379.
# Says `VERSION PROGRAM` on its last line. Exits with 3 and the reason when this machine cannot have it.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
home=$PWD/.conformance/etcd

program() { command -v etcd || command -v "$home/usr/bin/etcd"; }

program >/dev/null || scripts/conformance/unpack-debian.sh "$home" etcd-server || exit
etcd=$(program)
version=$("$etcd" --version | sed -n 's/^etcd Version: //p')
[ -n "$version" ] || { echo "$etcd does not say its version" >&2; exit 1; }
echo "$version $etcd"
