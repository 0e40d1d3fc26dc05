#!/usr/bin/env bash
# Cisco's own Python client for CML.
exec "$(dirname "$0")/python-peer.sh" virl2-client virl2_client
