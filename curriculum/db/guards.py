"""Triggers by which the database itself keeps rows as they are, whoever writes past the rooms.

A bulk update, a statement by hand or another program: what a rule froze stays. The same statements are run
by `create_all` and written into the migration.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import DDL, Table, event

DIALECTS = ("sqlite", "postgresql")
Statements = Mapping[str, tuple[str, ...]]
"""By dialect: what makes the triggers of a table."""

_guards: dict[str, Statements] = {}

_STAYS = "ADR 0024: what was said is never changed or removed"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE held text; BEGIN {body} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
)


class Rule(NamedTuple):
    """What is frozen: from which states on, what still moves then, which steps lead on; how it says no."""

    says: str
    frozen: Collection[StrEnum]
    standing: Collection[str]
    moves: Collection[tuple[StrEnum, StrEnum]]

    @property
    def states(self) -> str:
        """The frozen states as SQL lists them."""
        return ", ".join(f"'{state.value}'" for state in sorted(self.frozen))

    @property
    def backwards(self) -> str:
        """Whether an update takes a step that does not lead on, as SQL asks it."""
        moves = ", ".join(f"('{before.value}', '{after.value}')" for before, after in sorted(self.moves))
        return f"(NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (VALUES {moves}))"

    @property
    def refusal(self) -> str:
        """The sentence of PostgreSQL that refuses."""
        return f"RAISE EXCEPTION '{self.says}' USING ERRCODE = 'integrity_constraint_violation';"


def hold_whole(table: Table, rule: Rule) -> None:
    """Refuse to remove a frozen row, to change more than its standing, or to take it backwards."""
    _hold(table, {"sqlite": _whole_in_sqlite(table, rule), "postgresql": _whole_in_postgresql(table, rule)})


def hold_parts(table: Table, whole: str, key: str, rule: Rule) -> None:
    """Refuse to add, change or remove a part of a frozen row."""
    _hold(
        table,
        {
            "sqlite": tuple(_part_in_sqlite(table, whole, key, rule)),
            "postgresql": _part_in_postgresql(table, whole, key, rule),
        },
    )


def hold_log(table: Table, says: str = _STAYS, standing: Collection[str] = ()) -> None:
    """Refuse to remove any row, or to change more of it than `standing`: what was said stays (ADR 0024)."""
    kept = [column.name for column in table.columns if column.name not in standing]
    changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in kept)
    sqlite = tuple(
        f"CREATE TRIGGER keep_{table.name}_{moment.lower()} BEFORE {moment} ON {table.name} "
        f"{f'WHEN {changed} ' if standing and moment == 'UPDATE' else ''}"
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        for moment in ("UPDATE", "DELETE")
    )
    body = f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';"
    if standing:
        body = f"IF TG_OP = 'DELETE' OR {_moved(standing)} THEN {body} END IF;"
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


def _whole_in_sqlite(table: Table, rule: Rule) -> tuple[str, ...]:
    kept = [column.name for column in table.columns if column.name not in rule.standing]
    changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in kept)
    return (
        f"CREATE TRIGGER keep_{table.name}_update BEFORE UPDATE ON {table.name} "
        f"WHEN OLD.state IN ({rule.states}) AND ({changed} OR {rule.backwards}) "
        f"BEGIN SELECT RAISE(ABORT, '{rule.says}'); END",
        f"CREATE TRIGGER keep_{table.name}_delete BEFORE DELETE ON {table.name} "
        f"WHEN OLD.state IN ({rule.states}) BEGIN SELECT RAISE(ABORT, '{rule.says}'); END",
    )


def _part_in_sqlite(table: Table, whole: str, key: str, rule: Rule) -> Iterable[str]:
    for moment, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        ids = ", ".join(f"{row}.{key}" for row in rows)
        yield (
            f"CREATE TRIGGER keep_{table.name}_{moment.lower()} BEFORE {moment} ON {table.name} "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM {whole} WHERE id IN ({ids}) AND state IN ({rule.states})) "
            f"BEGIN SELECT RAISE(ABORT, '{rule.says}'); END"
        )


def _whole_in_postgresql(table: Table, rule: Rule) -> tuple[str, ...]:
    body = (
        f"IF OLD.state IN ({rule.states}) THEN IF TG_OP = 'DELETE' THEN {rule.refusal} "
        f"ELSIF {_moved(rule.standing)} OR {rule.backwards} THEN {rule.refusal} END IF; END IF;"
    )
    made = _FUNCTION.format(name=function(table.name), body=body)
    return (made, _trigger(table, "UPDATE OR DELETE"))


def _moved(standing: Collection[str]) -> str:
    """Whether an update changes more than these columns, as PostgreSQL asks it."""
    moving = ", ".join(f"'{name}'" for name in sorted(standing))
    return " IS DISTINCT FROM ".join(f"to_jsonb({row}) - ARRAY[{moving}]" for row in ("NEW", "OLD"))


def _part_in_postgresql(table: Table, whole: str, key: str, rule: Rule) -> tuple[str, ...]:
    body = " ".join(
        # Shared: a step under way is waited for, and none begins meanwhile.
        f"IF TG_OP <> '{never}' THEN SELECT state INTO held FROM {whole} WHERE id = {row}.{key} FOR SHARE; "  # noqa: S608
        f"IF held IN ({rule.states}) THEN {rule.refusal} END IF; END IF;"
        for never, row in (("INSERT", "OLD"), ("DELETE", "NEW"))
    )
    made = _FUNCTION.format(name=function(table.name), body=body)
    return (made, _trigger(table, "INSERT OR UPDATE OR DELETE"))


def _trigger(table: Table, moments: str) -> str:
    name = function(table.name)
    return f"CREATE TRIGGER {name} BEFORE {moments} ON {table.name} FOR EACH ROW EXECUTE FUNCTION {name}()"
