"""Legal instruments as pages, forms and the rooms above read them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from curriculum import clock, i18n
from curriculum.db import Bilingual, db
from curriculum.db.holding import hold
from curriculum.domain.lifecycles.instrument import ENDED, InstrumentState, standing
from curriculum.domain.refusals import found
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import LegalFile, LegalInstrument

KINDS = "adoption_instrument"


class InstrumentRow(NamedTuple):
    """An instrument as a page names it; `file` says whether its text can be opened."""

    code: str
    kind: str
    title: Bilingual
    reference: str
    issuer: Bilingual
    owner_id: int
    state: InstrumentState
    in_force_from: date | None
    in_force_to: date | None
    check_on: date | None
    has_file: bool

    @property
    def has_ended(self) -> bool:
        """Whether nothing new may rest on it."""
        return self.state in ENDED

    @property
    def is_due(self) -> bool:
        """Whether somebody should have looked by now whether it is still in force."""
        return not self.has_ended and self.check_on is not None and self.check_on <= clock.today()


def find(code: str) -> LegalInstrument | None:
    """The instrument with this code, if there is one."""
    return db.session.scalar(select(LegalInstrument).where(LegalInstrument.code == code))


def get(code: str) -> LegalInstrument:
    """The instrument with this code, or NOT_FOUND."""
    return found(find(code), "instrument", code)


def locked(instrument_id: int) -> LegalInstrument:
    """The instrument as it stands now, held until the transaction ends: of two at once one waits."""
    return found(hold(LegalInstrument, instrument_id), "instrument", "")


def all_() -> list[InstrumentRow]:
    """The whole register, in the order of its codes."""
    return _rows(select(LegalInstrument).order_by(LegalInstrument.code))


def due() -> list[InstrumentRow]:
    """What somebody has to look at again by now, the longest waiting first."""
    wanted = select(LegalInstrument).where(
        LegalInstrument.check_on <= clock.today(), LegalInstrument.state.not_in(ENDED)
    )
    rows = _rows(wanted.order_by(LegalInstrument.check_on, LegalInstrument.code))
    return [row for row in rows if row.is_due]


def instruments_of(codes: Iterable[str]) -> list[InstrumentRow]:
    """The instruments with these codes, in this order; a code that nobody knows is left out."""
    order = list(dict.fromkeys(codes))
    if not order:
        return []
    rows = {row.code: row for row in _rows(select(LegalInstrument).where(LegalInstrument.code.in_(order)))}
    return [rows[code] for code in order if code in rows]


def choices(keep: Collection[str] = ()) -> list[tuple[str, str]]:
    """What a form offers to rest on, code and words: all that has not ended, and what is chosen already."""
    return [
        (row.code, f"{row.code} · {i18n.text(row.title)} ({row.reference})")
        for row in all_()
        if not row.has_ended or row.code in keep
    ]


def file_of(instrument_id: int) -> LegalFile | None:
    """The text handed in last, with its bytes."""
    wanted = select(LegalFile).where(LegalFile.instrument_id == instrument_id).order_by(LegalFile.id.desc())
    return db.session.scalar(wanted.options(undefer(LegalFile.content)).limit(1))


def _rows(wanted: Select[LegalInstrument]) -> list[InstrumentRow]:
    found_: Sequence[LegalInstrument] = db.session.scalars(wanted).all()
    names = institutions.names_of(one.issuer_institution_id for one in found_ if one.issuer_institution_id)
    keys = select(LegalFile.instrument_id).where(LegalFile.instrument_id.in_([one.id for one in found_]))
    with_file = set(db.session.scalars(keys))
    return [
        InstrumentRow(
            one.code,
            one.kind,
            one.title,
            one.reference,
            names[one.issuer_institution_id]
            if one.issuer_institution_id
            else Bilingual(one.issuer_name, one.issuer_name),
            one.owner_institution_id,
            standing(one.state, one.in_force_from, one.in_force_to, clock.today()),
            one.in_force_from,
            one.in_force_to,
            one.check_on,
            one.id in with_file,
        )
        for one in found_
    ]
