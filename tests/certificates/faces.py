"""Statements for tests of the face, in every script and at every length, and ways to look at a sheet."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageDraw

from certificates import wording
from certificates.parties import (
    HolderName,
    ModuleRef,
    Orientation,
    Paper,
    Signatory,
    Theme,
    Visibility,
)
from certificates.statement import Statement
from certificates.text import Text
from tests.certificates import samples

CODE = "TC1:" + "6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8WY04AC*WIFN0AHCD8KD97TK0F90KECTHGWJC" * 5
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
<defs><linearGradient id="g" x2="0" y2="1">
<stop offset="0" stop-color="#1f4e8c"/><stop offset="1" stop-color="#0b2545"/></linearGradient></defs>
<circle cx="50" cy="50" r="48" fill="url(#g)"/><circle cx="50" cy="50" r="41" fill="none" stroke="#d9b44a"/>
<path d="M50 16 L71 80 L16 40 L84 40 L29 80 Z" fill="#d9b44a" fill-opacity="0.9"/></svg>"""
LANGUAGES = ("ar", "en", "fr")
ARABIC = {
    "Border management": "تسيير الحدود",
    "Republic of Velmaria": "جمهورية فلماريا",
    "National School of Public Administration of Velmaria": "المدرسة الوطنية للإدارة العمومية بفلماريا",
    "First-line control and fundamental rights": "المراقبة في الخط الأول والحقوق الأساسية",
    "Examination of travel documents": "فحص وثائق السفر",
    "Director of studies": "مدير الدراسات",
    "Director of human resources": "مديرة الموارد البشرية",
    "National Border Guard Training Centre": "المركز الوطني لتكوين حرس الحدود",
    "Ministry of the Interior": "وزارة الداخلية",
    "With support from PEER-MIG II": "بدعم من PEER-MIG II",
    "The content does not bind the donors.": "المحتوى لا يلزم المانحين.",
    "Trainer certificate — Border management": "شهادة مدرب — تسيير الحدود",
}


def png(size: tuple[int, int] = (400, 300), mode: str = "RGBA") -> bytes:
    """Draw an emblem with a transparent ground."""
    picture = Image.new(mode, size)
    ImageDraw.Draw(picture).ellipse(
        (20, 20, size[0] - 20, size[1] - 20), fill=picture.getpixel((0, 0)) and 255
    )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def named(data: bytes) -> str:
    """Give the digest under which a statement names an emblem."""
    return hashlib.sha256(data).hexdigest()


def face(
    make: Callable[..., Statement] = samples.statement,
    first: str = "fr",
    other: str | None = "en",
    orientation: str = "landscape",
    *,
    emblem: bytes | None = None,
    **changes: Any,
) -> Statement:
    """Make a statement for a sheet of these languages and this orientation."""
    paper = Paper(Orientation(orientation), other, None if emblem is None else named(emblem))
    stated = make()
    if "ar" in (first, other):
        stated = in_arabic(stated)
    base = {
        "authoritative_language": first,
        "paper": paper,
        "wording": wording.reference({first, other or first}),
    }
    return replace(stated, **{**base, **changes})


def in_arabic(stated: Statement) -> Statement:
    """Add Arabic to every text of a sample statement."""
    scope = replace(
        stated.scope,
        themes=tuple(replace(each, title=_arabic(each.title)) for each in stated.scope.themes),
        modules=tuple(replace(each, title=_arabic(each.title)) for each in stated.scope.modules),
    )
    assert stated.country is not None
    return replace(
        stated,
        country=_arabic(stated.country),
        path=replace(stated.path, title=_arabic(stated.path.title)),
        issuer=replace(stated.issuer, name=_arabic(stated.issuer.name)),
        scope=scope,
        signatories=tuple(map(_signatory, stated.signatories)),
        visibility=tuple(
            replace(each, line=_arabic(each.line), disclaimer=each.disclaimer and _arabic(each.disclaimer))
            for each in stated.visibility
        ),
    )


