"""Status lists after certificates were lost: none of their places is given again, and what was set stays set.

A leaf of the log tells no place, and a place drawn at random is told by nothing else; so a lost certificate
may have any place of a list that was in use. These lists are closed: new certificates get places in the next.
Copies of the lists as published say which places were set; they alone know what the backup does not.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from certificates.credential.errors import CredentialError
from certificates.credential.proof import ProofCheck
from certificates.status.entry import PURPOSES
from certificates.status.lists import StatusList, check_list, newest, read_list
from curriculum.awards.issuing import lists, seals
from curriculum.awards.issuing.outside import LogRolledBack
from curriculum.awards.models import Certificate, ClosedList, IssueRequest, PublishedList
from curriculum.db import db
from curriculum.domain.lifecycles.certificate import CertificateState

PER_LIST = 16_384
"""So many certificates open no more than one list beside the last one known: an eighth of its places."""


class Contradicted(NamedTuple):
    """A certificate that a copy names and this database does not: somebody has to decide again."""

    number: str
    purpose: str


def close(lost: int) -> int:
    """Give no more places in the lists where `lost` certificates may have theirs; says the last of them."""
    used = [
        db.session.scalar(select(func.max(column))) or 1
        for column in (IssueRequest.status_list, PublishedList.number, ClosedList.number)
    ]
    last = max(used) + 1 + lost // PER_LIST
    for purpose in PURPOSES:
        _closed(purpose, last)
    _publish_anew()
    return last


def keep_set(copies: Iterable[bytes]) -> list[Contradicted]:
    """Keep set what copies of our lists name and no certificate here answers for; says what contradicts."""
    found = [one for copy in _newest(copies) for one in _keep(copy)]
    db.session.flush()
    _publish_anew()
    return found


def _newest(copies: Iterable[bytes]) -> Iterable[StatusList]:
    """The newest of each list; one that we did not sign is refused."""
    trust = seals.trust()
    keys: Mapping[str, bytes] = {} if trust is None else trust.did
    return newest(_read(data, keys) for data in copies)


def _read(data: bytes, keys: Mapping[str, bytes]) -> StatusList:
    try:
        found = read_list(data)
    except CredentialError as error:
        raise LogRolledBack(problem="list_unreadable", why=str(error)) from error
    if check_list(found, dict(keys)) is not ProofCheck.HOLDS:
        raise LogRolledBack(problem="list_unsigned", list=found.address)
    return found


def _keep(copy: StatusList) -> list[Contradicted]:
    """What is revoked stays revoked, known here or not; a suspension of what is known may have ended."""
    here = _known(copy.number)
    named = {index for index in range(8 * len(copy.bits)) if copy.has(index)}
    meant = lists.SPEAKS_OF[copy.purpose]
    against = [here[index].number for index in named & here.keys() if here[index].state not in meant]
    row = _closed(copy.purpose, copy.number)
    kept = named if copy.purpose == "revocation" else named - here.keys()
    row.indexes = sorted(kept | set(row.indexes))
    return [Contradicted(number, copy.purpose) for number in sorted(against)]


class _Here(NamedTuple):
    number: str
    state: CertificateState


def _known(number: int) -> dict[int, _Here]:
    wanted = select(IssueRequest.status_index, Certificate.number, Certificate.state)
    wanted = wanted.join(Certificate, Certificate.statement_id == IssueRequest.statement_id)
    rows = db.session.execute(wanted.where(IssueRequest.status_list == number))
    return {int(index): _Here(code, state) for index, code, state in rows if index is not None}


def _closed(purpose: str, number: int) -> ClosedList:
    row = db.session.get(ClosedList, (purpose, number))
    if row is None:
        row = ClosedList(purpose=purpose, number=number, indexes=[])
        db.session.add(row)
    return row


def _publish_anew() -> None:
    """Whatever was signed is out of date: the worker signs it in the next minute."""
    for row in lists.every():
        row.signed_at -= lists.SIGNED_EVERY
