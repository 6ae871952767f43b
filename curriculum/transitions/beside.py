"""What pages of the rooms below show of the terms of a transition, without knowing this room."""

from datetime import date
from typing import Any, NamedTuple

from flask import url_for

from curriculum.access import current_actor, is_permitted
from curriculum.domain.permissions import Permission
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion
from curriculum.transitions import terms


class LastDay(NamedTuple):
    """The last day of the version before, as decided, and where this reader decides another, if anywhere."""

    day: date
    url: str


def last_day(version: PathVersion) -> LastDay | None:
    """What was decided for a version of a path; None where nothing was, and publishing asks for it."""
    decided = terms.find_terms(version.id)
    if decided is None:
        return None
    if not is_permitted(current_actor(), Permission.MIGRATION_PREPARE, paths.subject(version.id)):
        return LastDay(decided.teach_out_until, "")
    where = url_for("transitions.of_path", code=version.path.code, number=version.version)
    return LastDay(decided.teach_out_until, where)


def context() -> dict[str, Any]:
    """What templates of all rooms may ask."""
    return {"last_day": last_day}
