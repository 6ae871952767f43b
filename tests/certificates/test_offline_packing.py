"""What the offline page carries packed says the same as what it was packed from."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from certificates.offline.packing import gaps, places_in
from certificates.offline.page import make_page
from certificates.status.bitstring import read_bits, write_bits
from certificates.status.lists import make_list
from tests.certificates.conftest import AT, KEY
from tests.certificates.test_offline import BASE, MANY, TRUST, browser

__all__ = ["browser"]
pytestmark = pytest.mark.browser


def packed_lists() -> list[bytes]:
    return [
        make_list(BASE, KEY, "revocation", 1, MANY[:34_000], AT),
        make_list(BASE, KEY, "suspension", 1, [], AT),
    ]


def test_a_quarter_of_a_list_fits_and_says_of_each_place_what_the_list_says(
    browser: Any, tmp_path: Path
) -> None:
    """The browser unpacks from the page exactly the places that the signed list names."""
    (tmp_path / "check.html").write_bytes(make_page(replace(TRUST, status=packed_lists()), AT))
    page = browser.new_context(offline=True).new_page()
    page.goto((tmp_path / "check.html").as_uri())

    script = "() => kit.lists.map((one) => [one.purpose, [...placesOf(one)]])"
    assert page.evaluate(script) == [["revocation", sorted(MANY[:34_000])], ["suspension", []]]


PLACES = [
    pytest.param([], id="none"),
    pytest.param([0], id="the first"),
    pytest.param([131_071], id="the last"),
    pytest.param([0, 131_071], id="both ends"),
    pytest.param(list(range(131_072)), id="all"),
    pytest.param(list(range(0, 131_072, 2)), id="every other"),
    *(pytest.param(sorted(MANY[:n]), id=f"{n} at random") for n in (7, 300, 9_000, 60_000)),
]


@pytest.mark.parametrize("places", PLACES)
def test_gaps_tell_the_places_and_nothing_else(places: list[int]) -> None:
    told = gaps(places)
    data = base64.urlsafe_b64decode(told["gaps"] + "==")

    assert read_gaps(data, told["low"]) == places
    assert len(data) <= 131_072 // 8
    assert places_in(read_bits(write_bits(places))) == places


def read_gaps(data: bytes, low: int) -> list[int]:
    """The other way round, written from the description alone."""
    bits = iter("".join(f"{byte:08b}" for byte in data))
    places, gap = [-1], 0
    for bit in bits:
        if bit == "0":
            gap += 1 << low
            continue
        rest = "".join(next(bits) for _ in range(low))
        places.append(places[-1] + 1 + gap + int(rest or "0", 2))
        gap = 0
    return places[1:]
