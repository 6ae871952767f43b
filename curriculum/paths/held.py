"""Enrolments as they stand now, held until the transaction ends: the second sees what the first did."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from curriculum.db import db
from curriculum.paths.models import PathEnrolment

_HELD = "enrolments held"


def held(enrolment: PathEnrolment) -> PathEnrolment:
    """One enrolment read afresh and held; held already in this transaction, it is not read again."""
    if enrolment.id not in _known():
        _hold(PathEnrolment.person_id == enrolment.person_id, PathEnrolment.id == enrolment.id)
    return enrolment


def held_by_id(ids: Collection[int]) -> dict[int, PathEnrolment]:
    """Some enrolments by key, read afresh at once and held, in one order for everybody."""
    return _hold(PathEnrolment.id.in_(sorted(ids)))


def _hold(*which: ColumnElement[bool]) -> dict[int, PathEnrolment]:
    wanted = select(PathEnrolment).where(*which).order_by(PathEnrolment.person_id, PathEnrolment.id)
    fresh = wanted.with_for_update().execution_options(populate_existing=True)
    rows = {one.id: one for one in db.session.scalars(fresh)}
    _known().update(rows)
    return rows


def _known() -> set[int]:
    """The keys held by the running transaction; outside of one nothing is."""
    info = db.session().info
    known: set[int] = info.setdefault(_HELD, set()) if info.get("writing") else set()
    return known
