"""What is done too soon after another component was met counts for nothing, and nobody falls back (I-18)."""

from dataclasses import replace
from datetime import date

import pytest

from curriculum.domain.currency import Period
from curriculum.domain.dossier import (
    CpdRecord,
    Dossier,
    Exemption,
    ExemptionScope,
    ExperienceRecord,
    OutcomeRecord,
)
from curriculum.domain.missing import MissingCode
from curriculum.domain.module import CompletionRule
from curriculum.domain.path import Component, ComponentType, Spacing
from curriculum.domain.progress import assess
from curriculum.domain.progress import judge as judged
from curriculum.domain.proof import ProofLevel
from curriculum.domain.standing import ExcludedWhy
from tests.domain.test_satisfying import elective, made, module

EASY = CompletionRule(min_contact_attendance_pct=0)
FIRST, SECOND = elective("C1", "A.v1"), elective("C2", "B.v1")._replace(after=(Spacing("C1", 6),))
MODULES = tuple(module(f"{code}.v1", rule=EASY) for code in "AB")
ASKED = date(2026, 11, 21)
LEARNT = date(2026, 3, 2)


def passed(module_: str, on: date, ref: str = "") -> OutcomeRecord:
    level = ProofLevel.ASSESSED_BY_AUTHORISED
    return OutcomeRecord(ref or f"result:{module_}{on}", f"{module_}.v1.O1", level, on)


def facts(*records: OutcomeRecord, second: Component = SECOND) -> Dossier:
    return Dossier("P1", made(FIRST, second, modules=MODULES), records=records)


@pytest.mark.parametrize(
    ("records", "met", "gap"),
    [
        pytest.param((), False, (MissingCode.OTHER_BEFORE, ""), id="nothing-yet"),
        pytest.param(
            (passed("B", date(2026, 6, 1)),), False, (MissingCode.OTHER_BEFORE, ""), id="other-not-met"
        ),
        pytest.param(
            (passed("A", date(2026, 6, 2)),), False, (MissingCode.NOT_YET, "2026-12-02"), id="too-soon"
        ),
        pytest.param(
            (passed("A", LEARNT), passed("B", date(2026, 9, 1))),
            False,
            (MissingCode.NO_EVIDENCE, ""),
            id="done-a-day-early",
        ),
        pytest.param((passed("A", LEARNT), passed("B", date(2026, 9, 2))), True, None, id="done-on-the-day"),
        pytest.param(
            (passed("A", LEARNT), passed("B", date(2026, 4, 1)), passed("B", date(2026, 10, 1))),
            True,
            None,
            id="done-again-later",
        ),
    ],
)
def test_spacing_counts_from_the_day_the_other_was_met(
    records: tuple[OutcomeRecord, ...], met: bool, gap: tuple[MissingCode, str] | None
) -> None:
    standing = assess(facts(*records), ASKED).components[1]

    first = standing.missing[0] if standing.missing else None
    assert (standing.percent == 100, first and (first.code, first.detail)) == (met, gap)


def test_what_came_too_early_is_named() -> None:
    progress = assess(facts(passed("A", LEARNT), passed("B", date(2026, 4, 1), "result:7")), ASKED)

    assert [(one.ref, one.outcome, one.why) for one in progress.excluded] == [
        ("result:7", "B.v1.O1", ExcludedWhy.TOO_EARLY)
    ]


def test_I18_learning_the_first_again_takes_nothing_back() -> None:
    done = (passed("A", LEARNT), passed("B", date(2026, 9, 2)))

    again = assess(facts(*done, passed("A", date(2026, 10, 1))), ASKED)

    assert again.complete


def test_I18_the_first_may_lapse_and_be_renewed_without_a_new_wait() -> None:
    short = MODULES[0]._replace(currency_months=8)
    path = made(FIRST, SECOND, modules=(short, MODULES[1]))
    records = (passed("A", LEARNT), passed("B", date(2026, 9, 2)), passed("A", date(2026, 11, 3)))

    assert assess(Dossier("P1", path, records=records), ASKED).complete


@pytest.mark.parametrize(
    "records",
    [
        pytest.param((passed("B", LEARNT),), id="the-only-fact-of-all"),
        pytest.param((passed("B", date(2020, 3, 2)), passed("B", LEARNT)), id="an-older-fact-beside"),
    ],
)
def test_nobody_waits_for_what_was_waived(records: tuple[OutcomeRecord, ...]) -> None:
    path = made(FIRST._replace(waivable=True), SECOND, modules=MODULES)
    spared = Exemption("decision:1", ExemptionScope.COMPONENT, "C1")
    dossier = Dossier("P1", path, records=records, exemptions=(spared,))

    assert assess(dossier, LEARNT).complete
    assert judged(dossier, LEARNT).case.starts == {}


