"""The register: who is certified for what, until when, for those whose people or paths it concerns (J8)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from certificates.status import Status
from curriculum import clock
from curriculum.access import require
from curriculum.awards import queries
from curriculum.awards.models import Certificate
from curriculum.awards.queries.lists import PATH, employers_on, on_path, owned_within
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import reaches
from curriculum.domain.powers import Reach
from curriculum.paths.models import Path
from curriculum.people import queries as people

PAGE = 25


@dataclass(frozen=True)
class Filters:
    """What the reader wants to see; empty fields ask nothing. `ends_within` is in days."""

    status: str = ""
    kind: str = ""
    path: str = ""
    ends_within: int | None = None


class RegisterRow(NamedTuple):
    """One certificate in the register."""

    number: str
    kind: str
    person_id: int
    name: str
    employer: Bilingual | None
    path_code: str
    version: int
    title: Bilingual
    effective_from: date
    valid_until: date | None
    status: Status


class RegisterPage(NamedTuple):
    """One page of the register, with how many there are in all."""

    rows: list[RegisterRow]
    total: int
    page: int
    pages: int

    def iter_pages(self) -> list[int | None]:
        """Page numbers to offer; None stands for a gap."""
        near = {1, self.pages, *range(self.page - 2, self.page + 3)}
        shown = sorted(one for one in near if 1 <= one <= self.pages)
        found: list[int | None] = []
        for one in shown:
            if found and found[-1] is not None and one > found[-1] + 1:
                found.append(None)
            found.append(one)
        return found


def register_visible_to(
    actor: Actor, text: str = "", on: date | None = None, filters: Filters | None = None, page: int = 1
) -> RegisterPage:
    """Certificates of the actor's people and paths; searched by name in any script, number or path."""
    require_somewhere(actor)
    on = on or clock.today()
    wanted = _filtered(actor, text.strip(), on, filters or Filters())
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    order = (Certificate.valid_until.is_(None), Certificate.valid_until, Certificate.number)
    shown = wanted.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    return RegisterPage(_rows(shown, on), total, page, pages)


def require_somewhere(actor: Actor) -> None:
    """Refuse whoever holds the register nowhere."""
    if not reaches(actor, Permission.CERTIFICATE_REGISTER, clock.today()):
        require(actor, Permission.CERTIFICATE_REGISTER)


def _filtered(actor: Actor, text: str, on: date, filters: Filters) -> Select[*tuple[Any, ...]]:
    wanted = on_path(select(Certificate, *PATH), Certificate.path_version_id).where(_reached(actor, on))
    if text:
        alike = Certificate.person_id.in_(people.matching_search(text))
        typed = text.upper()
        wanted = wanted.where(or_(alike, Certificate.number == typed, Path.code == typed))
    if filters.kind:
        wanted = wanted.where(Certificate.kind == filters.kind)
    if filters.path:
        wanted = wanted.where(Path.code == filters.path)
    if filters.ends_within is not None:
        last = on + timedelta(days=filters.ends_within)
        wanted = wanted.where(_stands("valid", on), Certificate.valid_until <= last)
    if filters.status:
        wanted = wanted.where(_stands(filters.status, on))
    return wanted


def _reached(actor: Actor, on: date) -> ColumnElement[bool]:
    """The actor's own people by employer, and holders on the paths the actor's institution owns."""
    ways: list[ColumnElement[bool]] = [false()]
    places = [reach for reach, _ in reaches(actor, Permission.CERTIFICATE_REGISTER, clock.today())]
    if Reach.INSTITUTION in places:
        employed = people.employed_within(actor, Permission.CERTIFICATE_REGISTER, on)
        if employed is None:
            return Certificate.id.is_not(None)
        ways.append(Certificate.person_id.in_(employed))
    owned = owned_within(actor, Permission.CERTIFICATE_REGISTER)
    if owned is not None:
        ways.append(owned)
    return or_(*ways)


def _stands(status: str, on: date) -> ColumnElement[bool]:
    """A status as a condition; expired is a date, never a stored state (I-08)."""
    over = Certificate.valid_until < on
    lives = Certificate.state == CertificateState.ISSUED
    if status == Status.EXPIRED:
        return lives & over
    if status == Status.VALID:
        return lives & or_(Certificate.valid_until.is_(None), Certificate.valid_until >= on)
    known = [state for state in CertificateState if state.value == status]
    return Certificate.state == known[0] if known else false()


def _rows(wanted: Select[*tuple[Any, ...]], on: date) -> list[RegisterRow]:
    found = db.session.execute(wanted).all()
    certificates = [row.Certificate for row in found]
    ids = {one.person_id for one in certificates}
    names, statuses = people.display_names(ids), queries.statuses_on(certificates, on)
    employers = employers_on(ids, on)
    return [
        RegisterRow(
            row.Certificate.number,
            row.Certificate.kind,
            row.Certificate.person_id,
            names.get(row.Certificate.person_id, ""),
            employers.get(row.Certificate.person_id),
            row.path_code,
            row.version,
            row.title,
            row.Certificate.effective_from,
            row.Certificate.valid_until,
            statuses[row.Certificate.id],
        )
        for row in found
    ]
