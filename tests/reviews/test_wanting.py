"""Opinions that the checklist wants wait for whoever speaks for the party, unasked, until one of them has."""

from datetime import date, timedelta

import pytest

from curriculum import clock
from curriculum.accounts import queries as accounts
from curriculum.catalogue import queries
from curriculum.catalogue import service as modules
from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.db import transaction
from curriculum.domain.actors import Role, Scope, ScopeKind
from curriculum.paths import service as paths
from curriculum.reviews import queue, service
from tests.factories.accounts import make_role
from tests.factories.catalogue import make_module, make_theme
from tests.factories.catalogue import published as publish_module
from tests.factories.paths import content, module_component
from tests.reviews.conftest import MODULES, PAGE, Owner, newcomer_account

pytestmark = pytest.mark.database

OPINION = queue.Step.OPINION
PATH_PAGE = "/training/review/paths/LP-TST-ONE/1"


def wanted(actor) -> list[tuple[str, GivenAs | None]]:
    """In which names which versions wait for an opinion of the actor."""
    return [(row.code, row.given_as) for row in queue.waiting(actor) if row.step is OPINION]


@pytest.fixture
def path(cast):
    """A path of the CNFGF with modules of the CNFGF and of the CFDMA, in review: two ministries."""
    with transaction():
        theme = make_theme("T5")
        own = make_module("BOR-111", owner=Owner(cast.institution("CNFGF")), theme=theme)
        foreign = make_module("DEV-111", owner=Owner(cast.institution("ENAPV")), theme=theme)
        publish_module(own, cast.chidi, cast.farid)
        with_power = make_foreign_signatory(cast)
        publish_module(foreign, cast.chidi, with_power)
        made = paths.create_path(cast.chidi, code="LP-TST-ONE", owner="CNFGF")
        both = (module_component(own, "C1"), module_component(foreign, "C2"))
        version = paths.draft_version(cast.chidi, path_id=made.id, content=content(*both))
        paths.submit(cast.chidi, version.id)
        return version.id


def make_foreign_signatory(cast):
    """Whoever publishes at the ENAPV."""
    account = newcomer_account("rosalie")
    make_role(account, Role.TRAINING_SIGNATORY, Scope(ScopeKind.INSTITUTION, cast.institution("ENAPV")))
    return accounts.actor_of(account.id, clock.today())


WHO = [
    pytest.param("bruno", [("LP-TST-ONE", GivenAs.THEMATIC)], id="assessor-of-the-owner"),
    pytest.param("elif_", [("LP-TST-ONE", GivenAs.HR)], id="HR-of-the-owner"),
    pytest.param("ines", [], id="HR-of-another"),
    pytest.param("clara", [("LP-TST-ONE", GivenAs.COORDINATION)], id="coordination-body"),
    pytest.param("farid", [], id="decides-and-has-it-before-him"),
    pytest.param("chidi", [], id="the-author"),
    pytest.param("dalia", [], id="a-donor"),
]


@pytest.mark.parametrize(("who", "rows"), WHO)
def test_a_path_across_ministries_waits_for_everybody_its_checklist_names(cast, path, who, rows):
    assert wanted(getattr(cast, who)) == rows


MODULE_WHO = [
    pytest.param("bruno", [("BOR-102", GivenAs.THEMATIC)], id="thematic-unit"),
    pytest.param("elif_", [], id="no-module-needs-HR"),
    pytest.param("clara", [], id="nor-coordination"),
]


@pytest.mark.parametrize(("who", "rows"), MODULE_WHO)
def test_a_module_waits_for_the_thematic_unit(cast, case, who, rows):
    assert wanted(getattr(cast, who)) == rows


def opine(actor, path, given_as, opinion=Opinion.FAVOURABLE) -> None:
    with transaction():
        paths.opine(actor, path, given_as=given_as, opinion=opinion, note="So it is")


