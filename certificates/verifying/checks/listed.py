"""Do the signed status lists name this certificate? Asked where no register is at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from certificates.credential.claims import Claims
from certificates.credential.code import CodeClaims
from certificates.credential.errors import CredentialError
from certificates.credential.proof import ProofCheck
from certificates.status.entry import PURPOSES, StatusEntry
from certificates.status.lists import StatusList, check_list, read_list
from certificates.verifying.report import Answer, Finding, failed, passed, unknown
from certificates.verifying.trust import Trust

_MEANS = {"revocation": ("listed", Answer.REVOKED), "suspension": ("suspended", Answer.SUSPENDED)}


@dataclass(frozen=True)
class _Listed:
    """What the lists of one purpose tell: whether they name a certificate, or why they cannot."""

    named: bool
    problem: str | None


@dataclass(frozen=True)
class _Place:
    """Whose lists speak of a certificate, and where; a code has no room for the address of the lists."""

    did: str
    status: StatusEntry
    base: str | None

    def is_in(self, found: StatusList, purpose: str) -> bool:
        """Say whether a list is the one for this purpose and place."""
        same = (found.purpose, found.number) == (purpose, self.status.list)
        return same and self.base in (None, found.base)


def check_listed(claims: Claims | CodeClaims, trust: Trust, at: datetime) -> Finding:
    """Ask the lists of every purpose; a stale, foreign or unsigned one never makes a certificate valid.

    A certificate that any signed list has called revoked stays so, however old the list.
    """
    if not trust.status:
        return unknown("status", "no_register")
    place = _Place(claims.did, claims.status, claims.base if isinstance(claims, Claims) else None)
    asked = {purpose: _ask(place, purpose, trust, at) for purpose in PURPOSES}
    for purpose, found in asked.items():
        if found.named and (purpose == "revocation" or found.problem is None):
            return failed("status", *_MEANS[purpose])
    problem = next((found.problem for found in asked.values() if found.problem), None)
    return unknown("status", problem) if problem else passed("status", "listed_in_force")


def _ask(place: _Place, purpose: str, trust: Trust, at: datetime) -> _Listed:
    """Take the newest list of the issuer for this purpose and place."""
    ours, problems = _usable(trust.status, trust.did, place, purpose)
    if not ours:
        return _Listed(False, problems[0] if problems else "lists_missing")
    newest = max(ours, key=lambda each: each.valid_from)
    problem = None
    if at > newest.valid_until:
        problem = "list_expired"
    elif at < newest.valid_from:
        problem = "list_not_yet"
    return _Listed(newest.has(place.status.index), problem)


def _usable(
    lists: Sequence[bytes], keys: Mapping[str, bytes], place: _Place, purpose: str
) -> tuple[list[StatusList], list[str]]:
    """Sort the lists that speak with the issuer's voice from those that only look so, with the reason."""
    ours, problems = [], []
    known = tuple(sorted(keys.items()))
    for data in lists:
        found, problem = _opened(bytes(data), known)
        if found is None:
            problems.append(problem)
        elif place.is_in(found, purpose):
            if found.did != place.did:
                problems.append("list_of_another")
            elif problem:
                problems.append(problem)
            else:
                ours.append(found)
    return ours, problems


@lru_cache(maxsize=32)
def _opened(data: bytes, keys: tuple[tuple[str, bytes], ...]) -> tuple[StatusList | None, str]:
    """Read a list and check its proof, once: a checker asks the same few lists again and again."""
    try:
        found = read_list(data)
    except CredentialError:
        return None, "list_refused"
    return found, "" if check_list(found, dict(keys)) is ProofCheck.HOLDS else "list_unsigned"
