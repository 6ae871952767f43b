"""What a nomination asks besides the person: the route where a path has several, and languages asked for."""

from collections.abc import Iterable

from curriculum import i18n
from curriculum.catalogue.forms import pairs
from curriculum.db import Bilingual
from curriculum.paths import queries
from curriculum.paths.forms import NominationForm
from curriculum.paths.models import PathVersion
from curriculum.paths.queries import PathRow


def offer(form: NominationForm, rows: Iterable[PathRow]) -> None:
    """Offer what the published paths ask for; a question that none of them asks is not put."""
    versions = queries.versions_by_id([row.id for row in rows]).values()
    routes = [one for version in versions for one in _routes(version)]
    asked = {code for version in versions for code in version.entry_requirements.get("languages", ())}
    if routes:
        form.route.choices = pairs([("", "–"), *sorted(routes)])
    else:
        del form.route
    if asked:
        form.languages.choices = pairs(sorted((one, i18n.language_name(one)) for one in asked))
    else:
        del form.languages


def _routes(version: PathVersion) -> list[tuple[str, str]]:
    code = version.path.code
    return [
        (f"{code} {one['key']}", f"{code} · {i18n.text(Bilingual(**one['title']))}") for one in version.routes
    ]


def route(form: NominationForm) -> str:
    """The key of the route chosen."""
    chosen = form.route.data or "" if form.route is not None else ""
    return str(chosen.partition(" ")[2])


def languages(form: NominationForm) -> tuple[str, ...]:
    """The languages in which the employer says the person works."""
    return tuple(form.languages.data or ()) if form.languages is not None else ()
