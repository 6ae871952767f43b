"""PDFs other than certificates, drawn with their tools: syllabus, report, list – tagged, for the archive.

def write(page: Page) -> None:
    page.heading(_("Syllabus"))
    page.facts([(_("Hours"), "40")])
    page.table([Field(_("Outcome"), 3), Field(_("Weight"), 1, "end")], rows)

pdf = document(_("Syllabus BOR-101"), "en", write, author=institution.name.in_("en"))
"""

from collections.abc import Callable

from certificates.layout.document import A4, A4_LANDSCAPE
from certificates.layout.finish import finish_document
from certificates.layout.flow import Field, write_flow
from certificates.layout.flow import Flow as Page
from certificates.layout.words import Said
from curriculum import clock
from curriculum.db import Bilingual

__all__ = ["Field", "Page", "both", "document"]

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

    A character that no font has, or a row that fits on no page, raises CertificateError with its code.
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
