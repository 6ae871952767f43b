"""Declare and end what ties two persons: kin, mentor, reporting line (ConflictDeclaration; I-02, I-04)."""

from datetime import date

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import db, new_id
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people import queries, relation_list
from curriculum.people.models import Relation, RelationKind


def declare_relation(
    actor: Actor,
    *,
    person_id: int,
    about_person_id: int,
    kind: RelationKind,
    from_: date,
    note: str | None = None,
) -> Relation:
    """Declare that `person_id` is kin, mentor or superior of `about_person_id`; it bars from that day on.

    Either of the two may declare it, or HR of an employer of one of them (I-02, I-04).
    """
    both = subject_of(person_id, about_person_id)
    require(actor, Permission.DECLARATION_RECORD, both)
    if queries.aliases(person_id) & queries.aliases(about_person_id):
        raise Refusal(RefusalCode.OWN_RECORD, object="relation")
    if relation_list.find_running(person_id, about_person_id, kind, from_) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="relation", code=kind)
    relation = Relation(
        id=new_id(),
        person_id=person_id,
        about_person_id=about_person_id,
        kind=kind,
        declared_at=clock.now(),
        from_=from_,
        note=(note or "").strip() or None,
    )
    db.session.add(relation)
    db.session.flush()
    audit.record(
        actor,
        "relation:declared",
        "relation",
        relation.id,
        about=about_person_id,
        kind=kind.value,
        of=_number(person_id),
    )
    return relation


def end_relation(actor: Actor, relation_id: int, *, on: date, reason: str) -> Relation:
    """End a relation with its last day; HR does, and never one of the two it barred (I-01)."""
    relation = relation_list.get(relation_id)
    both = subject_of(relation.person_id, relation.about_person_id)
    require(actor, Permission.DECLARATION_END, both)
    if actor.person_id in both.person_ids:
        raise Refusal(RefusalCode.OWN_RECORD, object="relation")
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="relation", action="end")
    if relation.to is not None:
        raise Refusal(RefusalCode.WRONG_STATE, object="relation", state="ended", action="end")
    if on < relation.from_:
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=relation.from_, second=on)
    if on > clock.today():
        raise Refusal(RefusalCode.DATE_IN_FUTURE, field="on", value=on)
    relation.to = on
    audit.record(
        actor,
        "relation:ended",
        "relation",
        relation.id,
        about=relation.about_person_id,
        reason=reason.strip(),
        kind=relation.kind.value,
        of=_number(relation.person_id),
        on=on,
    )
    return relation


def subject_of(*person_ids: int) -> Subject:
    """Several persons as permissions see them: any of them, employed at any of their places."""
    one_by_one = [queries.today_subject(one) for one in person_ids]
    return Subject(
        person_ids=frozenset().union(*(one.person_ids for one in one_by_one)),
        institutions=frozenset().union(*(one.institutions for one in one_by_one)),
        units=frozenset().union(*(one.units for one in one_by_one)),
    )


def _number(person_id: int) -> str:
    """How the trail names the second person: by number, since it names persons by key only once."""
    return queries.numbers_of([person_id]).get(person_id, "")
