"""Which roles weigh: given and renewed by two people; and which one person may not hold together (§3)."""

from collections.abc import Iterable
from itertools import combinations

from curriculum.domain.actors import ROLE_CODES, Grant, Role

CERTIFYING_CHAIN = frozenset(ROLE_CODES[code] for code in ("CD", "TA", "HO", "HS", "TS", "AV", "QD", "AP"))
"""Whoever can move evidence, results, paths or certificates; a donor never does (I-09)."""

PRIVILEGED = frozenset(ROLE_CODES[code] for code in ("SA", "IA", "HS", "TS", "AV", "QD", "AP", "DPO", "IH"))
"""Roles whose grant waits for a second approver, who is never the proposer (domain.md §3, note 1)."""

GUARDED = PRIVILEGED | CERTIFYING_CHAIN
"""Roles whose holder gets a new first sign-in by two people: nobody alone may become who signs or decides."""


def incompatible(grants: Iterable[Grant]) -> tuple[tuple[Grant, Grant], ...]:
    """List pairs one person may not hold at a time: donor and chain, system and signature (§3)."""
    return tuple((a, b) for a, b in combinations(grants, 2) if a.meets(b) and _clash({a.role, b.role}))


def _clash(roles: set[Role]) -> bool:
    donor = Role.DONOR_REPRESENTATIVE in roles and bool(roles & CERTIFYING_CHAIN)
    signs = bool(roles & {Role.HR_SIGNATORY, Role.TRAINING_SIGNATORY})
    return donor or (Role.SYSTEM_ADMIN in roles and signs)
