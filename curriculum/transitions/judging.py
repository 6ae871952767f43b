"""The dry run: what a move means for each person, in chunks whose facts are read once; nothing is written."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from curriculum.db import db, table
from curriculum.db.prepared import Prepared
from curriculum.domain.jointly import jointly
from curriculum.domain.judging import Judgement, judge
from curriculum.domain.lifecycles.enrolment import MOVABLE, EnrolmentState
from curriculum.domain.migration import Links, Move, kept, links, move
from curriculum.domain.path import Path
from curriculum.paths import engine
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from curriculum.progress import queries as progress
from curriculum.progress.dossiers import Reader
from curriculum.progress.facts import IDS, facts_of
from curriculum.progress.terms import terms_of

CHUNK = 500
"""Persons whose facts are read at once."""

_ENROLMENT = table(PathEnrolment).c
_ROWS = select(
    _ENROLMENT.person_id,
    _ENROLMENT.id,
    _ENROLMENT.path_version_id,
    _ENROLMENT.renews_path_version_id,
    _ENROLMENT.route,
    _ENROLMENT.state,
    _ENROLMENT.entry_grounds,
    _ENROLMENT.designated_on,
    _ENROLMENT.mentor_id,
    _ENROLMENT.pins,
)
_BY_ID = Prepared(_ROWS.where(_ENROLMENT.id.in_(IDS)).order_by(_ENROLMENT.person_id))


class Mover(NamedTuple):
    """An enrolment with what judging it needs; `path_version_id` is where it is judged."""

    person_id: int
    id: int
    path_version_id: int
    renews_path_version_id: int | None
    route: str
    state: EnrolmentState
    entry_grounds: Any
    designated_on: date
    mentor_id: int | None
    pins: Any


class Judged(NamedTuple):
    """What the move would mean for one enrolment."""

    mover: Mover
    move: Move


def movers(version_id: int) -> list[Mover]:
    """Everybody who may move from a version, by person."""
    wanted = _ROWS.where(_ENROLMENT.path_version_id == version_id, _ENROLMENT.state.in_(MOVABLE))
    return [Mover._make(row) for row in db.session.execute(wanted.order_by(_ENROLMENT.person_id)).all()]


def movers_by_id(enrolment_ids: Sequence[int]) -> list[Mover]:
    """Some enrolments, by person."""
    return [Mover._make(row) for row in _BY_ID.all(ids=sorted(enrolment_ids))]


def judged(these: Sequence[Mover], to_version_id: int, on: date) -> Iterator[Judged]:
    """Judge what the move to another version would mean for some people, on one day."""
    routes = _Routes(to_version_id)
    for start in range(0, len(these), CHUNK):
        with _uncollected():
            found = _chunk(these[start : start + CHUNK], routes, on)
        yield from found


def keeps(one: Mover, to_version_id: int, on: date) -> tuple[str, ...]:
    """The outcomes of another version that somebody would hold there as they are, by code."""
    routes, facts = _Routes(to_version_id), facts_of([one.person_id])
    terms = terms_of(facts.values()).limited(routes.reach([one]))
    return kept(*_beside(one, Reader(facts[one.person_id], terms), routes, on))


def _chunk(some: Sequence[Mover], routes: "_Routes", on: date) -> list[Judged]:
    facts = facts_of(one.person_id for one in some)
    terms = terms_of(facts.values()).limited(routes.reach(some))
    return [Judged(one, _move(one, Reader(facts[one.person_id], terms), routes, on)) for one in some]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector of cycles rest: facts and judgements refer to nothing that refers back to them."""
    rested = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if rested:
            gc.enable()


class _Routes:
    """The paths of a move with their links, worked out once for all who renew the same version."""

    def __init__(self, to_version_id: int) -> None:
        self.to = to_version_id
        self._known: dict[tuple[int, int | None, str], tuple[Path, Path, Links]] = {}

    def _route(self, route: str) -> str:
        """The same route where the newer version still has it, as the move itself will keep it."""
        return route if route in {one["key"] for one in paths.version(self.to).routes} else ""

    def reach(self, some: Iterable[Mover]) -> frozenset[str]:
        """The outcomes that count for anything on the paths of some people."""
        ways = {_key(one): self.of(one) for one in some}
        return frozenset(
            code for old, new, _ in ways.values() for code in (*old.plan.routes, *new.plan.routes)
        )

    def of(self, one: Mover) -> tuple[Path, Path, Links]:
        key = _key(one)
        if key not in self._known:
            new = engine.plan(self.to, key[1], self._route(one.route))
            old, new = jointly(engine.plan(*key), new)
            self._known[key] = old, new, links(old, new)
        return self._known[key]


def _key(one: Mover) -> tuple[int, int | None, str]:
    return one.path_version_id, one.renews_path_version_id, one.route


def _move(one: Any, reader: Reader, routes: _Routes, on: date) -> Move:
    return move(*_beside(one, reader, routes, on))


def _beside(one: Any, reader: Reader, routes: _Routes, on: date) -> tuple[Judgement, Judgement, Links]:
    """Where somebody stands on both versions, and what goes on from one to the other."""
    old, new, onward = routes.of(one)
    # What somebody pinned to components of the older version says nothing about the newer one.
    there = one._replace(path_version_id=routes.to, pins=())
    entry = progress.entry_of(one)
    before = judge(progress.along(reader, one, old, entry), on)
    return before, judge(progress.along(reader, there, new, entry), on, before), onward
