"""A specimen of an institution's certificate with sample data: to look at before anybody signs one."""

from certificates.parties import Institution as Printed
from certificates.parties import Orientation, Paper
from certificates.sampling import preview_of
from curriculum import clock
from curriculum.awards.queries import sheets as queries
from curriculum.i18n import language
from curriculum.institutions.models import Institution
from curriculum.paper import text


def specimen(institution: Institution) -> bytes:
    """Draw the sheet as it is chosen now, in the reader's language first; nobody signs it."""
    sheet, first = queries.find_sheet(institution.id), language()
    other = "en" if first == "fr" else "fr"
    paper = Paper(other_language=other)
    if sheet is not None:
        named = sheet.names_in_code
        paper = Paper(Orientation(sheet.orientation), other, sheet.emblem_digest, named)
    given = {"issuer": Printed(institution.code, text(institution.name)), "paper": paper}
    return preview_of("trainer", first, given, at=clock.now(), emblem=queries.emblem(paper.emblem))
