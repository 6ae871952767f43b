"""The registry of words: rooms add their closed lists with `labelled`, pages ask with `label`."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from flask_babel import LazyString

from curriculum import i18n

LABELS: dict[type[StrEnum], Mapping[StrEnum, LazyString]] = {}


def labelled(kind: type[StrEnum], words: Mapping[StrEnum, LazyString]) -> None:
    """Register the words of a closed list; a missing or foreign member is a bug."""
    if set(words) != set(kind):
        raise ValueError(f"words of {kind.__name__} differ from its members: {set(words) ^ set(kind)}")
    LABELS[kind] = words


def label(member: StrEnum) -> str:
    """The word for a member, in the language of the request."""
    return _said(i18n.language(), member)


# Typed, because members of two lists may be spelled alike.
@lru_cache(maxsize=None, typed=True)
def _said(language: str, member: StrEnum) -> str:
    return str(LABELS[type(member)][member])
