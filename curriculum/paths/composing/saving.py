"""How the composer saves: over what was seen, merged with what came between, or asked about (J1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import versioning
from curriculum.catalogue.content import ChangeClass
from curriculum.catalogue.merging import Began, Clash, mark, reconcile
from curriculum.db import Bilingual
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.domain.sheets import Place, Plain
from curriculum.paths import queries, service
from curriculum.paths.composing.editing import Edit, free_code, tidy
from curriculum.paths.content import PathContent
from curriculum.paths.models import Path, PathVersion
from curriculum.paths.sheets import content_of, from_sheet, path_sheet, sheet_of


def next_version(actor: Actor, path: Path, change: ChangeClass, note: Bilingual) -> PathVersion:
    """Begin the next version from the present one; the draft that is there already, if one is."""
    being_made = queries.open_version(path.id)
    if being_made is not None:
        return being_made
    sheet: dict[str, Any] = path_sheet(queries.version(origin(path).id))
    sheet |= {"change_class": change.value, "change_note": {"fr": note.fr, "en": note.en}}
    return service.draft_version(actor, path_id=path.id, content=from_sheet({**sheet, "transition": None}))


def origin(path: Path) -> PathVersion:
    """The version that a next one begins from: the one in force, else the latest."""
    versions = queries.versions_of(path.id)
    present = [one for one in versions if one.state is VersionState.PUBLISHED]
    return found(next(iter((*present, *versions)), None), "path_version", path.code)


def content_at(began: Sequence[Any]) -> PathContent:
    """The text that a form was filled from, as it came back sealed."""
    return from_sheet(began[1])


def begin(version: PathVersion) -> Began:
    """What a form that is filled from this version has to remember."""
    return Began(mark(version), path_sheet(version))


def write(actor: Actor, version_id: int, edit: Edit, began: Began) -> PathVersion | Clash[PathVersion]:
    """Save what a form made of the text it was filled from; what came between is kept, or asked about."""
    present = _held(version_id)
    mine = edit(from_sheet(began.sheet))
    if began.mark == mark(present):
        return service.revise(actor, version_id, mine, seen=present.revision)
    return settle(actor, version_id, began.sheet, sheet_of(mine), mark(present), {})


def settle(
    actor: Actor, version_id: int, began: Plain, mine: Plain, shown: str, choices: Mapping[Place, bool]
) -> PathVersion | Clash[PathVersion]:
    """Save both texts merged; true chooses mine. Choices made before yet another save are asked again."""
    present = _held(version_id)
    theirs = path_sheet(present)
    met = reconcile(present, theirs, began, _renumbered(mine, theirs), shown, choices)
    if isinstance(met, Clash):
        return met
    content = tidy(from_sheet(met))
    if sheet_of(content) == theirs:
        return present  # a second click
    return service.revise(actor, version_id, content, seen=present.revision)


def _renumbered(mine: Plain, theirs: Plain) -> dict[str, Any]:
    """My sheet, in which what I added bears no number that somebody gave to another component meanwhile."""
    held = {row["code"]: row["key"] for row in theirs["components"]}
    taken = {*held, *(row["code"] for row in mine["components"])}
    rows = [
        row if held.get(row["code"], row["key"]) == row["key"] else {**row, "code": free_code(taken)}
        for row in mine["components"]
    ]
    return {**mine, "components": rows}


def step(actor: Actor, version_id: int, edit: Edit, seen: int | None) -> PathVersion:
    """Do what a button says to the text as it stands; a second click finds it done and saves nothing.

    `seen` is the revision the button stood on: what came between is looked at before anything is moved.
    """
    present = _held(version_id)
    content = content_of(present)
    edited = edit(content)
    if edited == content:
        return present
    if seen is not None and seen != present.revision:
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="draft", revision=present.revision)
    return service.revise(actor, version_id, edited, seen=present.revision)


def _held(version_id: int) -> PathVersion:
    """The draft as it stands now, held; refused where it is a draft no more."""
    present = queries.locked(version_id)
    versioning.require_draft(service.PATHS, present, catalogue.SHOWN)
    return present
