"""Names pasted at once: who each line is among one's own people, certified for what, missing what (J8)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, false, or_, select

from curriculum import clock
from curriculum.db import db
from curriculum.desk.profiles import Certified, Way, certificates_of, ways_of
from curriculum.domain import names
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.people import officials
from curriculum.people import queries as people
from curriculum.people.models import NameKey, PersonIdentifier, PersonName

MOST_LINES = 60
_BETWEEN = re.compile(r"[\s,;|]+")


@dataclass(frozen=True)
class Known:
    """One of the own people a line may mean."""

    person_id: int
    name: str
    number: str | None
    certificates: tuple[Certified, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Line:
    """A line as it was pasted, and whom it means: nobody, one person or several."""

    typed: str
    found: tuple[Known, ...]


def lines_of(text: str) -> list[str]:
    """The lines worth reading: no empty one, none twice, at most sixty."""
    read = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in read if line))[:MOST_LINES]


def look_up(actor: Actor, lines: Sequence[str]) -> list[Line]:
    """Read pasted lines against the actor's own people; the number of statements does not grow with them."""
    own = officials.within(actor, Permission.CERTIFICATE_REGISTER).order_by(None)
    meant = _by_number(own, lines)
    _add(meant, _by_sound(own, [line for line in lines if line not in meant]))
    _add(meant, _by_key(own, [line for line in lines if line not in meant]))
    ids = sorted({one for found in meant.values() for one in found})
    known = _known(ids)
    return [Line(line, tuple(known[one] for one in sorted(meant.get(line, ())))) for line in lines]


def _add(meant: dict[str, set[int]], more: dict[str, set[int]]) -> None:
    meant.update({line: found for line, found in more.items() if found})


def _words(line: str) -> list[str]:
    return [word for word in _BETWEEN.split(line) if word]


def _by_number(own: Select[int], lines: Sequence[str]) -> dict[str, set[int]]:
    tokens = {line: {word.upper() for word in _words(line) if any(map(str.isdigit, word))} for line in lines}
    wanted = select(PersonIdentifier.value, PersonIdentifier.person_id).where(
        PersonIdentifier.value.in_({token for row in tokens.values() for token in row}),
        PersonIdentifier.person_id.in_(own),
    )
    owner = {row.value: row.person_id for row in db.session.execute(wanted)}
    found = {line: {owner[one] for one in row if one in owner} for line, row in tokens.items()}
    return {line: persons for line, persons in found.items() if persons}


def _by_sound(own: Select[int], lines: Sequence[str]) -> dict[str, set[int]]:
    """Everybody whose name has all the sounds of a line, in whatever script and order they were written."""
    sounds = {line: {s for word in _words(line) for s in names.fold(word).elements} for line in lines}
    ways = [
        and_(*(PersonName.folded.contains(sound, autoescape=True) for sound in heard))
        for heard in sounds.values()
        if heard
    ]
    wanted = select(PersonName.person_id, PersonName.folded).where(
        PersonName.person_id.in_(own), or_(false(), *ways)
    )
    heard_of = [(row.person_id, set(row.folded.split())) for row in db.session.execute(wanted)]
    return {
        line: {person_id for person_id, elements in heard_of if heard <= elements}
        for line, heard in sounds.items()
        if heard
    }


def _by_key(own: Select[int], lines: Sequence[str]) -> dict[str, set[int]]:
    """Near spellings, for lines that nobody's name fits exactly."""
    keys = {line: set(names.search_keys("", " ".join(_words(line))).narrow) for line in lines}
    wanted = select(NameKey.key, NameKey.person_id).where(
        NameKey.key.in_({key for row in keys.values() for key in row}), NameKey.person_id.in_(own)
    )
    rows = db.session.execute(wanted).all()
    return {line: {row.person_id for row in rows if row.key in row_keys} for line, row_keys in keys.items()}


def _known(person_ids: Sequence[int]) -> dict[int, Known]:
    today = clock.today()
    shown, numbers = people.display_names(person_ids), people.numbers_of(person_ids)
    certificates, ways = certificates_of(person_ids, today), ways_of(person_ids, today)
    return {
        one: Known(one, shown.get(one, ""), numbers.get(one), tuple(certificates[one]), tuple(ways[one]))
        for one in person_ids
    }
