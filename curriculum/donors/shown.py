"""What an offering's page and the coverage matrix show, as values."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from curriculum.catalogue import queries as catalogue
from curriculum.domain import coverage
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.proof import Depth
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


class MatrixRow(NamedTuple):
    """One module version against all donors: the best depth of each, and how much is covered."""

    version_id: int
    code: str
    version: int
    coverage: coverage.Coverage
    cells: tuple[tuple[Depth | None, int], ...]


class Matrix(NamedTuple):
    """Modules in rows, donors in columns."""

    donors: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def outcomes(self) -> int:
        """How many outcomes the published versions have."""
        return sum(len(row.coverage.outcomes) for row in self.rows)

    @property
    def uncovered(self) -> int:
        """How many of them have no donor."""
        return sum(len(row.coverage.gaps) for row in self.rows)

    @property
    def overlaps(self) -> int:
        """How many are covered by two donors or more."""
        return sum(len(row.coverage.overlaps) for row in self.rows)


def matrix() -> Matrix:
    """The coverage of every published module version by donor; as many statements for one as for all."""
    versions = catalogue.published_versions()
    ids = [one.id for one in versions]
    claims = queries.claims_on(ids)
    covered = queries.coverage_of(ids)
    donors = tuple(sorted({claim.donor_code for some in claims.values() for claim in some}))
    rows = tuple(
        MatrixRow(
            one.id,
            one.module.code,
            one.version,
            covered[one.id],
            tuple(_cell(claims[one.id], donor) for donor in donors),
        )
        for one in versions
    )
    return Matrix(donors, rows)


def _cell(claims: Iterable[ClaimRow], donor: str) -> tuple[Depth | None, int]:
    """The deepest a donor goes in a module, and the weight of the outcomes it covers, each counted once."""
    own = [claim for claim in claims if claim.donor_code == donor]
    deepest = max((claim.depth for claim in own), key=coverage.DEPTHS.index, default=None)
    return deepest, sum({claim.outcome_id: claim.weight for claim in own}.values())
