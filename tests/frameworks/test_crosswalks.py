"""Crosswalks: between firm frameworks, typed, signed by a person, dated, ended and never removed."""

from datetime import date

import pytest

from curriculum import refs
from curriculum.db import db, transaction
from curriculum.domain.case import AssociationType, Package
from curriculum.domain.case_faults import read
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.frameworks import crosswalks, queries, service
from curriculum.frameworks.models import FrameworkItem
from tests.factories.frameworks import as_file, package

pytestmark = pytest.mark.database
PAGE = "/training/frameworks/BG/crosswalks"
SAME = AssociationType.EXACT_MATCH_OF


@pytest.fixture
def frameworks(cast):
    """BG and OURS are adopted; OPEN is a draft."""
    owner = cast.institution("CNFGF")
    with transaction():
        for code, content in (
            ("BG", as_file(package(6))),
            ("OURS", b"code,fr\nA,Un\nB,Deux\n"),
            ("OPEN", b"code,fr\nC,Trois\n"),
        ):
            made = service.import_(cast.chidi, content, code=code, title=code, owner_id=owner)
            if code != "OPEN":
                service.adopt(cast.farid, made.id)
    return cast


def sign(actor, target: tuple[str, str] = ("OURS", "A"), type_: AssociationType = SAME) -> None:
    origin, other = queries.get_item("BG", "BG.1"), queries.get_item(*target)
    with transaction():
        crosswalks.sign(actor, origin, other, type_=type_, note="Read side by side")
    db.session.expire_all()


def rows() -> list[crosswalks.Row]:
    return crosswalks.of_framework(queries.get("OURS").id)


def test_crosswalk_is_typed_signed_and_dated(frameworks):
    sign(frameworks.farid)

    (row,) = rows()
    assert (row.origin.name, row.type, row.target.name, row.signed_by, row.signed_on, row.ended_on) == (
        "BG BG.1",
        SAME,
        "OURS A",
        frameworks.farid.person_id,
        date(2026, 11, 21),
        None,
    )


def test_ended_crosswalk_stays_readable_and_makes_room(frameworks):
    sign(frameworks.farid)
    with transaction():
        crosswalks.end(frameworks.farid, rows()[0].id)
    sign(frameworks.farid)

    assert [row.ended_on for row in rows()] == [None, date(2026, 11, 21)]


@pytest.mark.parametrize(
    ("target", "type_", "code"),
    [
        (("BG", "BG.2"), SAME, RefusalCode.VALUE_INVALID),  # within one framework the file says it
        (("OURS", "A"), AssociationType.IS_CHILD_OF, RefusalCode.VALUE_INVALID),  # a tree is of one
        (("OURS", "Z"), SAME, RefusalCode.NOT_FOUND),
        (("OPEN", "C"), SAME, RefusalCode.WRONG_STATE),  # a draft may still change
    ],
)
def test_what_is_no_crosswalk(frameworks, target, type_, code):
    with pytest.raises(Refusal) as refused:
        sign(frameworks.farid, target, type_)

    assert refused.value.code is code


def test_same_crosswalk_twice_and_an_ended_one_ended_again(frameworks):
    sign(frameworks.farid)
    with pytest.raises(Refusal) as twice:
        sign(frameworks.farid)
    signed = rows()[0].id
    with transaction():
        crosswalks.end(frameworks.farid, signed)
    with pytest.raises(Refusal) as again, transaction():
        crosswalks.end(frameworks.farid, signed)

    assert (twice.value.code, again.value.code) == (RefusalCode.ALREADY_EXISTS, RefusalCode.WRONG_STATE)


@pytest.mark.parametrize("who", ["chidi", "ines", "dalia"])
def test_only_who_adopts_signs(frameworks, who):
    with pytest.raises(Refusal) as refused:
        sign(getattr(frameworks, who))

    assert refused.value.code is RefusalCode.NOT_PERMITTED


def test_export_with_crosswalks_is_case_and_without_stays_the_file(frameworks):
    sign(frameworks.farid)

    data = crosswalks.export("BG")

    assert queries.export("BG")["CFAssociations"] == package(6)["CFAssociations"]
    assert data["CFAssociations"][:-1] == package(6)["CFAssociations"]
    ours = db.session.query(FrameworkItem.case_id).filter_by(code="A").scalar()
    assert data["CFAssociations"][-1]["destinationNodeURI"]["identifier"] == ours
    assert isinstance(read(as_file(data), known=frozenset({ours})), Package)
    assert len(crosswalks.export("OURS")["CFAssociations"]) == 2


def test_page_signs_shows_and_ends(visit, frameworks):
    data = {"item": "BG.1", "type": "exactMatchOf", "framework": "OURS", "other": "A", "note": "Read"}
    visit(PAGE, as_="farid", method="POST", data=data, status=303)

    shown = visit(PAGE, as_="ines").text
    assert "is the same as OURS A" in shown
    assert "Farid Benkirouane" in shown
    visit(f"{PAGE}/{refs.seal(rows()[0].id)}/end", as_="farid", method="POST", status=303)
    db.session.rollback()
    assert [row.ended_on for row in rows()] == [date(2026, 11, 21)]
    assert visit(f"{PAGE}/export.json", as_="ines").response.get_json() == queries.export("BG")


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"other": "Z"}, 404, "No competence with the code Z"),
        ({"framework": "OPEN"}, 422, "Not a valid choice"),
        ({"note": ""}, 422, "On what grounds"),
    ],
)
def test_page_refuses(visit, frameworks, changes, status, says):
    data = {"item": "BG.1", "type": "exactMatchOf", "framework": "OURS", "other": "A", "note": "Read"}

    assert says in visit(PAGE, as_="farid", method="POST", data=data | changes, status=status).text
