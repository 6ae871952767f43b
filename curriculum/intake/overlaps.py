"""People of a list who were taught one of its outcomes elsewhere as well (J2 step 4, S09)."""

from collections.abc import Sequence
from typing import NamedTuple

from curriculum.db import Bilingual
from curriculum.delivery import queries as delivery
from curriculum.domain.coverage import Participation, repeated
from curriculum.domain.lifecycles.import_row import COUNTED
from curriculum.donors import queries as donors
from curriculum.intake import queries
from curriculum.intake.models import ImportBatch


class Overlap(NamedTuple):
    """One person, the other courses, and the outcomes both were to teach: their codes and what they say."""

    person_id: int
    courses: tuple[str, ...]
    outcomes: tuple[tuple[str, Bilingual], ...]


def overlaps_of(batch: ImportBatch) -> list[Overlap]:
    """The linked persons of a list with a second course on the same outcome, in the order of the file."""
    rows = queries.rows_of(batch.id, COUNTED)
    persons = dict.fromkeys(row.person_id for row in rows if row.person_id is not None)
    other = {
        (figure.person_id, figure.offering_id)
        for figure in delivery.figures_of_many(persons)
        if figure.offering_id is not None and figure.hours != 0
    }
    here = {(person_id, batch.offering_id) for person_id in persons}
    found = _repeated(batch.offering_id, sorted(here | other))
    return [found[person_id] for person_id in persons if person_id in found]


def _repeated(offering_id: int, attended: Sequence[tuple[int, int]]) -> dict[int, Overlap]:
    accepted = donors.accepted_claims({offering for _, offering in attended})
    claims = [claim for held in accepted.values() for claim in held]
    codes = {claim.offering_id: claim.offering_code for claim in claims}
    texts = {claim.outcome_code: claim.outcome_text for claim in claims}
    taught = [Participation(str(person), codes[one]) for person, one in attended if one in codes]
    courses: dict[int, set[str]] = {}
    outcomes: dict[int, dict[str, Bilingual]] = {}
    for again in repeated(taught, map(donors.as_claim, claims)):
        if codes.get(offering_id) in again.offerings:
            person_id = int(again.person)
            courses.setdefault(person_id, set()).update(again.offerings)
            outcomes.setdefault(person_id, {})[again.outcome] = texts[again.outcome]
    return {
        person_id: Overlap(
            person_id, tuple(sorted(met - {codes[offering_id]})), tuple(outcomes[person_id].items())
        )
        for person_id, met in courses.items()
    }
