"""From rows to the engine's frozen records; trace ids are `room:key`, so that a page finds what met what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Row

from curriculum.assessment.models import ResultKind
from curriculum.delivery.models import TrainerRole
from curriculum.domain.currency import Period
from curriculum.domain.dossier import (
    AssessmentRecord,
    AttendanceRecord,
    CpdRecord,
    Dossier,
    EntryFacts,
    ExperienceRecord,
    ObservationRecord,
    OutcomeRecord,
    PanelRecord,
    PortfolioItem,
    RecordState,
    TeachingRecord,
    TeachingRole,
    Via,
)
from curriculum.domain.equivalence import TopUp
from curriculum.domain.lifecycles.evidence import EvidenceState
from curriculum.domain.path import Path
from curriculum.domain.proof import (
    DEFAULT_PASS_MARK,
    ProofLevel,
    Result,
    awaits_result,
    from_claim,
    result_of,
)
from curriculum.evidence.models import EvidenceType
from curriculum.progress.facts import Facts
from curriculum.progress.terms import Claimed, Proven, Terms

POINT = 100
# Enum look-ups by attribute would cost more than the comparisons they are for.
_INVALIDATED, _WORK = EvidenceState.INVALIDATED, EvidenceType.WORK_PRODUCT


def minutes(hundredths: int | None) -> int | None:
    """Hundredths of an hour as whole minutes, rounded down; None while disputed."""
    return None if hundredths is None else hundredths * 60 // 100


def attendance_ref(run_id: int) -> str:
    """The trace id of somebody's attendance at a run."""
    return f"attendance:{run_id}"


