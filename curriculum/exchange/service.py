"""Take a curriculum in from its file: read, previewed, then whole or not at all (decision 0026)."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete

from curriculum.access import may_somewhere, require
from curriculum.audit import service as audit
from curriculum.db import db, new_id, rehearsal
from curriculum.domain.actors import Actor
from curriculum.domain.exchange import Fault, FaultCode, Kind, names_of
from curriculum.domain.exchange_plan import Fate, Line, plan
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.shape_faults import short
from curriculum.exchange import exporting, queries, reading, seeing, taking
from curriculum.exchange.models import CurriculumFile
from curriculum.exchange.reading import Faulty

Lines = tuple[Line, ...]


def export(actor: Actor) -> str:
    """What is defined here and the actor may read, as the text of a file; the trail says it went out."""
    _require(actor, Permission.CURRICULUM_EXPORT)
    audit.record(actor, "curriculum:exported", "curriculum", None)
    return json.dumps(seeing.limited(actor, exporting.document()), ensure_ascii=False, indent=1)


def receive(actor: Actor, *, name: str, content: bytes) -> CurriculumFile:
    """Keep a file until its preview is decided on; a file of the same account before it goes."""
    _require(actor, Permission.CURRICULUM_IMPORT)
    reading.require_size(name, len(content))
    db.session.execute(delete(CurriculumFile).where(CurriculumFile.created_by == actor.account_id))
    kept = CurriculumFile(id=new_id(), name=name, content=content, created_by=actor.account_id)
    db.session.add(kept)
    audit.record(actor, "curriculum:previewed", "curriculum", None, name=name)
    return kept


def preview(actor: Actor, content: bytes, *, restores: bool = False) -> Lines | Faulty:
    """Plan what the file would do, object by object, or tell everything that is wrong with it."""
    here = queries.here(actor)
    wanted = reading.read(content, names_of(here))
    if isinstance(wanted, Faulty):
        return wanted
    may = (lambda entry: True) if restores else queries.permitted(actor, wanted, here)
    return plan(wanted, here, restores=restores, may=may)


def rehearse(actor: Actor, content: bytes, *, restores: bool = False) -> Lines | Faulty:
    """Tell what the file would do, having done it and taken it back: whatever the import refuses is told."""
    _require_import(actor, restores)
    lines = preview(actor, content, restores=restores)
    if isinstance(lines, Faulty) or any(refused(lines)):
        return lines
    with rehearsal():
        faults = taking.tried(actor, lines, restores=restores)
    return Faulty(faults[: reading.MOST_FAULTS]) if faults else lines


def import_(actor: Actor, content: bytes, *, restores: bool = False) -> Lines:
    """Take a file in as its preview says; one refused object, and nothing is taken in (I-17)."""
    _require_import(actor, restores)
    lines = preview(actor, content, restores=restores)
    if isinstance(lines, Faulty):
        raise reading.refuse(lines.faults)
    if differing := tuple(refused(lines)):
        raise reading.refuse(differing)
    for line in lines:
        taking.take(actor, line, restores=restores)
    facts: dict[str, Any] = {**told(lines)}
    audit.record(actor, "curriculum:imported", "curriculum", None, **facts)
    return lines


def mark(lines: Lines) -> str:
    """What a preview said, as one word: taking in asks whether it still says so."""
    said = [(*line.entry[:2], line.fate, line.why, line.about, line.differences) for line in lines]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def take_in(actor: Actor, file_id: int, *, seen: str | None = None) -> Lines:
    """Import a file whose preview was read; it is gone afterwards.

    `seen` is the mark of that preview: what somebody saved here since is never overwritten unseen.
    """
    kept = queries.file(file_id, actor.account_id)
    lines = import_(actor, kept.content)
    if seen is not None and seen != mark(lines):
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="draft")
    db.session.delete(kept)
    return lines


def discard(actor: Actor, file_id: int) -> None:
    """Forget a file; nothing was taken in."""
    _require(actor, Permission.CURRICULUM_IMPORT)
    kept = queries.file(file_id, actor.account_id)
    db.session.delete(kept)
    audit.record(actor, "curriculum:forgotten", "curriculum", None, name=kept.name)


def refused(lines: Iterable[Line]) -> Iterable[Fault]:
    """The refused objects as faults of the file: the first place that differs, here and there."""
    for line in lines:
        if line.fate is not Fate.REFUSED:
            continue
        if not line.differences:
            yield Fault(FaultCode.DIFFERS, line.entry.place, line.entry.code, line.about)
        for one in line.differences:
            inner = ".".join(part for part in (*one.place[:2], one.field) if part)
            inside = ".content" if line.entry.kind in (Kind.MODULE_VERSION, Kind.PATH_VERSION) else ""
            place = f"{line.entry.place}{inside}.{inner}"
            yield Fault(FaultCode.DIFFERS, place, short(one.after), short(one.before))


def told(lines: Iterable[Line]) -> dict[str, int]:
    """How many objects are new, changed, equal, left and refused."""
    counts = dict.fromkeys((fate.value for fate in Fate), 0)
    for line in lines:
        counts[line.fate.value] += 1
    return counts


def _require_import(actor: Actor, restores: bool) -> None:
    _require(actor, Permission.CURRICULUM_IMPORT)
    if restores:
        require(actor, Permission.CURRICULUM_RESTORE)


def _require(actor: Actor, permission: Permission) -> None:
    """Somewhere is enough to read or write a file; each of its objects is asked for again."""
    if not may_somewhere(actor, permission):
        require(actor, permission)
