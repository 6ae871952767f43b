"""On PostgreSQL, statements of the hottest paths travel together instead of waiting for each other's answer.

Within a transaction prepared statements are queued (psycopg's pipeline): an answer is waited for when it is
read, an error of a write comes with the next answer, at the latest before the commit. Statements of the
ORM know nothing of it, so the queue ends before each of them.
"""

from contextlib import AbstractContextManager, suppress
from typing import Any

from sqlalchemy import event, exc
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection

KEY = "pipeline"


def can(connection: Connection) -> bool:
    """Whether this database takes questions without waiting for answers."""
    return connection.dialect.driver == "psycopg"


def begin(connection: Connection) -> None:
    """Queue what the driver is sent from here on."""
    if KEY not in connection.info:
        raw: Any = connection.connection.driver_connection
        queue: AbstractContextManager[Any] = raw.pipeline()
        queue.__enter__()
        connection.info[KEY] = queue


def end(connection: Connection) -> None:
    """Wait for everything queued; the first error there was is raised as SQLAlchemy's own."""
    queue: AbstractContextManager[Any] | None = connection.info.pop(KEY, None)
    if queue is None:
        return
    errors: type[Exception] = connection.dialect.loaded_dbapi.Error
    try:
        queue.__exit__(None, None, None)
    except errors as error:
        raise told(connection, error, "a queued statement", ()) from error


def told(connection: Connection, error: Exception, text: str, values: Any) -> Exception:
    """The driver's error as everybody else sees errors."""
    kind = connection.dialect.loaded_dbapi.Error
    found = exc.DBAPIError.instance(text, values, error, kind, dialect=connection.dialect)
    return found if isinstance(found, Exception) else error


def _forget(connection: Connection) -> None:
    """End the queue of a transaction that is given up, whatever became of its statements."""
    # Said before, or never to be: what was queued is undone.
    with suppress(exc.DBAPIError):
        end(connection)


@event.listens_for(Engine, "before_cursor_execute")
def _before_others(
    connection: Connection, cursor: Any, text: str, values: Any, context: Any, many: bool
) -> None:
    # Prepared statements have no context of execution.
    if context is None or KEY not in connection.info:
        return
    if text.startswith("ROLLBACK TO"):
        _forget(connection)
    else:
        end(connection)


@event.listens_for(Engine, "rollback")
def _on_rollback(connection: Connection) -> None:
    if not connection.invalidated:
        _forget(connection)


@event.listens_for(Engine, "reset")
def _on_reset(raw: DBAPIConnection, record: Any, state: Any) -> None:
    """No connection goes back to the pool with a queue (a lost one, a session thrown away)."""
    queue = record.info.pop(KEY, None)
    if queue is not None:
        queue.__exit__(None, None, None)
