#!/bin/sh
# Verifiers of others, from npm, for the tests of certificates/. Installs once per lock file; says plainly when it cannot.
set -eu
cd "$(dirname "$0")/.."
node=$PWD/.venv/bin
cd tests/certificates/eyes/node
lock=$("$node/python" -c 'import hashlib; print(hashlib.sha256(open("package-lock.json", "rb").read()).hexdigest())')
[ "$(cat node_modules/.installed 2>/dev/null)" = "$lock" ] && exit 0
echo "Installing the verifiers that others wrote ..."
if PATH="$node:$PATH" "$node/npm" ci --silent --no-progress --omit=dev --fetch-retries=1; then
    echo "$lock" >node_modules/.installed
else
    echo "SKIP: npm could not install tests/certificates/eyes/node (offline?): credentials will not be checked by verifiers from npm"
fi
