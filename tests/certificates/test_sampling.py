"""Previews: every kind in every language, and a bright mark wherever a value is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from certificates import wording
from certificates.errors import EmblemRefused, StatementError
from certificates.kinds import KINDS
from certificates.layout.page import render
from certificates.parties import HolderName, Orientation, Paper, Scope
from certificates.sampling import preview_of, sample_of
from tests.certificates import samples
from tests.certificates.faces import SVG, named, picture, words_on

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
BRIGHT, WATERMARK = (0xFF, 0xE9, 0xA8), (0xF0, 0xD4, 0xD0)
needs_poppler = pytest.mark.usefixtures("poppler")


@pytest.mark.parametrize("language", wording.languages())
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_previewed_from_nothing_in_every_language(kind: str, language: str) -> None:
    sample = sample_of(kind, language)

    assert sample.statement.kind == kind
    assert sample.statement.languages == (language,)
    assert preview_of(kind, language, at=AT) == preview_of(kind, language, at=AT)


@needs_poppler
def test_what_is_given_stands_and_what_is_not_is_named() -> None:
    given = {"path": samples.statement().path, "hours": 164, "scope": samples.statement().scope}
    said = " ".join(word.text for word in words_on(preview_of("trainer", "fr", given, at=AT, other="en")))

    for text in ("164 h", "LP-TRN-BOR v2", "BOR-101 v1", "[prénom et nom]", "[issuing institution]"):
        assert text in said
    assert said.count("[à compléter]") == 3  # effective, until, decision
    assert "[intitulé du parcours]" not in said


@pytest.mark.parametrize(
    ("given", "facts"),
    [
        pytest.param({}, {"hours", "effective", "until", "decision", "languages"}, id="nothing is known"),
        pytest.param(
            {"hours": 0}, {"effective", "until", "decision", "languages"}, id="no hours is an answer"
        ),
        pytest.param(
            {"effective_from": date(2026, 1, 1), "valid_until": date(2029, 1, 1)},
            {"hours", "decision", "languages"},
            id="dates are known",
        ),
    ],
)
def test_facts_without_value_are_told(given: dict[str, Any], facts: set[str]) -> None:
    assert sample_of("trainer", "en", given).missing.facts == facts


def test_gaps_of_a_scope_are_filled_and_marked() -> None:
    given = {"scope": Scope(modules=samples.MODULES)}
    trainer, completion = (sample_of(kind, "en", given) for kind in ("trainer", "completion"))

    assert trainer.statement.scope.may_teach == ("XXX-000",)
    assert trainer.statement.scope.languages == ("en",)
    assert "languages" in trainer.missing.facts
    assert "XXX-000" in trainer.missing.texts
    assert completion.statement.scope.may_teach == ()
    assert completion.statement.scope.modules == samples.MODULES


def test_completion_has_no_end_and_a_renewal_renews_something() -> None:
    assert "until" not in sample_of("completion", "en").missing.facts
    assert "replaces" in sample_of("renewal", "en").missing.facts
    assert "replaces" not in sample_of("renewal", "en", {"replaces": samples.number_for("TRN")}).missing.facts


@needs_poppler
def test_marks_are_bright_and_go_as_values_come(tmp_path: Path) -> None:
    stated = samples.statement()
    nothing = picture(preview_of("trainer", "fr", at=AT), 60, tmp_path)
    issued = picture(render(stated, specimen=True), 60, tmp_path)

    assert pixels(nothing, BRIGHT) > 3000
    assert pixels(issued, BRIGHT) == 0
    assert pixels(nothing, WATERMARK) > 3000
    assert pixels(issued, WATERMARK) > 3000


def pixels(shown: Any, wanted: tuple[int, int, int]) -> int:
    """Count the pixels of one colour."""
    found = shown.getcolors(maxcolors=1 << 20)
    return sum(n for n, colour in found if all(abs(a - b) < 3 for a, b in zip(colour, wanted, strict=True)))


@needs_poppler
def test_names_and_paper_that_are_given_are_kept() -> None:
    paper = Paper(Orientation.PORTRAIT, "en", named(SVG))
    given = {"paper": paper, "holder": (HolderName("Latn", "Amina Ben Salah"),)}
    said = " ".join(word.text for word in words_on(preview_of("expert", "ar", given, at=AT, emblem=SVG)))

    assert "Amina Ben Salah" in said
    assert "[first and last name]" not in said
    assert "English version for information" in said


def test_field_that_is_none_and_emblem_that_is_not_named_are_refused() -> None:
    with pytest.raises(StatementError) as refused:
        sample_of("trainer", "fr", {"grade": "A"})
    assert refused.value.facts == {"field": "grade", "problem": "unknown"}
    with pytest.raises(EmblemRefused):
        preview_of("trainer", "fr", at=AT, emblem=SVG)
