"""A row beside its candidates: what the list says, what the register says, how they compare (J2)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from curriculum import clock
from curriculum.db import Bilingual
from curriculum.delivery import queries as delivery
from curriculum.domain.matching import Ground, number_key
from curriculum.domain.scripts import script_of
from curriculum.donors import queries as donors
from curriculum.institutions import queries as institutions
from curriculum.intake import queries
from curriculum.intake.bench.firsts import First
from curriculum.intake.models import ImportBatch, ImportRow, MatchCandidate
from curriculum.people import candidates as register_of
from curriculum.people import queries as people
from curriculum.people.models import PersonName, ServiceRecord

SHOWN_RUNS = 5


@dataclass(frozen=True)
class Fact:
    """One line of the comparison: what the list says, what the register says, how they compare."""

    name: str
    theirs: str | date | Bilingual | None
    ours: str | date | Bilingual | None
    verdict: str


@dataclass(frozen=True)
class Card:
    """A candidate beside the row."""

    person_id: int
    ref: str
    name: str
    other_names: tuple[str, ...]
    facts: tuple[Fact, ...]
    grounds: tuple[str, ...]


_VERDICTS = {
    Ground.NAME_EQUAL: "same",
    Ground.NAME_AGREES: "close",
    Ground.NAME_RESEMBLES: "close",
    Ground.NAME_DIFFERS: "differs",
    Ground.FAMILY_NAME_CHANGED: "differs",
    Ground.BIRTH_DATE_EQUAL: "same",
    Ground.BIRTH_DATE_SWAPPED: "close",
    Ground.BIRTH_DATE_PLACEHOLDER: "close",
    Ground.BIRTH_DATE_DIFFERENT: "differs",
    Ground.NUMBER_EQUAL: "same",
    Ground.NUMBER_DIFFERENT: "differs",
    Ground.INSTITUTION_THEN: "same",
    Ground.INSTITUTION_OTHER: "differs",
}


def _verdict(grounds: Collection[str], *of: Ground) -> str:
    return next((_VERDICTS[ground] for ground in of if ground.value in grounds), "missing")


def cards(batch: ImportBatch, row: ImportRow) -> list[Card]:
    """The candidates of a row, best first, in a fixed number of statements."""
    found = queries.candidates_of(batch.id, row.number)
    then = donors.offering(batch.offering_id).start
    ids = [one.person_id for one in found]
    register = _Register(ids, then)
    return [_card(row, one, register) for one in found]


def beside(batch: ImportBatch, pairs: Sequence[First]) -> list[tuple[ImportRow, Card]]:
    """Rows each with its first candidate, in as many statements for one as for all."""
    register = _Register([one.card.person_id for one in pairs], donors.offering(batch.offering_id).start)
    return [(one.row, _card(one.row, one.card, register)) for one in pairs]


class _Register:
    """What the register holds of some persons, read at once."""

    def __init__(self, ids: Sequence[int], then: date) -> None:
        self.names = register_of.spellings_of(ids)
        self.births = register_of.birth_dates_of(ids)
        self.numbers = people.numbers_of(ids)
        self.then = _places(people.services_on(ids, then))
        self.now = _places(people.services_on(ids, clock.today()))
        self.runs: dict[int, list[str]] = {}
        for figure in delivery.figures_of_many(ids):
            self.runs.setdefault(figure.person_id, []).append(figure.run_code)


def _places(services: dict[int, ServiceRecord]) -> dict[int, Bilingual]:
    names = institutions.names_of(record.institution_id for record in services.values())
    return {person_id: names[record.institution_id] for person_id, record in services.items()}


def _card(row: ImportRow, one: MatchCandidate, register: _Register) -> Card:
    person_id, grounds = one.person_id, one.grounds
    names = register.names.get(person_id, [])
    best = _nearest(row, names)
    number = register.numbers.get(person_id)
    runs = register.runs.get(person_id, ())[:SHOWN_RUNS]
    then = _verdict(grounds, Ground.INSTITUTION_THEN, Ground.INSTITUTION_OTHER)
    facts = (
        Fact("name", full(row.given, row.family), best, _verdict(grounds, *_NAME)),
        Fact("birth_date", row.birth_date, register.births.get(person_id), _verdict(grounds, *_BIRTH)),
        Fact("number", row.personnel_no, number, _verdict(grounds, *_NUMBER)),
        Fact("institution_then", row.organisation, register.then.get(person_id), then),
        Fact("institution_now", None, register.now.get(person_id), "context"),
        Fact("runs", None, ", ".join(runs), "context"),
    )
    others = tuple(dict.fromkeys(said for n in names if (said := full(n.given, n.family)) != best))
    return Card(person_id, people.person_ref(person_id), best, others, facts, tuple(grounds))


_NAME = (
    Ground.NAME_EQUAL,
    Ground.NAME_AGREES,
    Ground.NAME_RESEMBLES,
    Ground.FAMILY_NAME_CHANGED,
    Ground.NAME_DIFFERS,
)
_BIRTH = (
    Ground.BIRTH_DATE_EQUAL,
    Ground.BIRTH_DATE_SWAPPED,
    Ground.BIRTH_DATE_PLACEHOLDER,
    Ground.BIRTH_DATE_DIFFERENT,
)
_NUMBER = (Ground.NUMBER_EQUAL, Ground.NUMBER_DIFFERENT)


def full(given: str | None, family: str | None) -> str:
    """A name as it is said."""
    return f"{given or ''} {family or ''}".strip()


def _nearest(row: ImportRow, names: Iterable[PersonName]) -> str:
    """The spelling in the row's own script, else the first."""
    said = [full(name.given, name.family) for name in names]
    script = script_of(full(row.given, row.family))
    return next((one for one in said if script_of(one) is script), said[0] if said else "")


def same_number(row: ImportRow) -> list[int]:
    """Other lines of the list with this row's number: where a duplicate or a slip may stand."""
    key = number_key(row.personnel_no)
    rows = queries.rows_of(row.batch_id) if key else ()
    return [
        other.number for other in rows if other.number != row.number and number_key(other.personnel_no) == key
    ]
