"""What lists, forms and the demo's history hand over, as frozen values; how strong a document can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from curriculum.domain.proof import ProofLevel
from curriculum.evidence.models import EvidenceKind, EvidenceType


@dataclass(frozen=True, kw_only=True)
class NewEvidence:
    """One piece of evidence about to be recorded; the score is in hundredths of 100 points."""

    person_id: int
    kind: EvidenceKind
    type: EvidenceType
    title: str
    issuer: str
    issued_on: date
    offering_id: int | None = None
    run_id: int | None = None
    score: int | None = None
    attested_by: str | None = None
    valid_until: date | None = None
    file_sha256: str | None = None
    batch_id: int | None = None

    @property
    def key(self) -> tuple[int, int | None, int | None]:
        """Same person, offering and run: the same evidence (domain.md §2.6, rule 6)."""
        return self.person_id, self.offering_id, self.run_id


class Piece(NamedTuple):
    """What tells whether a list says anything new of a person: the piece on file and its result."""

    person_id: int
    id: int
    offering_id: int | None
    run_id: int | None
    score: int | None

    @property
    def key(self) -> tuple[int, int | None, int | None]:
        """The key of the row that would say the same."""
        return self.person_id, self.offering_id, self.run_id


CEILING: Mapping[EvidenceType, ProofLevel] = {
    EvidenceType.ATTENDANCE: ProofLevel.ATTENDED,
    EvidenceType.SUPERVISOR_ATTESTATION: ProofLevel.PRACTISED,
    EvidenceType.LOGBOOK: ProofLevel.PRACTISED,
    EvidenceType.WORK_PRODUCT: ProofLevel.PRACTISED,
    EvidenceType.PUBLICATION: ProofLevel.PRACTISED,
    EvidenceType.OBSERVATION: ProofLevel.ASSESSED_EXTERNALLY,
    EvidenceType.ASSESSMENT_RESULT: ProofLevel.ASSESSED_EXTERNALLY,
    EvidenceType.CERTIFICATE: ProofLevel.ASSESSED_EXTERNALLY,
}
"""The strongest a review may call each type: reading a document is no new assessment (domain.md §2.5)."""
