"""Where templates/ and static/ are: in a wheel beside the module, in a checkout at its root."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_WEB = _HERE / "_web" if (_HERE / "_web").is_dir() else _HERE.parent

TEMPLATES = str(_WEB / "templates")
STATIC = str(_WEB / "static")
