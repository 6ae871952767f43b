import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.domain.seeking import missing, words_of

BORDERS = "Code frontières Schengen: contrôle d'Interpol, BOR-102"


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("", ()),  # nothing sought, nothing missing
        ("FRONTIÈRES", ()),  # any case
        ("frontieres controle", ()),  # accents never hide anything
        ("ntiè", ()),  # letters inside a word
        ("bor-102", ()),  # codes
        ("kontrol", ()),  # as it sounds
        ("шенген", ()),  # Cyrillic
        ("إنتربول", ()),  # Arabic, which leaves the vowels out
        ("شنغن", ()),
        ("schengen visa", ("visa",)),  # every word counts
        ("visa visa", ("visa",)),
        ("konsul", ("konsul",)),  # the beginning of a word, not something like it
        ("اق", ("اق",)),  # one consonant tells nothing
        ("ск", ("ск",)),
        ("§ %", ("§", "%")),  # signs are found as they are or not at all
    ],
)
def test_what_is_missing(text, lacking):
    assert missing(words_of(text), [BORDERS]) == lacking


def test_each_word_may_stand_in_another_text():
    assert missing(words_of("passport border"), ["Passport check", "Border law"]) == ()


@given(st.text(max_size=30), st.text(max_size=30))
def test_every_text_holds_its_own_words(before, after):
    assert missing(words_of(before), [before + after]) == ()
