"""The case sheet: everything about one application on one page, and who may do what with it (J7.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from certificates.statement import Statement
from curriculum import clock
from curriculum.access import is_permitted, require
from curriculum.accounts import queries as accounts
from curriculum.awards import queries
from curriculum.awards.applications import deadlines
from curriculum.awards.applications.deadlines import Expected
from curriculum.awards.applications.history import history_of, snapshot_of
from curriculum.awards.decisions.grounds import Ground, grounds
from curriculum.awards.models import (
    Application,
    ApplicationStep,
    Certificate,
    Decision,
    Function,
    SigningStatement,
)
from curriculum.awards.signing import asked
from curriculum.awards.signing.asked import SignatureLine
from curriculum.awards.signing.unsigned import why_unsigned
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.application import APPLICATION, ApplicationState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal
from curriculum.domain.separation import BARS, CaseHistory, CaseRole, Conflict, Part, conflicts
from curriculum.donors.models import Donor, Programme
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution
from curriculum.paths import engine
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion
from curriculum.people import queries as people

ACTS = {
    "take": CaseRole.ADMISSIBILITY_REVIEWER,
    "return": CaseRole.ADMISSIBILITY_REVIEWER,
    "admit": CaseRole.ADMISSIBILITY_REVIEWER,
    "resume": CaseRole.ADMISSIBILITY_REVIEWER,
    "check": CaseRole.CHECK_ASSESSOR,
    "grant": CaseRole.DECIDER,
    "refuse": CaseRole.DECIDER,
    "defer": CaseRole.DECIDER,
    "reopen": CaseRole.APPROVER,
    "withdraw": None,
}
"""What a page offers, and in which role it is done."""

WATCHED = (CaseRole.CHECK_ASSESSOR, CaseRole.DECIDER, CaseRole.HR_SIGNATORY, CaseRole.TRAINING_SIGNATORY)


class ComponentLine(NamedTuple):
    """One component as it stood at application, and by what."""

    code: str
    title: Bilingual | None
    percent: int
    state: str
    grounds: tuple[Ground, ...]


class Barred(NamedTuple):
    """Somebody who may not act, in which roles, and because of what."""

    name: str
    part: Part
    about: str
    roles: tuple[CaseRole, ...]


class StepLine(NamedTuple):
    """One move with the name of whoever made it; empty for the worker."""

    step: ApplicationStep
    name: str


@dataclass(frozen=True)
class Sheet:
    """What the page of an application shows."""

    application: Application
    name: str
    names: tuple[str, ...]
    version: PathVersion
    owner: Institution
    employer: Institution | None
    percent: int
    judged_on: date | None
    components: tuple[ComponentLine, ...]
    programmes: tuple[tuple[Bilingual, Bilingual], ...]
    steps: tuple[StepLine, ...]
    decisions: tuple[tuple[Decision, str], ...]
    barred: tuple[Barred, ...]
    statement: Statement | None
    statement_row: SigningStatement | None
    signatures: tuple[SignatureLine, ...]
    certificate: Certificate | None
    offered: tuple[str, ...]
    mine: dict[str, tuple[Conflict, ...]]
    """Steps the actor's role would allow, and what in this case forbids it."""
    to_sign: tuple[Function, ...]
    waits_for: Refusal | None
    """Why no statement could be fixed on a granted application (S21)."""
    may_reassign: bool
    expected: Expected | None
    """By when the next word is due to the official, and how far off that is."""


def sheet(actor: Actor, code: str) -> Sheet:
    """The sheet of an application for somebody who may see it."""
    application = queries.get_application(code)
    about = queries.subject(application, actor)
    require(actor, Permission.APPLICATION_VIEW, about)
    version = paths.version(application.path_version_id)
    history = history_of(application, clock.today())
    allowed = [one for one in ACTS if _allowed(actor, application, one)]
    mine = {one: _mine(actor, one, history) for one in allowed}
    row = queries.find_statement(application)
    snapshot = snapshot_of(application)
    figures = snapshot.get("progress", {})
    signatures = asked.signatures(row)
    return Sheet(
        application=application,
        name=people.display_name(application.person_id),
        names=tuple(application.printed_names.values()),
        version=version,
        owner=institutions.by_id(version.path.owner_institution_id),
        employer=people.employer_on(application.person_id, clock.today()),
        percent=figures.get("percent", 0),
        judged_on=application.submitted_on,
        components=_components(actor, application, version, figures),
        programmes=_programmes(snapshot.get("programmes", ())),
        steps=_steps(application),
        decisions=_decisions(application),
        barred=_barred(history) if _sees_conflicts(actor, application) else (),
        statement=None if row is None else queries.read_statement(row),
        statement_row=row,
        signatures=signatures,
        certificate=queries.certificate_of(application),
        offered=tuple(one for one, found in mine.items() if not found),
        mine={one: found for one, found in mine.items() if found},
        to_sign=asked.to_sign(actor, signatures),
        waits_for=_waits_for(application),
        may_reassign=is_permitted(actor, Permission.SIGNOFF_REASSIGN, about),
        expected=deadlines.expected(application, row, clock.today()),
    )


