"""One row held while a transaction works at it."""

from typing import Any, TypeVar

from curriculum.db import Base, db

Row = TypeVar("Row", bound=Base)


def hold(kind: type[Row], key: Any) -> Row | None:
    """The row as it stands now, held until the transaction ends: of two at once one waits."""
    return db.session.get(kind, key, populate_existing=True, with_for_update=True)