SERVED = Component("C1", ComponentType.EXPERIENCE, minimum=24)
SPELLS = (
    ExperienceRecord("e1", "T", Period(date(2019, 1, 1), date(2019, 12, 31))),
    ExperienceRecord("e2", "T", Period(date(2022, 1, 1), None)),
)


@pytest.mark.parametrize(
    ("spells", "within", "start"),
    [
        pytest.param(SPELLS, None, date(2023, 6, 30), id="two-spells-make-24-months-on-2022-12-31"),
        pytest.param(SPELLS[1:], None, date(2024, 6, 30), id="one-spell-on-2023-12-31"),
        pytest.param(SPELLS, 36, date(2024, 6, 30), id="the-older-spell-is-too-old"),
        pytest.param(SPELLS, 60, date(2023, 6, 30), id="both-within-five-years"),
        pytest.param((SPELLS[1], SPELLS[1]), None, date(2024, 6, 30), id="no-day-counts-twice"),
    ],
)
def test_spacing_counts_from_the_day_experience_was_long_enough(
    spells: tuple[ExperienceRecord, ...], within: int | None, start: date
) -> None:
    after = Component("C2", ComponentType.CPD, minimum=100, after=(Spacing("C1", 6),))
    path = made(SERVED._replace(within_months=within), after, modules=MODULES)
    points = (CpdRecord("c1", "a", start, 100), CpdRecord("c2", "b", start, 100))
    dossier = Dossier("P1", path, experience=spells, cpd=points)

    assert judged(dossier, ASKED).case.starts["C2"].on == start
    assert assess(dossier, ASKED).components[1].percent == 100


def test_experience_that_waits_itself_is_waited_for_from_its_own_start() -> None:
    first = elective("C0", "A.v1")
    waits = SERVED._replace(after=(Spacing("C0", 0),), minimum=12)
    after = Component("C2", ComponentType.CPD, minimum=100, after=(Spacing("C1", 6),))
    path = made(first, waits, after, modules=MODULES)
    dossier = Dossier("P1", path, records=(passed("A", date(2023, 1, 1)),), experience=SPELLS)

    assert judged(dossier, ASKED).case.starts["C2"].on == date(2024, 6, 30)


def test_what_waits_for_a_component_of_another_route_does_not_wait() -> None:
    path = made(FIRST._replace(routes=("standard",)), SECOND, modules=MODULES)
    path = replace(path, routes=("standard", "fast_track"))
    records = (passed("B", LEARNT),)

    by_route = {
        route: assess(Dossier("P1", path.on_route(route), records=records), ASKED).complete
        for route in path.routes
    }

    assert by_route == {"standard": False, "fast_track": True}


COUNTED = {
    "points": (
        Component("C2", ComponentType.CPD, minimum=100, after=(Spacing("C1", 6),)),
        {"cpd": tuple(CpdRecord(f"cpd:{kind}", kind, date(2026, 8, 1), 100) for kind in "xy")},
        {"cpd": tuple(CpdRecord(f"cpd:{kind}", kind, date(2026, 9, 2), 100) for kind in "xy")},
    ),
    "months-of-work": (
        Component("C2", ComponentType.EXPERIENCE, minimum=2, after=(Spacing("C1", 6),)),
        {
            "experience": (
                ExperienceRecord("experience:1", "T1", Period(date(2026, 4, 1), date(2026, 9, 30))),
            )
        },
        {
            "experience": (
                ExperienceRecord("experience:1", "T1", Period(date(2026, 4, 1), date(2026, 11, 10))),
            )
        },
    ),
}


@pytest.mark.parametrize("kind", COUNTED)
def test_spacing_holds_for_what_is_counted(kind: str) -> None:
    component, early, late = COUNTED[kind]

    met = [
        assess(replace(facts(passed("A", LEARNT), second=component), **done), ASKED).complete
        for done in (early, late)
    ]

    assert met == [False, True]


def test_answer_holds_until_the_day_something_may_begin() -> None:
    found = judged(facts(passed("A", date(2026, 6, 2))), ASKED)

    assert found.lasts_until == date(2026, 12, 1)


def test_evidence_of_the_first_changes_what_waits_for_it() -> None:
    assert facts().path.touched_by(["A.v1.O1"]) == {"C1", "C2"}
