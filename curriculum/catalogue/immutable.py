"""The guard of I-06: the content of a published version, module or path, never changes again."""

from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.engine import Connection

from curriculum.catalogue import guards
from curriculum.catalogue.standing import FROZEN as FROZEN
from curriculum.catalogue.standing import STANDING
from curriculum.db import table
from curriculum.domain.refusals import Refusal, RefusalCode


def keep_version(model: type[Any]) -> None:
    """Refuse every change of content to a version whose stored state is published or later (I-06).

    The session refuses first, with words for the page; the database refuses whatever goes beside it.
    """
    guards.hold_version(table(model))
    event.listen(model, "before_update", _version_changes)
    event.listen(model, "before_delete", _version_goes)


def keep_parts(model: type[Any], version: type[Any], key: str) -> None:
    """Refuse to add, change or remove a part (an outcome, a component) of such a version (I-06)."""
    guards.hold_parts(table(model), table(version).name, key)

    def _part_changes(mapper: Any, connection: Connection, part: Any) -> None:
        state = connection.scalar(select(version.state).where(version.id == getattr(part, key)))
        if state in FROZEN:
            raise Refusal(RefusalCode.VERSION_PUBLISHED, state=state)

    for moment in ("before_insert", "before_update", "before_delete"):
        event.listen(model, moment, _part_changes)


def _version_changes(mapper: Any, connection: Connection, version: Any) -> None:
    seen = inspect(version)
    before = seen.attrs.state.history.deleted
    state = before[0] if before else version.state
    changed = {
        column.key
        for column in mapper.column_attrs
        if column.key not in STANDING and seen.attrs[column.key].history.has_changes()
    }
    if state in FROZEN and changed:
        raise Refusal(RefusalCode.VERSION_PUBLISHED, state=state, fields=tuple(sorted(changed)))


def _version_goes(mapper: Any, connection: Connection, version: Any) -> None:
    if version.state in FROZEN:
        raise Refusal(RefusalCode.VERSION_PUBLISHED, state=version.state)
