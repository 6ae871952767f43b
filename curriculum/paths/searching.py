"""The public catalogue searched: published paths by kind and modules by theme, in both languages at once."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import ModuleVersion, Theme
from curriculum.db import Bilingual
from curriculum.domain.seeking import missing, words_of
from curriculum.institutions import queries as institutions
from curriculum.paths import queries
from curriculum.paths.models import PathKind
from curriculum.paths.queries import PathRow


class Index(NamedTuple):
    """What a search found, grouped; `because` names the outcome for which a module was found, by its key."""

    paths: tuple[tuple[PathKind, tuple[PathRow, ...]], ...]
    modules: tuple[tuple[Theme, tuple[catalogue.VersionRow, ...]], ...]
    owners: Mapping[int, Bilingual]
    because: Mapping[int, Bilingual]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.paths or self.modules)


def index(text: str) -> Index:
    """The published paths and modules that hold every word of a text; all of them where there is none."""
    words = words_of(text)
    rows = [row for row in queries.published() if not missing(words, _said(row.code, row.title, row.purpose))]
    because = _modules(words)
    modules = [row for row in catalogue.published() if because is None or row.id in because]
    kinds = list(PathKind)
    rows.sort(key=lambda row: (kinds.index(row.kind), row.code))
    themes = {one.code: one for one in catalogue.themes()}
    modules.sort(key=lambda row: (row.theme_code, row.code))
    return Index(
        tuple((kind, tuple(found)) for kind, found in groupby(rows, lambda row: row.kind)),
        tuple((themes[code], tuple(found)) for code, found in groupby(modules, lambda row: row.theme_code)),
        institutions.names_of({one.owner_id for one in rows} | {one.owner_id for one in modules}),
        {key: outcome for key, outcome in (because or {}).items() if outcome is not None},
    )


def _modules(words: Sequence[str]) -> dict[int, Bilingual | None] | None:
    """The modules that hold every word, each with the outcome that did where the head did not."""
    if not words:
        return None
    found = {}
    for version in catalogue.published_versions():
        left = missing(words, _said(version.module.code, version.title, version.summary))
        if not missing(left, _said("", *(one.text for one in version.outcomes))):
            found[version.id] = _first(left, version)
    return found


def _first(words: Sequence[str], version: ModuleVersion) -> Bilingual | None:
    """The first outcome that holds one of the words; None where the head of the module held them all."""
    if not words:
        return None
    return next(one.text for one in version.outcomes if len(missing(words, _said("", one.text))) < len(words))


def _said(code: str, *texts: Bilingual) -> list[str]:
    return [code, *(part for text in texts for part in _parts(text))]


def _parts(text: Bilingual) -> Iterable[str]:
    return (text.fr, text.en)
