"""Every address ever given out: `python -m tests.house.routes` adds the new ones, nothing takes one away."""

import json
import tempfile
from pathlib import Path

from flask import Flask

from curriculum.app import create_app
from curriculum.config import settings

LIST = Path(__file__).with_name("routes.json")


def addresses(app: Flask) -> set[str]:
    """Every address of the application with the methods it answers; names of arguments may change."""
    return {
        " ".join([_plain(rule.rule), *sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})])
        for rule in app.url_map.iter_rules()
    }


def _plain(rule: str) -> str:
    return "/".join("<>" if part.startswith("<") else part for part in rule.split("/"))


def given_out() -> set[str]:
    """The committed list."""
    return set(json.loads(LIST.read_text()))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        environ = {"CURSUS_INSTANCE": folder}
        known = given_out() | addresses(create_app(settings(environ)))
    LIST.write_text(json.dumps(sorted(known), indent=1) + "\n")
