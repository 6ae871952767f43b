"""`cursus doctor`: every setting with its value, then what stands, what does not, and what to do about it."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from curriculum import clock, config, walls
from curriculum.app import create_app
from curriculum.awards import keys
from curriculum.awards.issuing import log, requests, seals
from curriculum.db import db
from curriculum.tasks import carriers
from curriculum.tasks import queries as tasks

Echo = Callable[[str], object]
SQLITE_NEEDED = (3, 51, 3)
"""The first without the WAL reset fault (ecosystem.md finding 5)."""


class Level(StrEnum):
    """How grave a finding is; only errors make the exit status 1."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Sign:
    """One thing looked at, and how to mend it where it is not right."""

    level: Level
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:<8} {self.what}" + (f"; {self.mend}" if self.mend else "")


def doctor(echo: Echo) -> int:
    """Say how the deployment is; 1 when something must be mended before it serves."""
    try:
        settings = config.settings()
    except config.BadSettings as bad:
        for problem in bad.problems:
            echo(str(Sign(Level.ERROR, f"setting {problem}")))
        return 1
    for line in shown(settings):
        echo(line)
    app = create_app(settings)
    with app.app_context():
        signs = list(examine(app, settings))
    for sign in signs:
        echo(str(sign))
    return int(any(sign.level is Level.ERROR for sign in signs))


def shown(settings: config.Settings) -> Iterator[str]:
    """Every setting with its value; secrets are named and hidden."""
    for one in fields(settings):
        value = getattr(settings, one.name)
        if one.name == "database_url":
            value = make_url(value).render_as_string(hide_password=True)
        yield f"setting  {one.name} = {value if one.repr else '(hidden)'}"


def examine(app: Flask, settings: config.Settings) -> Iterator[Sign]:
    """Look at everything once."""
    yield _demo(settings)
    try:
        found = list(_database(app))
    except SQLAlchemyError as error:
        yield Sign(
            Level.ERROR, f"database cannot be reached: {error.__class__.__name__}", "see its address above"
        )
        return
    yield from found
    yield from _folder(settings)
    yield _wall(settings)
    if found[-1].level is Level.OK:  # without its tables nothing more can be asked of the database
        yield from _keys(settings)
        yield _log(settings)
        yield from _waiting()
        yield from _mails(settings)
    yield Sign(Level.NOTE, "last backup unknown", "copy instance/ with the tool of your choice")


def _demo(settings: config.Settings) -> Sign:
    if settings.demo and not settings.is_loopback:
        where = f"demonstration mode at {settings.public_url}"
        return Sign(Level.ERROR, where, "anybody could sign in as anybody: unset CURSUS_DEMO")
    return Sign(
        Level.NOTE if settings.demo else Level.OK, f"demonstration mode {'on' if settings.demo else 'off'}"
    )


def _database(app: Flask) -> Iterator[Sign]:
    if db.engine.dialect.name == "sqlite":
        yield from _sqlite()
    else:
        version = ".".join(map(str, db.session.connection().dialect.server_version_info or ()))
        yield Sign(Level.OK, f"database PostgreSQL {version}")
    yield _schema(app)


def _sqlite() -> Iterator[Sign]:
    version = str(db.session.scalar(text("SELECT sqlite_version()")))
    if tuple(map(int, version.split("."))) < SQLITE_NEEDED:
        needed = ".".join(map(str, SQLITE_NEEDED))
        yield Sign(
            Level.WARNING, f"SQLite {version} is older than {needed}", "install pysqlite3 or use PostgreSQL"
        )
    else:
        yield Sign(Level.OK, f"database SQLite {version}")
    wanted = {"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2"}
    found = {name: str(db.session.scalar(text(f"PRAGMA {name}"))) for name in wanted}
    for name, value in found.items():
        level = Level.OK if value == wanted[name] else Level.ERROR
        yield Sign(
            level, f"SQLite {name} = {value}", "" if level is Level.OK else f"{wanted[name]} is needed"
        )


def _schema(app: Flask) -> Sign:
    directory = str(app.extensions["migrate"].directory)
    heads = set(ScriptDirectory(directory).get_heads())
    current = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    if heads == current:
        return Sign(Level.OK, f"schema at {', '.join(sorted(current)) or 'nothing'}")
    found = f"schema at {', '.join(sorted(current)) or 'nothing'}, newest is {', '.join(sorted(heads))}"
    return Sign(Level.ERROR, found, "run `cursus init`")


def _folder(settings: config.Settings) -> Iterator[Sign]:
    if not settings.keys.exists():
        yield Sign(Level.ERROR, f"no key folder {settings.keys}", "run `cursus init`")
        return
    private = [settings.keys, *settings.keys.rglob("*.key"), *settings.keys.glob(keys.PASSPHRASE_FILE)]
    open_ = [path for path in private if _mode(path) & 0o077]
    for path in open_:
        yield Sign(Level.ERROR, f"{path} is open to others ({_mode(path):o})", f"chmod go= {path}")
    if not open_:
        yield Sign(Level.OK, "key folder closed to others")
    if (settings.keys / "offline").exists():
        yield Sign(
            _strict(settings), "the root key lies beside the others", "move keys/offline to a safe medium"
        )
    if (settings.keys / keys.PASSPHRASE_FILE).exists():
        yield Sign(
            _strict(settings), "the passphrase lies beside the keys", "move it: CURSUS_KEY_PASSPHRASE_FILE"
        )


