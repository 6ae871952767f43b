"""Crosswalks between adopted frameworks: typed, signed by a person, dated; ended and never removed."""

from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import or_, select

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.case import AssociationType, Plain, body_of
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.frameworks import queries
from curriculum.frameworks.models import Crosswalk, FrameworkItem
from curriculum.frameworks.queries import ItemRow

JOINING = tuple(one for one in AssociationType if one is not AssociationType.IS_CHILD_OF)
"""A tree is of one framework; all other ways may lead from one to another."""

_SPACE = UUID("2a1d6f0e-7d4c-5b7e-8f43-6c5a0b1e9d21")


class Row(NamedTuple):
    """A crosswalk as pages show it."""

    id: int
    origin: ItemRow
    type: AssociationType
    target: ItemRow
    note: str
    signed_by: int
    signed_on: date
    ended_on: date | None


def of_framework(framework_id: int) -> list[Row]:
    """The crosswalks from and to the items of a framework, the ended ones last; two statements."""
    ours = select(FrameworkItem.id).where(FrameworkItem.framework_id == framework_id)
    wanted = select(Crosswalk).where(or_(Crosswalk.from_item_id.in_(ours), Crosswalk.to_item_id.in_(ours)))
    rows = db.session.scalars(wanted.order_by(Crosswalk.id)).all()
    items = queries.items_by_id({one for row in rows for one in (row.from_item_id, row.to_item_id)})
    return sorted((_row(row, items) for row in rows), key=lambda one: one.ended_on is not None)


def _row(row: Crosswalk, items: dict[int, ItemRow]) -> Row:
    origin, target = items[row.from_item_id], items[row.to_item_id]
    return Row(row.id, origin, row.type, target, row.note, row.signed_by, row.signed_on, row.ended_on)


def sign(
    actor: Actor, origin: FrameworkItem, target: FrameworkItem, *, type_: AssociationType, note: str
) -> None:
    """Say as a person how an item stands to one of another framework, from today."""
    require(actor, Permission.FRAMEWORK_ADOPT, queries.subject(queries.by_id(origin.framework_id)))
    if not isinstance(actor.person_id, int):
        raise Refusal(RefusalCode.PERSON_UNKNOWN)
    if origin.framework_id == target.framework_id or type_ not in JOINING:
        raise Refusal(RefusalCode.VALUE_INVALID, field="type", value=type_, expected=JOINING)
    if _held(origin.id, target.id, type_):
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="crosswalk", code=f"{origin.code} {target.code}")
    row = Crosswalk(
        id=new_id(),
        from_item_id=origin.id,
        to_item_id=target.id,
        type=type_,
        note=note.strip(),
        signed_by=actor.person_id,
        signed_on=clock.today(),
    )
    db.session.add(row)
    ends = queries.items_by_id([origin.id, target.id])
    first, second = ends[origin.id].name, ends[target.id].name
    audit.record(actor, "crosswalk:signed", "crosswalk", row.id, origin=first, target=second, type=type_)


def _held(origin_id: int, target_id: int, type_: AssociationType) -> bool:
    wanted = select(Crosswalk.id).where(
        Crosswalk.from_item_id == origin_id,
        Crosswalk.to_item_id == target_id,
        Crosswalk.type == type_,
        Crosswalk.ended_on.is_(None),
    )
    return db.session.scalar(wanted) is not None


def end(actor: Actor, crosswalk_id: int) -> None:
    """End a crosswalk today; it stays readable."""
    row = found(db.session.get(Crosswalk, crosswalk_id), "crosswalk", "")
    ends = queries.items_by_id([row.from_item_id, row.to_item_id])
    origin, target = ends[row.from_item_id], ends[row.to_item_id]
    require(actor, Permission.FRAMEWORK_ADOPT, queries.subject(queries.get(origin.framework_code)))
    if row.ended_on is not None:
        raise Refusal(RefusalCode.WRONG_STATE, object="crosswalk", state="ended")
    row.ended_on = clock.today()
    audit.record(actor, "crosswalk:ended", "crosswalk", row.id, origin=origin.name, target=target.name)


def export(code: str) -> Plain:
    """The framework as CASE with the crosswalks in force from its items; without any, equal to its file."""
    framework, package = queries.get(code), queries.export(code)
    body = body_of(package)
    signed = [
        _association(one)
        for one in of_framework(framework.id)
        if one.ended_on is None and one.origin.framework_code == code
    ]
    if signed:
        body["CFAssociations"] = [*(body.get("CFAssociations") or ()), *signed]
    return package


def _association(row: Row) -> Plain:
    key = uuid5(_SPACE, str(row.id))
    return {
        "identifier": str(key),
        "uri": f"urn:uuid:{key}",
        "associationType": row.type.value,
        "originNodeURI": _node(row.origin),
        "destinationNodeURI": _node(row.target),
        "notes": row.note,
        "lastChangeDateTime": f"{row.signed_on.isoformat()}T00:00:00+00:00",
    }


def _node(item: ItemRow) -> Plain:
    return {"title": item.name, "identifier": item.case_id, "uri": f"urn:uuid:{item.case_id}"}
