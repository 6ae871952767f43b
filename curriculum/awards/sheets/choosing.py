"""What an institution chooses for the sheets of its certificates; issued ones keep theirs."""

import hashlib
from dataclasses import dataclass

from certificates.errors import EmblemRefused
from certificates.layout.emblem import read_emblem
from certificates.parties import Orientation
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.awards.models import CertificateSheet, Emblem
from curriculum.awards.queries import sheets as queries
from curriculum.db import db
from curriculum.domain.actors import Actor
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import queries as institutions


@dataclass(frozen=True)
class Choice:
    """What was chosen; `emblem` is a new file, None where the present one stays."""

    orientation: Orientation
    names_in_code: bool
    emblem: bytes | None = None
    without_emblem: bool = False


def choose_sheet(actor: Actor, institution: str, choice: Choice) -> CertificateSheet:
    """Keep the choice for certificates to come; an emblem is read before it is kept."""
    row = institutions.get(institution)
    require(actor, Permission.INSTITUTION_EDIT, institutions.subject(row.id))
    digest = None if choice.emblem is None else _kept(row.id, choice.emblem)
    sheet = queries.find_sheet(row.id)
    if sheet is None:
        sheet = CertificateSheet(institution_id=row.id)
        db.session.add(sheet)
    sheet.orientation, sheet.names_in_code = choice.orientation.value, choice.names_in_code
    if digest is not None or choice.without_emblem:
        sheet.emblem_digest = digest
    db.session.flush()
    audit.record(
        actor,
        "sheet:chosen",
        "institution",
        row.id,
        code=row.code,
        orientation=sheet.orientation,
        emblem=(sheet.emblem_digest or "")[:12],
    )
    return sheet


def _kept(institution_id: int, data: bytes) -> str:
    """Keep an emblem under its digest, once."""
    try:
        read_emblem(data)
    except EmblemRefused as error:
        raise Refusal(RefusalCode.EMBLEM_REFUSED, problem=str(error.facts["problem"])) from error
    digest = hashlib.sha256(data).hexdigest()
    if db.session.get(Emblem, digest) is None:
        db.session.add(Emblem(digest=digest, institution_id=institution_id, data=data))
        db.session.flush()
    return digest
