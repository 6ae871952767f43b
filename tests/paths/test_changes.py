"""What a path version changes in the one before, in words of the trade; saves that overtake each other."""

from dataclasses import replace
from datetime import date

import pytest

from curriculum.catalogue.content import ChangeClass
from curriculum.db import Bilingual, db, transaction
from curriculum.domain.path import ComponentType
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries, service
from curriculum.paths.content import ComponentContent, Titled
from curriculum.paths.sheets import content_of, from_sheet, path_sheet
from tests.factories.catalogue import make_module, make_theme
from tests.factories.catalogue import published as published_module
from tests.factories.paths import content, module_component, published
from tests.refusing import refused

pytestmark = pytest.mark.database


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


PRACTICE = ComponentContent(
    "C2", ComponentType.PRACTICE, Bilingual("Heures", "Hours"), rule={"minimum": 20, "unit": "delivery_hours"}
)


@pytest.fixture
def draft(cast):
    """LP v1 published on BOR-102 v1; a draft v2 on BOR-102 v2, with less practice and HR's legal basis."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        for until in (None, date(2027, 12, 31)):
            published_module(module, cast.chidi, cast.farid, teach_out_until=until)
        published("LP", cast.chidi, cast.elif_, cast.farid, module_component(module), PRACTICE)
        next_ = content(
            replace(PRACTICE, rule={"minimum": 12, "unit": "delivery_hours"}),
            module_component(module, number=2),
            certificate_validity_months=36,
        )
        return service.draft_version(cast.chidi, path_id=queries.get_path("LP").id, content=next_).id


def test_what_a_path_changes_is_told(visit, draft):
    page = visit("/training/paths/LP/2/changes", as_="farid")

    assert page.rows() == [
        ["Changed", "Component C1, Title · Module", "BOR-102 v1", "BOR-102 v2"],
        ["Changed", "Component C2, Hours · Hours at least", "20", "12"],
        ["Moved", "Component C2, Hours", "place 2", "place 1"],
        ["Changed", "Months the certificate is valid", "–not given", "36"],
    ]


def test_reviewers_of_a_path_are_led_to_what_changed(visit, draft):
    links = visit("/training/paths/LP/2", as_="farid").links()

    assert links["What changed since version 1"] == "/training/paths/LP/2/changes"
    assert "This is the first version." in visit("/training/paths/LP/1/changes", as_="farid").text
    visit("/training/paths/LP/2/changes", as_="grace", status=403)


def test_a_sheet_gives_the_path_back(cast, draft):
    version = queries.version(draft)

    assert from_sheet(path_sheet(version)) == content_of(version)


LONGER = {
    "stages": (Titled("basics", Bilingual("Bases", "Basics")),),
    "routes": (Titled("standard", Bilingual("Normale", "Standard")), Titled("rpl", Bilingual("VAE", "RPL"))),
    "entry_text": Bilingual("Motivé", "Motivated"),
    "instruments": ("DEC-2027-14",),
    "entry_requirements": {"min_grade": "A3", "languages": ["fr", "ar"]},
    "change_class": ChangeClass.MAJOR,
    "change_note": Bilingual("Loi", "The law"),
}
SPACED = replace(
    PRACTICE,
    key="C2",
    rule={**PRACTICE.rule, "after": [{"component": "C1", "months": 6}]},
    stage="basics",
    routes=("standard",),
)


AFTER = "6 months after C1, Title"


def test_stages_routes_spacing_and_any_version_stay_as_written(cast, draft):
    any_version = ComponentContent("C1", ComponentType.MODULE, module=("BOR-102", None), key="C1")
    other = ComponentContent("C3", ComponentType.PATH, rule={"path": "LP-FND"}, key="C3")
    written = content(any_version, SPACED, other, **LONGER)
    with transaction():
        service.revise(cast.chidi, draft, written)
    db.session.expire_all()

    version = queries.version(draft)

    assert content_of(version) == written == from_sheet(path_sheet(version))


def test_an_added_component_says_what_it_asks_and_a_new_number_is_no_change(visit, cast, draft):
    module, practice = content_of(queries.version(draft)).components[::-1]
    group = ComponentContent(
        "C1",
        ComponentType.ELECTIVE_GROUP,
        options=(("BOR-102", 1), ("BOR-102", None)),
        rule={"group": "at_most", "choose": 1},
        key="group",
    )
    with transaction():
        service.revise(
            cast.chidi,
            draft,
            content(group, replace(module, code="C2"), replace(practice, code="C3"), legal_basis="x"),
        )
    told = [row for row in visit("/training/paths/LP/2/changes", as_="farid").rows() if "C1" in row[1]]

    assert told == [["Added", "Component C1, Elective", "–not given", ELECTIVE]]


ELECTIVE = (
    "Elective; Modules to choose from: BOR-102 v1, BOR-102, any version; "
    "How the choice works: At most so many; Modules to be chosen: 1"
)


def test_stages_routes_spacing_and_any_version_are_told(visit, cast, draft):
    any_version = ComponentContent("C1", ComponentType.MODULE, module=("BOR-102", None))
    with transaction():
        service.revise(cast.chidi, draft, content(any_version, SPACED, **LONGER))

    assert visit("/training/paths/LP/2/changes", as_="farid").rows() == [
        ["Changed", "Component C1, Title · Module", "BOR-102 v1", "BOR-102, any version"],
        [
            "Changed",
            "Component C2, Hours · Time since other components",
            "–not given",
            "6 months after C1, Title",
        ],
        ["Changed", "Component C2, Hours · Stage", "–not given", "Basics"],
        ["Changed", "Component C2, Hours · Routes", "–not given", "Standard"],
        ["Conditions before it", "Grade at least", "–not given", "A3"],
        ["Conditions before it", "Working languages needed", "–not given", "French, Arabic"],
        ["Added", "Stage Basics", "–not given", "Basics"],
        ["Added", "Route Standard", "–not given", "Standard"],
        ["Added", "Route RPL", "–not given", "RPL"],
        ["Reworded", "Entry requirements in words (French)", "–not given", "Motivé"],
        ["Reworded", "Entry requirements in words (English)", "–not given", "Motivated"],
        ["Changed", "Legal instruments", "–not given", "DEC-2027-14"],
        ["Changed", "Kind of change", "–not given", "Major change"],
        ["Reworded", "Why it was changed (French)", "–not given", "Loi"],
        ["Reworded", "Why it was changed (English)", "–not given", "The law"],
    ]


def test_a_save_from_an_earlier_text_is_refused(cast, draft):
    with transaction():
        service.revise(cast.chidi, draft, content(PRACTICE), seen=1)

    with transaction():
        refused(RefusalCode.CHANGED_MEANWHILE, service.revise, cast.chidi, draft, content(PRACTICE), seen=1)


def test_a_page_of_a_path_that_was_overtaken_decides_nothing(visit, cast, draft):
    shown = visit("/training/paths/LP/2", as_="chidi").first("input", name="seen").get("value")
    with transaction():
        service.submit(cast.chidi, draft)
        service.return_(cast.farid, draft, reason="Practice")
        service.revise(cast.chidi, draft, content(PRACTICE))
    sent = {"action": "submit", "seen": shown}

    page = visit("/training/paths/LP/2/step", as_="chidi", method="POST", data=sent, status=409)

    assert "decided in the meantime" in page.text
    assert queries.version(draft).state == "draft"
