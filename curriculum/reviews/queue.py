"""What waits for an actor in review, with its age and target day, overdue first (J1, step 6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from curriculum import clock
from curriculum.access import is_permitted
from curriculum.accounts import queries as accounts
from curriculum.audit import queries as trail
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import steps
from curriculum.catalogue.content import GivenAs
from curriculum.db import Bilingual
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycle import Lifecycle
from curriculum.domain.lifecycles.version import MODULE_VERSION, PATH_VERSION, VersionState
from curriculum.domain.permissions import Permission
from curriculum.reviews import queries, reach, targets
from curriculum.reviews.kinds import KINDS, version_id
from curriculum.reviews.queries import OpenVersion

P, S = Permission, VersionState


class Step(StrEnum):
    """What is to be done with a version that waits."""

    OPINION = "opinion"
    DECIDE = "decide"
    PUBLISH = "publish"
    WRITE = "write"


@dataclass(frozen=True)
class Waiting:
    """A version that waits for the actor, since when, until when it should not."""

    step: Step
    kind: str
    code: str
    version: int
    title: Bilingual
    state: VersionState
    since: date
    due: date
    threads: int
    lent_by: str = ""
    """Who lent the power to do it; empty where it is one's own."""
    given_as: GivenAs | None = None
    """In whose name an opinion is wanted."""

    def is_overdue(self, on: date) -> bool:
        """Whether its target day has passed."""
        return self.due < on

    def days(self, on: date) -> int:
        """How long it has waited."""
        return (on - self.since).days


@dataclass(frozen=True)
class Filters:
    """What of the queue is asked for; empty: everything."""

    step: str = ""
    kind: str = ""
    overdue: bool = False

    def let(self, row: Waiting, on: date) -> bool:
        """Whether a row is asked for."""
        fits = self.step in ("", row.step.value) and self.kind in ("", row.kind)
        return fits and (not self.overdue or row.is_overdue(on))


ASKED: tuple[tuple[Step, tuple[VersionState, ...], Permission], ...] = (
    (Step.DECIDE, (S.IN_REVIEW, S.PILOT), P.VERSION_REVIEW),
    (Step.PUBLISH, (S.APPROVED,), P.VERSION_PUBLISH),
    (Step.WRITE, (S.DRAFT,), P.VERSION_DRAFT),
)
"""In which states a version waits for whom; who wrote decides on nothing of it."""

_MOVES = frozenset(row.event for row in MODULE_VERSION.transitions) | {"version:drafted"}


def waiting(actor: Actor) -> list[Waiting]:
    """All that waits for the actor, overdue first, then what has waited longest."""
    versions = queries.open_versions()
    since = since_when(versions)
    threads = {
        kind: queries.open_threads(kind, [one.id for one in versions if one.kind == kind]) for kind in KINDS
    }
    reader = _Reader(actor)
    rows = [
        _row(step, one, since[(one.kind, one.id)], threads[one.kind].get(one.id, 0), lent_by)
        for one in versions
        for step, lent_by in reader.steps(one)
    ]
    asked = list(_asked(actor, {(one.kind, one.id): one for one in versions}, threads))
    wanted = [
        _wanted(one, name, threads[one.kind].get(one.id, 0))
        for one, name in reader.wanted(versions, rows, asked)
    ]
    return _ordered([*rows, *asked, *wanted])


def _wanted(one: OpenVersion, name: GivenAs, threads: int) -> Waiting:
    """An opinion that the checklist wants since the version was submitted, as long as others may take."""
    since = one.submitted_at.date() if one.submitted_at else clock.today()
    due = since + timedelta(days=targets.days(targets.OPINION))
    where = (one.kind, one.code, one.version, one.title, one.state)
    return Waiting(Step.OPINION, *where, since, due, threads, given_as=name)


def _ordered(rows: Iterable[Waiting]) -> list[Waiting]:
    on = clock.today()
    return sorted(rows, key=lambda row: (not row.is_overdue(on), row.since, row.code))


def since_when(versions: Sequence[OpenVersion]) -> dict[tuple[str, int], date]:
    """Since when each version stands where it stands, by the trail; what it does not tell began today."""
    found: dict[tuple[str, int], date] = {}
    for kind, known in KINDS.items():
        ids = [one.id for one in versions if one.kind == kind]
        moved = trail.latest(known.table, ids, _MOVES)
        found |= {(kind, one): moved[one].date() if one in moved else clock.today() for one in ids}
    return found


