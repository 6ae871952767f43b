"""Threads, questions and delegations as rows, and the versions that are being made."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select

from curriculum import refs
from curriculum.catalogue.models import Module, ModuleOpinion, ModuleVersion
from curriculum.catalogue.queries import OPEN as OPEN
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Key
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import found
from curriculum.paths.models import Path, PathOpinion, PathVersion
from curriculum.people import queries as people
from curriculum.reviews.kinds import KINDS, Kind, version_id
from curriculum.reviews.models import ReviewComment, ReviewDelegation, ReviewRequest, ReviewThread, Said

STANDS = (Said.SETTLED, Said.REOPENED, Said.TAKEN)
"""What says how a thread stands; a suggestion that was taken settles it."""


class OpenVersion(NamedTuple):
    """A version that is still being made, of either kind."""

    kind: str
    id: int
    code: str
    version: int
    state: VersionState
    title: Bilingual
    owner_id: int
    owned_id: int
    """The module or path."""
    writers: Any
    submitted_at: datetime | None


def open_versions() -> list[OpenVersion]:
    """Every version that is still being made; two statements."""
    wanted: tuple[tuple[str, Select[Any]], ...] = (
        ("modules", _open(ModuleVersion, Module, ModuleVersion.module_id)),
        ("paths", _open(PathVersion, Path, PathVersion.path_id)),
    )
    return [OpenVersion(kind, *row) for kind, one in wanted for row in db.session.execute(one)]


def _open(version: Any, owner: Any, link: Any) -> Select[Any]:
    columns = (version.id, owner.code, version.version, version.state, version.title)
    more = (owner.owner_institution_id, owner.id, version.writers, version.submitted_at)
    wanted = select(*columns, *more).join(owner, owner.id == link)
    return wanted.where(version.state.in_(OPEN)).order_by(owner.code)


def thread(ref: str) -> ReviewThread:
    """The thread behind an opaque reference."""
    return found(db.session.get(ReviewThread, refs.unseal(ref) or 0), "thread", "")


def seal(row: Any) -> str:
    """The opaque reference of one of our rows."""
    return refs.seal(row.id)


def comment(ref: str) -> ReviewComment:
    """The entry behind an opaque reference."""
    return found(db.session.get(ReviewComment, refs.unseal(ref) or 0), "comment", "")


def request(ref: str) -> ReviewRequest:
    """The question behind an opaque reference."""
    return found(db.session.get(ReviewRequest, refs.unseal(ref) or 0), "request", "")


def delegation(ref: str) -> ReviewDelegation:
    """The delegation behind an opaque reference."""
    return found(db.session.get(ReviewDelegation, refs.unseal(ref) or 0), "delegation", "")


def threads_on(kind: Kind, version: int) -> Sequence[ReviewThread]:
    """Every thread about a version, in the order of their beginning."""
    wanted = select(ReviewThread).where(getattr(ReviewThread, kind.column) == version)
    return db.session.scalars(wanted.order_by(ReviewThread.id)).all()


def comments_in(thread_ids: Collection[int]) -> dict[int, list[ReviewComment]]:
    """What was said in threads, oldest first; one statement."""
    wanted = select(ReviewComment).where(ReviewComment.thread_id.in_(thread_ids)).order_by(ReviewComment.id)
    said: dict[int, list[ReviewComment]] = {}
    for one in db.session.scalars(wanted):
        said.setdefault(one.thread_id, []).append(one)
    return said


def is_settled(said: Iterable[ReviewComment]) -> bool:
    """Whether the last word on a thread was that it is settled."""
    last = [one.said for one in said if one.said in STANDS]
    return bool(last) and last[-1] is not Said.REOPENED


def answers(said: Iterable[ReviewComment]) -> dict[int, ReviewComment]:
    """By suggestion, the entry that took or declined it."""
    return {one.answers_id: one for one in said if one.answers_id is not None}


def open_threads(kind: str, version_ids: Collection[int]) -> dict[int, int]:
    """How many threads of versions are not settled; two statements whatever their number."""
    column = getattr(ReviewThread, KINDS[kind].column)
    rows = db.session.execute(select(ReviewThread.id, column).where(column.in_(version_ids))).all()
    wanted = select(ReviewComment.thread_id, ReviewComment.said).where(
        ReviewComment.thread_id.in_([row[0] for row in rows]), ReviewComment.said.in_(STANDS)
    )
    last = {row[0]: row[1] for row in db.session.execute(wanted.order_by(ReviewComment.id))}
    counted: dict[int, int] = {}
    for thread_id, version in rows:
        if last.get(thread_id) in (None, Said.REOPENED):
            counted[version] = counted.get(version, 0) + 1
    return counted


def requests_on(kind: Kind, version: int) -> Sequence[ReviewRequest]:
    """Every question about a version that was not taken back, oldest first."""
    wanted = select(ReviewRequest).where(
        getattr(ReviewRequest, kind.column) == version, ReviewRequest.ended_at.is_(None)
    )
    return db.session.scalars(wanted.order_by(ReviewRequest.id)).all()


def requests_to(account_id: Key | None) -> Sequence[ReviewRequest]:
    """Every question to an account that was not taken back, oldest first."""
    wanted = select(ReviewRequest).where(
        ReviewRequest.account_id == account_id, ReviewRequest.ended_at.is_(None)
    )
    return db.session.scalars(wanted.order_by(ReviewRequest.id)).all()


def answer_to(one: ReviewRequest, opinions: Iterable[Any]) -> Any | None:
    """The opinion that answers a question: of that account, in that name, given after it was asked.

    Keys rise with time, so that of two in one moment it is known which came first.
    """
    given = (
        each
        for each in opinions
        if each.given_by == one.account_id
        and each.given_as == one.given_as
        and (each.given_at, each.id) > (one.asked_at, one.id)
    )
    return next(given, None)


def unanswered(rows: Iterable[ReviewRequest], kind: Kind) -> list[ReviewRequest]:
    """Those of these questions about versions of one kind that nobody has answered."""
    mine = [one for one in rows if getattr(one, kind.column) is not None]
    given = {each: kind.way.opinions(each) for each in {version_id(one) for one in mine}}
    return [one for one in mine if answer_to(one, given[version_id(one)]) is None]


def opinions_given(kind: str, version_ids: Collection[int]) -> dict[int, list[tuple[str, datetime]]]:
    """In whose name and when opinions on versions of one kind were given; one statement."""
    columns: Mapping[str, tuple[Any, Any]] = {
        "modules": (ModuleOpinion, ModuleOpinion.version_id),
        "paths": (PathOpinion, PathOpinion.path_version_id),
    }
    model, column = columns[kind]
    given: dict[int, list[tuple[str, datetime]]] = {}
    wanted = select(column, model.given_as, model.given_at).where(column.in_(version_ids))
    for version, name, at in db.session.execute(wanted) if version_ids else ():
        given.setdefault(version, []).append((name, at))
    return given


def delegations_to(account_id: Key | None, on: date) -> Sequence[ReviewDelegation]:
    """What is lent to an account that day."""
    wanted = select(ReviewDelegation).where(
        ReviewDelegation.to_account_id == account_id,
        ReviewDelegation.from_ <= on,
        ReviewDelegation.to >= on,
        or_(ReviewDelegation.ended_on.is_(None), ReviewDelegation.ended_on > on),
    )
    return db.session.scalars(wanted.order_by(ReviewDelegation.id)).all()


def delegations_of(account_id: Key | None) -> Sequence[ReviewDelegation]:
    """Everything an account ever lent or was lent, newest first."""
    ours = or_(ReviewDelegation.from_account_id == account_id, ReviewDelegation.to_account_id == account_id)
    return db.session.scalars(select(ReviewDelegation).where(ours).order_by(ReviewDelegation.id.desc())).all()


def aliases(person_ids: Iterable[int | None]) -> frozenset[Key]:
    """Persons with all records merged into them."""
    return frozenset(one for each in person_ids if each is not None for one in people.aliases(each))
