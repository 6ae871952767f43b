"""Declared relations as pages read them: with whom, which side is which, since when."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, or_, select

from curriculum import clock, refs
from curriculum.access import may_somewhere
from curriculum.db import db
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people import queries
from curriculum.people.models import Person, Relation, RelationKind
from curriculum.people.shown import Known, known
from curriculum.people.words import Tie

FOUND_AT_MOST = 10


@dataclass(frozen=True)
class Tied:
    """One relation seen from one of the two: what the other is to this person."""

    ref: str
    other: Known
    tie: Tie
    from_: date
    to: date | None
    note: str | None

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.to is not None and self.to < clock.today()


def get(relation_id: int) -> Relation:
    """One relation; refuses NOT_FOUND."""
    relation = db.session.get(Relation, relation_id)
    if relation is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="relation")
    return relation


def get_of(person_id: int, ref: str) -> Relation:
    """The relation of a reference, one of this person's; refuses NOT_FOUND."""
    relation = get(refs.unseal(ref) or 0)
    if not {relation.person_id, relation.about_person_id} & queries.aliases(person_id):
        raise Refusal(RefusalCode.NOT_FOUND, object="relation")
    return relation


def find_running(one: int, other: int, kind: RelationKind, on: date) -> Relation | None:
    """The same relation where it still runs on a day; kin are kin both ways round."""
    first, second = queries.aliases(one), queries.aliases(other)
    way = and_(Relation.person_id.in_(first), Relation.about_person_id.in_(second))
    back = and_(Relation.person_id.in_(second), Relation.about_person_id.in_(first))
    ways = or_(way, back) if kind in (RelationKind.RELATIVE, RelationKind.OTHER) else way
    wanted = select(Relation).where(
        ways, Relation.kind == kind, or_(Relation.to.is_(None), Relation.to >= on)
    )
    return db.session.scalars(wanted.limit(1)).first()


def tied_to(person_id: int) -> list[Tied]:
    """Every relation of a person, the running ones first, each from this person's side."""
    mine = queries.aliases(person_id)
    wanted = select(Relation).where(or_(Relation.person_id.in_(mine), Relation.about_person_id.in_(mine)))
    rows = db.session.scalars(wanted.order_by(Relation.from_.desc(), Relation.id.desc())).all()
    others = known({_other(one, mine) for one in rows})
    found = [_seen(one, mine, others[_other(one, mine)]) for one in rows]
    return sorted(found, key=lambda one: one.is_over)


def seen_from(person_id: int, relation: Relation) -> Tied:
    """One relation from the side of one of the two."""
    mine = queries.aliases(person_id)
    other = _other(relation, mine)
    return _seen(relation, mine, known({other})[other])


def _other(relation: Relation, mine: frozenset[int]) -> int:
    return relation.about_person_id if relation.person_id in mine else relation.person_id


def _seen(relation: Relation, mine: frozenset[int], other: Known) -> Tied:
    tie = Tie.of(relation.kind, is_declarer=relation.person_id not in mine)
    return Tied(refs.seal(relation.id), other, tie, relation.from_, relation.to, relation.note)


def find(actor: Actor, text: str, *, but: int) -> list[Known]:
    """Who a text may mean: by name in any script for whoever may search, else by exact number only.

    Who may not search sees initials: enough to tell a slip of the pen, no way to read the register.
    """
    if not text:
        return []
    searches = may_somewhere(actor, Permission.PERSON_SEARCH)
    if searches:
        ids = queries.visible_to(actor, text, limit=FOUND_AT_MOST)
    else:
        number = queries.find_by_number(text.upper())
        ids = [] if number is None else [number]
    gone = select(Person.id).where(Person.id.in_(ids), Person.merged_into.is_not(None))
    out = queries.aliases(but) | set(db.session.scalars(gone))
    found = known(one for one in ids if one not in out)
    return [found[one] if searches else _masked(found[one]) for one in ids if one in found]


def _masked(one: Known) -> Known:
    initials = tuple(" ".join(f"{part[0]}." for part in name.split()) for name in one.names)
    return replace(one, names=initials, institution=None)
