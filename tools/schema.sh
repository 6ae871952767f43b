#!/bin/sh
# Writes the first migration anew from the models. Only until the first release: afterwards a change of
# the models is a new revision (`flask --app curriculum.app:create_app db revision --autogenerate -m …`).
set -eu
cd "$(dirname "$0")/.."
CURSUS_INSTANCE=$(mktemp -d)
export CURSUS_INSTANCE
trap 'rm -rf "$CURSUS_INSTANCE"' EXIT
mkdir "$CURSUS_INSTANCE/data"
rm -f curriculum/migrations/versions/0001_schema.py
.venv/bin/flask --app curriculum.app:create_app db revision --autogenerate --rev-id 0001 -m schema
sed -i '1s/.*/"""Every table, as the models describe them."""/' curriculum/migrations/versions/0001_schema.py
.venv/bin/ruff format -q curriculum/migrations/versions/0001_schema.py
