"""What an official's pages show: a path with its components, in words of the catalogue, in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, select

from curriculum.assessment.models import AssessmentResult
from curriculum.catalogue.models import Outcome
from curriculum.db import Bilingual, db, table
from curriculum.db.prepared import Prepared
from curriculum.domain.changes import Because, ChangeOf
from curriculum.domain.standing import ComponentStanding, ModuleStanding
from curriculum.evidence.models import Evidence
from curriculum.paths.models import PathEnrolment
from curriculum.people import queries as people
from curriculum.progress import queries
from curriculum.progress.codec import change_of, decode, encode
from curriculum.progress.glance import Glance, Part, glance
from curriculum.progress.models import Standing, StandingChange
from curriculum.progress.texts import PathTexts, texts_of

_ENROLMENT, _STANDING, _CHANGE = table(PathEnrolment), table(Standing), table(StandingChange)
_ENROLLED = Prepared(
    select(
        *(_ENROLMENT.c[name] for name in ("person_id", "id", "path_version_id", "renews_path_version_id")),
        *(
            _ENROLMENT.c[name]
            for name in ("state", "route", "pins", "entry_grounds", "designated_on", "mentor_id")
        ),
        _ENROLMENT.c.target_date,
        *(_STANDING.c[name] for name in ("percent_taught", "breakdown")),
        *(_STANDING.c[name] for name in ("as_of", "good_until", "rules_version")),
    )
    .outerjoin(
        _STANDING,
        and_(_STANDING.c.person_id == _ENROLMENT.c.person_id, _STANDING.c.enrolment_id == _ENROLMENT.c.id),
    )
    .where(_ENROLMENT.c.person_id == bindparam("person_id"), _ENROLMENT.c.state.in_(queries.OPEN))
    .order_by(_ENROLMENT.c.id.desc())
)
_CHANGES = Prepared(
    select(*(_CHANGE.c[name] for name in ("at", "from_percent", "to_percent", "because")))
    .where(_CHANGE.c.person_id == bindparam("person_id"), _CHANGE.c.enrolment_id == bindparam("enrolment_id"))
    .order_by(_CHANGE.c.id.desc())
    .limit(8)
)
_OUTCOMES = select(Outcome.code, Outcome.text, Outcome.weight, Outcome.critical).where(
    Outcome.code.in_(bindparam("codes", expanding=True))
)


@dataclass(frozen=True)
class Requirement:
    """A component as a person reads it."""

    part: Part
    title: Bilingual | None
    min_level: int | None

    @property
    def code(self) -> str:
        """Its code within the path."""
        return self.part.code


@dataclass(frozen=True)
class OnPath:
    """One enrolment with everything its page says."""

    enrolment: Any
    texts: PathTexts
    progress: Glance
    requirements: tuple[Requirement, ...]
    percent_taught: int
    stored: str
    """The text the glance was read from: what met each outcome stands only there."""

    @property
    def code(self) -> str:
        """The code of the path."""
        return self.texts.code

    @property
    def modules(self) -> dict[str, Bilingual]:
        """Titles of modules by reference."""
        return self.texts.modules

    def requirement(self, code: str) -> Requirement | None:
        """One component, None where the path has no such."""
        return next((one for one in self.requirements if one.code == code), None)

    def standing(self, code: str) -> ComponentStanding:
        """One component with the evidence behind it."""
        return decode(self.stored).component(code)


def paths_of(person_id: int, today: date) -> list[OnPath]:
    """Every open enrolment of a person, the latest first."""
    certified = queries.certified_on(person_id, today)
    return [_on_path(one, today, certified) for one in _ENROLLED.all(person_id=person_id)]


def _on_path(enrolment: Any, today: date, certified: frozenset[str]) -> OnPath:
    known = enrolment.breakdown is not None
    fresh = known and queries.is_fresh(enrolment, today)
    text = enrolment.breakdown if fresh else encode(queries.computed(enrolment, today))
    seen = glance(text)
    texts = texts_of(enrolment.path_version_id, {ref for part in seen.parts for ref in part.refs})
    seen = replace(seen, certified=texts.code in certified)
    parts = {one.code: one for one in seen.parts}
    requirements = tuple(
        Requirement(parts[row.code], row.title or _only_module(parts[row.code], texts), row.min_level)
        for row in texts.rows
        if row.code in parts
    )
    return OnPath(enrolment, texts, seen, requirements, enrolment.percent_taught if known else 0, text)


def _only_module(part: Part, texts: PathTexts) -> Bilingual | None:
    """The title of the one module asked for, in whichever of its versions."""
    codes = {ref.rpartition(".v")[0] for ref in part.refs}
    return texts.modules.get(part.refs[0]) if len(codes) == 1 else None


def outcomes_of(modules: Iterable[ModuleStanding]) -> dict[str, Any]:
    """Text, weight and criticality of the outcomes of some modules, by code."""
    codes = {outcome.code for module in modules for outcome in module.outcomes}
    return {row.code: row for row in db.session.execute(_OUTCOMES, {"codes": sorted(codes)})}


@dataclass(frozen=True)
class Met:
    """What met an outcome, as a person recognises it."""

    room: str
    title: str
    issuer: str
    on: date | None


def traces(person_id: int, refs: Iterable[str]) -> dict[str, Met]:
    """The pieces behind trace ids: evidence by its title, results by their day, the rest by its kind."""
    wanted = {ref: ref.partition(":") for ref in refs}
    keys: dict[str, list[int]] = {"evidence": [], "result": []}
    for room, _, key in wanted.values():
        if room in keys and key.isdigit():
            keys[room].append(int(key))
    found = {
        f"evidence:{one.id}": Met("evidence", one.title, one.issuer, one.issued_on)
        for one in _pieces(person_id, keys["evidence"])
    }
    found |= {
        f"result:{one.id}": Met("result", "", "", one.assessed_on)
        for one in _results(person_id, keys["result"])
    }
    return {ref: found.get(ref, Met(room, "", "", None)) for ref, (room, _, _key) in wanted.items()}


def _pieces(person_id: int, keys: list[int]) -> Sequence[Any]:
    wanted = select(Evidence.id, Evidence.title, Evidence.issuer, Evidence.issued_on)
    found = wanted.where(Evidence.person_id.in_(people.aliases(person_id)), Evidence.id.in_(keys))
    return db.session.execute(found).all() if keys else ()


def _results(person_id: int, keys: list[int]) -> Sequence[Any]:
    one = AssessmentResult
    wanted = select(one.id, one.assessed_on).where(
        one.person_id.in_(people.aliases(person_id)), one.id.in_(keys)
    )
    return db.session.execute(wanted).all() if keys else ()


@dataclass(frozen=True)
class Turn:
    """One change of the figure: why, and the components that moved with it."""

    on: date
    before: int | None
    after: int
    causes: tuple[Because, ...]
    components: tuple[tuple[str, int, int], ...]


def history_of(person_id: int, enrolment_id: int) -> list[Turn]:
    """Why the figure of one enrolment changed, newest first."""
    return [_turn(row) for row in _CHANGES.all(person_id=person_id, enrolment_id=enrolment_id)]


def _turn(row: Any) -> Turn:
    changes = [change_of(one) for one in row.because]
    causes = tuple(dict.fromkeys(cause.code for change in changes for cause in change.because))
    moved = tuple((one.subject, one.from_, one.to) for one in changes if one.of is ChangeOf.COMPONENT)
    return Turn(row.at.date(), row.from_percent, row.to_percent, causes, moved)
