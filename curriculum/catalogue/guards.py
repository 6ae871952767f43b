"""Triggers that hold I-06 in the database itself, written from the same list as the guard of the session.

Whatever writes, a bulk update, a statement by hand or another program: the content of a version that was
published stays. The same statements are run by `create_all` and written into the migration.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import DDL, Table, event

from curriculum.catalogue.standing import FROZEN, STANDING, STEPS

DIALECTS = ("sqlite", "postgresql")
Statements = Mapping[str, tuple[str, ...]]
"""By dialect: what makes the triggers of a table."""

_guards: dict[str, Statements] = {}

_SAYS = "I-06: a published version is never changed"
_STAYS = "ADR 0024: what was said is never changed or removed"
_STATES = ", ".join(f"'{state.value}'" for state in sorted(FROZEN))
_MOVES = ", ".join(f"('{before.value}', '{after.value}')" for before, after in sorted(STEPS))
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE held text; BEGIN {body} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
)
_RAISE = f"RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation';"


def hold_version(table: Table) -> None:
    """Refuse to remove a published version, to change more than its standing, or to take it backwards."""
    _hold(table, {"sqlite": _version_in_sqlite(table), "postgresql": _version_in_postgresql(table)})


def hold_parts(table: Table, version: str, key: str) -> None:
    """Refuse to add, change or remove a part of a published version."""
    _hold(
        table,
        {
            "sqlite": tuple(_part_in_sqlite(table, version, key)),
            "postgresql": _part_in_postgresql(table, version, key),
        },
    )


def hold_log(table: Table) -> None:
    """Refuse to change or remove any row of a log: what was said stays as it was said (ADR 0024)."""
    sqlite = tuple(
        f"CREATE TRIGGER keep_{table.name}_{moment.lower()} BEFORE {moment} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, '{_STAYS}'); END"
        for moment in ("UPDATE", "DELETE")
    )
    body = f"RAISE EXCEPTION '{_STAYS}' USING ERRCODE = 'integrity_constraint_violation';"
    made = _FUNCTION.format(name=function(table.name), body=body)
    _hold(table, {"sqlite": sqlite, "postgresql": (made, _trigger(table, "UPDATE OR DELETE"))})


def guarded() -> Mapping[str, Statements]:
    """The tables that hold themselves, with what makes their triggers."""
    return _guards


def function(table: str) -> str:
    """The function of PostgreSQL behind the trigger of a table; it outlives the table."""
    return f"keep_{table}"


def _hold(table: Table, statements: Statements) -> None:
    _guards[table.name] = statements
    for dialect in DIALECTS:
        for statement in statements[dialect]:
            made = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", made.execute_if(dialect=dialect))


def _version_in_sqlite(table: Table) -> tuple[str, ...]:
    kept = [column.name for column in table.columns if column.name not in STANDING]
    changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in kept)
    return (
        f"CREATE TRIGGER keep_{table.name}_update BEFORE UPDATE ON {table.name} "
        f"WHEN OLD.state IN ({_STATES}) AND ({changed} OR {_backwards()}) "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        f"CREATE TRIGGER keep_{table.name}_delete BEFORE DELETE ON {table.name} "
        f"WHEN OLD.state IN ({_STATES}) BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    )


def _backwards() -> str:
    return f"(NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (VALUES {_MOVES}))"


def _part_in_sqlite(table: Table, version: str, key: str) -> Iterable[str]:
    for moment, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        ids = ", ".join(f"{row}.{key}" for row in rows)
        yield (
            f"CREATE TRIGGER keep_{table.name}_{moment.lower()} BEFORE {moment} ON {table.name} "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM {version} WHERE id IN ({ids}) AND state IN ({_STATES})) "
            f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
        )


def _version_in_postgresql(table: Table) -> tuple[str, ...]:
    moving = ", ".join(f"'{name}'" for name in sorted(STANDING))
    changed = " IS DISTINCT FROM ".join(f"to_jsonb({row}) - ARRAY[{moving}]" for row in ("NEW", "OLD"))
    body = (
        f"IF OLD.state IN ({_STATES}) THEN IF TG_OP = 'DELETE' THEN {_RAISE} "
        f"ELSIF {changed} OR {_backwards()} THEN {_RAISE} END IF; END IF;"
    )
    made = _FUNCTION.format(name=function(table.name), body=body)
    return (made, _trigger(table, "UPDATE OR DELETE"))


def _part_in_postgresql(table: Table, version: str, key: str) -> tuple[str, ...]:
    body = " ".join(
        # Shared: a publication under way is waited for, and none begins meanwhile.
        f"IF TG_OP <> '{never}' THEN SELECT state INTO held FROM {version} WHERE id = {row}.{key} FOR SHARE; "  # noqa: S608
        f"IF held IN ({_STATES}) THEN {_RAISE} END IF; END IF;"
        for never, row in (("INSERT", "OLD"), ("DELETE", "NEW"))
    )
    made = _FUNCTION.format(name=function(table.name), body=body)
    return (made, _trigger(table, "INSERT OR UPDATE OR DELETE"))


def _trigger(table: Table, moments: str) -> str:
    name = function(table.name)
    return f"CREATE TRIGGER {name} BEFORE {moments} ON {table.name} FOR EACH ROW EXECUTE FUNCTION {name}()"
