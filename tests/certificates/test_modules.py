"""QR codes: module by module what segno makes alone, in every size and every way of writing."""

import random

import pytest
import segno

from certificates.layout.modules import LEVEL, MASK, modules

DIGITS = "0123456789"
CAPITALS = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LETTERS = CAPITALS + CAPITALS.lower() + "éñ"


@pytest.mark.parametrize("alphabet", [DIGITS, CAPITALS, LETTERS], ids=["digits", "capitals", "bytes"])
def test_equal_to_segno_in_every_size(alphabet: str) -> None:
    chance, seen = random.Random(18004), set[int]()
    for length in [*range(1, 200, 11), *range(200, 2300, 140)]:
        text = "".join(chance.choices(alphabet, k=length))
        made = segno.make_qr(text, error=LEVEL, mask=MASK, boost_error=False)
        assert modules(text) == tuple(bytes(row) for row in made.matrix), (length, made.version)
        seen.add(len(made.matrix))
    assert len(seen) > 15


def test_what_no_code_can_hold_is_refused() -> None:
    with pytest.raises(segno.DataOverflowError):
        modules("a" * 3000)
