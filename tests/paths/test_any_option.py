"""A group may take a module in whichever version is in force: one option however many versions it has."""

from datetime import date

import pytest

from curriculum.catalogue import queries as catalogue
from curriculum.db import transaction
from curriculum.domain.groups import GroupRule
from curriculum.domain.path import ComponentType as K
from curriculum.domain.refusals import RefusalCode
from curriculum.domain.workload import workload
from curriculum.paths import checks, engine, options, queries, shown
from curriculum.paths.composing import pickers
from curriculum.paths.content import ComponentContent
from curriculum.paths.sheets import from_sheet, path_sheet
from tests.factories.catalogue import make_module, make_theme, outcome
from tests.factories.catalogue import published as published_module
from tests.filling import sent_all
from tests.paths.composing import DRAFT, post, stored
from tests.paths.test_pages import Owner
from tests.refusing import refused

pytestmark = pytest.mark.database

GROUP = ComponentContent("C1", K.ELECTIVE_GROUP, options=(("BOR-101", None), ("BOR-102", 1)))


@pytest.fixture
def renewed(cast, modules):
    """BOR-101 has a second version, in force since."""
    with transaction():
        published_module(
            modules[0],
            cast.chidi,
            cast.farid,
            outcome(100, critical=True),
            teach_out_until=date(2027, 12, 31),
        )


@pytest.fixture
def value(renewed, draft):
    """The engine's value of the group with some rule."""

    def made(**rule):
        version = draft(ComponentContent("C1", K.ELECTIVE_GROUP, options=GROUP.options, rule=rule))
        return engine.value(queries.version(version.id)).components[0]

    return made


def test_every_version_of_the_module_counts_as_one_option(value):
    one = value(group="all")

    assert one.options == ("BOR-101.v2", "BOR-101.v1", "BOR-102.v1")
    assert one.same == (("BOR-101.v2", "BOR-101.v1"),)
    assert (one.offered, one.many) == (("BOR-101.v2", "BOR-102.v1"), 2)


def test_modules_that_exclude_each_other_do_so_in_every_version(value):
    one = value(exclusive=[["BOR-101", "BOR-102"]])

    assert one.exclusive == (("BOR-101.v2", "BOR-101.v1", "BOR-102.v1"),)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param({"choose": 2}, [], id="both"),
        pytest.param({"group": GroupRule.ALL.value}, [], id="all"),
        pytest.param(
            {"choose": 3}, [("impossible_choice", ("3", "2"))], id="a-version-is-no-option-of-its-own"
        ),
    ],
)
def test_it_can_be_completed_by_one_version_of_each(renewed, draft, rule, expected):
    version = draft(ComponentContent("C1", K.ELECTIVE_GROUP, options=GROUP.options, rule=rule))

    whole = queries.version(version.id)
    found = checks.verdict(whole, engine.value(whole)).satisfied.reasons

    assert [(one.code.value, one.detail) for one in found] == expected


def test_hours_are_those_of_the_version_in_force(renewed, draft):
    version = queries.version(draft(GROUP).id)
    path = engine.value(version)

    work = workload(path, {ref: {"contact": 60} for ref in path.components[0].offered})

    assert set(work.shortest + work.longest) <= {"BOR-101.v2", "BOR-102.v1"}


def test_written_read_and_written_again_it_is_the_same(renewed, draft):
    version = queries.version(draft(GROUP).id)
    sheet = path_sheet(version)

    assert sheet["components"][0]["options"] == [["BOR-101", None], ["BOR-102", 1]]
    assert from_sheet(sheet).components[0].options == GROUP.options
    assert [(one.code, one.version, one.in_any_version) for one in shown.seen(version).lines[0].modules] == [
        ("BOR-101", 2, True),
        ("BOR-102", 1, False),
    ]


def test_a_module_never_published_cannot_be_offered(cast, modules, draft):
    with transaction():
        make_module("BOR-104", owner=Owner(cast.institution("CNFGF")), theme=make_theme("T6"))
    version = draft(ComponentContent("C1", K.ELECTIVE_GROUP, options=(("BOR-104", None), ("BOR-102", 1))))

    said = refused(
        RefusalCode.VERSION_NOT_PUBLISHED, checks.require_published_modules, queries.version(version.id)
    )

    assert said.facts["code"] == "BOR-104"


def test_who_asks_for_a_module_is_found_through_its_options(modules, draft):
    version = draft(GROUP)
    other = catalogue.get_version("BOR-102", 1)

    assert options.asking_for([other.id], []) == {version.id}
    assert options.asking_for([], [modules[0].id]) == {version.id}
    assert options.asking_for([], [modules[1].id]) == set()


def test_the_form_offers_any_version_and_keeps_it(visit, draft):
    draft(GROUP)
    key = stored().components[0].key
    address = f"{DRAFT}/components/{key}"
    page = visit(address, as_="chidi")
    ticked = [one.get("value") for one in page.all("input", name="options") if one.get("checked") is not None]

    post(visit, address, sent_all(page, options=["BOR-103 any", "BOR-102 1"], save="1"))

    assert ticked == [f"BOR-101 {pickers.ANY}", "BOR-102 1"]
    assert stored().components[0].options == (("BOR-102", 1), ("BOR-103", None))
    assert "BOR-103 in whichever version is in force" in visit(DRAFT, as_="chidi").text


def test_a_module_ticked_in_any_and_in_one_version_is_told(visit, draft):
    draft(GROUP)
    address = f"{DRAFT}/components/{stored().components[0].key}"
    page = visit(address, as_="chidi")

    answer = post(visit, address, sent_all(page, options=["BOR-101 any", "BOR-101 1"], save="1"), status=422)

    assert answer.problems() == ["BOR-101 is ticked in any version: leave its single versions out."]


def test_a_form_with_a_mistake_comes_back_where_there_is_no_other_component(visit, draft):
    draft(GROUP)
    address = f"{DRAFT}/components/{stored().components[0].key}"

    answer = post(visit, address, sent_all(visit(address, as_="chidi"), weight="0", save="1"), status=422)

    assert answer.problems() == ["Number must be between 1 and 100."]
