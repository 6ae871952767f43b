"""Open and change institutions, units, grades, post profiles and code lists."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries
from curriculum.institutions.models import (
    CodeListItem,
    Grade,
    Institution,
    InstitutionName,
    InstitutionRole,
    OrgUnit,
    PostProfile,
    UnitFunction,
)

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")


def create_institution(
    actor: Actor,
    *,
    code: str,
    type: str,  # noqa: A002 - the field's word (domain.md §2.1)
    name: Bilingual,
    roles: Sequence[InstitutionRole],
    parent: str | None = None,
    active_from: date | None = None,
    contact: str | None = None,
) -> Institution:
    """Open an institution under a new code; `parent` is the code of the one above (domain.md §2.1)."""
    require(actor, Permission.INSTITUTION_CREATE)
    _fresh(Institution.code, code)
    _complete(name)
    _known_type(type)
    institution = Institution(
        id=new_id(),
        code=code,
        type=type,
        name=name,
        roles=[InstitutionRole(role).value for role in roles],
        parent_id=queries.get(parent).id if parent else None,
        active_from=active_from,
        contact=contact,
    )
    db.session.add(institution)
    db.session.flush()
    _note_name(institution, active_from or clock.today())
    audit.record(actor, "institution:created", "institution", institution.id, code=code)
    return institution


def edit_institution(
    actor: Actor,
    institution_id: int,
    *,
    type: str,  # noqa: A002 - the field's word (domain.md §2.1)
    roles: Sequence[InstitutionRole],
    parent: str | None = None,
    contact: str | None = None,
    active_to: date | None = None,
) -> Institution:
    """Change what an institution is; its name changes by `rename_institution` only."""
    require(actor, Permission.INSTITUTION_EDIT, queries.subject(institution_id))
    institution = queries.by_id(institution_id)
    _known_type(type)
    if active_to is not None and institution.active_from is not None and active_to < institution.active_from:
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=institution.active_from, second=active_to)
    institution.parent_id = _parent(institution, parent)
    institution.type = type
    institution.roles = [InstitutionRole(role).value for role in roles]
    institution.contact = contact
    institution.active_to = active_to
    audit.record(actor, "institution:edited", "institution", institution.id, code=institution.code)
    return institution


def rename_institution(actor: Actor, institution_id: int, *, name: Bilingual, on: date) -> Institution:
    """Give an institution a new name from a day on; the former one keeps its dates (R50)."""
    require(actor, Permission.INSTITUTION_EDIT, queries.subject(institution_id))
    _complete(name)
    institution = queries.by_id(institution_id)
    present = queries.former_names(institution_id)[0]
    if on <= present.valid_from:
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=present.valid_from, second=on)
    if on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, date=on)
    former = institution.name
    present.valid_to = on - timedelta(days=1)
    institution.name = name
    _note_name(institution, on)
    audit.record(
        actor, "institution:renamed", "institution", institution.id, code=institution.code, former=former.fr
    )
    return institution


def create_unit(
    actor: Actor,
    *,
    institution: str,
    code: str,
    name: Bilingual,
    function: UnitFunction,
    parent: str | None = None,
    valid_from: date | None = None,
) -> OrgUnit:
    """Open a unit of an institution; `institution` and `parent` are codes."""
    owner = queries.get(institution)
    require(actor, Permission.UNIT_EDIT, queries.subject(owner.id))
    _fresh(OrgUnit.code, code)
    _complete(name)
    unit = OrgUnit(
        id=new_id(),
        institution_id=owner.id,
        parent_id=_above(owner, parent),
        code=code,
        name=name,
        function=UnitFunction(function),
        valid_from=valid_from,
    )
    db.session.add(unit)
    audit.record(actor, "unit:created", "unit", unit.id, code=code, institution=owner.code)
    return unit


def edit_unit(
    actor: Actor, unit_id: int, *, name: Bilingual, function: UnitFunction, valid_to: date | None = None
) -> OrgUnit:
    """Correct a unit's name or function, or close it by its last day."""
    require(actor, Permission.UNIT_EDIT, queries.unit_subject(unit_id))
    unit = db.session.get_one(OrgUnit, unit_id)
    _complete(name)
    if valid_to is not None and unit.valid_from is not None and valid_to < unit.valid_from:
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=unit.valid_from, second=valid_to)
    unit.name, unit.function, unit.valid_to = name, UnitFunction(function), valid_to
    audit.record(actor, "unit:edited", "unit", unit.id, code=unit.code)
    return unit


