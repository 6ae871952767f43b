"""The officials of one's own institutions, as HR lists them and finds them by name or number."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, func, select

from curriculum import clock
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, ScopeKind
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import is_unbounded, reaches
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution, OrgUnit
from curriculum.people import queries
from curriculum.people.models import Person, PersonName, Position

PAGE = 25


class OfficialRow(NamedTuple):
    """One official in a list."""

    person_id: int
    name: str
    number: str | None
    institution: Bilingual | None
    unit: Bilingual | None
    position: Position | None


class OfficialsPage(NamedTuple):
    """One page of officials, with how many there are in all."""

    rows: list[OfficialRow]
    total: int
    page: int
    pages: int

    def iter_pages(self) -> list[int | None]:
        """Page numbers to offer: first, last and the neighbours; None stands for a gap."""
        shown = sorted({1, self.pages, *range(max(1, self.page - 2), min(self.pages, self.page + 2) + 1)})
        found: list[int | None] = []
        for before, one in zip([0, *shown], shown, strict=False):
            found += [None, one] if one > before + 1 else [one]
        return found


def visible_to(actor: Actor, text: str = "", page: int = 1) -> OfficialsPage:
    """Officials employed where the actor may open files, by name; searched in any script or by number."""
    wanted = within(actor, Permission.PERSON_VIEW, text)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    ids = db.session.scalars(wanted.limit(PAGE).offset((page - 1) * PAGE)).all()
    return OfficialsPage(rows_of(ids, clock.today()), total, page, pages)


def within(actor: Actor, permission: Permission, text: str = "") -> Select[int]:
    """Ids of persons employed where the permission carries, in the order of their names."""
    named = (
        select(PersonName.person_id, func.min(PersonName.folded).label("folded"))
        .where(PersonName.is_primary)
        .group_by(PersonName.person_id)
        .subquery()
    )
    wanted = select(Person.id).join(named, named.c.person_id == Person.id).where(Person.merged_into.is_(None))
    employed = queries.employed_within(actor, permission, clock.today())
    if employed is not None:
        wanted = wanted.where(Person.id.in_(employed))
    if text.strip():
        wanted = wanted.where(Person.id.in_(queries.matching_search(text.strip())))
    return wanted.order_by(named.c.folded, Person.id)


def rows_of(person_ids: Sequence[int], on: date) -> list[OfficialRow]:
    """Lines for some persons in the order given; five statements whatever their number."""
    names, numbers = queries.display_names(person_ids), queries.numbers_of(person_ids)
    services = queries.services_on(person_ids, on)
    places = institutions.names_of({queries.employer_id(one) for one in services.values()})
    units = institutions.unit_names_of({one.unit_id for one in services.values() if one.unit_id})
    rows = []
    for person_id in person_ids:
        record = services.get(person_id)
        rows.append(
            OfficialRow(
                person_id,
                names.get(person_id, ""),
                numbers.get(person_id),
                places.get(queries.employer_id(record)) if record else None,
                units.get(record.unit_id) if record and record.unit_id else None,
                record.position if record else None,
            )
        )
    return rows


def institutions_within(actor: Actor, permission: Permission) -> list[Institution]:
    """The institutions where the permission carries, in the order of their codes."""
    places: set[int] = set()
    for reach, scope in reaches(actor, permission, clock.today()):
        if is_unbounded(reach, scope):
            return list(institutions.all_())
        if scope.kind is ScopeKind.INSTITUTION and isinstance(scope.id, int):
            places |= institutions.descendants(scope.id)
    return [one for one in institutions.all_() if one.id in places]


def units_within(places: Collection[int]) -> list[OrgUnit]:
    """The units of some institutions, in the order of their codes."""
    return [one for one in institutions.all_units() if one.institution_id in places]
