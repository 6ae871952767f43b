"""Where templates/ and static/ are: in a wheel beside the module, in a checkout at its root."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from flask import current_app, request
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

_HERE = Path(__file__).resolve().parent
_WEB = _HERE / "_web" if (_HERE / "_web").is_dir() else _HERE.parent

TEMPLATES = str(_WEB / "templates")
STATIC = str(_WEB / "static")


class Page(Template):
    """A template that knows the globals of the environment and no others, as all of ours.

    So what it exports is the same for every page; the engine would compare all globals at each import.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def asset(filename: str) -> str:
    """The address of a file of static/: every page names four, so it is not routed anew each time."""
    return _address(request.script_root, str(current_app.static_url_path), filename)


@lru_cache(maxsize=256)
def _address(root: str, folder: str, filename: str) -> str:
    return f"{root}{folder}/{quote(filename)}"
