#!/usr/bin/env bash
# Redis: the one that is there, or Debian's, unpacked with the libraries that it brings along.
# Says `VERSION PROGRAM` on its last line. Exits with 3 and the reason when this machine cannot have it.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
home=$PWD/.conformance/redis
own=$home/redis-server

program() { command -v redis-server || command -v "$own"; }

# The program is in redis-tools, its name in redis-server.
unpack() {
  scripts/conformance/unpack-debian.sh "$home" redis-server redis-tools libatomic1 libjemalloc2 liblzf1 || return
  local libraries
  libraries=$(dirname "$(find "$home/usr/lib" -name 'libjemalloc.so*' | head -n 1)")
  printf '#!/bin/sh\nLD_LIBRARY_PATH="%s" exec "%s" "$@"\n' "$libraries" "$home/usr/bin/redis-server" >"$own"
  chmod +x "$own"
}

program >/dev/null || unpack || exit
redis=$(program)
version=$("$redis" --version | sed -n 's/.* v=\([^ ]*\).*/\1/p')
[ -n "$version" ] || { echo "$redis does not start here" >&2; exit 1; }
echo "$version $redis"
