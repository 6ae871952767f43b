"""Who signs for whom: mandates in force, and two natural persons who are free to sign (I-03, I-15)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from sqlalchemy import or_, select

from curriculum.awards.models import Function, Mandate
from curriculum.db import db
from curriculum.domain.lifecycles.mandate import MandateState, why_not_in_force
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseHistory, CaseRole, Conflict, Involvement, Part, Remedy, conflicts
from curriculum.institutions import queries as institutions

ROLE = {Function.HR: CaseRole.HR_SIGNATORY, Function.TRAINING: CaseRole.TRAINING_SIGNATORY}
SIGNS = {Function.HR: Part.SIGNS_HR, Function.TRAINING: Part.SIGNS_TRAINING}


@dataclass(frozen=True)
class Designated:
    """The two mandates by which a statement will be signed."""

    hr: Mandate
    training: Mandate

    def of(self, function: Function) -> Mandate:
        """The mandate of one function."""
        return self.hr if function is Function.HR else self.training

    def is_in_force(self, on: date) -> bool:
        """Whether both allow to sign that day."""
        both = (self.hr, self.training)
        return all(why_not_in_force(one.state, one.from_, one.to, on) is None for one in both)


def in_force(institution_id: int, function: Function, on: date) -> Sequence[Mandate]:
    """Mandates that allow to sign for an institution that day: acting ones first, then the newest."""
    wanted = select(Mandate).where(
        Mandate.institution_id == institution_id,
        Mandate.function == function,
        Mandate.state.in_((MandateState.ACTIVE, MandateState.ENDED)),
        Mandate.from_ <= on,
        or_(Mandate.to.is_(None), Mandate.to >= on),
    )
    order = (Mandate.acting.desc(), Mandate.from_.desc(), Mandate.id)
    return db.session.scalars(wanted.order_by(*order)).all()


def require_in_force(mandate: Mandate, on: date) -> None:
    """Refuse with the reason why nobody signs by this mandate on a day (I-03, S16)."""
    code = why_not_in_force(mandate.state, mandate.from_, mandate.to, on)
    if code is not None:
        raise Refusal(code, code=mandate.code, begins=mandate.from_, ended=mandate.to, on=on)


def designate(
    *, employer_id: int, owner_id: int, history: CaseHistory, on: date, without: int | None = None
) -> Designated:
    """Choose both mandates; a relative or mentee is passed over, and one person never gets both (I-03, I-04).

    Refuses MANDATE_MISSING with the institution that has to borrow a signatory, SAME_PERSON_SIGNS_TWICE
    where only one natural person holds both (small institutions), CONFLICT_OF_INTEREST otherwise.
    """
    hr = _held(employer_id, Function.HR, on, without)
    training = _held(owner_id, Function.TRAINING, on, without)
    for one, other in product(hr, training):
        if not obstacles(one, other, history):
            return Designated(one, other)
    if all(history.natural(a.person_id) == history.natural(b.person_id) for a, b in product(hr, training)):
        raise Refusal(RefusalCode.SAME_PERSON_SIGNS_TWICE, institution=institutions.by_id(employer_id).code)
    raise Refusal(RefusalCode.CONFLICT_OF_INTEREST, conflicts=obstacles(hr[0], training[0], history))


def _held(institution_id: int, function: Function, on: date, without: int | None) -> Sequence[Mandate]:
    held = [one for one in in_force(institution_id, function, on) if one.id != without]
    if not held:
        code = institutions.by_id(institution_id).code
        raise Refusal(RefusalCode.MANDATE_MISSING, institution=code, function=function, on=on)
    return held


def obstacles(hr: Mandate, training: Mandate, history: CaseHistory) -> tuple[Conflict, ...]:
    """What keeps these two from signing; what a declaration would clear does not count (I-04)."""
    found: list[Conflict] = []
    for mandate, other in ((hr, training), (training, hr)):
        case = with_signatory(history, other.function, other.person_id)
        found += conflicts(mandate.person_id, ROLE[mandate.function], case)
    return tuple(one for one in found if one.remedy is not Remedy.DECLARE)


def with_signatory(history: CaseHistory, function: Function, person_id: int) -> CaseHistory:
    """The case with one more signatory in it."""
    added = Involvement(person_id, SIGNS[function], "")
    return replace(history, involvements=(*history.involvements, added))
