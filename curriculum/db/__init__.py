"""The database: base model, column types, the one `transaction()` and its two signals."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, cast

from blinker import Namespace
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Enum,
    Executable,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    event,
)
from sqlalchemy.engine import Connection, CursorResult, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from curriculum import announcements, clock

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table; constraint names are fixed so that migrations can drop them."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

_signals = Namespace()
settling = _signals.signal("settling", doc="inside transaction(), after the listeners, before the commit")
committed = _signals.signal("committed", doc="after the commit; only to wake the worker")

acting: ContextVar[int | None] = ContextVar("acting", default=None)
"""The account that acts now, for `created_by`; None for jobs and the command line."""


class _Keys:
    """64-bit keys made by the application: 41 bits of milliseconds, 10 of process, 12 of count."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = secrets.randbelow(1024)
        self._last = 0

    def next(self) -> int:
        with self._lock:
            key = (clock.ticks() << 22) | (self._process << 12)
            self._last = key if key > self._last else self._last + 1
            return self._last


_keys = _Keys()


def new_id() -> int:
    """A fresh internal key, rising with time, unique across processes."""
    return _keys.next()


def new_process_keys() -> None:
    """Draw a new process number; called in every forked worker."""
    _keys.__init__()  # type: ignore[misc]


@dataclass(frozen=True)
class Bilingual:
    """Content in French and English (R67: the record names the authoritative one)."""

    fr: str
    en: str

    def in_(self, language: str) -> str:
        """The text in `language`, or the other one where it is empty."""
        return (self.en or self.fr) if language == "en" else (self.fr or self.en)


class BilingualType(TypeDecorator[Bilingual]):
    """`Bilingual` kept as JSON, so that a third language is no new column."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Bilingual | None, dialect: Dialect) -> Any:
        return None if value is None else {"fr": value.fr, "en": value.en}

    def process_result_value(self, value: Any, dialect: Dialect) -> Bilingual | None:
        return None if value is None else Bilingual(value.get("fr", ""), value.get("en", ""))


class Moment(TypeDecorator[datetime]):
    """A UTC moment; naive values are refused, SQLite's are read back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone, found {value!r}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


KEY = BigInteger().with_variant(Integer, "sqlite")

Id = Annotated[int, mapped_column(KEY, primary_key=True, autoincrement=False, default=new_id)]
Text2 = Annotated[Bilingual, mapped_column(BilingualType)]
At = Annotated[datetime, mapped_column(Moment)]
Data = Annotated[Any, mapped_column(JSON)]


def ref(target: str, *, index: bool = True, primary_key: bool = False, **more: Any) -> Any:
    """A foreign key column to `table.column`; indexed unless said otherwise."""
    return mapped_column(
        KEY, ForeignKey(target), index=index and not primary_key, primary_key=primary_key, **more
    )


def closed(kind: type[StrEnum], name: str = "") -> Enum:
    """A column type that the database limits to a closed list; the second of a kind in a table has a name."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        name=name or kind.__name__.lower(),
    )


class Stamped:
    """Who made and last changed a row, and when (domain.md §2, conventions)."""

    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    created_by: Mapped[int | None] = mapped_column(KEY, default=acting.get)
    updated_at: Mapped[datetime | None] = mapped_column(Moment, onupdate=clock.now)
    updated_by: Mapped[int | None] = mapped_column(KEY, onupdate=acting.get)


@contextmanager
def transaction() -> Iterator[Session]:
    """One change of the database: begin to write, let listeners settle, commit; the only commit.

    The rollback at the start ends the read snapshot of the request, so load what you change inside.
    """
    session: Session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("transaction() inside a transaction(): only the edge commits")
    session.rollback()
    session.info.clear()
    session.info["writing"] = True
    wanted = False
    try:
        session.connection(execution_options={"writes": True})
        yield session
        session.flush()
        announcements.settle(session)
        settling.send(session)
        wanted = bool(session.info.get("wake"))
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.clear()
    committed.send(session, wanted=wanted)


@contextmanager
def rehearsal() -> Iterator[None]:
    """A change carried out to its end, listeners too, and taken back: what would refuse it has spoken."""
    session: Session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("rehearsal() inside a transaction(): it would take that back too")
    session.rollback()
    session.info.clear()
    session.info["writing"] = True
    try:
        session.connection(execution_options={"writes": True})
        yield
        session.flush()
        announcements.settle(session)
    finally:
        session.rollback()
        session.info.clear()


@contextmanager
def savepoint() -> Iterator[None]:
    """A part that may be refused while the rest goes on: its rows, events and announcements go together."""
    session = db.session()
    kept = {key: copy(noted) for key, noted in session.info.items()}
    try:
        with session.begin_nested():
            # Said now: the session would wait for its own next statement, prepared ones go beside it.
            session.connection()
            yield
    except BaseException:
        session.info.clear()
        session.info.update(kept)
        raise


def core(statement: Executable, values: Any = None) -> CursorResult[Any]:
    """Run a prepared statement over tables, not entities: a fraction of the cost, for the hot paths.

    What the session still holds is written first; entities already loaded do not notice.
    """
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values)


def table(model: type[Base]) -> Table:
    """The table behind a model, for `core`."""
    return cast("Table", model.__table__)


def announce(announcement: announcements.Announcement) -> None:
    """Tell the rooms above, inside the running transaction (architecture.md, the only way up)."""
    announcements.announce(db.session(), announcement)


def wake_worker() -> None:
    """Ask for the worker once this transaction has committed; what is due is already a row."""
    db.session().info["wake"] = True


@event.listens_for(Engine, "connect")
def _on_connect(raw: Any, record: Any) -> None:
    if "sqlite" not in type(raw).__module__:
        return
    raw.isolation_level = None  # we say BEGIN ourselves, see _on_begin
    cursor = raw.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "trusted_schema=OFF",
        "cell_size_check=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _on_begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


STATEMENTS_KEPT = 1_000
"""Statements a SQLite connection keeps ready; of more, the driver keeps the old and forgets the latest."""


def engine_options(url: str) -> dict[str, Any]:
    """Engine options for a database address: the bundled SQLite where the interpreter's own is old."""
    if not url.startswith("sqlite"):
        return {"pool_pre_ping": True}
    kept = {"connect_args": {"cached_statements": STATEMENTS_KEPT}}
    try:
        from pysqlite3 import dbapi2  # optional dependency: no wheel on every platform
    except ImportError:
        return kept
    return kept | {"module": dbapi2}
