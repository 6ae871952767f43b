"""The form of each kind of component: what it keeps, what it proposes, what it refuses."""

from dataclasses import replace

import pytest

from curriculum.db import transaction
from curriculum.domain.path import ComponentType as K
from curriculum.paths import queries
from curriculum.paths.composing import editing
from curriculum.paths.composing.editing import START
from curriculum.paths.content import ComponentContent
from tests.factories.catalogue import both
from tests.factories.paths import module_component, published
from tests.filling import sent_all
from tests.paths.composing import (
    DRAFT,
    PRACTICE,
    ROUTES,
    STAGES,
    order,
    post,
    save,
    stored,
)

pytestmark = pytest.mark.database


FULL = [
    ComponentContent("C9", K.MODULE, module=("BOR-102", 1), rule={"within_months": 24}, min_proof_level=4),
    ComponentContent("C9", K.MODULE, both("Its own"), ("BOR-102", 1), rule={"counts_once": False}, weight=3),
    ComponentContent(
        "C9",
        K.ELECTIVE_GROUP,
        options=(("BOR-103", 1), ("BOR-102", 1)),
        rule={"group": "credits", "credits": 150, "category": "T5", "exclusive": [["BOR-102", "BOR-103"]]},
        mandatory=False,
    ),
    ComponentContent("C9", K.ELECTIVE_GROUP, options=(("BOR-102", 1),), rule={"choose": 1}),
    ComponentContent("C9", K.MODULE_UPDATE, both("Update"), rule={"rule": "as written"}, min_proof_level=3),
    PRACTICE,
    ComponentContent(
        "C9",
        K.OBSERVATION,
        rule={"count": 2, "distinct_observers": 2, "min_score": 3, "scale_max": 4, "within_months": 18},
        waivable=True,
    ),
    ComponentContent("C9", K.PORTFOLIO, rule={"min_items": 3}, waivable=True),
    ComponentContent("C9", K.PANEL, rule={"panel_size_min": 3}),
    ComponentContent("C9", K.EXPERIENCE, rule={"minimum_months": 24, "domain": "T5"}),
    ComponentContent("C9", K.CPD, rule={"minimum_points": 15, "within_months": 36}),
]


@pytest.mark.parametrize("one", FULL, ids=lambda one: one.type.value)
def test_saving_a_component_unchanged_changes_nothing(visit, draft, modules, one):
    spaced = replace(
        one,
        key="k9",
        code="C9",
        stage="s2",
        routes=("rpl",),
        rule={**one.rule, "after": [{"component": "C1", "months": 3}]},
    )
    draft(module_component(modules[0]), spaced, stages=STAGES, routes=ROUTES)
    before = stored()
    page = visit(f"{DRAFT}/components/k9", as_="chidi")

    post(visit, f"{DRAFT}/components/k9", sent_all(page, save="1"))

    assert stored() == before


@pytest.mark.parametrize("kind", [one for one in K if one not in (K.MODULE, K.PATH)])
def test_a_component_is_added_with_what_its_form_proposes(visit, draft, kind):
    draft()
    address = f"{DRAFT}/components/new?type={kind.value}&stage="

    answer = post(visit, address, sent_all(visit(address, as_="chidi"), save="1"))

    added = stored().components[-1]
    assert (added.code, added.type, dict(added.rule)) == (
        "C3",
        kind,
        dict(START.get(kind, {})),
    )
    assert answer.location == f"{DRAFT}#card-{added.key}"


@pytest.fixture
def adding(visit, draft):
    """The form of a module to be added to LP-NEW, and where it is sent."""
    draft()
    address = f"{DRAFT}/components/new?type=module&stage="
    return address, visit(address, as_="chidi")


def test_a_module_is_added_once_however_often_the_button_is_pressed(visit, adding):
    address, page = adding
    data = sent_all(page, module="BOR-102 1", save="1")

    post(visit, address, data)
    post(visit, address, data)

    assert [(one.code, one.module) for one in stored().components if one.module] == [
        ("C1", ("BOR-101", 1)),
        ("C3", ("BOR-102", 1)),
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param({}, "Choose a module.", id="none"),
        pytest.param({"module": "BOR-999 1"}, "Not a valid choice.", id="unknown"),
        pytest.param({"module": "BOR-102 7"}, "Not a valid choice.", id="never-written"),
        pytest.param(
            {"module": "BOR-102 1", "weight": "0"}, "Number must be between 1 and 100.", id="weightless"
        ),
    ],
)
def test_a_module_that_cannot_be_is_told(visit, adding, written, said):
    address, page = adding

    answer = post(visit, address, sent_all(page, save="1", **written), status=422)

    assert (answer.problems(), order()) == ([said], ["C1", "C2"])


def test_the_list_is_narrowed_without_a_script_and_nothing_is_lost(visit, adding):
    address, page = adding

    answer = post(
        visit, address, sent_all(page, narrow="1", find="bor-103", title_fr="Frontière"), status=200
    )

    assert [one.get("value") for one in answer.all("input", type="radio")] == ["BOR-103 1"]
    assert answer.first("input", id="title_fr").get("value") == "Frontière"
    assert order() == ["C1", "C2"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param(
            {"exclusive": "BOR-101, BOR-103"},
            "BOR-103 is not ticked above. Tick it, or take it out here.",
            id="unticked",
        ),
        pytest.param(
            {"exclusive": "BOR-101"},
            "A line names two modules at least, of which only one counts.",
            id="alone",
        ),
        pytest.param({"group": "credits"}, "Say how many credits are asked for.", id="no-credits"),
    ],
)
def test_groups_that_make_no_sense_are_told(visit, draft, written, said):
    draft()
    address = f"{DRAFT}/components/new?type=elective_group&stage="
    ticked = {"options": ["BOR-101 1", "BOR-102 1"], "save": "1"}

    answer = post(visit, address, sent_all(visit(address, as_="chidi"), **ticked, **written), status=422)

    assert answer.problems() == [said]


def test_whichever_version_is_published_may_be_asked_for(visit, adding):
    address, page = adding

    answer = post(visit, address, sent_all(page, module="BOR-102 1", any_version="y", save="1"))
    page = visit(f"{DRAFT}/components/{answer.location.rpartition('card-')[2]}", as_="chidi")

    assert stored().components[-1].module == ("BOR-102", None)
    assert page.first("input", id="any_version").get("checked") is not None
    assert "Yes: whoever finishes" in visit(DRAFT, as_="chidi").text


def test_another_path_may_be_asked_for(visit, cast, draft, modules):
    with transaction():
        published("LP-OLD", cast.chidi, cast.elif_, cast.farid, module_component(modules[1]))
    draft()
    address = f"{DRAFT}/components/new?type=path&stage="
    page = visit(address, as_="chidi")

    nothing = post(visit, address, sent_all(page, save="1"), status=422)
    post(visit, address, sent_all(page, save="1", path="LP-OLD"))

    assert nothing.problems() == ["Choose a path."]
    assert stored().components[-1].rule == {"path": "LP-OLD"}
    assert "LP-OLD" in visit(DRAFT, as_="chidi").text


def test_two_who_add_at_once_both_add_under_numbers_of_their_own(visit, cast, adding, draft):
    address, page = adding
    version = queries.open_version(queries.get_path("LP-NEW").id)
    save(cast.chidi, version, editing.adding(editing.fresh(K.PANEL, "theirs", "")))

    post(visit, address, sent_all(page, module="BOR-102 1", save="1"))

    assert [(one.code, one.type) for one in stored().components[2:]] == [
        ("C3", K.PANEL),
        ("C4", K.MODULE),
    ]
