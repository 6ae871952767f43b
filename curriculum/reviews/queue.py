"""What waits for an actor in review, with its age and target day, overdue first (J1, step 6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from curriculum import clock
from curriculum.access import is_permitted
from curriculum.accounts import queries as accounts
from curriculum.audit import queries as trail
from curriculum.catalogue import queries as catalogue
from curriculum.db import Bilingual
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.lifecycles.version import MODULE_VERSION, VersionState
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
    since = _since(versions)
    threads = {
        kind: queries.open_threads(kind, [one.id for one in versions if one.kind == kind]) for kind in KINDS
    }
    reader = _Reader(actor)
    rows = [
        _row(step, one, since[(one.kind, one.id)], threads[one.kind].get(one.id, 0), lent_by)
        for one in versions
        for step, lent_by in reader.steps(one)
    ]
    asked = _opinions(actor, {(one.kind, one.id): one for one in versions}, threads)
    return _ordered([*rows, *asked])


def _ordered(rows: Iterable[Waiting]) -> list[Waiting]:
    on = clock.today()
    return sorted(rows, key=lambda row: (not row.is_overdue(on), row.since, row.code))


def _since(versions: Sequence[OpenVersion]) -> dict[tuple[str, int], date]:
    """Since when each version stands where it stands, by the trail; what it does not tell began today."""
    found: dict[tuple[str, int], date] = {}
    for kind, table in (("modules", "module_version"), ("paths", "path_version")):
        ids = [one.id for one in versions if one.kind == kind]
        moved = trail.latest(table, ids, _MOVES)
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

    def _about(self, one: OpenVersion) -> Subject:
        owners = self.lineages[one.owner_id]
        paths = frozenset({one.owned_id}) if one.kind == "paths" else frozenset[int]()
        return Subject(institutions=owners, owners=owners, paths=paths)

    def _lender(self, permission: Permission, about: Subject, one: OpenVersion) -> str | None:
        for loan in reach.reaching(self.loans, self.actor, about):
            if is_permitted(loan.widen(self.actor), permission, about) and not reach.wrote(loan.lender, one):
                return self.names[loan.delegation.from_account_id]
        return None


def _opinions(
    actor: Actor, versions: dict[tuple[str, int], OpenVersion], threads: dict[str, dict[int, int]]
) -> Iterable[Waiting]:
    """The opinions asked of the actor that are still to be given."""
    rows = queries.requests_to(actor.account_id)
    for name, kind in KINDS.items():
        for row in queries.unanswered(rows, kind):
            one: Any = versions.get((name, version_id(row)))
            if one is None or one.state not in (S.IN_REVIEW, S.PILOT):
                continue
            since, many = row.asked_at.date(), threads[name].get(one.id, 0)
            where = (name, one.code, one.version, one.title, one.state)
            yield Waiting(Step.OPINION, *where, since, row.due_on, many)
