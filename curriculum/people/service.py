"""Register persons, correct their names, move them between employers, declare relations."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonCorrected, PersonMoved, PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, db
from curriculum.domain import names
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.people import queries
from curriculum.people.models import (
    NameKey,
    NameKind,
    Person,
    PersonIdentifier,
    PersonName,
    Position,
    ServiceRecord,
)
from curriculum.people.places import Places
from curriculum.people.registration import NewPerson, Rows, check, rows_of, search_text
from curriculum.people.relations import declare_relation, end_relation

__all__ = [
    "correct_name",
    "declare_relation",
    "end_relation",
    "register",
    "register_many",
    "transfer",
]


def register(actor: Actor, person: NewPerson) -> Person:
    """Open one person's file with names, number and first service record."""
    [person_id] = register_many(actor, [person])
    return queries.get(person_id)


def register_many(actor: Actor, persons: Sequence[NewPerson]) -> list[int]:
    """Open many files at once; all or none. Gives the ids in the order of `persons`.

    Refuses IDENTIFIER_TAKEN with the number that somebody else already has, VALUE_INVALID with the
    field; the caller reads files row by row and shows these before anything is written.
    """
    places = Places()
    for institution_id in {places.institution(one.institution) for one in persons}:
        lineage = institutions.lineage(institution_id)
        require(actor, Permission.PERSON_CREATE, Subject(institutions=lineage))
    check(persons, clock.today())
    _refuse_taken([one.personnel_no for one in persons])
    rows = rows_of(persons, places)
    _insert(rows)
    # One event a file, or one a list: a list of thousands reads as one act of one person.
    if len(persons) == 1:
        [first] = rows.persons
        audit.record(actor, "person:registered", "person", first["id"], about=first["id"])
    elif persons:
        audit.record(actor, "people:registered", "person", None, count=len(persons))
    return [row["id"] for row in rows.persons]


def _refuse_taken(numbers: list[str]) -> None:
    for start in range(0, len(numbers), 500):
        wanted = select(PersonIdentifier.value).where(
            PersonIdentifier.scheme == "personnel_no",
            PersonIdentifier.value.in_(numbers[start : start + 500]),
        )
        if taken := db.session.scalars(wanted.limit(1)).first():
            raise Refusal(RefusalCode.IDENTIFIER_TAKEN, number=taken)


def _insert(rows: Rows) -> None:
    for table, values in (
        (Person, rows.persons),
        (PersonName, rows.names),
        (NameKey, rows.keys),
        (PersonIdentifier, rows.identifiers),
        (ServiceRecord, rows.services),
    ):
        if values:
            db.session.execute(insert(table), values)


def correct_name(
    actor: Actor,
    person_id: int,
    *,
    script: str,
    given: str,
    family: str,
    reason: str,
    kind: NameKind = NameKind.OFFICIAL,
) -> PersonName:
    """Give a person a new primary spelling in one script; the old one stays searchable (S13)."""
    require(actor, Permission.PERSON_EDIT, queries.subject(person_id, clock.today()))
    if not reason.strip():
        raise Refusal(RefusalCode.REASON_MISSING, object="person", action="correct")
    today = clock.today()
    for old in queries.names_of(person_id):
        if old.script == script and old.is_primary:
            old.is_primary, old.valid_to = False, today
    name = PersonName(
        person_id=person_id,
        script=script,
        given=given.strip(),
        family=family.strip(),
        folded=search_text(given, family),
        kind=kind,
        is_primary=True,
        valid_from=today,
    )
    db.session.add(name)
    db.session.flush()
    _renew_keys(person_id)
    audit.record(
        actor, "person:name_corrected", "person", person_id, about=person_id, reason=reason, script=script
    )
    announce(PersonCorrected(person_id))
    return name


def _renew_keys(person_id: int) -> None:
    db.session.execute(delete(NameKey).where(NameKey.person_id == person_id))
    keys = {key for n in queries.names_of(person_id) for key in names.match_keys(n.given, n.family)}
    db.session.execute(insert(NameKey), [{"key": key, "person_id": person_id} for key in sorted(keys)])


def transfer(
    actor: Actor,
    person_id: int,
    *,
    institution_id: int,
    unit_id: int | None,
    on: date,
    grade_id: int | None = None,
    post_profile_id: int | None = None,
    position: Position = Position.ACTIVE,
    reason: str,
) -> ServiceRecord:
    """Close the running service record the day before `on` and open one with the new employer (S12, I-14)."""
    require(actor, Permission.SERVICE_RECORD_EDIT, Subject(institutions=institutions.lineage(institution_id)))
    running = queries.service_on(person_id, on)
    if running is not None:
        if running.from_ >= on:
            raise Refusal(RefusalCode.SERVICE_OVERLAPS, from_=running.from_, on=on)
        running.to, running.end_reason = on - timedelta(days=1), reason
    record = ServiceRecord(
        person_id=person_id,
        institution_id=institution_id,
        unit_id=unit_id,
        grade_id=grade_id if grade_id is not None or running is None else running.grade_id,
        post_profile_id=post_profile_id,
        position=position,
        from_=on,
        source="manual",
    )
    db.session.add(record)
    db.session.flush()
    audit.record(actor, "person:moved", "person", person_id, about=person_id, reason=reason, on=on)
    announce(PersonMoved(person_id))
    announce(PersonTouched(person_id))
    return record
