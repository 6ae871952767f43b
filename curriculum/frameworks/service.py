"""Take frameworks in, adopt them, take them out of use."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import Bilingual, core, db, new_id, table
from curriculum.domain.actors import Actor
from curriculum.domain.case import Package, folded, outline
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.framework import FRAMEWORK
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.frameworks import importing, queries
from curriculum.frameworks.importing import Preview
from curriculum.frameworks.models import Framework, FrameworkAssociation, FrameworkFile, FrameworkItem

MOST_BYTES = 32 * 1024 * 1024
PIECE = 1000


def receive(
    actor: Actor, *, name: str, content: bytes, code: str, owner_id: int, title: str = ""
) -> FrameworkFile:
    """Keep a file until its preview is decided on; a file of the same account before it goes."""
    require(actor, Permission.FRAMEWORK_EDIT, queries.subject_of(owner_id))
    if not content:
        raise Refusal(RefusalCode.FILE_EMPTY, document=name)
    if len(content) > MOST_BYTES:
        raise Refusal(RefusalCode.FILE_TOO_LARGE, document=name, found=len(content), most=MOST_BYTES)
    db.session.execute(delete(FrameworkFile).where(FrameworkFile.created_by == actor.account_id))
    kept = FrameworkFile(
        id=new_id(),
        name=name,
        content=content,
        code=code,
        title=title,
        owner_institution_id=owner_id,
        created_by=actor.account_id,
    )
    db.session.add(kept)
    audit.record(actor, "framework:previewed", "framework", None, name=name)
    return kept


def take_in(actor: Actor, file_id: int) -> Framework:
    """Import a file whose preview was read; it is gone afterwards."""
    kept = queries.file(file_id)
    made = import_(actor, kept.content, code=kept.code, owner_id=kept.owner_institution_id, title=kept.title)
    db.session.delete(kept)
    return made


def discard(actor: Actor, file_id: int) -> None:
    """Forget a file; nothing was taken in."""
    kept = queries.file(file_id)
    require(actor, Permission.FRAMEWORK_EDIT, queries.subject_of(kept.owner_institution_id))
    db.session.delete(kept)
    audit.record(actor, "framework:forgotten", "framework", None, name=kept.name)


def import_(
    actor: Actor, content: bytes, *, code: str = "", owner_id: int | None = None, title: str = ""
) -> Framework:
    """Take a CASE file or a table in as a draft, or refuse it whole with the place of a fault (I-17)."""
    require(actor, Permission.FRAMEWORK_EDIT, queries.subject_of(owner_id))
    found = importing.preview(content, code, title)
    if not isinstance(found, Preview):
        raise importing.refuse(found)
    if found.replaces is not None:
        return _replace(actor, found, queries.locked(found.replaces.id))
    return _enter(actor, found, owner_id)


def _enter(actor: Actor, preview: Preview, owner_id: int | None) -> Framework:
    framework = Framework(
        id=new_id(),
        code=preview.code,
        owner_institution_id=owner_id,
        state=FRAMEWORK.start,
        case_id=preview.package.id,
        supersedes_id=preview.follows.id if preview.follows else None,
    )
    _describe(framework, preview.package)
    db.session.add(framework)
    db.session.flush()
    _fill(framework.id, preview.package)
    _record(actor, "framework:imported", framework, items=len(preview.package.items))
    return framework


def _replace(actor: Actor, preview: Preview, framework: Framework) -> Framework:
    require(actor, Permission.FRAMEWORK_EDIT, queries.subject(framework))
    if framework.state is not FRAMEWORK.start:
        raise Refusal(RefusalCode.FRAMEWORK_FROZEN, code=framework.code, state=framework.state)
    for kind in (FrameworkItem, FrameworkAssociation):
        db.session.execute(delete(kind).where(kind.framework_id == framework.id))
    _describe(framework, preview.package)
    _fill(framework.id, preview.package)
    _record(actor, "framework:replaced", framework, items=len(preview.package.items))
    return framework


def _describe(framework: Framework, package: Package) -> None:
    is_french = package.language.lower().startswith("fr")
    framework.title = Bilingual(package.title, "") if is_french else Bilingual("", package.title)
    framework.creator, framework.language = package.creator, package.language
    framework.shell = package.shell


def _fill(framework_id: int, package: Package) -> None:
    """Write items and associations, a thousand to a statement."""
    numbers = {item.id: number for number, item in enumerate(package.items)}
    _write(
        FrameworkItem,
        (
            {
                "framework_id": framework_id,
                "seq": numbers[one.item.id],
                "place": one.place,
                "depth": one.depth,
                "case_id": one.item.id,
                "code": one.item.code,
                "text": Bilingual(one.item.fr, one.item.en),
                "words": folded(f"{one.item.code} {one.item.fr} {one.item.en}"),
                "type": one.item.type,
                "level_scheme": one.item.level.scheme if one.item.level else None,
                "level": one.item.level.rank if one.item.level else None,
                "raw": one.item.raw,
            }
            for one in outline(package)
        ),
    )
    _write(
        FrameworkAssociation,
        (
            {
                "framework_id": framework_id,
                "seq": number,
                "type": one.type,
                "origin": one.origin,
                "target": one.target,
                "is_outward": one.is_outward,
                "raw": one.raw,
            }
            for number, one in enumerate(package.associations)
        ),
    )


def _write(kind: type[FrameworkItem | FrameworkAssociation], rows: Iterable[dict[str, Any]]) -> None:
    made = [{"id": new_id(), **row} for row in rows]
    for start in range(0, len(made), PIECE):
        core(insert(table(kind)), made[start : start + PIECE])


def adopt(actor: Actor, framework_id: int) -> Framework:
    """Adopt a framework that has items; from now on it is frozen."""
    framework = queries.locked(framework_id)
    require(actor, Permission.FRAMEWORK_ADOPT, queries.subject(framework))
    has_items = framework.id in queries.count_items()
    step = FRAMEWORK.advance(framework.state, "adopt", {Need.CONTENT_COMPLETE} if has_items else set())
    framework.state, framework.adopted_on = step.state, clock.today()
    _record(actor, step.event, framework)
    return framework


def deprecate(actor: Actor, framework_id: int, reason: str) -> Framework:
    """Take an adopted framework out of use, with the reason; what points to it stays readable."""
    framework = queries.locked(framework_id)
    require(actor, Permission.FRAMEWORK_ADOPT, queries.subject(framework))
    step = FRAMEWORK.advance(framework.state, "deprecate", {Need.REASON} if reason.strip() else set())
    framework.state, framework.deprecated_on = step.state, clock.today()
    _record(actor, step.event, framework, reason=reason.strip())
    return framework


def _record(actor: Actor, event: str, framework: Framework, reason: str | None = None, **facts: Any) -> None:
    audit.record(actor, event, "framework", framework.id, reason=reason, code=framework.code, **facts)