def create_grade(actor: Actor, *, code: str, category: str, rank: int, title: Bilingual) -> Grade:
    """Add a grade; ranks rise from 1, the highest."""
    require(actor, Permission.CODE_LIST_EDIT)
    _fresh(Grade.code, code)
    grade = Grade(id=new_id(), code=code, category=category, rank=rank, title=title)
    db.session.add(grade)
    audit.record(actor, "grade:created", "grade", grade.id, code=code)
    return grade


def create_post_profile(
    actor: Actor,
    *,
    code: str,
    title: Bilingual,
    grades: Sequence[str] = (),
    theme_code: str | None = None,
    required_modules: Sequence[str] = (),
    qualifying_paths: Sequence[str] = (),
) -> PostProfile:
    """Add a kind of post with the grades it is open to and the training it asks for, as codes."""
    require(actor, Permission.CODE_LIST_EDIT)
    _fresh(PostProfile.code, code)
    for grade in grades:
        queries.get_grade(grade)
    post = PostProfile(
        id=new_id(),
        code=code,
        title=title,
        grades=list(grades),
        theme_code=theme_code,
        required_modules=list(required_modules),
        qualifying_paths=list(qualifying_paths),
    )
    db.session.add(post)
    audit.record(actor, "post_profile:created", "post_profile", post.id, code=code)
    return post


def set_code_list(actor: Actor, name: str, items: Mapping[str, Bilingual]) -> None:
    """Replace a code list by `items`, in their order."""
    require(actor, Permission.CODE_LIST_EDIT)
    db.session.execute(delete(CodeListItem).where(CodeListItem.list_name == name))
    for position, (code, label) in enumerate(items.items()):
        db.session.add(CodeListItem(list_name=name, code=code, label=label, position=position))
    audit.record(actor, "code_list:set", "code_list", None, name=name, count=len(items))


def _fresh(column: InstrumentedAttribute[str], code: str) -> None:
    if not CODE.fullmatch(code):
        raise Refusal(RefusalCode.VALUE_INVALID, field="code", value=code, expected="A-Z 0-9 -")
    if db.session.scalar(select(column).where(column == code)) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object=column.class_.__tablename__, code=code)


def _complete(name: Bilingual) -> None:
    if not (name.fr.strip() and name.en.strip()):
        raise Refusal(RefusalCode.TRANSLATION_MISSING, field="name")


def _known_type(value: str) -> None:
    known = queries.code_list("institution_type")
    if known and value not in known:
        raise Refusal(RefusalCode.VALUE_INVALID, field="type", value=value, expected=tuple(known))


def _parent(institution: Institution, code: str | None) -> int | None:
    if not code:
        return None
    parent = queries.get(code)
    if institution.id in queries.lineage(parent.id):
        raise Refusal(RefusalCode.VALUE_INVALID, field="parent", value=code, expected="")
    return parent.id


def _above(owner: Institution, code: str | None) -> int | None:
    if not code:
        return None
    parent = queries.get_unit(code)
    if parent.institution_id != owner.id:
        raise Refusal(RefusalCode.VALUE_INVALID, field="parent", value=code, expected=owner.code)
    return parent.id


def _note_name(institution: Institution, from_: date) -> None:
    db.session.add(InstitutionName(institution_id=institution.id, name=institution.name, valid_from=from_))