def _arabic(text: Text) -> Text:
    return Text.from_mapping({**dict(text), "ar": ARABIC[text.to("en")]})


def _signatory(by: Signatory) -> Signatory:
    institution = replace(by.institution, name=_arabic(by.institution.name))
    return replace(by, capacity=_arabic(by.capacity), institution=institution)


def crowded(first: str, other: str | None, orientation: str) -> Statement:
    """Make the fullest certificate there may be: three long names, twelve modules, five programmes."""
    names = (
        HolderName(
            "Latn", "Marie-Antoinette Éléonore Wilhelmine Abdelkader Œuvrard-Ould Abdallah de la Cour"
        ),
        HolderName("Arab", " ".join(["عبد الرحمن بن محمد الأمين ولد عبد الله"] * 2)),
        HolderName("Cyrl", " ".join(["Мария-Антуанетта Элеонора Вильгельмина"] * 3)),
    )
    modules = tuple(ModuleRef(f"BOR-{n}", 1, samples.MODULES[0].title) for n in range(101, 113))
    themes = tuple(Theme(f"T{n}", samples.BORDERS.title) for n in range(6))
    stated = face(
        samples.expert, first, other, orientation, holder=names, visibility=tuple(map(_line, range(5)))
    )
    scope = replace(
        stated.scope,
        themes=themes,
        modules=modules,
        may_teach=tuple(m.code for m in modules),
        languages=("fr", "en", "ar", "es"),
    )
    long = "Gestion intégrée des frontières, examen des documents et droits fondamentaux " * 3
    title = Text.from_mapping(dict.fromkeys(LANGUAGES, long.strip()))
    return replace(stated, scope=scope, path=replace(stated.path, title=title))


def _line(number: int) -> Visibility:
    line = f"Financé par l’Union européenne — Programme d’appui n° {number} à la gouvernance des migrations"
    disclaimer = (
        f"Le contenu de ce document relève de la seule responsabilité de l’opérateur {number} et ne peut en "
        "aucun cas être considéré comme reflétant la position de l’Union européenne."
    )
    return Visibility(
        f"P{number}",
        Text.from_mapping(dict.fromkeys(LANGUAGES, line)),
        Text.from_mapping(dict.fromkeys(LANGUAGES, disclaimer)),
    )


class Word(NamedTuple):
    """A word on a sheet and the box of its letters."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


_WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')


def words_on(pdf: bytes) -> list[Word]:
    """Find every word of a sheet as poppler sees it; the boxes are those of the letters, not of the line."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    found = []
    for left, top, right, bottom, text in _WORD.findall(done.stdout.decode("utf-8")):
        tall = float(bottom) - float(top)
        letters = float(top) + 0.32 * tall, float(bottom) - 0.26 * tall
        found.append(Word(float(left) + 0.3, letters[0], float(right) - 0.3, letters[1], text))
    return found


def overlapping(words: list[Word]) -> list[tuple[str, str]]:
    """Name the pairs of words that lie on one another."""
    pairs = []
    open_: list[Word] = []
    for word in sorted(words, key=lambda word: word.top):
        open_ = [each for each in open_ if each.bottom > word.top]
        pairs += [(each.text, word.text) for each in open_ if _over(each, word)]
        open_.append(word)
    return pairs


def _over(a: Word, b: Word) -> bool:
    return min(a.right, b.right) > max(a.left, b.left)


def picture(pdf: bytes, dots: int, folder: Path) -> Image.Image:
    """Render a sheet as poppler shows it."""
    target = folder / "sheet"
    subprocess.run(["pdftoppm", "-r", str(dots), "-singlefile", "-", target], input=pdf, check=True)
    with Image.open(target.with_suffix(".ppm")) as shown:  # packing it as PNG would cost more than drawing it
        return shown.convert("RGB")
