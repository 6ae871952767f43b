#!/bin/sh
# Writes both lock files: versions and hashes, no index address. Needs uv.
set -eu
cd "$(dirname "$0")/.."
flags="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q"
# shellcheck disable=SC2086
uv pip compile pyproject.toml --group build $flags -o requirements.txt
# shellcheck disable=SC2086
uv pip compile pyproject.toml --group build --group dev -c requirements.txt $flags -o requirements-dev.txt
