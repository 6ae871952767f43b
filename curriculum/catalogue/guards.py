"""Triggers that hold I-06 in the database itself, written from the same list as the guard of the session."""

from sqlalchemy import Table

from curriculum.catalogue.standing import FROZEN, STANDING, STEPS
from curriculum.db import guards
from curriculum.db.guards import hold_log as hold_log

PUBLISHED = guards.Rule("I-06: a published version is never changed", FROZEN, STANDING, STEPS)


def hold_version(table: Table) -> None:
    """Refuse to remove a published version, to change more than its standing, or to take it backwards."""
    guards.hold_whole(table, PUBLISHED)


def hold_parts(table: Table, version: str, key: str) -> None:
    """Refuse to add, change or remove a part of a published version."""
    guards.hold_parts(table, version, key, PUBLISHED)
