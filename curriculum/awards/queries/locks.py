"""In which order rows are held: the person, the application, then what hangs on it (PostgreSQL).

At the end of every transaction that touched somebody their standing is settled, and for that their row is
held. So whoever holds an application holds its person before: else a correction and the worker would each
wait for what the other has. Keys never change, so whoever only refers to a held row does not wait.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Select, select

from curriculum.db import db
from curriculum.people.models import Person

Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])


def hold_persons(whom: Iterable[int] | Select[int]) -> None:
    """Hold some persons until the transaction ends, in one order; SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    ids = whom if isinstance(whom, Select) else set(whom)
    wanted = select(Person.id).where(Person.id.in_(ids)).order_by(Person.id)
    db.session.execute(wanted.with_for_update(key_share=True))


def locked(wanted: Rows, lock: bool) -> Rows:
    """Keep a second click waiting until the first is done."""
    fresh = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    return fresh if lock else wanted