def _allowed(actor: Actor, application: Application, action: str) -> bool:
    row = APPLICATION.find(application.state, action)
    if row is None or row.permission is None:
        return False
    return is_permitted(actor, row.permission, queries.subject(application, actor))


def _mine(actor: Actor, action: str, history: CaseHistory) -> tuple[Conflict, ...]:
    role = ACTS[action]
    return () if role is None else conflicts(actor.person_id, role, history)


def _waits_for(application: Application) -> Refusal | None:
    waiting = application.state is ApplicationState.DECIDED_GRANT
    return why_unsigned(application) if waiting else None


def _sees_conflicts(actor: Actor, application: Application) -> bool:
    """Who may not act is for those who act on the case, not for the candidate."""
    return actor.person_id not in people.aliases(application.person_id)


def _components(
    actor: Actor, application: Application, version: PathVersion, figures: dict[str, Any]
) -> tuple[ComponentLine, ...]:
    titles = _titles(version)
    lines = figures.get("components", ())
    named = grounds(application.person_id, {ref for one in lines for ref in one["by"]}, actor)
    return tuple(
        ComponentLine(
            one["code"],
            titles.get(one["code"]),
            one["percent"],
            one["state"],
            tuple(dict.fromkeys(named[ref] for ref in one["by"] if ref in named)),
        )
        for one in lines
    )


def _titles(version: PathVersion) -> dict[str, Bilingual | None]:
    single = [one for one in version.components if one.module_version_id or one.module_id]
    ids = {one.code: some[0] for one, some in zip(single, engine.offered_ids(single), strict=True) if some}
    wanted = select(ModuleVersion.id, ModuleVersion.title).where(ModuleVersion.id.in_(ids.values()))
    modules = {row.id: row.title for row in db.session.execute(wanted)}
    return {one.code: one.title or modules.get(ids.get(one.code, 0)) for one in version.components}


def _programmes(codes: Iterable[str]) -> tuple[tuple[Bilingual, Bilingual], ...]:
    wanted = (
        select(Donor.name, Programme.title)
        .join(Donor, Donor.id == Programme.donor_id)
        .where(Programme.code.in_(list(codes)))
        .order_by(Programme.code)
    )
    return tuple((row.name, row.title) for row in db.session.execute(wanted))


def _steps(application: Application) -> tuple[StepLine, ...]:
    steps = queries.steps_of(application)
    persons = people.display_names(one.actor_person_id for one in steps if one.actor_person_id)
    logins = accounts.names_of({one.actor_account_id for one in steps if one.actor_account_id})
    return tuple(
        StepLine(one, persons.get(one.actor_person_id or 0) or logins.get(one.actor_account_id or 0, ""))
        for one in steps
    )


def _decisions(application: Application) -> tuple[tuple[Decision, str], ...]:
    found = queries.decisions_of(application)
    names = people.display_names(one.decider_id for one in found)
    return tuple((one, names.get(one.decider_id, "")) for one in found)


def _barred(history: CaseHistory) -> tuple[Barred, ...]:
    """Everybody whom something in the case keeps from a later step, by name."""
    found = []
    for one in history.involvements:
        roles = tuple(role for role in WATCHED if one.part in BARS[role] or one.part is Part.RELATIVE)
        if roles and isinstance(one.person_id, int):
            found.append((one.person_id, one.part, one.about, roles))
    names = people.display_names(person for person, *_ in found)
    lines = {Barred(names.get(person, ""), part, about, roles) for person, part, about, roles in found}
    return tuple(sorted(lines, key=lambda line: (line.name, line.part, line.about)))
