#!/bin/sh
# Makes .venv with the locked dependencies: `run` for the product, `dev` for the checks on top.
set -eu
cd "$(dirname "$0")/.."
stage=${1:-run}
python=${PYTHON:-python3}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

make_venv() {
    "$python" -m venv .venv >/dev/null 2>&1 && return
    rm -rf .venv
    if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
        echo "Installing python3-venv ..."
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        "$python" -m venv .venv && return
    fi
    echo "Python cannot make a virtual environment here: install the package python3-venv, then run make again." >&2
    exit 2
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed, found $("$python" --version 2>&1): set PYTHON=… to one." >&2
    exit 2
}
[ -x .venv/bin/pip ] || make_venv

pip() { .venv/bin/python -m pip --disable-pip-version-check -q "$@"; }
if [ "$stage" = run ]; then
    echo "Installing the locked dependencies ..."
    pip install --require-hashes --only-binary :all: -r requirements.txt
    pip install --no-deps --no-build-isolation --no-index -e .
    .venv/bin/pybabel -q compile -d curriculum/translations
else
    echo "Installing the tools of the checks ..."
    pip install --require-hashes --only-binary :all: -r requirements-dev.txt
    tools/packages.sh
    tools/eyes.sh
fi
touch ".venv/$stage"
