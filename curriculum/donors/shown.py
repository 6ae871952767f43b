"""What an offering's page shows, as values."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.queries import OutcomeRow
from curriculum.db import Bilingual
from curriculum.domain import seeking
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.donors import queries
from curriculum.donors.queries import ClaimRow, Consequence


class Claimable(NamedTuple):
    """A module whose outcomes an offering may claim, and whether its list stands open."""

    code: str
    title: Bilingual
    outcomes: tuple[OutcomeRow, ...]
    is_open: bool


def claimable(words: str, marked: Collection[str]) -> list[Claimable]:
    """The modules that hold the words looked for, and those of which an outcome is marked already."""
    wanted, found = seeking.words_of(words), []
    for code, rows in groupby(catalogue.claimable_outcomes(), key=lambda row: row.module_code):
        outcomes = tuple(rows)
        is_marked = any(row.code in marked for row in outcomes)
        if is_marked or not seeking.missing(wanted, _texts(outcomes)):
            found.append(Claimable(code, outcomes[-1].title, outcomes, is_marked or bool(wanted)))
    return found


def _texts(outcomes: Sequence[OutcomeRow]) -> list[str]:
    said = [text for row in outcomes for text in (row.title, row.text)]
    return [outcomes[0].module_code, *(one for text in said for one in (text.fr, text.en))]


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
