"""How Alembic runs: one transaction; on SQLite foreign keys rest while tables are rebuilt, then are checked."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from curriculum.db import Base, BilingualType, Moment

engine = current_app.extensions["sqlalchemy"].engine


def _render(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our column types as what the database stores, so that a migration needs no code of today."""
    if kind == "type" and isinstance(item, BilingualType):
        return "sa.JSON()"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_render,
        compare_type=False,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"rows without their parent after the migration: {broken[:5]}")


def _migrate() -> None:
    with engine.connect().execution_options(writes=True) as connection:
        raw = connection.connection.dbapi_connection
        if connection.dialect.name == "sqlite":
            raw.execute("PRAGMA foreign_keys=OFF")  # before BEGIN, or SQLite ignores it
        try:
            _run(connection)
            connection.commit()
        finally:
            connection.rollback()
            if connection.dialect.name == "sqlite":
                raw.execute("PRAGMA foreign_keys=ON")


_migrate()
