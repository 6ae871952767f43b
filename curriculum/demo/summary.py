"""What the load has brought about, counted from the tables, and the accounts to look around with."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from curriculum import clock
from curriculum.accounts import navigation
from curriculum.accounts import queries as accounts
from curriculum.awards import queries
from curriculum.awards.applications import snapshots
from curriculum.awards.models import Application, Certificate
from curriculum.db import db
from curriculum.delivery.models import AttendanceFigure, FigureState
from curriculum.demo import cast
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.lifecycles.import_row import UNDECIDED
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import Progress
from curriculum.donors.models import Donor, Offering, Programme
from curriculum.evidence.models import Evidence
from curriculum.intake.models import ImportBatch, ImportRow, MatchCandidate
from curriculum.paths import queries as paths
from curriculum.people import queries as people
from curriculum.people.models import Person

TWO = 2
"""Donors whose lists a certificate has to rest on to be named (issue 2, The demo)."""


@dataclass(frozen=True)
class Shared:
    """A certificate that rests on the lists of several donors."""

    number: str
    holder: str
    donors: tuple[str, ...]


@dataclass(frozen=True)
class CastMember:
    """One account offered on the sign-in page, and the page it begins on."""

    login: str
    name: str
    landing: str


@dataclass(frozen=True)
class Summary:
    """Velmaria in numbers."""

    persons: int
    lists: int
    rows: int
    lanes: dict[str, int]
    """Rows by the lane the matching put them into, and those set aside before."""
    found: int
    """Rows of known persons that were linked or whose person came first among the candidates."""
    undecided: int
    participations: int
    disputes: int
    certificates: dict[str, dict[str, int]] = field(default_factory=dict)
    """Kind, then status, then how many."""
    shared: tuple[Shared, ...] = ()
    waiting: dict[str, str] = field(default_factory=dict)
    """Applications under way and the step they wait at."""
    cast: tuple[CastMember, ...] = ()


def of_today() -> Summary:
    """Count the tables as they stand today."""
    rows = list(db.session.scalars(select(ImportRow)))
    return Summary(
        persons=_count(select(func.count()).select_from(Person)),
        lists=_count(select(func.count()).select_from(ImportBatch)),
        rows=len(rows),
        lanes=dict(sorted(Counter(_lane(row) for row in rows).items())),
        found=_found_first(rows),
        undecided=sum(row.state in UNDECIDED for row in rows),
        participations=_count(select(func.count()).select_from(AttendanceFigure)),
        disputes=_count(_figures(FigureState.DISPUTED)),
        certificates=_certificates(),
        shared=tuple(_shared()),
        waiting=_waiting(),
        cast=tuple(_cast()),
    )


def _count(wanted: object) -> int:
    return int(db.session.scalar(wanted) or 0)  # type: ignore[call-overload]


def _figures(state: FigureState) -> object:
    return select(func.count()).select_from(AttendanceFigure).where(AttendanceFigure.state == state)


def _lane(row: ImportRow) -> str:
    return row.lane.value if row.lane is not None else row.state.value


def _found_first(rows: Iterable[ImportRow]) -> int:
    """Rows linked without a human, or linked by the desk to the candidate that stood first."""
    wanted = select(MatchCandidate.batch_id, MatchCandidate.row_number, MatchCandidate.person_id)
    first = {
        (one.batch_id, one.row_number): one.person_id
        for one in db.session.execute(wanted.where(MatchCandidate.rank == 1))
    }
    return sum(
        row.person_id is not None
        and (row.decided_by is None or first.get((row.batch_id, row.number)) == row.person_id)
        for row in rows
    )


def _certificates() -> dict[str, dict[str, int]]:
    rows = list(db.session.scalars(select(Certificate)))
    statuses = queries.statuses_on(rows, clock.today())
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(row.kind, Counter())[statuses[row.id].value] += 1
    return {kind: dict(sorted(found[kind].items())) for kind in sorted(found)}


def _shared() -> Iterable[Shared]:
    for one in db.session.scalars(select(Certificate).order_by(Certificate.issued_at)):
        if one.replaces_id is not None:
            continue
        donors = donors_behind(queries.application(one.person_id, one.application_id))
        if len(donors) >= TWO:
            yield Shared(one.number, people.display_name(one.person_id), donors)


def donors_behind(application: Application) -> tuple[str, ...]:
    """The donors whose own assessments met outcomes of the modules that count, as of the application."""
    enrolment = paths.enrolment(application.person_id, application.enrolment_id)
    on = application.submitted_on or clock.today()
    _, standing, _ = snapshots.judged(enrolment, on)
    wanted = (
        select(Donor.code)
        .join(Programme, Programme.donor_id == Donor.id)
        .join(Offering, Offering.programme_id == Programme.id)
        .join(Evidence, Evidence.offering_id == Offering.id)
        .where(Evidence.person_id == application.person_id, Evidence.id.in_(_assessed_elsewhere(standing)))
    )
    return tuple(sorted(set(db.session.scalars(wanted))))


def _assessed_elsewhere(standing: Progress) -> Sequence[int]:
    """Evidence behind the outcomes that are met at the level of a donor's own assessment."""
    refs = {
        ref
        for component in standing.components
        for module in snapshots.counted(component)
        for outcome in module.outcomes
        if outcome.satisfied and outcome.level is ProofLevel.ASSESSED_EXTERNALLY
        for ref in outcome.by
    }
    return snapshots.evidence_ids(refs)


def _waiting() -> dict[str, str]:
    ended = (ApplicationState.ISSUED,)
    wanted = select(Application).where(Application.state.not_in(ended)).order_by(Application.code)
    return {one.code: one.state.value for one in db.session.scalars(wanted)}


def _cast() -> Iterable[CastMember]:
    for login in cast.logins():
        account = accounts.by_login(login)
        actor = accounts.actor_of(account.id, clock.today())
        yield CastMember(login, account.display_name, navigation.landing(actor))


def tell(summary: Summary, say: Callable[[str], None]) -> None:
    """Write the summary for a terminal."""
    say(f"{summary.persons} persons, {summary.participations} participations, {summary.lists} donor lists")
    lanes = ", ".join(f"{count} {lane.replace('_', ' ')}" for lane, count in summary.lanes.items())
    say(f"{summary.rows} rows: {lanes}; {summary.undecided} left undecided for you")
    say(f"{summary.disputes} attendance disputes open; {len(summary.waiting)} applications waiting:")
    for code, state in summary.waiting.items():
        say(f"  {code}  {state.replace('_', ' ')}")
    say("certificates:")
    for kind, statuses in summary.certificates.items():
        say(f"  {kind:<11}" + ", ".join(f"{count} {status}" for status, count in statuses.items()))
    say(f"{len(summary.shared)} rest on outcomes assessed by two or more donors:")
    for one in summary.shared:
        say(f"  {one.number}  {one.holder:<24} {', '.join(one.donors)}")
    say("accounts (one click each on /login):")
    for member in summary.cast:
        say(f"  {member.login:<8} {member.name:<24} {member.landing}")
