"""How Alembic runs: one transaction; on SQLite foreign keys rest while tables are rebuilt, then are checked."""

from typing import Any

from alembic import context
from alembic.autogenerate import renderers
from alembic.operations import ops
from flask import current_app
from sqlalchemy.engine import Connection

from curriculum.db import Base, BilingualType, Moment, guards

engine = current_app.extensions["sqlalchemy"].engine


def _render(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our column types as what the database stores, so that a migration needs no code of today."""
    if kind == "type" and isinstance(item, BilingualType):
        return "sa.JSON()"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


class _Guard(ops.MigrateOperation):
    """The triggers of a table, written out so that a migration needs no code of today."""

    def __init__(self, statements: guards.Statements) -> None:
        self.statements = statements


class _Unguard(ops.MigrateOperation):
    """The function of PostgreSQL that would stay behind when its table goes."""

    def __init__(self, function: str) -> None:
        self.function = function


@renderers.dispatch_for(_Guard)
def _render_guard(autogen_context: Any, op: _Guard) -> str:
    made = {dialect: tuple(op.statements[dialect]) for dialect in guards.DIALECTS}
    return f"for statement in {made!r}[op.get_context().dialect.name]: op.execute(statement)"


@renderers.dispatch_for(_Unguard)
def _render_unguard(autogen_context: Any, op: _Unguard) -> str:
    drop = f"DROP FUNCTION IF EXISTS {op.function}()"
    return f"if op.get_context().dialect.name == 'postgresql': op.execute({drop!r})"


def _guard(migration: Any, revision: Any, directives: list[Any]) -> None:
    """Write the triggers of the tables that a revision makes into it."""
    script = directives[0]
    made = {one.table_name for one in script.upgrade_ops.ops if isinstance(one, ops.CreateTableOp)}
    found = {table: how for table, how in guards.guarded().items() if table in made}
    script.upgrade_ops.ops += [_Guard(statements) for statements in found.values()]
    script.downgrade_ops.ops += [_Unguard(guards.function(table)) for table in found]


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_render,
        compare_type=False,
        process_revision_directives=_guard,
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
