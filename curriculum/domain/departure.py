"""What differs between two versions, held against the kind of change it is called (domain.md §2.3, §2.9)."""

from collections.abc import Iterable
from typing import Final

from curriculum.domain.sheets import Change, Difference

BESIDE: Final = frozenset(
    {
        "change_class",
        "change_note",
        "code",
        "external_refs",
        "instruments",
        "legal_basis",
        "legal_instruments",
        "reviewers",
        "transition",
    }
)
"""Fields and lists that say something about a version and ask nothing of anybody on it."""
ASKED: Final = frozenset({"outcomes", "components"})
"""The lists of what is asked of somebody."""


def beyond_words(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """What an editorial change may not hold: everything but words, order and what stands beside."""
    return tuple(
        one for one in found if one.change not in {Change.REWORDED, Change.MOVED} and not _beside(one)
    )


def _beside(one: Difference) -> bool:
    return one.part in BESIDE or one.field.partition(".")[0] in BESIDE


def asked_anew(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """What a minor change may not hold: something asked that was not asked before, or no longer."""
    return tuple(one for one in found if one.part in ASKED and one.change in {Change.ADDED, Change.REMOVED})
