"""The brochure of a path version as a paper: what it leads to, the way through it, who may enter."""

from collections.abc import Mapping

from curriculum import i18n
from curriculum.catalogue import words as catalogue_words
from curriculum.db import Bilingual
from curriculum.domain.path import TAUGHT, ComponentType
from curriculum.i18n import gettext as _
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries as law
from curriculum.labels import label
from curriculum.paper import Field, Page, both, diagram, document
from curriculum.paths import drawn, shown, words
from curriculum.paths.models import PathVersion
from curriculum.paths.printing import facts
from curriculum.paths.shown import Seen


def brochure(version: PathVersion, language: str) -> bytes:
    """The brochure in one language, its title in the other too; or Unprintable."""
    with i18n.speaking(language):
        title = _("Path %(code)s v%(number)s", code=version.path.code, number=version.version)
        owner = institutions.by_id(version.path.owner_institution_id).name
        return document(
            title, language, lambda page: _write(page, version, language), author=i18n.text(owner)
        )


def _write(page: Page, version: PathVersion, language: str) -> None:
    page.heading(both(version.title, language))
    facts.standing(page, version.state)
    page.paragraph(i18n.text(version.purpose))
    page.space(8)
    page.facts(_facts(version))
    seen = shown.seen(version)
    _drawing(page, seen)
    _asked(page, seen)
    facts.lines(page, _("Who may enter"), words.entered(version, seen.path.entry))
    facts.lines(page, _("Renewal"), words.renewal(version.renewal))
    _basis(page, version, language)


def _drawing(page: Page, seen: Seen) -> None:
    """The drawing of the screen, its boxes and lines in the same places."""
    picture = drawn.picture(seen)
    if not picture.drawing.boxes:
        return
    stages = {number: stage.title for number, stage in picture.stages.items()}
    strong = ComponentType.ELECTIVE_GROUP.value
    art = diagram(picture.drawing, stages, strong=strong, is_rtl=picture.is_rtl)
    name = _("Drawing of the path: %(title)s", title=picture.title)
    page.figure(f"{name}. {picture.alternative}", art, _("The way through the path"))


def _asked(page: Page, seen: Seen) -> None:
    if not seen.lines:
        return
    page.heading(_("What the path asks for"), 2)
    head = [Field(_("No."), 0.4), Field(_("What"), 4), Field(_("Hours"), 0.8, "end"), Field(_("At least"), 2)]
    routes = shown.routes(seen.version)
    page.table(head, [_row(number, line, routes) for number, line in enumerate(seen.lines, 1)])


def _row(
    number: int, line: shown.ComponentLine, routes: Mapping[str, Bilingual]
) -> tuple[str, str, str, str]:
    one = line.component
    modules = [f"{each.code} {i18n.text(each.title)}" for each in line.modules]
    if one.type is ComponentType.MODULE and modules:
        parts = [modules[0], words.asks(one)]
    else:
        name = i18n.text(line.title) if line.title else label(one.type)
        parts = [i18n.colon().join(filter(None, (name, words.asks(one)))), *modules]
    what = i18n.semicolon().join(filter(None, (*parts, words.only_by(one, routes))))
    if not one.mandatory:
        what += " (" + _("Optional") + ")"
    hours = facts.hours(line.modules[0].hours) if len(line.modules) == 1 else ""
    level = catalogue_words.level(one.min_level) if one.type in TAUGHT else ""
    return str(number), what, hours, level


def _basis(page: Page, version: PathVersion, language: str) -> None:
    instruments = law.instruments_of(version.instruments)
    facts.basis(page, _("Legal basis"), instruments, language)
    if not instruments:
        facts.lines(page, _("Legal basis"), [version.legal_basis or _("no legal basis recorded")])


def _facts(version: PathVersion) -> facts.Pairs:
    longest = version.max_duration_months
    return facts.given(
        [
            (_("Code"), f"{version.path.code} v{version.version}"),
            (_("Leads to"), label(version.kind)),
            (_("Owner"), i18n.text(institutions.by_id(version.path.owner_institution_id).name)),
            (_("Taught hours, at least"), facts.hours(version.hours_minimum_taught)),
            (_("Longest duration"), facts.months(longest) if longest else _("not limited")),
            (_("Certificate valid for"), facts.months(version.certificate_validity_months)),
            (_("EQF level (indicative)"), version.eqf_level_indicative),
            (_("Authoritative language"), facts.language(version.authoritative_language)),
            (_("In force since"), i18n.civil_date(version.published_on)),
        ]
    )
