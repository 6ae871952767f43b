"""What cannot be printed is found while a draft is made, before any seal, and named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from certificates.errors import ControlCharacter, MissingGlyph, StatementError, TextTooLong
from certificates.parties import HolderName
from certificates.text import Text
from tests.certificates.conftest import drafted
from tests.certificates.samples import statement

MISSING = [
    pytest.param("Ana 🙂", "🙂", "U+1F642", "SLIGHTLY SMILING FACE", id="emoji"),
    pytest.param("王小明", "王", "U+738B", "CJK UNIFIED IDEOGRAPH-738B", id="Chinese"),
    pytest.param("やまだ", "や", "U+3084", "HIRAGANA LETTER YA", id="Japanese"),
    pytest.param("김민준", "김", "U+AE40", "HANGUL SYLLABLE GIM", id="Korean"),
    pytest.param("שרה כהן", "ש", "U+05E9", "HEBREW LETTER SHIN", id="Hebrew"),
    pytest.param("ሰላም", "ሰ", "U+1230", "ETHIOPIC SYLLABLE SA", id="Ethiopic"),
    pytest.param(
        "Ana \U0001d400", "\U0001d400", "U+1D400", "MATHEMATICAL BOLD CAPITAL A", id="styled letter"
    ),
    pytest.param("علي ☪", "☪", "U+262A", "STAR AND CRESCENT", id="sign in an Arabic name"),
]


@pytest.mark.parametrize(("name", "character", "point", "called"), MISSING)
def test_character_without_a_glyph_is_named(name: str, character: str, point: str, called: str) -> None:
    with pytest.raises(MissingGlyph) as refused:
        drafted(statement(holder=(HolderName("Latn", name),)))

    assert refused.value.facts == {"character": character, "code_point": point, "name": called}
    assert refused.value.code == "missing_glyph"


@pytest.mark.parametrize(
    ("name", "error", "facts"),
    [
        pytest.param("", StatementError, {"problem": "empty"}, id="nothing"),
        pytest.param(" \u00a0", StatementError, {"problem": "empty"}, id="spaces only"),
        pytest.param("Ana\u202eeinA", ControlCharacter, {"character": "U+202E"}, id="override"),
        pytest.param("Ana\u2067Ania", ControlCharacter, {"character": "U+2067"}, id="isolate"),
        pytest.param("Ana\x07", ControlCharacter, {"character": "U+0007"}, id="bell"),
        pytest.param("Ana\ue000", ControlCharacter, {"character": "U+E000"}, id="private use"),
        pytest.param("Ana\u2028Ben", ControlCharacter, {"character": "U+2028"}, id="line separator"),
    ],
)
def test_name_is_refused_before_it_is_drawn(
    name: str, error: type[StatementError], facts: dict[str, str]
) -> None:
    with pytest.raises(error) as refused:
        statement(holder=(HolderName("Latn", name),))

    assert facts.items() <= refused.value.facts.items()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Amina", id="one name, no given name"),
        pytest.param("  Amina  Ben Salah", id="empty given name in front"),
        pytest.param("X", id="one letter"),
        pytest.param("Ħ Ġ Ẅ Ő Ș Ț Ỹ Ǵ Ñ Ŵ ẞ Ə ʻOkina", id="rare Latin"),
        pytest.param("Җ Ң Ұ Һ Ө Ғ Ӣ Ӯ Ҷ Ў Є Ї Ґ", id="rare Cyrillic"),
        pytest.param("پ چ ژ گ ڤ ڭ ٹ ڈ ڑ ں ے ۀ", id="rare Arabic"),
        pytest.param("علی\u200cرضا \u200eA\u200f", id="joiner and marks"),
        pytest.param(("Marie-Antoinette Éléonore " * 12)[:300].strip(), id="300 characters, Latin"),
        pytest.param(("عبد الرحمن بن محمد " * 16)[:300].strip(), id="300 characters, Arabic"),
    ],
)
def test_name_is_printed(name: str) -> None:
    assert drafted(statement(holder=(HolderName("Latn", name),))).pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: {"holder": (HolderName("Latn", text),)}, id="holder"),
        pytest.param(lambda text: {"country": Text.of(fr=text)}, id="country"),
    ],
)
def test_text_that_does_not_fit_is_refused_by_name(change: Callable[[str], dict[str, object]]) -> None:
    with pytest.raises(TextTooLong) as refused:
        drafted(statement(**change("W" * 300)))

    assert refused.value.code == "text_too_long"
    assert refused.value.facts["text"] == "W" * 80
