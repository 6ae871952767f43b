"""What both papers say alike: hours, days, codes, the basis in law; in the language that is spoken."""

from collections.abc import Iterable

from curriculum import i18n
from curriculum.domain.lifecycles.instrument import InstrumentState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.i18n import gettext as _
from curriculum.institutions.law.queries import InstrumentRow
from curriculum.labels import label
from curriculum.paper import Page, both

Pairs = list[tuple[str, str]]


def hours(hundredths: int | None) -> str:
    """Hours as the pages write them."""
    return _("%(hours)s h", hours=i18n.hundredths(hundredths)) if hundredths else ""


def months(count: int | None) -> str:
    """How long something counts; without an end that is said."""
    return _("%(months)s months", months=count) if count else _("no end")


def language(code: str) -> str:
    """The language whose text decides where the two differ."""
    return _("French") if code == "fr" else _("English")


def standing(page: Page, state: VersionState) -> None:
    """Say aloud that a version is not the one in force."""
    if state is VersionState.SUPERSEDED:
        page.note(_("This version was replaced."))
    elif state is VersionState.WITHDRAWN:
        page.note(_("This version was withdrawn."))
    elif state is not VersionState.PUBLISHED:
        page.note(_("This version is not published: %(state)s.", state=label(state)))


def given(pairs: Iterable[tuple[str, object]]) -> Pairs:
    """The facts that there are."""
    return [(name, str(value)) for name, value in pairs if value not in (None, "")]


def lines(page: Page, heading: str, said: Iterable[str]) -> None:
    """A heading with a line each below it; nothing at all where there are none."""
    kept = list(said)
    if kept:
        page.heading(heading, 2)
    for each in kept:
        page.paragraph(each)


def basis(page: Page, heading: str, rows: Iterable[InstrumentRow], tongue: str) -> None:
    """The legal instruments something rests on."""
    kept = list(rows)
    if kept:
        page.heading(heading, 2)
    for row in kept:
        page.paragraph(both(row.title, tongue)[:1])
        page.paragraph(f"{row.reference} · {i18n.text(row.issuer)} · {_period(row)}", small=True)


def _period(row: InstrumentRow) -> str:
    if row.in_force_from is None or row.state in (InstrumentState.PROPOSED, InstrumentState.ADOPTED):
        return label(row.state)
    start, end = i18n.civil_date(row.in_force_from), i18n.civil_date(row.in_force_to)
    said = _("%(start)s to %(end)s", start=start, end=end) if end else _("since %(start)s", start=start)
    return said if row.state is InstrumentState.IN_FORCE else f"{said} ({label(row.state)})"
