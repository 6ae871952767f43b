#!/bin/sh
# The words of the pages: `update` brings messages.po in step with code and templates, `check` says whether it
# is, `compile` makes the binary catalogues that the pages read, `missing` lists what still waits for French.
set -eu
cd "$(dirname "$0")/.."
babel=.venv/bin/pybabel
folder=curriculum/translations
template=build/messages.pot

extract() {
    mkdir -p build
    $babel -q extract -F pyproject.toml -k _ --add-location=file --sort-output --width=100 \
        --ignore-dirs=".* node_modules build static tests" --project=Cursus --version=1 -o "$template" .
}

update() {
    $babel -q update -i "$template" -d "$folder" --no-fuzzy-matching --ignore-obsolete \
        --ignore-pot-creation-date --width=100 "$@"
}

case ${1:-update} in
    update) extract && update && $babel -q compile -d "$folder" ;;
    check) extract && update --check ;;
    compile) $babel -q compile -d "$folder" ;;
    missing) extract && update && .venv/bin/python -c '
from babel.messages.pofile import read_po
with open("curriculum/translations/fr/LC_MESSAGES/messages.po", "rb") as file:
    for message in read_po(file):
        if message.id and not all([message.string] if isinstance(message.string, str) else message.string):
            print(message.id)' ;;
    *) echo "usage: tools/translate.sh [update|check|compile|missing]" >&2; exit 2 ;;
esac
