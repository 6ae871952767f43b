"""What became of an author's own versions: how far, what talk is open, whose opinion is late (J1, step 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from curriculum import clock
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.version import VersionState
from curriculum.reviews import queries, queue
from curriculum.reviews.kinds import KINDS, Kind, version_id
from curriculum.reviews.models import ReviewRequest
from curriculum.reviews.queries import OpenVersion

AWAY = frozenset({VersionState.IN_REVIEW, VersionState.PILOT, VersionState.APPROVED})
"""Handed on: others act now, and who wrote it answers."""


@dataclass(frozen=True)
class Followed:
    """A version that its author handed on, with what is open about it."""

    kind: str
    code: str
    version: int
    title: Bilingual
    state: VersionState
    since: date
    threads: int
    awaited: int
    """Opinions asked by name and not given yet."""
    late: int
    """Those of them whose day has passed."""


def followed(actor: Actor) -> list[Followed]:
    """The versions the actor wrote and handed on, those with late opinions first, then the oldest."""
    versions = [
        one for one in queries.open_versions() if one.state in AWAY and str(actor.account_id) in one.writers
    ]
    rows = [row for name, kind in KINDS.items() for row in _rows(kind, _of(versions, name))]
    return sorted(rows, key=lambda row: (-row.late, row.since, row.code))


def _of(versions: Sequence[OpenVersion], name: str) -> list[OpenVersion]:
    return [one for one in versions if one.kind == name]


def _rows(kind: Kind, versions: Sequence[OpenVersion]) -> list[Followed]:
    if not versions:
        return []
    ids, since = [one.id for one in versions], queue.since_when(versions)
    threads, asked = queries.open_threads(kind.name, ids), _awaited(kind, ids)
    return [
        Followed(
            *(one.kind, one.code, one.version, one.title, one.state),
            since=since[(one.kind, one.id)],
            threads=threads.get(one.id, 0),
            awaited=sum(version_id(row) == one.id for row in asked),
            late=sum(version_id(row) == one.id and row.due_on < clock.today() for row in asked),
        )
        for one in versions
    ]


def _awaited(kind: Kind, version_ids: Sequence[int]) -> list[ReviewRequest]:
    """The questions about some versions that nobody has answered or taken back."""
    wanted = select(ReviewRequest).where(
        getattr(ReviewRequest, kind.column).in_(version_ids), ReviewRequest.ended_at.is_(None)
    )
    return queries.unanswered(db.session.scalars(wanted).all(), kind)