@dataclass(frozen=True)
class Reader:
    """Turns one person's facts into the records of a dossier."""

    facts: Facts
    terms: Terms

    def base(self, person_id: int, path: Path) -> Dossier:
        """A dossier with everything that does not depend on an enrolment."""
        return Dossier(person=str(person_id), path=path, **self._common)

    @cached_property
    def _common(self) -> dict[str, Any]:
        return {
            "records": (*self._offered(), *self._reviewed(), *self._attended(), *self._assessed()),
            "attendances": self._attendances(),
            "assessments": self._assessments(),
            "top_ups": self._top_ups(),
            "teaching": self._teaching(),
            "observations": tuple(
                ObservationRecord(f"observation:{r.id}", r.observed_on, str(r.observer_id), r.overall)
                for r in self.facts.observations
            ),
            "experience": tuple(
                ExperienceRecord(f"experience:{r.id}", r.theme, Period(r.from_, r.to))
                for r in self.facts.experience
            ),
            "cpd": tuple(CpdRecord(f"cpd:{r.id}", r.type, r.done_on, r.points) for r in self.facts.cpd),
        }

    def _offered(self) -> list[OutcomeRecord]:
        """What lists of donors' offerings prove, by the claims accepted for each offering."""
        attended = {row[1]: attendance_ref(row[1]) for row in self.facts.figures}
        found: list[OutcomeRecord] = []
        # Read and made by position: there are more of these than of anything else.
        for _, key, _, on, offering_id, run_id, _, score, state, until in self.facts.evidence:
            proven = () if offering_id is None else self._proven(offering_id, score)
            if not proven:
                continue
            if state is _INVALIDATED:
                proven = [(outcome, level, RecordState.INVALIDATED) for outcome, level, _ in proven]
            ref, source, attendance = (
                f"evidence:{key}",
                self.terms.offerings[offering_id],
                attended.get(run_id),
            )
            found += [
                OutcomeRecord(ref, outcome, level, on, Via.TAUGHT, source, attendance, until, record_state)
                for outcome, level, record_state in proven
            ]
        return found

    def _proven(self, offering_id: int, score: int | None) -> Sequence[Proven]:
        """What a result of an offering proves; remembered with the terms, for everybody who has the same."""
        known = self.terms.proven.get((offering_id, score))
        if known is None:
            mark = self.terms.pass_marks.get(offering_id, DEFAULT_PASS_MARK)
            result = result_of(None, score, mark * POINT)
            known = tuple(
                _proven(claim, result)
                for claim in self.terms.claims.get(offering_id, ())
                if self.terms.reaches(claim.outcome)
            )
            self.terms.proven[offering_id, score] = known
        return known

    def _reviewed(self) -> list[OutcomeRecord]:
        """What reviewers accepted of other evidence, outcome by outcome (RPL)."""
        pieces = {row.id: row for row in self.facts.evidence}
        return [
            OutcomeRecord(
                f"evidence:{row.evidence_id}",
                self.terms.outcomes[row.outcome_id],
                ProofLevel(row.proof_level),
                pieces[row.evidence_id].issued_on,
                Via.RPL,
                valid_until=pieces[row.evidence_id].valid_until,
                state=_record_state(pieces[row.evidence_id].state, waits=False),
            )
            for row in self.facts.reviewed
            if row.evidence_id in pieces
        ]

    def _attended(self) -> list[OutcomeRecord]:
        """Own runs: being there proves attendance of the outcomes taught, no more."""
        return [
            OutcomeRecord(
                attendance_ref(row.run_id),
                cover.outcome,
                ProofLevel.ATTENDED,
                row.end,
                source=row.code,
                attendance=attendance_ref(row.run_id),
            )
            for row in self.facts.figures
            if row.module_version_id is not None
            for cover in self._covers(row)
        ]

    def _covers(self, row: Row[Any]) -> tuple[Any, ...]:
        covers = self.terms.versions[row.module_version_id].covers
        chosen = {int(key) for key in row.outcome_ids or ()}
        return tuple(cover for key, cover in covers.items() if not chosen or key in chosen)

    def _attendances(self) -> tuple[AttendanceRecord, ...]:
        """The figures of runs that cover anything; one figure of one run is the same for everybody."""
        known = self.terms.attended
        found = []
        for row in self.facts.figures:
            run = row[1:3]
            if run not in known:
                known[run] = self._attendance(row)
            found.append(known[run])
        return tuple([one for one in found if one is not None])

    def _attendance(self, row: Any) -> AttendanceRecord | None:
        if row.module_version_id is not None:
            covers, source = self._covers(row), row.code
        else:
            covers, source = self.terms.covered(row.offering_id), self.terms.offerings[row.offering_id]
        # A figure in dispute takes whatever record rests on it with it (I-10).
        if not (covers and row.hours is None) and not any(self.terms.reaches(one.outcome) for one in covers):
            return None
        return AttendanceRecord(attendance_ref(row.run_id), source, row.end, minutes(row.hours), covers)

    def _assessed(self) -> list[OutcomeRecord]:
        """Outcomes proven before our assessors: by results naming them, or by all parts of a module's own."""
        found = []
        for row in self.facts.results:
            if not row.passed or row.kind is ResultKind.TOP_UP:
                continue
            if row.outcome_ids or row.spec_id is None:
                via = Via.CHALLENGE if row.kind is ResultKind.CHALLENGE_TEST else Via.ASSESSMENT
                found += [self._level4(row, cover.outcome, via) for cover in self._covers(row)]
        return found + self._by_all_parts()

    def _by_all_parts(self) -> list[OutcomeRecord]:
        passed: dict[int, dict[int, Row[Any]]] = defaultdict(dict)
        for row in self.facts.results:
            if row.passed and row.spec_id is not None and not row.outcome_ids:
                known = passed[row.module_version_id].get(row.spec_id)
                if known is None or known.assessed_on < row.assessed_on:
                    passed[row.module_version_id][row.spec_id] = row
        found = []
        for version_id, parts in passed.items():
            taught = self.terms.versions[version_id]
            if parts.keys() >= taught.specs.keys():
                last = max(parts.values(), key=lambda row: row.assessed_on)
                via = Via.CHALLENGE if last.kind is ResultKind.CHALLENGE_TEST else Via.ASSESSMENT
                found += [self._level4(last, cover.outcome, via) for cover in taught.covers.values()]
        return found

    def _level4(self, row: Row[Any], outcome: str, via: Via) -> OutcomeRecord:
        level = ProofLevel.ASSESSED_BY_AUTHORISED
        return OutcomeRecord(f"result:{row.id}", outcome, level, row.assessed_on, via, source="own")

    def _assessments(self) -> tuple[AssessmentRecord, ...]:
        return tuple(
            AssessmentRecord(
                f"result:{row.id}",
                self.terms.versions[row.module_version_id].ref,
                row.assessed_on,
                row.passed,
                self.terms.versions[row.module_version_id].specs.get(row.spec_id),
            )
            for row in self.facts.results
            if row.kind is ResultKind.MODULE and (row.spec_id is not None or not row.outcome_ids)
        )

    def _top_ups(self) -> tuple[TopUp, ...]:
        return tuple(
            TopUp(
                f"result:{row.id}",
                cover.outcome,
                row.top_up,
                row.assessed_on,
                ProofLevel.ASSESSED_BY_AUTHORISED,
            )
            for row in self.facts.results
            if row.kind is ResultKind.TOP_UP and row.passed and row.top_up
            for cover in self._covers(row)
        )

    def _teaching(self) -> tuple[TeachingRecord, ...]:
        roles = {TrainerRole.LEAD: TeachingRole.LEAD, TrainerRole.CO: TeachingRole.CO}
        return tuple(
            TeachingRecord(
                f"teaching:{r.id}", str(r.run_id), r.taught_on, minutes(r.hours) or 0, roles[r.role]
            )
            for r in self.facts.teaching
            if r.role in roles
        )

    @cached_property
    def _work(self) -> list[Any]:
        """Accepted work, for whatever path it was made."""
        return [row for row in self.facts.evidence if row[2] is _WORK and row[8] is not _INVALIDATED]

    def portfolio(self, path_version_id: int) -> tuple[PortfolioItem, ...]:
        """Accepted work made for a path."""
        return tuple(
            PortfolioItem(f"evidence:{row.id}", row.issued_on)
            for row in self._work
            if row.path_version_id == path_version_id
        )

    def panels(self, path_version_id: int) -> tuple[PanelRecord, ...]:
        """Panels that heard the person on a path, with who sat."""
        if not self.facts.panels:
            return ()
        members: dict[int, list[str]] = defaultdict(list)
        heard: dict[int, tuple[date, bool]] = {}
        for row in self.facts.panels:
            if row.path_version_id == path_version_id:
                members[row.id].append(str(row.member_id))
                heard[row.id] = (row.held_on, row.favourable)
        return tuple(
            PanelRecord(f"panel:{key}", on, tuple(sorted(members[key])), passed)
            for key, (on, passed) in heard.items()
        )

    def on_path(
        self, person_id: int, path: Path, path_version_id: int, entry: EntryFacts, **more: Any
    ) -> Dossier:
        """The dossier of one enrolment."""
        return Dossier(
            person=str(person_id),
            path=path,
            **self._common,
            portfolio=self.portfolio(path_version_id),
            panels=self.panels(path_version_id),
            entry=entry,
            **more,
        )


def _proven(claim: Claimed, result: Result) -> Proven:
    """The outcome of a claim, the level a result gives it, and whether the result is still owed."""
    waits = awaits_result(claim.depth, result)
    return claim.outcome, from_claim(claim.depth, result), _record_state(EvidenceState.ACCEPTED, waits=waits)


def _record_state(state: EvidenceState, *, waits: bool) -> RecordState:
    if state is EvidenceState.INVALIDATED:
        return RecordState.INVALIDATED
    return RecordState.WAITING if waits else RecordState.VALID
