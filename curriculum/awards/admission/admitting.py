"""Admission to a path: entry requirements judged, what was accepted instead, grounds frozen (I-18, S20)."""

from dataclasses import replace
from datetime import date

from curriculum import clock
from curriculum.access import require
from curriculum.awards import queries
from curriculum.domain import eligibility
from curriculum.domain.actors import Actor
from curriculum.domain.dossier import Dossier
from curriculum.domain.eligibility import Reason, ReasonCode, Verdict
from curriculum.domain.permissions import Permission
from curriculum.paths import queries as paths
from curriculum.paths import service as path_service
from curriculum.paths.content import EntryGrounds
from curriculum.paths.models import PathEnrolment
from curriculum.people import queries as people

R = ReasonCode


def entry_reasons(
    enrolment: PathEnrolment, on: date, equivalent_experience: str | None = None
) -> tuple[Reason, ...]:
    """How the entry requirements of a path stand for one person on a day, with what to warn of (S20)."""
    dossier = _dossier(enrolment, on, equivalent_experience)
    return (*eligibility.entry(dossier, on), *eligibility.forewarned(dossier))


def _dossier(enrolment: PathEnrolment, on: date, equivalent_experience: str | None) -> Dossier:
    dossier = queries.full_dossier(enrolment, on)
    ground = (equivalent_experience or "").strip() or dossier.entry.equivalent_experience
    return replace(dossier, entry=dossier.entry._replace(equivalent_experience=ground))


def admit(
    actor: Actor,
    person_id: int,
    enrolment_id: int,
    on: date | None = None,
    equivalent_experience: str | None = None,
) -> PathEnrolment:
    """Admit a nominated official to a path; `equivalent_experience` is the recorded reason where a required
    path is not held. Refuses ENTRY_REQUIREMENTS_UNMET with the codes of what is missing."""
    on = on or clock.today()
    enrolment = paths.enrolment(person_id, enrolment_id)
    about = paths.enrolment_subject(person_id, enrolment.path_version_id, on)
    require(actor, Permission.ENROLMENT_ADMIT, about)
    dossier = _dossier(enrolment, on, equivalent_experience)
    reasons = eligibility.entry(dossier, on)
    return path_service.admit(actor, enrolment, _grounds(enrolment, dossier, reasons, on), on)


def _grounds(
    enrolment: PathEnrolment, dossier: Dossier, reasons: tuple[Reason, ...], on: date
) -> EntryGrounds:
    good = [one for one in reasons if one.verdict is not Verdict.AGAINST]
    held = {ref for one in good if one.code in (R.PATH_HELD, R.CERTIFICATE_HELD) for ref in one.facts}
    return EntryGrounds(
        designated_on=enrolment.designated_on,
        service_months=people.service_months(enrolment.person_id, on),
        category=dossier.entry.category,
        certificates=tuple(sorted(held)),
        equivalent_experience=dossier.entry.equivalent_experience,
        grounds=tuple(eligibility.ground(one) for one in good),
        unmet=tuple(eligibility.ground(one) for one in reasons if one.verdict is Verdict.AGAINST),
    )


def decline(actor: Actor, person_id: int, enrolment_id: int, *, reason: str) -> PathEnrolment:
    """Decline a nomination with the reason (I-17)."""
    return path_service.decline(actor, paths.enrolment(person_id, enrolment_id), reason=reason)
