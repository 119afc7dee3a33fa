#!/bin/sh
# Writes requirements.lock and requirements-dev.lock afresh: exact versions with hashes, for every platform and every
# Python from 3.11 on, without registry addresses. Needs `uv` on the PATH.
set -eu
cd "$(dirname -- "$0")/.."
lock() {
    out=$1
    shift
    uv pip compile pyproject.toml "$@" --group build --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header --quiet --output-file "$out"
}
lock requirements.lock
lock requirements-dev.lock --group dev
