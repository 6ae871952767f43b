"""How content becomes rows: a new draft of a path, and a draft written anew."""

from curriculum.catalogue import queries as catalogue
from curriculum.db import db, new_id
from curriculum.paths.content import ComponentContent, PathContent
from curriculum.paths.models import Path, PathComponent, PathVersion

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
)


def new_version(path: Path, number: int, content: PathContent) -> PathVersion:
    """A draft with this content, not yet in the session."""
    version = PathVersion(id=new_id(), path_id=path.id, version=number, components=[])
    version.path = path
    rewrite(version, content)
    return version


def rewrite(version: PathVersion, content: PathContent) -> None:
    """Put the content into the rows of a draft; components keep their key by position."""
    for name in _SAME:
        setattr(version, name, getattr(content, name))
    version.entry_requirements = dict(content.entry_requirements)
    version.renewal = dict(content.renewal)
    version.languages_of_award = list(content.languages_of_award)
    version.transition = None if content.transition is None else dict(content.transition)
    ids = _module_ids(content)
    for position, one in enumerate(content.components):
        if position == len(version.components):
            version.components.append(PathComponent(id=new_id(), position=position + 1))
        _fill(version.components[position], one, ids)
    for row in version.components[len(content.components) :]:
        db.session.delete(row)
    del version.components[len(content.components) :]


def _module_ids(content: PathContent) -> dict[tuple[str, int], int]:
    """The keys of the module versions a path names; an unknown one is NOT_FOUND."""
    named = {one.module for one in content.components if one.module is not None}
    named |= {option for one in content.components for option in one.options}
    return {(code, number): catalogue.get_version(code, number).id for code, number in sorted(named)}


def _fill(row: PathComponent, one: ComponentContent, ids: dict[tuple[str, int], int]) -> None:
    row.code, row.type, row.title = one.code, one.type.value, one.title
    row.module_version_id = None if one.module is None else ids[one.module]
    # 64-bit keys are kept as text: a JSON number loses their last digits elsewhere.
    row.options = [str(ids[option]) for option in one.options]
    row.rule = dict(one.rule)
    row.min_proof_level = one.min_proof_level
    row.mandatory, row.waivable, row.weight = one.mandatory, one.waivable, one.weight
