"""The first load of Velmaria: aside, then moved in whole, so that a killed one leaves nothing behind."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, inspect, make_url, select, text

from curriculum import clock
from curriculum.awards import keys
from curriculum.config import Settings
from curriculum.db import db
from curriculum.demo import loader
from curriculum.demo.world import DEMO_DAY, World
from curriculum.institutions.models import Institution

STATE, ASIDE, COMPLETE = "demo.json", "loading", "complete"

CreateApp = Callable[[Settings], Flask]


class NotFresh(Exception):
    """The place holds something that the demonstration would destroy; the text says what to do."""


@dataclass(frozen=True)
class Loaded:
    """That Velmaria was loaded, when, and by how many days its dates moved."""

    loaded_on: str
    shift_days: int
    is_complete: bool = True


def found(settings: Settings) -> Loaded | None:
    """What an earlier run left; a load that was complete but not moved in yet is moved in now."""
    aside = settings.instance / ASIDE
    if (aside / COMPLETE).exists():
        _move_in(settings, aside)
    path = settings.data / STATE
    return Loaded(**json.loads(path.read_text())) if path.exists() else None


def load(settings: Settings, create_app: CreateApp, tick: loader.Tick) -> Loaded:
    """Load Velmaria on an empty deployment, its dates moved by the whole days since they were written."""
    loaded = Loaded(clock.today().isoformat(), (clock.today() - DEMO_DAY).days)
    settings.data.mkdir(parents=True, exist_ok=True)
    with _alone(settings):
        if settings.database_url.startswith("sqlite"):
            _load_aside(settings, create_app, tick, loaded)
        else:
            _load_in_place(settings, create_app, tick, loaded)
    return loaded


def _load_aside(settings: Settings, create_app: CreateApp, tick: loader.Tick, loaded: Loaded) -> None:
    _require_fresh(settings, create_app)
    aside = settings.instance / ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    there = replace(settings, instance=aside, database_url=f"sqlite:///{aside / 'data' / 'cursus.db'}")
    there.data.mkdir(parents=True)
    _fill(there, create_app, tick, loaded)
    _write(aside / COMPLETE, loaded)
    _move_in(settings, aside)


def _require_fresh(settings: Settings, create_app: CreateApp) -> None:
    """Refuse to overwrite anybody's data or keys."""
    elsewhere = "name an empty folder by CURSUS_INSTANCE, or an empty database by CURSUS_DATABASE_URL"
    if keys.has_authority(settings.keys):
        raise NotFresh(f"{settings.keys} holds keys already, younger than Velmaria's history; {elsewhere}")
    if _database_file(settings).exists() and _is_in_use(create_app(settings)):
        raise NotFresh(f"{_database_file(settings)} holds data of its own; {elsewhere}")


def _database_file(settings: Settings) -> Path:
    return Path(make_url(settings.database_url).database or "")


def _is_in_use(app: Flask) -> bool:
    with app.app_context():
        tables = inspect(db.engine).get_table_names()
        used = Institution.__tablename__ in tables and _has_institutions()
        _let_go()
    return used


def _has_institutions() -> bool:
    return db.session.scalar(select(Institution.id).limit(1)) is not None


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


def _fill(settings: Settings, create_app: CreateApp, tick: loader.Tick, loaded: Loaded) -> None:
    """Tables, keys, history; nobody else sees this database, so it goes to the disk once, at the end."""
    passphrase = _passphrase(settings)
    app = create_app(settings)
    with app.app_context():
        with _hurried():
            upgrade()
            world = World(settings.data / "lists", loaded.shift_days)
            ceremony = loader.Ceremony(settings.keys, passphrase, settings.issuer_domain)
            loader.load(world, ceremony, tick)
        db.session.rollback()
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        _let_go()
    _flush(_database_file(settings))


def _passphrase(settings: Settings) -> str:
    """The one the operator named, else a new one kept beside the keys."""
    if named := os.environ.get("CURSUS_KEY_PASSPHRASE_FILE"):
        return Path(named).read_text().strip()
    passphrase = secrets.token_urlsafe(32)
    keys.write_passphrase(settings.keys, passphrase)
    return passphrase


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Two first loads at a time would clear each other's work away."""
    with (settings.data / f"{STATE}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotFresh(
                f"another first load is at work in {settings.instance}; wait for its end"
            ) from None
        yield


@contextmanager
def _hurried() -> Iterator[None]:
    """Do not wait for the disk after every event of a load that would begin anew if it were cut."""

    def hurry(raw: object, record: object) -> None:
        raw.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]

    engine = db.engine
    event.listen(engine, "connect", hurry)
    try:
        yield
    finally:
        event.remove(engine, "connect", hurry)


def _load_in_place(settings: Settings, create_app: CreateApp, tick: loader.Tick, loaded: Loaded) -> None:
    """A database server has no file to move in: mark the beginning, load, mark the end."""
    app = create_app(settings)
    with app.app_context():
        upgrade()
        if keys.has_authority(settings.keys) or _has_institutions():
            raise NotFresh(
                "the database or the key folder is in use, or an earlier load was cut: "
                "name an empty database by CURSUS_DATABASE_URL and an empty folder by CURSUS_INSTANCE"
            )
        passphrase = _passphrase(settings)
        world = World(settings.data / "lists", loaded.shift_days)
        loader.load(world, loader.Ceremony(settings.keys, passphrase, settings.issuer_domain), tick)
        _let_go()
    _write(settings.data / STATE, loaded)


def _move_in(settings: Settings, aside: Path) -> None:
    """Keys, files, database, then the word that all is there; whatever is moved already is left alone."""
    loaded = Loaded(**json.loads((aside / COMPLETE).read_text()))
    there = aside / "data"
    for source, target in (
        (aside / "keys", settings.keys),
        (there / "lists", settings.data / "lists"),
        (there / "cursus.db", _database_file(settings)),
    ):
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _make_way(target)
            source.replace(target)
    _write(settings.data / STATE, loaded)
    shutil.rmtree(aside)


def _make_way(target: Path) -> None:
    """An empty folder or the empty database of an earlier start gives way (`_require_fresh`)."""
    if target.is_dir():
        shutil.rmtree(target) if target.name == "lists" else target.rmdir()
    for end in ("-wal", "-shm"):
        Path(f"{target}{end}").unlink(missing_ok=True)


def _write(path: Path, loaded: Loaded) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_text(json.dumps(asdict(loaded)))
    _flush(beside)
    beside.replace(path)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
