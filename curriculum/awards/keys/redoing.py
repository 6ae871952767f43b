"""After a compromise: suspend pending review, review, make anew (J10.3); every rule of these steps stays.

Nothing here decides: each step is one that somebody may take for one certificate anyway, taken for all that
a key signed after it was in other hands. What is refused is told, and the others go on.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from curriculum.awards import queries
from curriculum.awards.issuing import seals
from curriculum.awards.keys.affected import Affected, affected
from curriculum.awards.models import StatusAction
from curriculum.awards.register import reissuing, status
from curriculum.db import db, transaction
from curriculum.domain.actors import Actor
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.refusals import Refusal, RefusalCode, found

REASON_CODE = "under_review"


@dataclass(frozen=True)
class Outcome:
    """What became of one certificate; `refused` says why nothing did."""

    number: str
    refused: Refusal | None = None


def redo(actor: Actor, kid: str, step: str, *, every: bool = False) -> Iterator[Outcome]:
    """Take one step for each certificate a compromised key signed since then, or for every one it signed.

    Safe to repeat: whoever a step was taken for stands no more where it begins, and is passed over.
    """
    key = found(seals.find(kid), "signing_key", kid)
    if key.compromised_at is None:
        raise Refusal(RefusalCode.WRONG_STATE, object="signing_key", state="in_use", action=step)
    begins, act = STEPS[step]
    note = f"{kid}: {key.compromised_at.isoformat(timespec='minutes')}"
    rows = [one for one in affected(key) if (one.after or every) and one.state is begins]
    db.session.rollback()
    for one in rows:
        yield _take(act, actor, one, note)


def _take(act: Callable[[Actor, str, str], object], actor: Actor, one: Affected, note: str) -> Outcome:
    try:
        with transaction():
            act(actor, one.number, note)
    except Refusal as refused:
        return Outcome(one.number, refused)
    return Outcome(one.number)


def _suspend(actor: Actor, number: str, note: str) -> object:
    return status.suspend(actor, number, reason_code=REASON_CODE, note=note)


def _reinstate(actor: Actor, number: str, note: str) -> object:
    return status.decide_status(
        actor, number, action=StatusAction.REINSTATE, reason_code=REASON_CODE, note=note
    )


def _approve(actor: Actor, number: str, note: str) -> object:
    return status.approve_status(actor, number)


def _open(actor: Actor, number: str, note: str) -> object:
    """The replacement says what the first said: its own spellings, its own scope."""
    said = queries.statement_of(queries.certificate_by_number(number))
    names = {name.script: name.text for name in said.holder}
    return reissuing.reissue(actor, number, reason=note, printed_names=names)


S = CertificateState
STEPS: Mapping[str, tuple[CertificateState, Callable[[Actor, str, str], object]]] = {
    "suspend": (S.ISSUED, _suspend),
    "reinstate": (S.SUSPENDED, _reinstate),
    "approve": (S.SUSPENDED, _approve),
    "open": (S.ISSUED, _open),
}
"""The steps in their order: one person suspends, two lift it after review, the replacement is opened."""
