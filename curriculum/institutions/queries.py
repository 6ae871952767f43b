"""Institutions, units, grades, posts and code lists as others read them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from curriculum.db import Bilingual, Model, db
from curriculum.domain.actors import Subject
from curriculum.domain.refusals import found
from curriculum.institutions.models import (
    CodeListItem,
    Grade,
    Institution,
    InstitutionName,
    OrgUnit,
    PostProfile,
)

Row = TypeVar("Row", bound=Model)


def _get(kind: type[Row], column: InstrumentedAttribute[str], code: str, name: str) -> Row:
    return found(db.session.scalars(select(kind).where(column == code)).one_or_none(), name, code)


def get(code: str) -> Institution:
    """The institution with this code, or NOT_FOUND."""
    return _get(Institution, Institution.code, code, "institution")


def find(code: str) -> Institution | None:
    """The institution with this code, if there is one."""
    return db.session.scalars(select(Institution).where(Institution.code == code)).one_or_none()


def by_id(institution_id: int) -> Institution:
    """The institution with this key, or NOT_FOUND."""
    return found(db.session.get(Institution, institution_id), "institution", "")


def get_unit(code: str) -> OrgUnit:
    """The unit with this code, or NOT_FOUND."""
    return _get(OrgUnit, OrgUnit.code, code, "unit")


def get_grade(code: str) -> Grade:
    """The grade with this code, or NOT_FOUND."""
    return _get(Grade, Grade.code, code, "grade")


def all_() -> Sequence[Institution]:
    """Every institution, in the order of their codes."""
    return db.session.scalars(select(Institution).order_by(Institution.code)).all()


def all_units() -> Sequence[OrgUnit]:
    """Every unit, in the order of their codes."""
    return db.session.scalars(select(OrgUnit).order_by(OrgUnit.code)).all()


def all_posts() -> Sequence[PostProfile]:
    """Every post profile, in the order of their codes."""
    return db.session.scalars(select(PostProfile).order_by(PostProfile.code)).all()


def all_grades() -> Sequence[Grade]:
    """Every grade, the highest rank last."""
    return db.session.scalars(select(Grade).order_by(Grade.rank, Grade.code)).all()


def units_of(institution_id: int) -> Sequence[OrgUnit]:
    """The units of one institution, closed ones too, in the order of their codes."""
    wanted = select(OrgUnit).where(OrgUnit.institution_id == institution_id)
    return db.session.scalars(wanted.order_by(OrgUnit.code)).all()


def former_names(institution_id: int) -> Sequence[InstitutionName]:
    """Every name an institution had or has, newest first (R50)."""
    wanted = select(InstitutionName).where(InstitutionName.institution_id == institution_id)
    return db.session.scalars(wanted.order_by(InstitutionName.valid_from.desc(), InstitutionName.id)).all()


def code_list(name: str) -> dict[str, Bilingual]:
    """The members of a code list in their order; empty when the list was never loaded."""
    wanted = select(CodeListItem.code, CodeListItem.label).where(CodeListItem.list_name == name)
    rows = db.session.execute(wanted.order_by(CodeListItem.position))
    return dict(rows.all())


def _walk(*, up: bool) -> Select[int]:
    start = select(Institution.id, Institution.parent_id).where(Institution.id == bindparam("start"))
    chain = start.cte("chain", recursive=True)
    follows = Institution.id == chain.c.parent_id if up else Institution.parent_id == chain.c.id
    # UNION, not UNION ALL: a circle written past the service ends instead of running on.
    step = select(Institution.id, Institution.parent_id).join(chain, follows)
    return select(chain.union(step).c.id)


_ANCESTORS, _DESCENDANTS = _walk(up=True), _walk(up=False)


def lineage(institution_id: int) -> frozenset[int]:
    """The institution and all its ancestors: the places a grant may name to reach it."""
    return frozenset(db.session.scalars(_ANCESTORS, {"start": institution_id}))


def descendants(institution_id: int) -> frozenset[int]:
    """The institution and everything below it: what a grant for it reaches."""
    return frozenset(db.session.scalars(_DESCENDANTS, {"start": institution_id}))


def subject(institution_id: int) -> Subject:
    """An institution as permissions see it."""
    return Subject(institutions=lineage(institution_id))


def owned(institution_id: int) -> Subject:
    """A thing of an institution as permissions see it."""
    return Subject.owned_by(lineage(institution_id))


def unit_subject(unit_id: int) -> Subject:
    """A unit as permissions see it: itself, the units above, and its institution's lineage."""
    units: set[int] = set()
    unit = found(db.session.get(OrgUnit, unit_id), "unit", "")
    above: OrgUnit | None = unit
    while above is not None and above.id not in units:
        units.add(above.id)
        above = db.session.get(OrgUnit, above.parent_id) if above.parent_id else None
    return Subject(units=frozenset(units), institutions=lineage(unit.institution_id))


def names_of(institution_ids: Iterable[int]) -> dict[int, Bilingual]:
    """Names by key, one statement for any number."""
    wanted = select(Institution.id, Institution.name).where(Institution.id.in_(set(institution_ids)))
    return dict(db.session.execute(wanted).all())


def unit_names_of(unit_ids: Iterable[int]) -> dict[int, Bilingual]:
    """Names of units by key, one statement for any number."""
    wanted = select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(set(unit_ids)))
    return dict(db.session.execute(wanted).all())


def count_units() -> dict[int, int]:
    """How many units each institution has; those without one are left out."""
    wanted = select(OrgUnit.institution_id, func.count()).group_by(OrgUnit.institution_id)
    return dict(db.session.execute(wanted).all())