def test_given_by_one_it_waits_for_nobody_until_the_next_round(cast, path):
    opine(cast.bruno, path, GivenAs.THEMATIC)
    opine(cast.clara, path, GivenAs.COORDINATION, Opinion.UNFAVOURABLE)
    assert [wanted(one) for one in (cast.bruno, cast.leila, cast.clara)] == [[], [], []]
    assert wanted(cast.elif_) == [("LP-TST-ONE", GivenAs.HR)]

    with clock.moved_to(clock.now() + timedelta(days=1)), transaction():
        paths.return_(cast.farid, path, reason="Once more")
        paths.submit(cast.chidi, path)

    assert wanted(cast.bruno) == wanted(cast.leila) == [("LP-TST-ONE", GivenAs.THEMATIC)]
    assert wanted(cast.clara) == [("LP-TST-ONE", GivenAs.COORDINATION)]


def test_it_has_its_age_and_its_day_and_is_overdue_first(visit, cast, path):
    with clock.moved_to(clock.now() + timedelta(days=11)):
        (row,) = queue.waiting(cast.clara)
        assert (row.since, row.due) == (date(2026, 11, 21), date(2026, 12, 1))
        assert (row.days(clock.today()), row.is_overdue(clock.today())) == (11, True)
        page = visit("/training/review", as_="clara")

        assert "1 version waits for you: 1 is past its target day." in page.text
        assert "in the name of: Coordination body" in page.text


def test_who_is_wanted_may_look_and_speak_and_who_is_not_may_not(visit, cast, path):
    """The coordination body sees drafts only where they concern it: being wanted is being asked."""
    page = visit(PATH_PAGE, as_="clara")
    said = {
        "given_as": "coordination",
        "opinion": "favourable",
        "seen": page.all("input", name="seen")[-1].get("value"),
    }
    visit(f"{PATH_PAGE}/opinion", as_="clara", method="POST", data=said, status=302)

    assert wanted(cast.clara) == []
    visit(PATH_PAGE, as_="clara")
    visit(PATH_PAGE, as_="hugo", status=403)


def test_a_module_in_review_stays_closed_to_whom_it_does_not_concern(visit, cast, case):
    visit(PAGE, as_="clara", status=403)


def test_asked_by_name_it_is_one_line_with_the_day_that_was_asked(cast, case):
    with transaction():
        service.ask(
            cast.chidi, MODULES, case.id, login="bruno", given_as=GivenAs.THEMATIC, due_on=date(2026, 11, 25)
        )

    assert [(row.given_as, row.due) for row in queue.waiting(cast.bruno)] == [
        (GivenAs.THEMATIC, date(2026, 11, 25))
    ]


def test_in_a_pilot_the_thematic_unit_has_spoken_and_HR_is_still_wanted(cast, path):
    opine(cast.bruno, path, GivenAs.THEMATIC)
    with transaction():
        paths.pilot(cast.farid, path)

    assert (wanted(cast.leila), wanted(cast.elif_)) == ([], [("LP-TST-ONE", GivenAs.HR)])


def test_what_is_decided_waits_for_no_opinion(cast, case):
    with transaction():
        modules.approve(cast.farid, case.id)

    assert wanted(cast.bruno) == []


@pytest.mark.parametrize("who", ["bruno", "elif_"])
def test_many_versions_are_read_in_as_many_statements_as_few(cast, path, counted, who):
    actor = getattr(cast, who)
    queue.waiting(actor)
    with counted() as few:
        queue.waiting(actor)
    with transaction():
        for number in range(3):
            made = paths.create_path(cast.chidi, code=f"LP-TST-{'ABC'[number]}", owner="CNFGF")
            part = module_component(queries.get_module("BOR-111"), "C1")
            version = paths.draft_version(cast.chidi, path_id=made.id, content=content(part))
            paths.submit(cast.chidi, version.id)
    with counted() as many:
        assert len(wanted(actor)) == 4

    assert many.count == few.count
