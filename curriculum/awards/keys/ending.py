"""What ends soon: seals and other keys, authorities, lists of revoked certificates; for the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509

from curriculum.awards.issuing import seals
from curriculum.awards.models import SigningKey

WARNED_BEFORE = timedelta(days=90)


@dataclass(frozen=True)
class Ending:
    """One key or list, and when its time is over."""

    kid: str
    function: str
    ends: datetime
    is_list: bool = False
    of_others: bool = False
    """Signed by an authority that is not ours."""


def ending(at: datetime, within: timedelta = WARNED_BEFORE) -> list[Ending]:
    """Keys in use and lists in force whose time ends within a span, the first to end first."""
    rows = seals.all_()
    keys = [
        Ending(row.kid, row.function, row.valid_until)
        for row in rows
        if row.valid_until is not None and _is_used(row, at) and row.valid_until <= at + within
    ]
    lists = [
        Ending(row.kid, row.function, ends, is_list=True, of_others=row.generation > seals.OF_OTHERS)
        for row in rows
        if (ends := _list_ends(row)) is not None and ends <= at + within
    ]
    return sorted(keys + lists, key=lambda one: (one.ends, one.kid))


def _is_used(row: SigningKey, at: datetime) -> bool:
    """Root and issuing authority are used as long as they last; of the others the youngest is."""
    if row.function in (seals.ROOT, seals.ISSUING):
        return True
    used = seals.in_use(row.function, row.institution_id, at)
    return used is not None and used.id == row.id


def _list_ends(row: SigningKey) -> datetime | None:
    return None if row.crl_pem is None else x509.load_pem_x509_crl(row.crl_pem.encode()).next_update_utc
