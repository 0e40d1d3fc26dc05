#!/usr/bin/env bash
# moto, a mock of AWS that others wrote: the parts of it that are pinned are those for EC2 and its server.
exec "$(dirname "$0")/python-peer.sh" moto moto
