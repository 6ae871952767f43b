"""Plain makers of evidence, from lists and from persons."""

from datetime import date

from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor
from curriculum.evidence import service
from curriculum.evidence.content import NewEvidence
from curriculum.evidence.models import Evidence, EvidenceKind, EvidenceType
from curriculum.institutions.models import CodeListItem

ISSUED = date(2026, 9, 1)


def a_row(person_id: int, **values) -> NewEvidence:
    """What a donor's list says of one person: there, no result."""
    dull = {
        "kind": EvidenceKind.NON_FORMAL,
        "type": EvidenceType.ATTENDANCE,
        "title": "Course",
        "issuer": "Donor",
        "issued_on": ISSUED,
    }
    return NewEvidence(person_id=person_id, **{**dull, **values})


def make_submission(actor: Actor, person_id: int, outcome_ids: list[int], **values) -> Evidence:
    """A certificate offered for outcomes."""
    dull = {
        "kind": EvidenceKind.FORMAL,
        "type": EvidenceType.CERTIFICATE,
        "title": "Certificate",
        "issuer": "Academy",
        "issued_on": ISSUED,
    }
    return service.submit(actor, person_id=person_id, outcome_ids=outcome_ids, **{**dull, **values})


def make_reasons(*codes: str) -> None:
    """The code list from which rejections take their reason."""
    for code in codes or ("out_of_date", "scope_mismatch"):
        label = Bilingual(code, code)
        db.session.add(
            CodeListItem(id=new_id(), list_name="evidence_rejection_reason", code=code, label=label)
        )
    db.session.flush()
