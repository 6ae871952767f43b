"""Draw the golden pictures anew: `python -m tests.certificates.golden.build`; then look at every one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from certificates.layout.page import render
from certificates.parties import HolderName
from certificates.statement import Statement
from tests.certificates import samples
from tests.certificates.faces import CODE, SVG, face, picture

FOLDER = Path(__file__).parent
DOTS = 60
SCRIPTS = ("latin", "cyrillic", "arabic", "mixed")
SHEETS = ("landscape", "portrait")


def stated(script: str, orientation: str, holder: tuple[HolderName, ...] | None = None) -> Statement:
    """Make the statement of one picture."""
    match script:
        case "latin":
            return face(samples.completion, "en", "fr", orientation, holder=holder or samples.LATIN)
        case "cyrillic":
            return face(samples.expert, "fr", "en", orientation, holder=holder or samples.CYRILLIC)
        case "arabic":
            return face(samples.renewal, "ar", "fr", orientation, holder=holder or samples.ARABIC)
        case _:
            names = holder or samples.MIXED
            return face(samples.statement, "fr", "ar", orientation, emblem=SVG, holder=names)


def shown(of: Statement, dots: int = DOTS) -> Image.Image:
    """Draw a certificate in shades of grey."""
    emblem = SVG if of.paper.emblem else None
    with TemporaryDirectory() as folder:
        return picture(render(of, code=CODE, emblem=emblem), dots, Path(folder)).convert("L")


def path(script: str, orientation: str) -> Path:
    """Say where a picture is kept."""
    return FOLDER / f"{script}-{orientation}.png"


def main() -> None:
    """Draw all pictures."""
    for script in SCRIPTS:
        for orientation in SHEETS:
            kept = shown(stated(script, orientation)).quantize(24)
            kept.save(path(script, orientation), optimize=True)


if __name__ == "__main__":
    main()
