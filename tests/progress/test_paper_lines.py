"""The lines of a transcript: what is listed, with which result, on which day."""

from datetime import date

import pytest

from curriculum import paper
from curriculum.db import Bilingual
from curriculum.domain.dossier import Via
from curriculum.domain.path import Component, ComponentType
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import ComponentStanding, Hours, ModuleStanding, OutcomeStanding, State
from curriculum.progress import papers
from curriculum.progress.texts import PathTexts, Row

ENGLISH = papers.Speech("en")
MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)


def outcome(via: Via | None, on: date | None = MARCH) -> OutcomeStanding:
    return OutcomeStanding("O1", 50, False, via is not None, ProofLevel.DECLARED, via, on, None, ())


def module(
    *ways: Via | None, met: bool = True, percent: int = 100, minutes: int = 1440, waived: bool = False
) -> ModuleStanding:
    hours = Hours(minutes, 1, 1152, 1, True, waived, ("attendance:7", "evidence:9") if minutes else ())
    outcomes = tuple(outcome(via) for via in ways)
    return ModuleStanding("BOR-101.v1", met, percent, 1, 1, 1, 60, 1440, hours, True, outcomes, ())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(
            module(Via.TAUGHT, Via.ASSESSMENT), "Completed (training, assessment)", id="taught, tested"
        ),
        pytest.param(module(), "Completed", id="basis unknown"),
        pytest.param(
            module(Via.RPL, minutes=0), "Recognised (recognition of prior learning)", id="R RPL only"
        ),
        pytest.param(module(Via.EQUIVALENCE, minutes=0), "Recognised (equivalence)", id="other version"),
        pytest.param(
            module(Via.TAUGHT, Via.RPL), "Completed (training, recognition of prior learning)", id="in part"
        ),
        pytest.param(
            module(Via.CHALLENGE, minutes=0, waived=True),
            "Completed (challenge test, no hours required)",
            id="hours waived",
        ),
        pytest.param(
            module(Via.TAUGHT, None, met=False, percent=55, minutes=792),
            "In progress, 55% (training)",
            id="under way",
        ),
        pytest.param(module(None, met=False, percent=0), "In progress, 0%", id="S03 attended, no result"),
    ],
)
def test_result_says_what_it_rests_on(found, said):
    assert papers.result_in(ENGLISH, found) == said


@pytest.mark.parametrize(
    ("found", "day"),
    [
        pytest.param(module(Via.TAUGHT), MAY, id="the run ended after the test"),
        pytest.param(module(Via.TAUGHT, waived=True), MARCH, id="hours do not matter"),
        pytest.param(module(Via.RPL, minutes=0), MARCH, id="recognised"),
        pytest.param(module(minutes=0), None, id="nothing has a day"),
    ],
)
def test_module_is_met_on_the_day_of_the_last_thing_that_counts(found, day):
    assert papers._met_on(found, {"attendance:7": MAY}) == day


def component(code: str, *modules: ModuleStanding) -> ComponentStanding:
    return ComponentStanding(code, ComponentType.MODULE, State.PARTLY, 0, 1, True, (), (), modules)


def test_module_asked_for_twice_is_listed_once_at_its_best_and_an_untouched_one_never():
    half, whole = module(met=False, percent=55), module()
    untouched = module(met=False, percent=0, minutes=0)._replace(ref="BOR-102.v1")

    assert papers._begun([component("C1", half, untouched), component("C2", whole)]) == [whole]


TEXTS = PathTexts(
    "LP-TRN-BOR",
    2,
    Bilingual("Formateur", "Trainer"),
    (Row("C1", None, None), Row("C2", Bilingual("Au choix", "Choice"), None)),
    {"BOR-101.v3": Bilingual("Contrôle", "Control")},
)
WAIVED = paper.text(Bilingual(papers.Speech("fr").gettext("Waived"), "Waived"))


@pytest.mark.parametrize(
    ("spared", "named"),
    [
        pytest.param(("C1", "BOR-101.v3"), ("BOR-101", 3, "Control"), id="a module"),
        pytest.param(("C2", "BOR-101.v3", "BOR-102.v1"), ("C2", 2, "Choice"), id="a choice"),
    ],
)
def test_exempted_component_is_listed_as_waived_without_hours_or_day(spared, named):
    code, *options = spared

    found = papers._spared(Component(code, ComponentType.MODULE, tuple(options)), TEXTS)

    assert (found.module.code, found.module.version, found.module.title.to("en")) == named
    assert (found.hours, found.result, found.day) == (0, WAIVED, None)


def test_exemption_from_what_is_no_module_stays_out():
    assert papers._spared(Component("C9", ComponentType.PANEL), TEXTS) is None
