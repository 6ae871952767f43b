"""Donors, their programmes and the dated phases of a programme, entered and changed."""

from datetime import date

from curriculum.access import require
from curriculum.audit import service as audit
from curriculum.db import Bilingual, db, new_id
from curriculum.domain.actors import Actor, Subject
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.donors import queries
from curriculum.donors.content import NewPhase, NewProgramme
from curriculum.donors.models import Donor, Programme, ProgrammePhase


def create_donor(actor: Actor, *, code: str, name: Bilingual, type: str) -> Donor:  # noqa: A002 - domain.md's word
    """Enter who pays."""
    require(actor, Permission.DONOR_EDIT)
    if queries.find_donor(code) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="donor", code=code)
    donor = Donor(id=new_id(), code=code, name=name, type=type)
    db.session.add(donor)
    audit.record(actor, "donor:created", "donor", donor.id, code=code)
    return donor


def change_donor(actor: Actor, donor_id: int, *, name: Bilingual, type: str) -> Donor:  # noqa: A002 - the same
    """Change what a donor is called and is; the code stays."""
    donor = queries.donor(donor_id)
    require(actor, Permission.DONOR_EDIT, Subject(donors=frozenset({donor.id})))
    donor.name, donor.type = name, type
    audit.record(actor, "donor:changed", "donor", donor.id, code=donor.code)
    return donor


def create_programme(actor: Actor, new: NewProgramme) -> Programme:
    """Enter a donor's dated project."""
    donor = queries.get_donor(new.donor)
    require(actor, Permission.PROGRAMME_EDIT, Subject(donors=frozenset({donor.id})))
    require_order(new.start, new.end)
    if queries.find_programme(new.code) is not None:
        raise Refusal(RefusalCode.ALREADY_EXISTS, object="programme", code=new.code)
    programme = Programme(id=new_id(), donor_id=donor.id, code=new.code)
    _describe(programme, new)
    db.session.add(programme)
    audit.record(actor, "programme:created", "programme", programme.id, code=new.code, donor=new.donor)
    return programme


def change_programme(actor: Actor, programme_id: int, new: NewProgramme) -> Programme:
    """Change a programme; code and donor stay, and no phase may end up outside its days."""
    programme = _editable(actor, programme_id)
    require_order(new.start, new.end)
    for phase in queries.phases_of(programme_id):
        _require_within(phase.start, phase.end, new.start, new.end)
    _describe(programme, new)
    audit.record(actor, "programme:changed", "programme", programme.id, code=programme.code)
    return programme


def _describe(programme: Programme, new: NewProgramme) -> None:
    programme.title, programme.start, programme.end = new.title, new.start, new.end
    programme.currency, programme.training_budget = new.currency, new.training_budget
    programme.visibility_text, programme.disclaimer = new.visibility_text, new.disclaimer


def enter_phase(actor: Actor, programme_id: int, new: NewPhase) -> ProgrammePhase:
    """Enter a dated part of a programme, inside its days; beside another only if that is said."""
    programme = _editable(actor, programme_id)
    _require_room(programme, new)
    phase = ProgrammePhase(id=new_id(), programme_id=programme_id)
    _date(phase, new)
    db.session.add(phase)
    audit.record(actor, "phase:entered", "programme", programme_id, code=programme.code, title=new.title.en)
    return phase


def change_phase(actor: Actor, phase_id: int, new: NewPhase) -> ProgrammePhase:
    """Change the title or the days of a phase."""
    phase = queries.phase(phase_id)
    programme = _editable(actor, phase.programme_id)
    _require_room(programme, new, but=phase_id)
    _date(phase, new)
    audit.record(actor, "phase:changed", "programme", programme.id, code=programme.code, title=new.title.en)
    return phase


def remove_phase(actor: Actor, phase_id: int) -> None:
    """Take a phase out of a programme; nothing else rests on it."""
    phase = queries.phase(phase_id)
    programme = _editable(actor, phase.programme_id)
    db.session.delete(phase)
    audit.record(actor, "phase:removed", "programme", programme.id, code=programme.code, title=phase.title.en)


def _date(phase: ProgrammePhase, new: NewPhase) -> None:
    phase.title, phase.start, phase.end, phase.is_parallel = new.title, new.start, new.end, new.is_parallel


def _editable(actor: Actor, programme_id: int) -> Programme:
    programme = queries.programme(programme_id)
    require(actor, Permission.PROGRAMME_EDIT, queries.paid_by(programme))
    return programme


def _require_room(programme: Programme, new: NewPhase, but: int | None = None) -> None:
    require_order(new.start, new.end)
    _require_within(new.start, new.end, programme.start, programme.end)
    for other in queries.phases_of(programme.id):
        beside = new.is_parallel or other.is_parallel or other.id == but
        if not beside and new.start <= other.end and other.start <= new.end:
            raise Refusal(RefusalCode.PHASES_OVERLAP, start=other.start, end=other.end)


def _require_within(start: date, end: date, first: date, last: date) -> None:
    if start < first or end > last:
        raise Refusal(RefusalCode.PHASE_OUTSIDE_PROGRAMME, start=start, end=end, first=first, last=last)


def require_order(start: date, end: date) -> None:
    """Refuse days that run backwards."""
    if start > end:
        raise Refusal(RefusalCode.DATES_CONTRADICT, first=start, second=end)
