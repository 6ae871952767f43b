"""What a kind of certificate is: its prefix, the facts its page prints, and what its statement must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certificates.statement import Statement

Problems = Callable[["Statement"], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind: `facts` are the rows printed under the title, in order; `problems` names what is missing."""

    code: str
    prefix: str
    facts: tuple[str, ...]
    problems: Problems
