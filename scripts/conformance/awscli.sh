#!/usr/bin/env bash
# The AWS command line of Amazon, the edition that pip has.
exec "$(dirname "$0")/python-peer.sh" awscli awscli
