#!/usr/bin/env bash
# Schemathesis, which calls an API in every way that its OpenAPI document allows, and in many that it does not.
exec "$(dirname "$0")/python-peer.sh" schemathesis schemathesis
