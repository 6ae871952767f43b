"""Plain makers of evidence, from lists and from persons."""

from datetime import date

from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.version import VersionState
from curriculum.evidence import service
from curriculum.evidence.content import NewEvidence
from curriculum.evidence.models import Evidence, EvidenceKind, EvidenceType
from curriculum.institutions.models import CodeListItem, Institution
from curriculum.paths.models import Path, PathKind, PathVersion

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


def make_path(owner: Institution, code: str = "LP-EXP-POL") -> PathVersion:
    """A published expert path without components, for portfolios, panels and points."""
    path = Path(id=new_id(), code=code, owner_institution_id=owner.id)
    db.session.add(path)
    db.session.flush()
    version = PathVersion(
        id=new_id(),
        path_id=path.id,
        version=1,
        kind=PathKind.EXPERT,
        state=VersionState.PUBLISHED,
        title=Bilingual(code, code),
        purpose=Bilingual("But", "Purpose"),
        published_on=date(2020, 1, 1),
    )
    db.session.add(version)
    db.session.flush()
    return version
