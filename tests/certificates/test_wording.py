"""The legal text: every language says everything, and a statement is bound to the words of its face only."""

from __future__ import annotations

import shutil
import string
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from certificates import wording
from certificates.errors import StatementError, WordingChanged
from certificates.kinds import KINDS
from certificates.layout.type import line

FOLDER = Path(wording.__file__).parent


def texts(language: str) -> dict[str, str]:
    """Give every text of a language under `section.key`."""
    file = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    sections = {name: keys for name, keys in file.items() if isinstance(keys, dict)}
    return {f"{name}.{key}": text for name, keys in sections.items() for key, text in keys.items()}


def holes(text: str) -> set[str]:
    """Name the places of a text that are filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The wording files in a folder that a test may change."""
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(wording, "_FOLDER", tmp_path)
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    for kept in (wording._file, wording._named, wording.languages):
        kept.cache_clear()


def test_french_english_and_arabic_stand() -> None:
    assert wording.languages() == ("ar", "en", "fr")


@pytest.mark.parametrize("language", wording.languages())
@pytest.mark.parametrize("key", texts("fr"))
def test_every_language_says_everything(language: str, key: str) -> None:
    said = texts(language)[key]

    assert said.strip() == said or key.startswith("script.")
    assert holes(said) == holes(texts("fr")[key])
    for weight in ("regular", "bold"):
        assert line(said, weight).text == said  # each glyph is there


@pytest.mark.parametrize("language", wording.languages())
def test_no_language_says_more_than_the_others(language: str) -> None:
    assert set(texts(language)) == set(texts("fr"))


@pytest.mark.parametrize("language", wording.languages())
def test_every_kind_and_every_language_has_its_name(language: str) -> None:
    for kind in KINDS:
        assert set(wording.words(language, kind)) == {"title", "lead", "sentence"}
    for other in wording.languages():
        assert wording.language_name(language, other) != other
    assert wording.language_name(language, "tlh") == "tlh"


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", date(2026, 12, 1), "1er décembre 2026"),
        ("en", date(2026, 12, 1), "1 December 2026"),
        ("ar", date(2026, 11, 20), "20 نوفمبر 2026"),
    ],
)
def test_dates_are_written_in_words(language: str, day: date, written: str) -> None:
    assert wording.written_date(language, day) == written


def test_direction_and_what_is_held_together() -> None:
    assert [wording.reads_from_right(each) for each in ("ar", "en", "fr")] == [True, False, False]
    assert wording.kept("fr", "2026-014") == "2026-014"
    assert wording.kept("ar", "2026-014") == "\u200e2026-014\u200e"


def test_reference_names_the_languages_of_the_face_in_one_order() -> None:
    both = wording.reference(("fr", "en"))

    assert both == wording.reference(("en", "fr", "fr"))
    assert [part.split(":")[0] for part in both.split("+")] == ["en", "fr"]
    assert [part.split(":")[1] for part in both.split("+")] == ["2", "2"]
    assert wording.reference().split("+")[1:] == both.split("+")


def test_language_more_is_one_file_and_changes_nothing_for_the_others(folder: Path) -> None:
    before = wording.reference(("fr", "ar"))
    spanish = (folder / "en.toml").read_text("utf-8").replace("November", "noviembre")
    (folder / "es.toml").write_text(spanish, "utf-8")
    forget()

    assert wording.languages() == ("ar", "en", "es", "fr")
    assert wording.written_date("es", date(2026, 11, 20)) == "20 noviembre 2026"
    assert wording.reference(("fr", "ar")) == before
    wording.demand(before, ("fr", "ar"))


@pytest.mark.parametrize(
    ("signed", "refused"),
    [
        pytest.param("as it is", False, id="the same words"),
        pytest.param("with another language", False, id="a language that is not on the face"),
        pytest.param("", True, id="no words at all"),
        pytest.param("0:0", True, id="words of another form"),
        pytest.param("fr only", True, id="one language of the face is missing"),
    ],
)
def test_words_that_were_signed_are_demanded(signed: str, refused: bool) -> None:
    face = ("fr", "en")
    named = {
        "as it is": wording.reference(face),
        "with another language": wording.reference(("fr", "en", "ar")),
        "fr only": wording.reference(("fr",)),
    }.get(signed, signed)
    if not refused:
        wording.demand(named, face)
        return
    with pytest.raises(WordingChanged) as no:
        wording.demand(named, face)
    assert no.value.facts["in_force"] == wording.reference(face)


def test_change_of_a_text_changes_the_reference_of_its_language_only(folder: Path) -> None:
    french, english = wording.reference(("fr",)), wording.reference(("en",))
    with (folder / "fr.toml").open("a", encoding="utf-8") as file:
        file.write("# a remark is a change too\n")
    forget()

    assert wording.reference(("en",)) == english
    with pytest.raises(WordingChanged):
        wording.demand(french, ("fr",))


@pytest.mark.parametrize("unknown", ["xx", "../fr", ""])
def test_language_without_wording_is_refused_by_name(unknown: str) -> None:
    with pytest.raises(StatementError) as refused:
        wording.words(unknown, "facts")

    assert refused.value.facts["found"] == unknown
