"""What the parts of a face share: the statement, its words, its sheet, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from certificates.kinds import kind_named
from certificates.layout.document import A4, A4_LANDSCAPE, Document
from certificates.layout.emblem import Emblem
from certificates.layout.facts import Fact, facts
from certificates.layout.setting import Column, Setter
from certificates.layout.type import Align
from certificates.layout.words import Words
from certificates.parties import Orientation
from certificates.statement import Statement


@dataclass(frozen=True)
class Area:
    """A sheet and the room inside its frame."""

    size: tuple[float, float]
    left: float
    bottom: float

    @property
    def width(self) -> float:
        """Width of the room."""
        return self.size[0] - 2 * self.left

    @property
    def top(self) -> float:
        """Upper edge of the room."""
        return self.size[1] - self.bottom

    @property
    def whole(self) -> Column:
        """The room as one column."""
        return Column(self.left, self.width)


AREAS = {
    Orientation.LANDSCAPE: Area(A4_LANDSCAPE, 60.0, 46.0),
    Orientation.PORTRAIT: Area(A4, 56.0, 54.0),
}


@dataclass(frozen=True)
class Missing:
    """What a preview lacks: facts without value, and the texts that stand in for those not yet written."""

    facts: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Face:
    """One certificate to be drawn; `code` is the text of the QR that is checked without network."""

    statement: Statement
    code: str | None = None
    emblem: Emblem | None = None
    missing: Missing = field(default_factory=Missing)

    @cached_property
    def words(self) -> Words:
        """The words in the languages of the statement."""
        return Words(self.statement.languages)

    @cached_property
    def facts(self) -> list[Fact]:
        """What is certified, in the order of its kind: said once, however often it is set."""
        names = (*kind_named(self.statement.kind).facts, "effective", "until", "decision")
        return facts(self.statement, names, self.missing.facts)

    @property
    def area(self) -> Area:
        """The sheet."""
        return AREAS[self.statement.paper.orientation]

    @property
    def is_portrait(self) -> bool:
        """Say whether the sheet stands upright."""
        return self.statement.paper.orientation is Orientation.PORTRAIT

    @property
    def side(self) -> Align:
        """The side where reading begins."""
        return "right" if self.words.is_rtl else "left"

    def setter(self, scale: float) -> Setter:
        """Give what sets texts for this face at one scale."""
        return Setter(scale, self.words.is_rtl, self.missing.texts)

    def column(self, start: float, width: float) -> Column:
        """Return a column that begins so far from the side where reading begins."""
        if self.words.is_rtl:
            return Column(self.area.left + self.area.width - start - width, width)
        return Column(self.area.left + start, width)


@dataclass(frozen=True)
class Zone:
    """A measured part of the face; `draw` takes the sheet and the upper edge."""

    height: float
    draw: Callable[[Document, float], object]
    share: float = 1.0
    """How much of the spare room it takes above itself, compared with others."""
