"""What an offering's page shows, as values."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.donors import queries
from curriculum.donors.queries import ClaimRow, Consequence


class ModuleClaims(NamedTuple):
    """The claims of an offering on one module version, and what accepting the open ones would do."""

    module_code: str
    version: int
    claims: tuple[ClaimRow, ...]
    consequence: Consequence | None


def by_module(claims: Sequence[ClaimRow]) -> list[ModuleClaims]:
    """Claims grouped by module version, with the consequence of those still proposed (J1, step 3)."""
    versions = list(dict.fromkeys(claim.version_id for claim in claims))
    held = queries.claims_on(versions)
    return [_of_module(one, [c for c in claims if c.version_id == one], held[one]) for one in versions]


def _of_module(version_id: int, claims: list[ClaimRow], held: Iterable[ClaimRow]) -> ModuleClaims:
    proposed = [claim for claim in claims if claim.state is ClaimState.PROPOSED]
    told = queries.consequence(version_id, held, proposed) if proposed else None
    return ModuleClaims(claims[0].module_code, claims[0].version, tuple(claims), told)
