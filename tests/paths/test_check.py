"""A path is looked over before anybody follows it: on its page and on a terminal."""

import json

import pytest
from click.testing import CliRunner

from curriculum.catalogue import service as modules
from curriculum.db import transaction
from curriculum.domain.path import ComponentType
from curriculum.domain.proof import Depth
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import service as donors
from curriculum.paths import queries, service
from curriculum.paths.cli import group
from curriculum.paths.content import ComponentContent
from tests.factories.catalogue import make_module, make_theme, outcome
from tests.factories.catalogue import published as published_module
from tests.factories.donors import make_offering, make_programme
from tests.factories.paths import content, module_component
from tests.paths.test_pages import Owner

pytestmark = pytest.mark.database

AT = "/training/paths/LP-NEW/1"


@pytest.fixture
def two(cast):
    """BOR-1 and BOR-2, published at CNFGF."""
    with transaction():
        theme = make_theme("T5")
        made = [
            make_module(code, owner=Owner(cast.institution("CNFGF")), theme=theme)
            for code in ("BOR-1", "BOR-2")
        ]
        versions = [
            published_module(one, cast.chidi, cast.farid, outcome(100, critical=True)) for one in made
        ]
    return made, versions


@pytest.fixture
def draft(cast):
    """What makes a draft of LP-NEW with some components."""

    def make(*components: ComponentContent, **more: object):
        with transaction():
            path = service.create_path(cast.chidi, code="LP-NEW", owner="CNFGF")
            return service.draft_version(cast.chidi, path_id=path.id, content=content(*components, **more))

    return make


def elective(code: str, *names: str, **rule: object) -> ComponentContent:
    options = tuple((name, 1) for name in names)
    return ComponentContent(code, ComponentType.ELECTIVE_GROUP, options=options, rule=rule)


def run(*words: str):
    return CliRunner().invoke(group, ["check", *words])


def test_clash_is_told_on_the_page_and_in_the_checklist(visit, two, draft):
    draft(elective("C1", "BOR-1", "BOR-2", choose=2), module_component(two[0][0], "C2"))

    page = visit(AT, as_="chidi")

    assert "No, nobody can complete this path:" in page.text
    sentence = "C2: Needs modules that already count for others, and each counts once (C1)."
    assert page.text.count(sentence) == 2


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"group": "all"}, "All 2 modules"),
        ({"choose": 1}, "Choose 1 of 2 modules"),
        ({"group": "at_most", "choose": 2}, "One to 2 of 2 modules"),
        ({"group": "exactly_one"}, "Exactly one of 2 modules"),
        (
            {"group": "credits", "credits": 100, "category": "T5", "exclusive": [["BOR-1", "BOR-2"]]},
            "Modules worth at least 1 credits of theme T5; only one of BOR-1, BOR-2 counts",
        ),
    ],
)
def test_group_is_said_in_words(visit, two, draft, rule, said):
    draft(elective("C1", "BOR-1", "BOR-2", **rule))

    assert said in visit(AT, as_="chidi").text


def test_path_that_nobody_completes_is_not_submitted(cast, two, draft):
    version = draft(elective("C1", "BOR-1", "BOR-2", choose=2, exclusive=[["BOR-1", "BOR-2"]]))

    with pytest.raises(Refusal) as refused:
        service.submit(cast.chidi, version.id)

    assert refused.value.code is RefusalCode.PATH_HAS_PROBLEMS
    assert refused.value.facts["problems"] == ("exclusive_too_narrow",)


def test_module_withdrawn_while_used_is_told(cast, visit, two, draft):
    draft(module_component(two[0][0], "C1"))
    with transaction():
        modules.withdraw(cast.farid, two[1][0].id, reason="wrong law")

    page = visit(AT, as_="chidi")

    assert "BOR-1.v1: The module was withdrawn." in page.text
    assert "C1: Cannot be completed with modules that nobody can finish (BOR-1.v1)." in page.text


def test_donors_cover_a_share_of_the_shortest_way(cast, visit, two, draft):
    draft(elective("C1", "BOR-1", "BOR-2", choose=2))
    with transaction():
        offering = make_offering(programme=make_programme(donor="D-X"))
        one = two[1][0].outcomes[0].id
        claim = donors.propose_claim(cast.bruno, offering.id, one, Depth.ASSESSED)
        donors.accept_claim(cast.chidi, claim.id)

    assert "Donors' courses cover 50% of the shortest way." in visit(AT, as_="chidi").text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2028-02-28", ["27 February 2031", "28 August 2030", "27 February 2032"]),
        ("", ["Enter a day."]),
        ("yesterday", ["Enter a day."]),
        ("9999-01-01", ["Enter a day before the year 2200."]),
    ],
)
def test_dates_follow_from_a_finish(visit, two, draft, asked, said):
    renewal = {"window_months_before": 6, "grace_months_after_expiry": 12}
    draft(module_component(two[0][0]), certificate_validity_months=36, renewal=renewal)

    page = visit(f"{AT}?finish={asked}", as_="chidi")

    assert [one for one in said if one in page.text] == said


def test_certificate_without_end_has_no_dates(visit, two, draft):
    draft(module_component(two[0][0]))

    assert "The certificate does not end." in visit(AT, as_="chidi").text


def test_terminal_says_what_keeps_a_path_back(two, draft):
    draft(elective("C1", "BOR-1", "BOR-2", choose=2), module_component(two[0][0], "C2"))

    told, plain = run("LP-NEW"), run("LP-NEW", "--json")

    assert (told.exit_code, plain.exit_code) == (1, 1)
    assert told.stdout.splitlines()[:3] == [
        "LP-NEW v1 (draft)",
        "cannot be completed:",
        "  C2: Needs modules that already count for others, and each counts once (C1)",
    ]
    found = json.loads(plain.stdout)
    assert found["reasons"] == [{"code": "contested", "subject": "C2", "detail": ["C1"]}]
    assert (found["satisfiable"], found["hours"]["least"]["total"]) == (False, 60)


def test_terminal_takes_the_version_asked_for(two, draft):
    draft(module_component(two[0][0]))

    assert json.loads(run("LP-NEW", "--version", "1", "--json").stdout)["satisfiable"] is True
    assert run("LP-NEW").exit_code == 0


def test_terminal_takes_a_discarded_version_where_there_is_no_other(cast, two, draft):
    version = draft(module_component(two[0][0]))
    with transaction():
        service.discard(cast.chidi, version.id)

    assert "LP-NEW v1 (discarded)" in run("LP-NEW").stdout
    assert queries.open_version(version.path_id) is None
