"""The syllabus of a module version as a paper: what is learned, for whom, how it is assessed."""

from curriculum import i18n
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import ModuleVersion
from curriculum.catalogue.writing.shown import taught
from curriculum.i18n import gettext as _
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries as law
from curriculum.labels import label
from curriculum.paper import Field, Page, both, document
from curriculum.paths.printing import facts
from curriculum.paths.words import before, met


def syllabus(version: ModuleVersion, language: str) -> bytes:
    """The syllabus in one language, its titles and outcomes in the other too; or Unprintable."""
    with i18n.speaking(language):
        title = _("Syllabus %(code)s v%(number)s", code=version.module.code, number=version.version)
        owner = institutions.by_id(version.module.owner_institution_id).name
        return document(
            title, language, lambda page: _write(page, version, language), author=i18n.text(owner)
        )


def _write(page: Page, version: ModuleVersion, language: str) -> None:
    page.heading(both(version.title, language))
    facts.standing(page, version.state)
    page.paragraph(i18n.text(version.summary))
    page.space(8)
    page.facts(_facts(version))
    page.heading(_("What you can do afterwards"), 2)
    columns = [(_("Outcome"), 0.6), (_("What it says"), 4), (_("Type"), 1)]
    page.table(
        [*(Field(name, share) for name, share in columns), Field(_("Weight"), 0.7, "end")],
        [
            (
                one.code.rpartition(".")[2],
                both(one.text, language),
                label(one.type) + (" (" + _("critical") + ")" if one.critical else ""),
                i18n.percent(one.weight / 100),
            )
            for one in version.outcomes
        ],
    )  # fmt: skip
    _assessed(page, version, language)
    facts.lines(page, _("When the module is met"), met(version))
    facts.lines(page, _("Before you begin"), before(version))
    facts.basis(page, _("Asked for by law"), law.instruments_of(version.legal_instruments), language)


def _assessed(page: Page, version: ModuleVersion, language: str) -> None:
    page.heading(_("How it is assessed"), 2)
    if not version.assessments:
        page.paragraph(_("This module has no assessment of its own."))
        return
    page.table(
        [Field(_("Assessment"), 4), Field(_("Weight"), 1, "end"), Field(_("Pass mark"), 1, "end")],
        [
            (both(one.title, language), i18n.percent(one.weight / 100), f"{one.pass_mark} / 100")
            for one in version.assessments
        ],
    )


def _facts(version: ModuleVersion) -> facts.Pairs:
    theme = catalogue.theme(version.module.theme_id)
    return facts.given(
        [
            (_("Code"), f"{version.module.code} v{version.version}"),
            (_("Theme"), i18n.text(theme.title)),
            (_("Owner"), i18n.text(institutions.by_id(version.module.owner_institution_id).name)),
            (_("For whom"), i18n.text(version.target_group)),
            (_("Total workload"), facts.hours(version.hours_total)),
            (_("Contact"), facts.hours(version.hours_contact)),
            (_("Online"), facts.hours(version.hours_online)),
            (_("Practice"), facts.hours(version.hours_practice)),
            (_("Self-study"), facts.hours(version.hours_self_study)),
            (_("Assessment"), facts.hours(version.hours_assessment)),
            (_("Credits (indicative)"), i18n.decimal(version.credits_indicative)),
            (_("EQF level (indicative)"), version.eqf_level_indicative),
            (_("An outcome counts for"), facts.months(version.currency_months)),
            (_("Authoritative language"), facts.language(version.authoritative_language)),
            (_("In force since"), i18n.civil_date(version.published_on)),
            *((row["label"], row["value"]) for row in taught(version)),
        ]
    )