def _row(step: Step, one: OpenVersion, since: date, threads: int, lent_by: str) -> Waiting:
    due = targets.due(one.state, since)
    return Waiting(step, one.kind, one.code, one.version, one.title, one.state, since, due, threads, lent_by)


class _Reader:
    """What the actor may do with versions; everything that is the same for all of them is asked once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.loans = reach.loans(actor)
        self.lineages = catalogue.all_lineages()
        lenders = [one.delegation.from_account_id for one in self.loans]
        self.names = accounts.names_of(lenders) if lenders else {}

    def steps(self, one: OpenVersion) -> Iterable[tuple[Step, str]]:
        """The steps that wait for the actor, with who lent the power."""
        about = self._about(one)
        mine = str(self.actor.account_id) in one.writers
        for step, states, permission in ASKED:
            if one.state not in states or (mine and step is Step.DECIDE):
                continue
            if is_permitted(self.actor, permission, about):
                yield step, ""
            elif (lender := self._lender(permission, about, one)) is not None:
                yield step, lender

    def wanted(
        self, versions: Sequence[OpenVersion], deciding: Iterable[Waiting], asked: Iterable[Waiting]
    ) -> Iterable[tuple[OpenVersion, GivenAs]]:
        """The opinions that checklists want of the actor, unless asked by name: nobody is told twice.

        Whoever decides on a version has it before them and needs no second line for the thematic unit.
        """
        told = {(row.kind, row.code, row.given_as) for row in asked}
        told |= {
            (row.kind, row.code, GivenAs.THEMATIC)
            for row in deciding
            if row.step is Step.DECIDE and not row.lent_by
        }
        spoken = {(one.kind, one.id): self._spoken(one) for one in versions}
        given = {
            kind: queries.opinions_given(
                kind, [key for name, key in spoken if name == kind and spoken[name, key]]
            )
            for kind in KINDS
        }
        for one in versions:
            begun = one.submitted_at
            heard = {name for name, at in given[one.kind].get(one.id, ()) if begun is None or at >= begun}
            for name in sorted(spoken[one.kind, one.id]):
                if name not in heard and (one.kind, one.code, name) not in told:
                    yield one, name

    def _spoken(self, one: OpenVersion) -> frozenset[GivenAs]:
        """The names in which the checklist of a version wants the actor's opinion."""
        if one.state not in (S.IN_REVIEW, S.PILOT) or str(self.actor.account_id) in one.writers:
            return frozenset()
        spoken = frozenset(steps.parties(self.actor, self._about(one)))
        if not spoken:
            return spoken
        table = self._table(one, whole=GivenAs.COORDINATION in spoken)
        return spoken & steps.wanted(table, one.state)

    def _table(self, one: OpenVersion, *, whole: bool) -> Lifecycle[VersionState]:
        """The life cycle of a version; only who endorses has to know which institutions meet in a path."""
        if one.kind == "paths" and not whole:
            return PATH_VERSION
        return KINDS[one.kind].way.table(KINDS[one.kind].read(one.id) if one.kind == "paths" else None)

    def _about(self, one: OpenVersion) -> Subject:
        owners = self.lineages[one.owner_id]
        paths = frozenset({one.owned_id}) if one.kind == "paths" else frozenset[int]()
        return replace(Subject.owned_by(owners), paths=paths)

    def _lender(self, permission: Permission, about: Subject, one: OpenVersion) -> str | None:
        for loan in reach.reaching(self.loans, self.actor, about):
            if is_permitted(loan.widen(self.actor), permission, about) and not reach.wrote(loan.lender, one):
                return self.names[loan.delegation.from_account_id]
        return None


def _asked(
    actor: Actor, versions: dict[tuple[str, int], OpenVersion], threads: dict[str, dict[int, int]]
) -> Iterable[Waiting]:
    """The opinions asked of the actor by name that are still to be given."""
    rows = queries.requests_to(actor.account_id)
    for name, kind in KINDS.items():
        for row in queries.unanswered(rows, kind):
            one: Any = versions.get((name, version_id(row)))
            if one is None or one.state not in (S.IN_REVIEW, S.PILOT):
                continue
            since, many = row.asked_at.date(), threads[name].get(one.id, 0)
            where = (name, one.code, one.version, one.title, one.state)
            yield Waiting(Step.OPINION, *where, since, row.due_on, many, given_as=row.given_as)
