"""The registry of kinds: a new one is a module here, one line below, wording per language and a sample."""

from __future__ import annotations

from certificates.errors import UnknownKind
from certificates.kinds.completion import COMPLETION
from certificates.kinds.expert import EXPERT
from certificates.kinds.kind import Kind
from certificates.kinds.renewal import RENEWAL
from certificates.kinds.trainer import TRAINER

__all__ = ["KINDS", "Kind", "by_prefix", "kind_named"]

KINDS: dict[str, Kind] = {kind.code: kind for kind in (COMPLETION, TRAINER, EXPERT, RENEWAL)}


def kind_named(code: str) -> Kind:
    """Return the kind with this code, or refuse by name."""
    if code not in KINDS:
        raise UnknownKind(kind=code, known=sorted(KINDS))
    return KINDS[code]


def by_prefix(prefix: str) -> Kind:
    """Return the kind whose numbers begin with this prefix, or refuse by name."""
    for kind in KINDS.values():
        if kind.prefix == prefix:
            return kind
    raise UnknownKind(prefix=prefix)