def _strict(settings: config.Settings) -> Level:
    return Level.NOTE if settings.demo else Level.WARNING


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _keys(settings: config.Settings) -> Iterator[Sign]:
    public = seals.authority()
    if public is None or not keys.has_authority(settings.keys):
        yield Sign(Level.ERROR, "no signing keys", "run `cursus init`")
        return
    if not public.root.startswith((settings.keys / "root.pem").read_bytes()):
        yield Sign(
            Level.ERROR, "the keys are not those of the register", "restore keys and database together"
        )
    missing = keys.without_seal(settings.keys)
    if missing:
        yield Sign(Level.WARNING, f"no seal yet: {', '.join(missing)}", "run `cursus init`")
    else:
        yield Sign(Level.OK, f"{len(public.seals)} seals, log key {public.log.split('+')[0]}")
    yield from map(_ending, keys.ending(clock.now()))


def _ending(one: keys.Ending) -> Sign:
    """A key or list whose time is over soon, or is over: what comes in its place is made by hand."""
    over = one.ends <= clock.now()
    what = f"{'list of revoked certificates of ' if one.is_list else ''}{one.kid}"
    found = f"{what} {'ended' if over else 'ends'} on {one.ends:%Y-%m-%d}"
    if not one.is_list:
        return Sign(Level.WARNING, found, _next_key(one))
    root = " --root-key FILE, with the key from its medium" if one.function == seals.ROOT else ""
    mend = "bring in the new one" if one.of_others else f"run `cursus awards keys lists{root}`"
    return Sign(Level.ERROR if over else Level.WARNING, found, mend)


def _next_key(one: keys.Ending) -> str:
    """The command that makes the key to come; authorities are followed from where their root lies."""
    if one.function == seals.ROOT:
        return "run `python -m certificates keys rotate FOLDER root`, then `cursus init`"
    root = " --root-key FILE" if one.function == seals.ISSUING else ""
    return f"run `cursus awards keys rotate {one.kid}{root}`"


def _log(settings: config.Settings) -> Sign:
    try:
        lost = log.is_behind(settings.checkpoint)
    except OSError as error:
        return Sign(Level.WARNING, f"{settings.checkpoint} cannot be read: {error.strerror}", "see its owner")
    if lost is None:
        return Sign(
            Level.OK, f"public log with {log.TableStore().size()} entries continues what was published"
        )
    mend = "nothing is issued until `cursus awards log recover` has read a public copy of the log"
    return Sign(Level.ERROR, f"the public log is not what was published: {lost}", mend)


def _wall(settings: config.Settings) -> Sign:
    try:
        next(settings.keys.iterdir(), None)
    except PermissionError:
        return Sign(Level.OK, "wall between web and keys: a separate user")
    except FileNotFoundError:
        pass  # told already
    apart = f"run the worker as a user of its own who alone can read {settings.keys}"
    if not walls.is_available():
        return Sign(Level.WARNING, "wall between web and keys: none", f"{apart}, or a newer kernel")
    # Landlock binds one process and its children; a user of its own binds whatever runs beside them.
    return Sign(
        Level.OK if settings.demo else Level.NOTE,
        "wall between web and keys: Landlock" + ("" if settings.demo else " alone"),
        "" if settings.demo else apart,
    )


def _mails(settings: config.Settings) -> Iterator[Sign]:
    if settings.smtp_url:
        parts = urlsplit(settings.smtp_url)
        plain = parts.scheme == "smtp+plain" and parts.hostname not in config.LOOPBACK
        level, mend = (Level.NOTE, "smtp:// asks for encryption") if plain else (Level.OK, "")
        yield Sign(level, f"mails go to {parts.hostname} ({parts.scheme}), from {settings.mail_from}", mend)
    else:
        where = carriers.folder(settings)
        yield Sign(Level.NOTE, f"mails are written to {where}, nobody gets them", "set CURSUS_SMTP_URL")
    box = tasks.outbox()
    yield Sign(Level.OK if not box.waiting else Level.NOTE, f"{box.waiting} mails wait to be sent")
    if box.last_error:
        said = f"the last mail that failed: {box.last_error}"
        yield Sign(Level.WARNING, said, f"{box.given_up} were given up, the others are tried again")


def _waiting() -> Iterator[Sign]:
    waiting = requests.waiting()
    yield Sign(Level.OK if not waiting else Level.NOTE, f"{len(waiting)} certificates wait to be issued")
    for statement_id, attempts, error in waiting:
        if error:
            yield Sign(
                Level.WARNING, f"statement {statement_id}: {error} ({attempts} attempts)", "it is tried again"
            )
