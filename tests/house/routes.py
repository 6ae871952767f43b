"""Every address ever given out: `python -m tests.house.routes` adds the new ones, nothing takes one away."""

import json
import tempfile
from pathlib import Path

from flask import Flask

from curriculum.app import create_app
from curriculum.config import settings

LIST = Path(__file__).with_name("routes.json")


def addresses(app: Flask) -> set[str]:
    """Every address of the application with each method it answers; names of arguments may change."""
    return {
        f"{_plain(rule.rule)} {method}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
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
