"""Rows that many tests begin with: written once by the services, put back as they were afterwards."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, insert, select, text

from curriculum.db import db

Rows = list[tuple[Table, Any]]
"""Per table what it holds, as its database takes it back fastest: dictionaries, or one JSON text."""


def is_empty(connection: Connection) -> bool:
    """Whether no table holds a row."""
    return connection.exec_driver_sql(_any_row()).first() is None


def rows_of(connection: Connection) -> Rows:
    """Every row there is, table by table, those referred to first."""
    read = _as_text if connection.dialect.name == "postgresql" else _as_dicts
    return [(table, rows) for table in _tables() if (rows := read(connection, table))]


def put_back(connection: Connection, rows: Rows) -> None:
    """Write them again, with the keys they had."""
    for table, values in rows:
        if isinstance(values, str):
            connection.execute(_insert_text(table), {"rows": values})
        else:
            connection.execute(insert(table), values)


def _as_dicts(connection: Connection, table: Table) -> list[dict[str, Any]]:
    ordered = select(table).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(ordered).mappings()]


def _as_text(connection: Connection, table: Table) -> str | None:
    found: str | None = connection.exec_driver_sql(f'SELECT json_agg(t)::text FROM "{table.name}" t').scalar()
    return found


@cache
def _insert_text(table: Table) -> Any:
    made = f'json_populate_recordset(NULL::"{table.name}", CAST(:rows AS json))'
    return text(f'INSERT INTO "{table.name}" SELECT * FROM {made}')


@cache
def _any_row() -> str:
    return " UNION ALL ".join(f'SELECT 1 WHERE EXISTS (SELECT 1 FROM "{one.name}")' for one in _tables())


@cache
def _tables() -> list[Table]:
    return db.metadata.sorted_tables
