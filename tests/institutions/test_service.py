"""Institutions: codes are fresh, names keep their history, circles are refused."""

from datetime import date

import pytest

from curriculum.audit import queries as trail
from curriculum.db import Bilingual, db, transaction
from curriculum.domain.actors import EVERYWHERE, OPERATOR, Actor, Grant, Role, Scope, ScopeKind
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries, service
from curriculum.institutions.models import InstitutionRole, UnitFunction

pytestmark = pytest.mark.database

NAME = Bilingual("Ministère de l'Intérieur", "Ministry of the Interior")
ADMIN = Actor(account_id=1, grants=(Grant(Role.SYSTEM_ADMIN, EVERYWHERE, date(2020, 1, 1)),))


def _open(code="MINT", *, parent=None, actor=OPERATOR):
    with transaction():
        return service.create_institution(
            actor, code=code, type="ministry", name=NAME, roles=[InstitutionRole.EMPLOYER], parent=parent
        )


def _admin_of(institution) -> Actor:
    scope = Scope(ScopeKind.INSTITUTION, institution.id)
    return Actor(account_id=2, grants=(Grant(Role.INSTITUTION_ADMIN, scope, date(2020, 1, 1)),))


def _edit(institution, *, parent=None, actor=ADMIN):
    with transaction():
        service.edit_institution(actor, institution.id, type="ministry", roles=[], parent=parent)


def test_institution_is_opened_with_one_event(app):
    institution = _open()

    assert queries.get("MINT").id == institution.id
    assert [event.event for event in trail.of_object("institution", institution.id)] == [
        "institution:created"
    ]
    assert [one.name for one in queries.former_names(institution.id)] == [NAME]


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        pytest.param("MINT", RefusalCode.ALREADY_EXISTS, id="a code is given once"),
        pytest.param("mint", RefusalCode.VALUE_INVALID, id="codes are capitals"),
        pytest.param("", RefusalCode.VALUE_INVALID, id="a code is needed"),
    ],
)
def test_institution_code_is_refused(app, code, refusal):
    _open()

    with pytest.raises(Refusal) as refused:
        _open(code)

    assert refused.value.code is refusal


def test_type_outside_the_code_list_is_refused(app):
    with transaction():
        service.set_code_list(OPERATOR, "institution_type", {"agency": Bilingual("Agence", "Agency")})

    with pytest.raises(Refusal) as refused:
        _open()

    assert refused.value.code is RefusalCode.VALUE_INVALID
    assert refused.value.facts["expected"] == ("agency",)


def test_rename_keeps_the_former_name_with_its_dates(app):
    institution = _open()
    new = Bilingual("Ministère de l'Intérieur et de l'Asile", "Ministry of the Interior and Asylum")

    with pytest.raises(Refusal) as refused, transaction():
        service.rename_institution(ADMIN, institution.id, name=new, on=date(2026, 11, 22))
    assert refused.value.code is RefusalCode.DATE_IN_FUTURE

    with transaction():
        queries.former_names(institution.id)[0].valid_from = date(2020, 1, 1)
        service.rename_institution(ADMIN, institution.id, name=new, on=date(2026, 11, 1))

    names = [(one.name, one.valid_from, one.valid_to) for one in queries.former_names(institution.id)]
    assert names == [(new, date(2026, 11, 1), None), (NAME, date(2020, 1, 1), date(2026, 10, 31))]
    assert queries.get("MINT").name == new


def test_institution_is_never_its_own_ancestor(app):
    ministry, agency = _open(), _open("AGEN", parent="MINT")
    assert queries.lineage(agency.id) == {ministry.id, agency.id}
    assert queries.descendants(ministry.id) == {ministry.id, agency.id}

    with pytest.raises(Refusal) as refused:
        _edit(ministry, parent="AGEN")

    assert refused.value.code is RefusalCode.VALUE_INVALID


def test_administrator_reaches_own_institution_and_below_only(app):
    ministry, other = _open(), _open("MAEC")
    agency = _open("AGEN", parent="MINT")
    sana = _admin_of(ministry)

    _edit(ministry, actor=sana)
    _edit(agency, parent="MINT", actor=sana)
    with pytest.raises(Refusal) as refused:
        _edit(other, actor=sana)
    assert refused.value.code is RefusalCode.NOT_PERMITTED
    with pytest.raises(Refusal) as refused:
        _open("NEW", actor=sana)
    assert refused.value.code is RefusalCode.NOT_PERMITTED


def test_unit_stands_in_its_institution(app):
    ministry = _open()
    _open("MAEC")
    with transaction():
        unit = service.create_unit(
            ADMIN, institution="MINT", code="MINT-DRH", name=NAME, function=UnitFunction.HR
        )

    assert queries.unit_subject(unit.id).institutions == {ministry.id}
    assert [one.code for one in queries.units_of(ministry.id)] == ["MINT-DRH"]
    with pytest.raises(Refusal) as refused, transaction():
        service.create_unit(
            ADMIN,
            institution="MAEC",
            code="MAEC-X",
            name=NAME,
            function=UnitFunction.HR,
            parent="MINT-DRH",
        )
    assert refused.value.code is RefusalCode.VALUE_INVALID


def test_unit_is_closed_by_its_last_day(app):
    _open()
    with transaction():
        unit = service.create_unit(
            ADMIN, institution="MINT", code="MINT-UF", name=NAME, function=UnitFunction.TRAINING_UNIT
        )
        service.edit_unit(
            ADMIN, unit.id, name=NAME, function=UnitFunction.TRAINING_UNIT, valid_to=date(2026, 12, 31)
        )

    assert queries.get_unit("MINT-UF").valid_to == date(2026, 12, 31)


def test_code_list_is_replaced_in_its_order(app):
    first = {"b": Bilingual("B", "B"), "a": Bilingual("A", "A")}
    for items in (first, {"c": Bilingual("C", "C"), **first}):
        with transaction():
            service.set_code_list(OPERATOR, "letters", items)

    assert list(queries.code_list("letters")) == ["c", "b", "a"]


def test_post_profile_names_known_grades_only(app):
    with transaction():
        service.create_grade(OPERATOR, code="A1", category="A", rank=1, title=NAME)
        post = service.create_post_profile(OPERATOR, code="P-HRO", title=NAME, grades=["A1"])
    assert [one.id for one in queries.all_posts()] == [post.id]

    with pytest.raises(Refusal) as refused, transaction():
        service.create_post_profile(OPERATOR, code="P-X", title=NAME, grades=["Z9"])

    assert refused.value.facts["code"] == "Z9"
    db.session.rollback()
