"""Numbers, codes and tokens (design.md §3.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.errors import CheckCharacterWrong, NumberRefused, UnknownKind
from certificates.kinds import KINDS
from certificates.numbers import (
    ALPHABET,
    kind_of,
    make_code,
    make_number,
    make_token,
    parse_code,
    parse_number,
    parse_token,
    printed_code,
)
from tests.certificates.samples import number_for

NUMBER = number_for("TRN")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_made_number_reads_back_as_printed(kind: str) -> None:
    number = make_number(kind, 2026)

    assert parse_number(number) == number
    assert number[:9] == f"{KINDS[kind].prefix}-2026-"
    assert kind_of(number) == kind


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(NUMBER.lower(), id="lower case"),
        pytest.param(NUMBER.replace("-", ""), id="no dashes"),
        pytest.param(NUMBER.replace("-", " "), id="spaces"),
        pytest.param(NUMBER.replace("-", "–"), id="typographic dashes"),
        pytest.param(f"\u200f{NUMBER}\n", id="marks and line end from a paste"),
        pytest.param(NUMBER.replace("0", "O", 1), id="letter O for zero"),
    ],
)
def test_typed_number_is_mended(typed: str) -> None:
    assert parse_number(typed) == NUMBER


def test_look_alikes_of_one_and_zero_are_mended() -> None:
    number = number_for("CMP", "10101ABCDE")

    assert parse_number(number.replace("10101", "IOlo1")) == number


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        pytest.param("", NumberRefused, id="empty"),
        pytest.param("TRN-2026-7KQ4M", NumberRefused, id="cut short"),
        pytest.param(
            NUMBER.replace("2026", "2O2U"),
            NumberRefused,
            id="letter outside the alphabet",
        ),
        pytest.param(NUMBER.replace("2026", "2A26"), NumberRefused, id="year is not a number"),
        pytest.param("XYZ" + NUMBER[3:], UnknownKind, id="unknown prefix"),
        pytest.param(
            NUMBER[:-1] + ("A" if NUMBER[-1] != "A" else "B"),
            CheckCharacterWrong,
            id="check character",
        ),
        pytest.param("9" * 100_000, NumberRefused, id="very long"),
    ],
)
def test_wrong_number_is_refused_by_name(typed: str, error: type[NumberRefused]) -> None:
    with pytest.raises(error) as refused:
        parse_number(typed)

    assert type(refused.value) is error


@given(
    st.text(ALPHABET, min_size=10, max_size=10),
    st.integers(0, 9),
    st.sampled_from(ALPHABET),
)
def test_every_single_wrong_character_shows(serial: str, place: int, wrong: str) -> None:
    number = number_for("TRN", serial).replace("-", "")
    place += 7
    if number[place] != wrong:
        with pytest.raises(CheckCharacterWrong):
            parse_number(number[:place] + wrong + number[place + 1 :])


@given(st.text(ALPHABET, min_size=10, max_size=10), st.integers(7, 16), st.integers(7, 16))
def test_every_swap_of_two_characters_shows(serial: str, one: int, other: int) -> None:
    letters = list(number_for("TRN", serial).replace("-", ""))
    if letters[one] != letters[other]:
        letters[one], letters[other] = letters[other], letters[one]
        with pytest.raises(CheckCharacterWrong):
            parse_number("".join(letters))


def test_unlikely_year_or_kind_makes_no_number() -> None:
    with pytest.raises(NumberRefused):
        make_number("trainer", 26)
    with pytest.raises(UnknownKind):
        make_number("donor", 2026)


def test_code_reads_back_and_prints_in_two_groups() -> None:
    code = make_code()

    assert parse_code(printed_code(code).lower()) == code
    with pytest.raises(NumberRefused):
        parse_code(code[:7])


def test_token_has_at_least_128_random_bits() -> None:
    token = make_token()

    assert len(token) == 24
    assert parse_token(token) == token
    with pytest.raises(NumberRefused):
        parse_token(token[:21])
