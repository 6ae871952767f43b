"""Who may enter by grade and by languages of work."""

from dataclasses import replace
from typing import Any

import pytest

from curriculum.domain.dossier import EntryFacts
from curriculum.domain.eligibility import OUTWEIGHS, ReasonCode, Verdict, entry
from curriculum.domain.path import EntryRequirements
from tests.domain.builders import TODAY, dossier

BOR = "LP-TRN-BOR.v2"


def asked(facts: EntryFacts, **wanted: Any) -> list[tuple[ReasonCode, Verdict, tuple[str, ...]]]:
    held = dossier(BOR, entry=facts)
    found = entry(replace(held, path=replace(held.path, entry=EntryRequirements(**wanted))), TODAY)
    return [(one.code, one.verdict, one.facts) for one in found]


A3 = {"min_grade": "A3", "min_rank": 3}


@pytest.mark.parametrize(
    ("grade", "rank", "wanted", "fits"),
    [
        pytest.param("A3", 3, A3, True, id="the-least-asked"),
        pytest.param("A1", 1, A3, True, id="higher"),
        pytest.param("B1", 4, A3, False, id="lower"),
        pytest.param(None, None, A3, False, id="contract-staff-have-none"),
        pytest.param("B1", 4, {"grades": ("A3", "B1")}, True, id="one-of-those-named"),
        pytest.param("A1", 1, {"grades": ("A3", "B1")}, False, id="none-of-those-named-though-higher"),
        pytest.param("A2", 2, {**A3, "grades": ("A2", "B1")}, True, id="both-asked-both-met"),
        pytest.param("B1", 4, {**A3, "grades": ("A2", "B1")}, False, id="named-but-too-low"),
        pytest.param("A1", 1, {"min_grade": "X", "min_rank": 0}, False, id="nobody-is-of-an-unknown-grade"),
    ],
)
def test_entry_asks_for_a_grade(grade: str | None, rank: int | None, wanted: Any, fits: bool) -> None:
    [(code, _, _)] = asked(EntryFacts(grade=grade, rank=rank), **wanted)

    assert code is (ReasonCode.GRADE_FITS if fits else ReasonCode.GRADE_DIFFERS)


def test_entry_asks_for_languages_and_names_the_missing() -> None:
    speaks = EntryFacts(languages=("fr", "ar"))

    assert asked(speaks, languages=("fr", "en", "de")) == [
        (ReasonCode.LANGUAGE_NOT_KNOWN, Verdict.AGAINST, ("en", "de"))
    ]
    assert asked(speaks, languages=("ar",)) == [(ReasonCode.LANGUAGES_KNOWN, Verdict.FOR, ("ar",))]


def test_frozen_grounds_speak_for_and_what_they_outweigh_against() -> None:
    """A revoked certificate is outweighed by nothing; every other finding has a ground (I-18)."""
    outweighed = [code for codes in OUTWEIGHS.values() for code in codes]

    assert set(outweighed) == {
        ReasonCode.NOT_DESIGNATED,
        ReasonCode.SERVICE_SHORT,
        ReasonCode.CATEGORY_TOO_LOW,
        ReasonCode.GRADE_DIFFERS,
        ReasonCode.LANGUAGE_NOT_KNOWN,
        ReasonCode.PATH_NOT_HELD,
        ReasonCode.CERTIFICATE_NOT_HELD,
        ReasonCode.CERTIFICATE_EXPIRED_TOO_LONG,
    }
    assert set(OUTWEIGHS).isdisjoint(outweighed)
