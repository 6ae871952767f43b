"""The dated power to sign: proposed with its deed, approved by somebody else, ended or suspended (J10)."""

import hashlib
from dataclasses import dataclass
from datetime import date

from curriculum.access import require
from curriculum.accounts import queries as accounts
from curriculum.audit import service as audit
from curriculum.awards import queries
from curriculum.awards.applications.history import merges
from curriculum.awards.mandates.deed import require_deed
from curriculum.awards.models import Function, Mandate
from curriculum.awards.signing import unsigned
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.currency import valid_until
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.mandate import MANDATE, MandateState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseHistory, CaseRole, Involvement, Part, require_free
from curriculum.institutions import queries as institutions
from curriculum.people import queries as people

ACTING_MONTHS = 6


@dataclass(frozen=True)
class NewMandate:
    """What a deed says: who may sign for which institution in which function, in what capacity, since when.

    A borrowed signatory is a mandate for an institution the person does not serve in; `legal_ref` names
    the agreement (S21). `replaces` is the code of the mandate before it.
    """

    person_id: int
    institution: str
    function: Function
    capacity: Bilingual
    legal_ref: str
    deed: bytes
    from_: date
    to: date | None = None
    acting: bool = False
    replaces: str | None = None
    code: str | None = None


def propose_mandate(actor: Actor, new: NewMandate) -> Mandate:
    """Propose a mandate with its deed; it allows nothing until somebody else approved it."""
    institution = institutions.get(new.institution)
    require(actor, Permission.MANDATE_PROPOSE, institutions.subject(institution.id))
    people.get(new.person_id)
    _check(new)
    require_free(actor.person_id, CaseRole.APPROVER, CaseHistory(new.person_id, merged=merges()))
    mandate = Mandate(
        id=new_id(),
        code=new.code or _code(institution.code, new.function),
        person_id=new.person_id,
        institution_id=institution.id,
        function=new.function,
        capacity=new.capacity,
        legal_ref=new.legal_ref.strip(),
        deed=new.deed,
        deed_sha256=hashlib.sha256(new.deed).hexdigest(),
        from_=new.from_,
        to=new.to,
        acting=new.acting,
        replaces_id=None if new.replaces is None else queries.get_mandate(new.replaces).id,
        state=MandateState.DRAFT,
        proposed_by=actor.row_id,
    )
    if queries.find_mandate(mandate.code) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="mandate", code=mandate.code)
    db.session.add(mandate)
    db.session.flush()
    audit.record(
        actor,
        "mandate:proposed",
        "mandate",
        mandate.id,
        about=mandate.person_id,
        code=mandate.code,
        function=new.function.value,
        institution=institution.code,
        legal_ref=mandate.legal_ref,
    )
    return mandate


def _check(new: NewMandate) -> None:
    """Refuse a mandate without words, deed or possible dates; an acting one ends within six months."""
    if not (new.capacity.fr.strip() and new.capacity.en.strip()):
        raise Refusal(RefusalCode.TRANSLATION_MISSING, field="capacity")
    if not new.legal_ref.strip():
        raise Refusal(RefusalCode.VALUE_MISSING, field="legal_ref")
    require_deed(new.deed, new.legal_ref)
    if new.to is not None and new.to < new.from_:
        raise Refusal(RefusalCode.DATES_CONTRADICT, from_=new.from_, to=new.to)
    longest = valid_until(new.from_, ACTING_MONTHS)
    if new.acting and (new.to is None or new.to > longest):
        raise Refusal(RefusalCode.MANDATE_TOO_LONG, to=new.to, longest=longest)


def _code(institution: str, function: Function) -> str:
    taken = queries.mandate_codes(f"M-{institution}-{function.value}-")
    number = len(taken) + 1
    while f"M-{institution}-{function.value}-{number}" in taken:
        number += 1
    return f"M-{institution}-{function.value}-{number}"


def approve_mandate(actor: Actor, code: str) -> Mandate:
    """Approve a mandate somebody else proposed; statements that waited for it are fixed (S21)."""
    mandate = queries.get_mandate(code, lock=True)
    require(actor, Permission.MANDATE_APPROVE, institutions.subject(mandate.institution_id))
    require_free(actor.person_id, CaseRole.SECOND_APPROVER, _proposal(mandate))
    established = {Need.DEED} if mandate.deed_sha256 else set()
    if actor.account_id != mandate.proposed_by:
        established.add(Need.ANOTHER_APPROVER)
    step = MANDATE.advance(mandate.state, "approve", established)
    mandate.state, mandate.approved_by = step.state, actor.row_id
    db.session.flush()
    _record(actor, step.event, mandate, legal_ref=mandate.legal_ref)
    unsigned.fix_waiting(actor, mandate.institution_id)
    return mandate


def _proposal(mandate: Mandate) -> CaseHistory:
    """The case of a mandate: about the signatory, proposed by whoever is behind the account."""
    proposer = None if mandate.proposed_by is None else accounts.person_of(mandate.proposed_by)
    parts = () if proposer is None else (Involvement(proposer, Part.PROPOSED, mandate.code),)
    return CaseHistory(mandate.person_id, parts, merges())


def end_mandate(actor: Actor, code: str, *, on: date, reason: str) -> Mandate:
    """End a mandate with its last day; what was signed until then stands (I-16)."""
    mandate = queries.get_mandate(code, lock=True)
    require(actor, Permission.MANDATE_END, institutions.subject(mandate.institution_id))
    if on < mandate.from_ or (mandate.to is not None and on > mandate.to):
        raise Refusal(RefusalCode.DATES_CONTRADICT, from_=mandate.from_, to=on)
    if (last := queries.last_signed_on(mandate.id)) is not None and on < last:
        raise Refusal(RefusalCode.DATES_CONTRADICT, from_=last, to=on)
    step = MANDATE.advance(mandate.state, "end", _why(reason))
    mandate.state, mandate.to, mandate.ended_reason = step.state, on, reason.strip()
    _record(actor, step.event, mandate, reason=reason, on=on)
    return mandate


def suspend_mandate(actor: Actor, code: str, *, reason: str) -> Mandate:
    """Suspend a mandate: nothing is signed by it from now on."""
    mandate = queries.get_mandate(code, lock=True)
    require(actor, Permission.MANDATE_SUSPEND, institutions.subject(mandate.institution_id))
    step = MANDATE.advance(mandate.state, "suspend", _why(reason))
    mandate.state, mandate.ended_reason = step.state, reason.strip()
    _record(actor, step.event, mandate, reason=reason)
    return mandate


def _why(reason: str) -> tuple[Need, ...]:
    return (Need.REASON,) if reason.strip() else ()


def _record(
    actor: Actor, event: str, mandate: Mandate, *, reason: str | None = None, **facts: object
) -> None:
    audit.record(
        actor,
        event,
        "mandate",
        mandate.id,
        about=mandate.person_id,
        reason=reason,
        code=mandate.code,
        **facts,
    )
