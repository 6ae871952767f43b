"""How content becomes rows: a new draft of a path, and a draft written anew."""

from curriculum.catalogue import keyed
from curriculum.catalogue import queries as catalogue
from curriculum.db import new_id
from curriculum.domain.shapes import plain
from curriculum.paths.content import ComponentContent, PathContent
from curriculum.paths.models import Path, PathComponent, PathVersion
from curriculum.paths.options import kept

_SAME = (
    "kind",
    "title",
    "purpose",
    "certificate_validity_months",
    "max_duration_months",
    "hours_minimum_taught",
    "eqf_level_indicative",
    "authoritative_language",
    "legal_basis",
    "entry_text",
    "change_class",
    "change_note",
)


def new_version(path: Path, number: int, content: PathContent) -> PathVersion:
    """A draft with this content, not yet in the session."""
    version = PathVersion(id=new_id(), path_id=path.id, version=number, components=[])
    version.path = path
    rewrite(version, content)
    return version


def rewrite(version: PathVersion, content: PathContent) -> None:
    """Put the content into the rows of a draft; components keep their row by key, wherever they stand."""
    for name in _SAME:
        setattr(version, name, getattr(content, name))
    version.entry_requirements = dict(content.entry_requirements)
    version.renewal = dict(content.renewal)
    version.languages_of_award = list(content.languages_of_award)
    version.transition = None if content.transition is None else dict(content.transition)
    version.stages, version.routes = plain(content.stages), plain(content.routes)
    version.instruments = list(content.instruments)
    ids = _module_ids(content)
    wanted = keyed.keys([(one.key, one.code) for one in content.components])
    keyed.arrange(version.components, wanted, _new_component)
    for row, one in zip(version.components, content.components, strict=True):
        _fill(row, one, ids)
    codes = [one.code for one in content.components]
    keyed.recode(zip(version.components, codes, strict=True))


def _new_component(key: str) -> PathComponent:
    return PathComponent(id=new_id(), key=key, code="")


def _module_ids(content: PathContent) -> dict[tuple[str, int | None], int]:
    """The keys of the modules and module versions a path names; an unknown one is NOT_FOUND."""
    named: set[tuple[str, int | None]] = {one.module for one in content.components if one.module is not None}
    named |= {option for one in content.components for option in one.options}
    ordered = sorted(named, key=lambda one: (one[0], one[1] or 0))
    return {(code, number): _module_id(code, number) for code, number in ordered}


def _module_id(code: str, number: int | None) -> int:
    return catalogue.get_module(code).id if number is None else catalogue.get_version(code, number).id


def _fill(row: PathComponent, one: ComponentContent, ids: dict[tuple[str, int | None], int]) -> None:
    row.type, row.title = one.type.value, one.title
    named = None if one.module is None else ids[one.module]
    by_version = one.module is not None and one.module[1] is not None
    row.module_version_id, row.module_id = (named, None) if by_version else (None, named)
    row.options = [kept(ids[option], in_any_version=option[1] is None) for option in one.options]
    row.rule = dict(one.rule)
    row.min_proof_level = one.min_proof_level
    row.stage, row.routes = one.stage, list(one.routes)
    row.mandatory, row.waivable, row.weight = one.mandatory, one.waivable, one.weight
