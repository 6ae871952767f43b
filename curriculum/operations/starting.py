"""`cursus init` and the passphrase of the keys: a second run changes nothing."""

import getpass
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from flask_migrate import upgrade

from curriculum import clock, config
from curriculum.app import create_app
from curriculum.awards import keys

Echo = Callable[[str], object]


def init(echo: Echo) -> None:
    """Make folders, bring the database to the newest schema, make the keys that are missing."""
    settings = config.settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    settings.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.keys.chmod(0o700)
    app = create_app(settings)
    with app.app_context():
        upgrade()
        echo(f"database: {app.config['SETTINGS'].instance} is at the newest schema")
        made = keys.make(
            settings.keys, _passphrase_or_new(settings, echo), clock.now(), domain=settings.issuer_domain
        )
    echo(f"keys: {made} seals made" if made else "keys: every institution that signs has its seal")


def _passphrase_or_new(settings: config.Settings, echo: Echo) -> str:
    if _named() is None and not _beside(settings).exists() and not keys.has_authority(settings.keys):
        path = keys.write_passphrase(settings.keys, secrets.token_urlsafe(32))
        echo(f"keys: their passphrase lies in {path}; keep a copy, or move it and set {SETTING}")
    return passphrase(settings)


SETTING = "CURSUS_KEY_PASSPHRASE_FILE"


def _named() -> Path | None:
    named = os.environ.get(SETTING)
    return Path(named) if named else None


def _beside(settings: config.Settings) -> Path:
    return settings.keys / keys.PASSPHRASE_FILE


def passphrase(settings: config.Settings) -> str:
    """The passphrase of the keys: from the file that is named, the one beside the keys, or the terminal."""
    path = _named() or _beside(settings)
    if path.exists():
        return path.read_text().strip()
    if sys.stdin.isatty():
        return getpass.getpass("Passphrase of the signing keys: ")
    raise FileNotFoundError(
        f"no passphrase of the signing keys in {path}: run `cursus init` or set {SETTING}"
    )
