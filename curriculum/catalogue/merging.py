"""A draft that two people write: what each saved stands, and only where they clash somebody chooses (J1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeGuard, TypeVar

from curriculum.catalogue import keyed, queries, service
from curriculum.catalogue.content import VersionContent
from curriculum.catalogue.models import ModuleVersion
from curriculum.catalogue.sheets import from_sheet, module_sheet, sheet_of
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.domain.sheets import Difference, Place, Plain, merge


class Revised(Protocol):
    """A version of a module or of a path: its key, and the revision of its text."""

    id: Any
    revision: Any


Version = TypeVar("Version", bound=Revised)

CLOSED = frozenset(queries.OPEN) - {VersionState.DRAFT}
"""Being made, and not to be written in before it is returned."""


@dataclass(frozen=True)
class Began:
    """What a form was filled from: which version at which revision, and what it said then."""

    mark: str
    sheet: Plain


@dataclass(frozen=True)
class Clash(Generic[Version]):
    """What somebody else saved differently while this was being written; nothing is stored yet."""

    present: Version
    began: Plain
    mine: Plain
    theirs: Plain
    differences: tuple[Difference, ...]


def mark(version: Revised) -> str:
    """A version and the revision of its text."""
    return f"{version.id}.{version.revision}"


def is_closed(present: ModuleVersion | None) -> TypeGuard[ModuleVersion]:
    """Whether the version being made of a module has gone on to the review."""
    return present is not None and present.state in CLOSED


def unwritable(present: ModuleVersion | None) -> Refusal | None:
    """Why nobody writes in a module now: its version being made has gone on to the review."""
    if is_closed(present):
        name = f"{present.module.code} v{present.version}"
        return Refusal(RefusalCode.WRONG_STATE, object="module_version", written=name, state=present.state)
    return None


def write(
    actor: Actor,
    module_id: int,
    written: Callable[[ModuleVersion | None], VersionContent],
    began: Began | None,
) -> ModuleVersion | Clash[ModuleVersion]:
    """Save what was written, over what it began from; what came between is kept beside it, or asked about."""
    present = _held(module_id)
    content = written(present)
    if (refusal := unwritable(present)) is not None:
        raise refusal
    if present is None or present.state is not VersionState.DRAFT:
        return service.draft_version(actor, module_id=module_id, content=content)
    if began is None or began.mark == mark(present):
        return service.revise(actor, present.id, content, seen=present.revision)
    return settle(actor, module_id, began.sheet, mine(content, began.sheet), mark(present), {})


def settle(
    actor: Actor, module_id: int, began: Plain, mine: Plain, shown: str, choices: Mapping[Place, bool]
) -> ModuleVersion | Clash[ModuleVersion]:
    """Save both texts merged; true chooses mine. Choices made before yet another save are asked again."""
    present = found(_held(module_id), "draft", module_id)
    met = reconcile(present, module_sheet(present), began, mine, shown, choices)
    if isinstance(met, Clash):
        return met
    content = _content(met, f"{present.module.code}.v{present.version}")
    return service.revise(actor, present.id, content, seen=present.revision)


def reconcile(
    present: Version, theirs: Plain, began: Plain, mine: Plain, shown: str, choices: Mapping[Place, bool]
) -> dict[str, Any] | Clash[Version]:
    """Merge both texts to one sheet, or say where they clash unchosen; modules and paths share it."""
    valid = choices if shown == mark(present) else {}
    chosen = frozenset(place for place, is_mine in valid.items() if is_mine)
    merged = merge(began, theirs, mine, chosen)
    if any(one.place not in valid for one in merged.clashes):
        return Clash(present, began, mine, theirs, merged.clashes)
    return merged.sheet


def _held(module_id: int) -> ModuleVersion | None:
    """The version to go on from, as it stands now: the one being made, else the latest."""
    queries.module(module_id, held=True)
    versions = queries.versions_of(module_id)
    return queries.locked(versions[0].id) if versions else None


def mine(content: VersionContent, began: Plain) -> dict[str, Any]:
    """What was written, as a sheet; forms do not show codes, so they are those it began with."""
    sheet = sheet_of(content)
    codes = {row["key"]: row["code"] for row in began["outcomes"]}
    for row in sheet["outcomes"]:
        row["code"] = codes.get(row["key"])
    return sheet


def _content(sheet: Mapping[str, Any], prefix: str) -> VersionContent:
    """The content of a merged sheet; two new parts that got one name apart from each other are told apart."""
    taken: set[str] = set()
    for row in sheet["assessments"]:
        if row["method"] in taken:
            row["method"] = keyed.distinct(keyed.plain_name(row["method"]), taken)
        taken.add(row["method"])
    return from_sheet(sheet, prefix)
