from datetime import date

import pytest

from curriculum.catalogue import queries, service
from curriculum.db import db, transaction
from curriculum.domain.lifecycles.version import VersionState
from tests.factories.catalogue import content, make_module, make_theme, published
from tests.stepping import press, shown

pytestmark = pytest.mark.database


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def module(cast):
    with transaction():
        theme = make_theme("T5")
        return make_module(owner=Owner(cast.institution("CNFGF")), theme=theme)


SENT = {
    "title_fr": "Documents de voyage",
    "title_en": "Travel documents",
    "summary_fr": "Résumé",
    "summary_en": "Summary",
    "target_group_fr": "Agents",
    "target_group_en": "Officials",
    "hours_contact": "24",
    "hours_online": "1.5",
    "outcomes-0-text_fr": "Examiner un passeport",
    "outcomes-0-text_en": "Examine a passport",
    "outcomes-0-type": "skill",
    "outcomes-0-bloom": "apply",
    "outcomes-0-weight": "60",
    "outcomes-0-critical": "y",
    "outcomes-1-text_fr": "Comparer des visages",
    "outcomes-1-text_en": "Compare faces",
    "outcomes-1-type": "skill",
    "outcomes-1-bloom": "apply",
    "outcomes-1-weight": "40",
    "outcomes-2-type": "skill",
    "outcomes-2-bloom": "apply",
}


def test_designer_opens_and_writes_a_module(visit, cast):
    cast.enter()
    with transaction():
        make_theme("T5")

    opened = visit(
        "/training/modules/new",
        as_="chidi",
        method="POST",
        data={"code": "BOR-401", "theme": "T5", "owner": "CNFGF"},
        status=302,
    )
    written = visit(opened.location, as_="chidi", method="POST", data=SENT, status=302)
    page = visit(written.location, as_="chidi")

    assert (opened.location, written.location) == (
        "/training/modules/BOR-401/draft",
        "/training/modules/BOR-401/1",
    )
    assert page.rows() == [
        ["O1", "Examine a passport critical Skill · Apply", "60%"],
        ["O2", "Compare faces Skill · Apply", "40%"],
    ]
    version = queries.get_version("BOR-401", 1)
    assert (version.hours_contact, version.hours_online, version.state) == (2400, 150, VersionState.DRAFT)


def test_draft_form_comes_back_with_its_problems(visit, module):
    page = visit(
        "/training/modules/BOR-102/draft",
        as_="chidi",
        method="POST",
        data={**SENT, "title_fr": ""},
        status=422,
    )

    assert page.problems() == ["This field is required."]


def test_revising_shows_what_was_written(visit, cast, module):
    visit("/training/modules/BOR-102/draft", as_="chidi", method="POST", data=SENT, status=302)

    page = visit("/training/modules/BOR-102/draft", as_="chidi")

    assert page.first("input", id="title_en").get("value") == "Travel documents"
    assert page.first("input", id="hours_online").get("value") == "1.5"


def test_version_walks_from_draft_to_published_by_buttons(visit, module):
    visit("/training/modules/BOR-102/draft", as_="chidi", method="POST", data=SENT, status=302)
    page = "/training/modules/BOR-102/1"

    press(visit, page, "chidi", "submit")
    said = {"given_as": "thematic", "opinion": "favourable", "seen": shown(visit, page, "farid")}
    visit(f"{page}/opinion", as_="farid", method="POST", data=said, status=302)
    press(visit, page, "farid", "approve")
    press(visit, page, "farid", "publish")

    assert queries.get_version("BOR-102", 1).state is VersionState.PUBLISHED
    assert "Published" in visit("/training/modules/BOR-102/1", as_="chidi").text


def test_incomplete_draft_says_why_it_stays(visit, module):
    visit(
        "/training/modules/BOR-102/draft",
        as_="chidi",
        method="POST",
        data={**SENT, "title_en": ""},
        status=302,
    )

    page = press(visit, "/training/modules/BOR-102/1", "chidi", "submit", status=422)

    assert "needed in French and in English" in page.text
    assert queries.get_version("BOR-102", 1).state is VersionState.DRAFT


def test_author_is_offered_no_approval(visit, module):
    visit("/training/modules/BOR-102/draft", as_="chidi", method="POST", data=SENT, status=302)
    press(visit, "/training/modules/BOR-102/1", "chidi", "submit")

    sent = {"action": "approve", "seen": "in_review.1"}
    visit("/training/modules/BOR-102/1/step", as_="chidi", method="POST", data=sent, status=403)

    assert queries.get_version("BOR-102", 1).state is VersionState.IN_REVIEW


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chidi", 200),  # designs for the owner
        ("farid", 200),  # approves for the owner
        ("dalia", 403),  # a donor sees what is published only
        ("grace", 403),  # no role at all
    ],
)
def test_who_sees_a_draft(visit, cast, module, who, status):
    with transaction():
        service.draft_version(cast.chidi, module_id=module.id, content=content())

    visit("/training/modules/BOR-102/1", as_=who, status=status)


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_often_for_three_modules_as_for_one(visit, cast, counted, number):
    with transaction():
        theme = make_theme("T5")
        for one in range(number):
            made = make_module(f"BOR-10{one}", owner=Owner(cast.institution("CNFGF")), theme=theme)
            published(made, cast.chidi, cast.farid)
    visit("/training/modules", as_="chidi")

    with counted() as asked:
        page = visit("/training/modules", as_="chidi")

    assert len(page.rows()) == number
    assert asked.count == LISTED


LISTED = 6
"""The session, the actor's roles, the versions, the institutions twice (places, names) and themes none."""


def test_replacing_asks_for_the_last_day(visit, cast, module):
    with transaction():
        published(module, cast.chidi, cast.farid)
        draft = service.draft_version(cast.chidi, module_id=module.id, content=content())
        service.submit(cast.chidi, draft.id)
        service.approve(cast.farid, draft.id)
    page = "/training/modules/BOR-102/2"

    refused = press(visit, page, "farid", "publish", status=422)
    press(visit, page, "farid", "publish", teach_out_until="2027-12-31")

    assert "is empty" in refused.text
    assert queries.get_version("BOR-102", 1).teach_out_until == date(2027, 12, 31)


def test_page_of_a_version_opens_while_the_next_one_is_in_review(visit, cast, module):
    with transaction():
        published(module, cast.chidi, cast.farid)
        draft = service.draft_version(cast.chidi, module_id=module.id, content=content())
        service.submit(cast.chidi, draft.id)
    db.session.remove()

    page = visit("/training/modules/BOR-102/1", as_="chidi")

    assert "Draft the next version" not in page.links()


OPINIONS = [
    pytest.param({}, 2, id="empty"),
    pytest.param({"given_as": "thematic"}, 1, id="no-opinion"),
    pytest.param({"given_as": "king", "opinion": "favourable"}, 1, id="no-such-party"),
    pytest.param({"given_as": "thematic", "opinion": "favourable", "note": "x" * 2001}, 1, id="long-note"),
]


@pytest.mark.parametrize(("sent", "problems"), OPINIONS)
def test_an_opinion_that_cannot_be_read_is_asked_for_again(visit, module, sent, problems):
    visit("/training/modules/BOR-102/draft", as_="chidi", method="POST", data=SENT, status=302)
    press(visit, "/training/modules/BOR-102/1", "chidi", "submit")

    page = visit("/training/modules/BOR-102/1/opinion", as_="farid", method="POST", data=sent, status=422)

    assert len(page.problems()) == problems
    assert queries.opinions_on(queries.get_version("BOR-102", 1).id) == []
