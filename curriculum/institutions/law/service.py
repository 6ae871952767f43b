"""Record legal instruments, correct them, keep their texts, and say what became of them."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from curriculum import clock
from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor
from curriculum.domain.currency import add_months
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.instrument import ENDED, INSTRUMENT, InstrumentState
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.files import kind_of
from curriculum.institutions import queries as institutions
from curriculum.institutions.law import queries
from curriculum.institutions.models import LegalFile, LegalInstrument

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,29}")
MONTHS = 12
"""How long the answer to "still in force?" is good for (domain.md §2.9)."""


@dataclass(frozen=True)
class InstrumentContent:
    """What the register says of an instrument; the issuer is the code of an institution, or a name."""

    kind: str
    title: Bilingual
    reference: str
    owner: str
    issuer: str = ""
    issuer_name: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    check_on: date | None = None


def record(
    actor: Actor,
    *,
    code: str,
    content: InstrumentContent,
    state: InstrumentState = INSTRUMENT.start,
) -> LegalInstrument:
    """Enter an instrument; what was made long ago enters as what it is today."""
    require(actor, Permission.INSTRUMENT_EDIT, institutions.owned(institutions.get(content.owner).id))
    if not CODE.fullmatch(code):
        raise Refusal(RefusalCode.VALUE_INVALID, field="code", value=code, expected="A-Z 0-9 -")
    if queries.find(code) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="instrument", code=code)
    instrument = LegalInstrument(id=new_id(), code=code)
    _fill(instrument, content, state)
    if state is InstrumentState.IN_FORCE and instrument.check_on is None:
        instrument.check_on = add_months(clock.today(), MONTHS)
    db.session.add(instrument)
    db.session.flush()
    _note(actor, "instrument:recorded", instrument, state=state.value)
    return instrument


def revise(actor: Actor, instrument_id: int, content: InstrumentContent) -> LegalInstrument:
    """Correct what the register says; where it stands changes by steps only."""
    instrument = _held(actor, instrument_id)
    require(actor, Permission.INSTRUMENT_EDIT, institutions.owned(institutions.get(content.owner).id))
    _fill(instrument, content, instrument.state)
    _note(actor, "instrument:revised", instrument)
    return instrument


def keep_file(actor: Actor, instrument_id: int, content: bytes, name: str) -> None:
    """Keep the text of an instrument; a text before it stays kept and is shown no more (decision 0002)."""
    instrument = _held(actor, instrument_id)
    kind, digest = kind_of(content, name), hashlib.sha256(content).hexdigest()
    present = queries.file_of(instrument.id)
    if present is not None and present.sha256 == digest:
        return
    file = LegalFile(id=new_id(), instrument_id=instrument.id, sha256=digest, kind=kind, content=content)
    db.session.add(file)
    db.session.flush()
    _note(actor, "instrument:file_kept", instrument, sha256=digest)


def step(
    actor: Actor, instrument_id: int, action: str, *, on: date | None = None, reason: str = ""
) -> LegalInstrument:
    """Note what became of an instrument on a day: adopted, in force, looked at again, repealed, lapsed."""
    instrument, day = _held(actor, instrument_id), on or clock.today()
    established = {Need.REASON} if reason.strip() else set()
    taken = INSTRUMENT.advance(instrument.state, action, established)
    if action == "enter":
        instrument.in_force_from, instrument.check_on = day, add_months(day, MONTHS)
    if action == "check":
        instrument.checked_on = clock.today()
        instrument.check_on = add_months(clock.today(), MONTHS)
    if taken.state in ENDED:
        instrument.in_force_to, instrument.check_on = day, None
    _in_order(instrument.in_force_from, instrument.in_force_to)
    instrument.state = taken.state
    _note(actor, taken.event, instrument, reason=reason.strip() or None)
    return instrument


def _held(actor: Actor, instrument_id: int) -> LegalInstrument:
    instrument = queries.locked(instrument_id)
    require(actor, Permission.INSTRUMENT_EDIT, institutions.owned(instrument.owner_institution_id))
    return instrument


def _fill(instrument: LegalInstrument, content: InstrumentContent, state: InstrumentState) -> None:
    _check(content, state)
    instrument.kind, instrument.title = content.kind, content.title
    instrument.reference, instrument.state = content.reference.strip(), state
    instrument.owner_institution_id = institutions.get(content.owner).id
    instrument.issuer_institution_id = institutions.get(content.issuer).id if content.issuer else None
    instrument.issuer_name = "" if content.issuer else content.issuer_name.strip()
    instrument.in_force_from, instrument.in_force_to = content.in_force_from, content.in_force_to
    instrument.check_on = None if state in ENDED else content.check_on


def _check(content: InstrumentContent, state: InstrumentState) -> None:
    known = institutions.code_list(queries.KINDS)
    if known and content.kind not in known:
        raise Refusal(RefusalCode.VALUE_INVALID, field="type", value=content.kind, expected=tuple(known))
    if not (content.title.fr.strip() and content.title.en.strip()):
        raise Refusal(RefusalCode.TRANSLATION_MISSING, field="title")
    if not content.reference.strip():
        raise Refusal(RefusalCode.VALUE_MISSING, field="reference")
    if not (content.issuer or content.issuer_name.strip()):
        raise Refusal(RefusalCode.VALUE_MISSING, field="issuer")
    if state is InstrumentState.IN_FORCE and content.in_force_from is None:
        raise Refusal(RefusalCode.VALUE_MISSING, field="in_force_from")
    _in_order(content.in_force_from, content.in_force_to)


def _in_order(from_: date | None, to: date | None) -> None:
    if from_ is not None and to is not None and to < from_:
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=from_, second=to)


def _note(
    actor: Actor, event: str, instrument: LegalInstrument, reason: str | None = None, **facts: Any
) -> None:
    audit.record(actor, event, "instrument", instrument.id, reason=reason, code=instrument.code, **facts)
