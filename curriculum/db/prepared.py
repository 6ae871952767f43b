"""Statements compiled once and sent by the driver itself: for the few paths that run once per fact."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, exc
from sqlalchemy.engine import Connection, Dialect

from curriculum.db import core, db

Coder = Callable[[Any], Any]
SHORT, LONG = 40, 1024
"""Values in a list up to which a statement is compiled for its own length, and for one rounded up."""


class _Sent(NamedTuple):
    """A statement as the driver of one dialect gets it, and how its rows are read."""

    text: str
    order: Sequence[str] | None
    fixed: Mapping[str, Any]
    lists: Mapping[str, Sequence[str]]
    writers: Sequence[tuple[str, Coder]]
    readers: Sequence[tuple[int, Coder]]
    row: Coder


class Prepared:
    """A statement over tables with its values given by name; for one person a tenth of what `core` costs.

    A short list of values (`ids`) is compiled once per length. A longer one says its last value again until
    its length is a power of two, which changes no membership; very long ones go the way of `core`. Who
    counts statements hears of both, errors are SQLAlchemy's, what the session still holds is written first.
    """

    def __init__(self, statement: Any, *names: str) -> None:
        """`names` are the columns that an insert fills; every other statement names its own parameters."""
        self._statement, self._names = statement, names
        self._sent: dict[tuple[str, tuple[int, ...]], _Sent] = {}

    def all(self, **values: Any) -> list[Any]:
        """The rows, as named tuples of the columns."""
        lengths = tuple([len(value) for value in values.values() if type(value) is list])
        if lengths and not (min(lengths) > 0 and max(lengths) <= LONG):
            return list(core(self._statement, values).all())
        if lengths and max(lengths) > SHORT:
            values = {name: _rounded(value) for name, value in values.items()}
            lengths = tuple([len(value) for value in values.values() if type(value) is list])
        connection, cursor = _driver()
        sent = self._for(connection.dialect, lengths, values)
        _send(connection, cursor, sent.text, _written(sent, values))
        return _read(sent, cursor.fetchall())

    def one(self, **values: Any) -> Any:
        """The only row; None when there is none."""
        rows = self.all(**values)
        return rows[0] if rows else None

    def run(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write, once for each mapping of values; without any nothing is sent."""
        if not rows:
            return
        connection, cursor = _driver()
        sent = self._for(connection.dialect, (), rows[0])
        if len(rows) == 1:
            _send(connection, cursor, sent.text, _written(sent, rows[0]))
        else:
            _send(connection, cursor, sent.text, [_written(sent, values) for values in rows], many=True)

    def _for(self, dialect: Dialect, lengths: tuple[int, ...], values: Mapping[str, Any]) -> _Sent:
        sent = self._sent.get((dialect.name, lengths))
        if sent is None:
            sent = self._sent[dialect.name, lengths] = self._compiled(dialect, values)
        return sent

    def _compiled(self, dialect: Dialect, values: Mapping[str, Any]) -> _Sent:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._names or None)
        state = compiled.construct_expanded_state(dict(values))
        coders = {name: _writer(bound, dialect) for name, bound in compiled.binds.items()}
        writers = {name: coder for name, coder in {**coders, **state.processors}.items() if coder}
        lists = {name: spread for name, spread in state.parameter_expansion.items() if name in values}
        given = {place for name in values for place in lists.get(name, [name])}
        columns = list(self._statement.selected_columns) if self._statement.is_select else []
        readers = [(place, _reader(column, dialect)) for place, column in enumerate(columns)]
        return _Sent(
            text=state.statement,
            order=state.positiontup,
            fixed={
                name: writers[name](value) if name in writers else value
                for name, value in state.parameters.items()
                if name not in given
            },
            lists=lists,
            writers=[(name, coder) for name, coder in writers.items() if name in given],
            readers=[(place, reader) for place, reader in readers if reader],
            row=_row([str(column.key) for column in columns]),
        )


def _rounded(value: Any) -> Any:
    """A long list with its last value said again, up to a power of two."""
    if type(value) is not list or len(value) <= SHORT:
        return value
    return value + value[-1:] * ((1 << (len(value) - 1).bit_length()) - len(value))


def _row(names: list[str]) -> Coder:
    kind: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    return cast("Coder", kind._make)


def _writer(bound: Any, dialect: Dialect) -> Coder | None:
    coder: Coder | None = bound.type.dialect_impl(dialect).bind_processor(dialect)
    return coder


def _reader(column: ColumnElement[Any], dialect: Dialect) -> Coder | None:
    coder: Coder | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return coder


def _driver() -> tuple[Connection, Any]:
    """The connection of the running transaction with a cursor of its driver, kept until the commit."""
    session = db.session()
    session.flush()
    kept: tuple[Connection, Any] | None = session.info.get("driver")
    if kept is None:
        connection = session.connection()
        kept = connection, connection.connection.cursor()
        if session.info.get("writing"):
            session.info["driver"] = kept
    return kept


def _written(sent: _Sent, values: Mapping[str, Any]) -> Any:
    """The values as the driver takes them: in the order of the question marks, or by name."""
    given = {**sent.fixed, **values}
    for name, places in sent.lists.items():
        given.update(zip(places, given.pop(name), strict=True))
    for name, coder in sent.writers:
        given[name] = coder(given[name])
    return given if sent.order is None else [given[name] for name in sent.order]


def _send(connection: Connection, cursor: Any, text: str, values: Any, *, many: bool = False) -> None:
    for listener in connection.dispatch.before_cursor_execute:
        listener(connection, cursor, text, values, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise exc.DBAPIError.instance(
            text, values, error, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect
        ) from error


def _read(sent: _Sent, rows: Sequence[Any]) -> list[Any]:
    make, readers = sent.row, sent.readers
    if not readers:
        return [make(row) for row in rows]
    found = []
    for row in rows:
        values = list(row)
        for place, reader in readers:
            values[place] = reader(values[place])
        found.append(make(values))
    return found
