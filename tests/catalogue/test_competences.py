"""Outcomes joined to competences: firm frameworks only, dated, ended and never removed."""

from datetime import date

import pytest

from curriculum import refs
from curriculum.catalogue import competences, queries
from curriculum.db import db, transaction
from curriculum.domain.case import Contribution
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.frameworks import queries as frameworks
from curriculum.frameworks import service
from tests.factories.catalogue import make_module, make_theme, outcome, published
from tests.factories.frameworks import as_file, package

pytestmark = pytest.mark.database
TODAY = date(2026, 11, 21)
PAGE = "/training/modules/BOR-102/1/competences"


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def version(cast):
    """A published module of two outcomes; the framework BG is adopted, OPEN is a draft."""
    with transaction():
        owner = cast.institution("CNFGF")
        module = make_module(owner=Owner(owner), theme=make_theme("T5"))
        made = published(module, cast.chidi, cast.farid, outcome(40), outcome(60, critical=True))
        firm = service.import_(cast.chidi, as_file(package(6)), code="BG", owner_id=owner)
        service.adopt(cast.farid, firm.id)
        service.import_(cast.chidi, b"code,en\nX,Other\nD,One\nD1,Two\n", code="OPEN", owner_id=owner)
    return made


def link(actor, version, how=Contribution.DEVELOPS):
    key = queries.version(version.id).outcomes[0].key
    item = frameworks.get_item("BG", "BG.1")
    with transaction():
        competences.link(actor, module_id=version.module_id, outcome_key=key, item_id=item.id, how=how)
    return key


def test_note_is_dated_and_holds_beside_a_published_version(cast, version):
    key = link(cast.chidi, version)

    (noted,) = competences.in_force(version.module_id)[key]
    assert (noted.framework, noted.code, noted.how, noted.from_, noted.to) == (
        "BG",
        "BG.1",
        Contribution.DEVELOPS,
        TODAY,
        None,
    )


def test_ended_note_stays_readable_and_makes_room(cast, version):
    key = link(cast.chidi, version)
    with transaction():
        competences.end(cast.chidi, competences.links_of(version.module_id)[0].id)
    db.session.expire_all()

    assert competences.in_force(version.module_id) == {}
    assert [one.to for one in competences.links_of(version.module_id)] == [TODAY]
    assert link(cast.chidi, version, Contribution.ASSESSES) == key
    assert [one.to for one in competences.links_of(version.module_id)] == [None, TODAY]


def test_same_note_twice_and_an_ended_one_ended_again(cast, version):
    link(cast.chidi, version)
    with pytest.raises(Refusal) as twice:
        link(cast.chidi, version)
    noted = competences.links_of(version.module_id)[0].id
    with transaction():
        competences.end(cast.chidi, noted)
    with pytest.raises(Refusal) as again, transaction():
        competences.end(cast.chidi, noted)

    assert (twice.value.code, again.value.code) == (RefusalCode.ALREADY_EXISTS, RefusalCode.WRONG_STATE)


@pytest.mark.parametrize("who", ["farid", "ines", "dalia"])
def test_only_the_designer_notes(cast, version, who):
    with pytest.raises(Refusal) as refused:
        link(getattr(cast, who), version)

    assert refused.value.code is RefusalCode.NOT_PERMITTED
    assert competences.links_of(version.module_id) == []


def sent(version, **changes) -> dict[str, str]:
    key = queries.version(version.id).outcomes[1].key
    return {"outcome": key, "framework": "BG", "item": "BG.2", "how": "assesses"} | changes


def test_page_joins_shows_and_ends(visit, version):
    visit(PAGE, as_="chidi", method="POST", data=sent(version), status=303)

    shown = visit("/training/modules/BOR-102/1", as_="farid").text
    assert "develops and assesses BG BG.2" in shown
    ref = refs.seal(competences.links_of(version.module_id)[0].id)
    visit(f"{PAGE}/{ref}/end", as_="chidi", method="POST", status=303)
    assert "BG BG.2" not in visit("/training/modules/BOR-102/1", as_="farid").text
    assert "BG BG.2" in visit(PAGE, as_="farid").text


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"item": "BG.99"}, 404, "No competence with the code BG.99"),
        ({"framework": "OPEN"}, 422, "Not a valid choice"),  # a draft is never offered
        ({"outcome": "elsewhere"}, 422, "Not a valid choice"),
    ],
)
def test_page_refuses(visit, version, changes, status, says):
    page = visit(PAGE, as_="chidi", method="POST", data=sent(version, **changes), status=status)

    assert says in page.text
    assert competences.links_of(version.module_id) == []


def test_items_of_a_draft_are_no_ground_to_point_to(version):
    with pytest.raises(Refusal) as refused:
        frameworks.get_item("OPEN", "X")

    assert refused.value.code is RefusalCode.WRONG_STATE
