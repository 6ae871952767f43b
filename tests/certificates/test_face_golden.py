"""The face as it was looked at and found good: Latin, Cyrillic, Arabic and mixed, on both sheets.

After a wanted change: `python -m tests.certificates.golden.build`, and look at every picture.
"""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat

from certificates.parties import HolderName
from tests.certificates.golden.build import SCRIPTS, SHEETS, path, shown, stated

pytestmark = pytest.mark.usefixtures("poppler")
BLOCK = 8  # pixels, 3.4 mm
ON_AVERAGE, ANYWHERE = 1.5, 45.0  # of 255; more than another ground or version of poppler makes


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Measure how far two pictures differ: on average, and where they differ most, block by block."""
    assert one.size == other.size
    size = one.width // BLOCK, one.height // BLOCK
    blocks = ImageChops.difference(*(each.resize(size, Image.Resampling.BOX) for each in (one, other)))
    return ImageStat.Stat(blocks).mean[0], blocks.getextrema()[1]  # type: ignore[return-value]  # grey


def kept(script: str, orientation: str) -> Image.Image:
    """Open a golden picture."""
    with Image.open(path(script, orientation)) as golden:
        return golden.convert("L")


@pytest.mark.parametrize("orientation", SHEETS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_face_looks_as_it_was_approved(script: str, orientation: str) -> None:
    average, most = difference(shown(stated(script, orientation)), kept(script, orientation))

    assert average <= ON_AVERAGE
    assert most <= ANYWHERE


@pytest.mark.parametrize("orientation", SHEETS)
def test_another_name_is_seen(orientation: str) -> None:
    changed = stated("latin", orientation, (HolderName("Latn", "Yasmine Ould Salah"),))

    assert difference(shown(changed), kept("latin", orientation))[1] > ANYWHERE
