"""Register persons, correct their names, move them between employers, declare relations."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import bindparam, select, text

from curriculum import clock
from curriculum.access import require
from curriculum.announcements import PersonCorrected, PersonMoved, PersonTouched
from curriculum.audit import service as audit
from curriculum.db import announce, core, db, table
from curriculum.domain import names
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions
from curriculum.people import queries
from curriculum.people.models import (
    NameKind,
    Person,
    PersonIdentifier,
    PersonName,
    Position,
    ServiceRecord,
)
from curriculum.people.places import Places
from curriculum.people.registration import NewPerson, as_written, check, rows_of, search_text
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
    rows.write()
    ids: list[int] = [row[0] for row in rows.persons]
    # One event a file, or one a list: a list of thousands reads as one act of one person.
    if len(ids) == 1:
        audit.record(actor, "person:registered", "person", ids[0], about=ids[0])
    elif ids:
        audit.record(actor, "people:registered", "person", None, count=len(ids))
    return ids


_TAKEN = (
    select(table(PersonIdentifier).c.value)
    .where(
        table(PersonIdentifier).c.scheme == "personnel_no",
        table(PersonIdentifier).c.value.in_(bindparam("numbers", expanding=True)),
    )
    .limit(1)
)


def _refuse_taken(numbers: list[str]) -> None:
    for start in range(0, len(numbers), 10_000):
        if taken := core(_TAKEN, {"numbers": numbers[start : start + 10_000]}).scalar():
            raise Refusal(RefusalCode.IDENTIFIER_TAKEN, number=taken)


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
    today, given, family = clock.today(), as_written(given), as_written(family)
    if not given and not family:
        raise Refusal(RefusalCode.VALUE_MISSING, field="name")
    for old in queries.names_of(person_id):
        if old.script == script and old.is_primary:
            old.is_primary, old.valid_to = False, today
    name = PersonName(
        person_id=person_id,
        script=script,
        given=given,
        family=family,
        folded=search_text(given, family),
        kind=kind,
        is_primary=True,
        valid_from=today,
    )
    db.session.add(name)
    db.session.flush()
    _add_keys(name)
    audit.record(
        actor, "person:name_corrected", "person", person_id, about=person_id, reason=reason, script=script
    )
    announce(PersonCorrected(person_id))
    return name


# Said by hand: both databases know these words, SQLAlchemy only in two dialects of its own.
_ADD_KEY = text("INSERT INTO name_key (key, person_id) VALUES (:key, :person_id) ON CONFLICT DO NOTHING")


def _add_keys(name: PersonName) -> None:
    """Make the new spelling findable; the keys of old ones stay, as the spellings do."""
    keys = names.match_keys(name.given, name.family)
    core(_ADD_KEY, [{"key": key, "person_id": name.person_id} for key in keys])


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
