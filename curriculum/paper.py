"""PDFs other than certificates, drawn with their tools: syllabus, report, list – tagged, for the archive.

def write(page: Page) -> None:
    page.heading(_("Syllabus"))
    page.facts([(_("Hours"), "40")])
    page.table([Field(_("Outcome"), 3), Field(_("Weight"), 1, "end")], rows)

pdf = document(_("Syllabus BOR-101"), "en", write, author=institution.name.in_("en"))

Transcript and attestation of attendance are forms of their own: `transcript(attested(…), path, results)`.
"""

from collections.abc import Callable, Mapping, Sequence

from certificates.errors import CertificateError as Unprintable
from certificates.layout import attestation
from certificates.layout.attestation import Attendance, Attested, Result
from certificates.layout.diagram import Belt, Diagram, Panel
from certificates.layout.document import A4, A4_LANDSCAPE
from certificates.layout.finish import finish_document
from certificates.layout.flow import Field, write_flow
from certificates.layout.flow import Flow as Page
from certificates.layout.words import Said
from certificates.parties import HolderName, Institution, ModuleRef, PathRef
from certificates.text import Text, check_text
from curriculum import clock
from curriculum.db import Bilingual
from curriculum.domain.drawing import Drawing

__all__ = [
    "Attendance",
    "Attested",
    "Field",
    "Institution",
    "ModuleRef",
    "Page",
    "PathRef",
    "Result",
    "Unprintable",
    "attendance",
    "attested",
    "both",
    "diagram",
    "document",
    "holder",
    "text",
    "transcript",
]

OTHER = {"fr": "en", "en": "fr"}


def document(
    title: str,
    language: str,
    write: Callable[[Page], None],
    *,
    author: str,
    landscape: bool = False,
) -> bytes:
    """A PDF/A-3a and PDF/UA-1 of as many pages as it takes; `write` is called twice and must say the same.

    A character that no font has, or a row that fits on no page, raises Unprintable with its code.
    """
    size = A4_LANDSCAPE if landscape else A4
    drawn = write_flow(write, title=title, author=author, languages=(language,), size=size)
    return finish_document(drawn, at=clock.now())


def both(content: Bilingual, language: str) -> list[Said]:
    """Bilingual content for a cell, a heading or a paragraph: `language` first, the other small below it."""
    other = OTHER[language]
    said = [Said(content.in_(language), language), Said(content.in_(other), other)]
    kept = said if said[0].text != said[1].text else said[:1]
    return [each for each in kept if each.text]


def diagram(
    drawing: Drawing, stages: Mapping[int, str], *, strong: str = "", is_rtl: bool = False
) -> Diagram:
    """A drawing for `Page.figure`; `stages` names its bands, boxes of the kind `strong` are drawn heavier."""
    panels = tuple(
        Panel(
            box.x,
            box.y,
            box.width,
            box.height,
            box.node.head,
            box.node.lines,
            is_dashed=box.node.is_optional,
            is_strong=box.node.kind == strong,
        )
        for box in drawing.boxes
    )
    belts = tuple(Belt(band.y, band.height, stages[band.stage]) for band in drawing.bands)
    ways = tuple(way.points for way in drawing.ways)
    return Diagram(drawing.width, drawing.height, panels, ways, belts, is_rtl)


def text(content: Bilingual) -> Text:
    """Bilingual content as certificates and papers carry it; an empty language is left out."""
    return Text.from_mapping({code: said for code, said in (("fr", content.fr), ("en", content.en)) if said})


def holder(names: Mapping[str, str]) -> tuple[HolderName, ...]:
    """Names by script as they are printed: Latin first, for it is read by everybody who checks."""
    return tuple(HolderName(one, names[one]) for one in sorted(names, key=lambda s: (s != "Latn", s)))


def attested(names: Mapping[str, str], issuer: Institution, reference: str, language: str) -> Attested:
    """For whom and by whom a paper is established today: `language` is the first of both.

    Raises Unprintable where a name holds a character that is not seen.
    """
    for name in names.values():
        check_text(name, "name")
    return Attested(
        holder=holder(names),
        issuer=issuer,
        reference=reference,
        on=clock.today(),
        languages=(language, OTHER[language]),
    )


def transcript(of: Attested, path: PathRef, results: Sequence[Result]) -> bytes:
    """What was learned on a path so far, marked as no certificate; raises Unprintable as `document` does."""
    return attestation.transcript(of, path, results, at=clock.now())


def attendance(of: Attested, runs: Sequence[Attendance]) -> bytes:
    """Which runs were attended, marked as no certificate; raises Unprintable as `document` does."""
    return attestation.attendance(of, runs, at=clock.now())
