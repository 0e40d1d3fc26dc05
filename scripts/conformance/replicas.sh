#!/usr/bin/env bash
# The stores of an installation in replicas: etcd, FerretDB and Redis, each by its own script.
# Says `VERSION PROGRAM` on its last line, both of all three, with colons between them. Exits with 3 and the reason when
# this machine cannot have one of them.
set -uo pipefail
cd "$(dirname "$0")" || exit 1
versions=()
programs=()
for store in etcd ferretdb redis; do
  said=$(bash "$store.sh") || exit
  last=${said##*$'\n'}
  versions+=("$store-${last%% *}")
  programs+=("${last#* }")
done
IFS=:
echo "${versions[*]} ${programs[*]}"
