"""Marked content: every stroke on a page is somebody's words, a described figure, or decoration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from certificates.layout.drawing import draw
from certificates.layout.tags import Box, Element, Furniture, Scope, Tree
from certificates.layout.type import Line, line

_ARTIFACT = "Artifact"


class Tagged:
    """The canvas of a document together with its structure tree."""

    canvas: Any

    def __init__(self) -> None:
        self._tree = Tree()
        self._owner: Element | None = None
        self._furniture: Furniture | None = None
        self._lines: list[Line] = []
        self._pen = (0.0, 0.0, 0.0)

    @property
    def is_within(self) -> bool:
        """Say whether what is drawn now belongs to a block, a figure or decoration."""
        return self._owner is not None

    @contextmanager
    def group(self, tag: str, *, lang: str | None = None) -> Iterator[None]:
        """Open an element that holds others: Sect, Table, TR, L, LI."""
        self._tree.open(Element(tag, lang))
        yield
        self._tree.close()

    @contextmanager
    def block(self, tag: str = "P", *, lang: str | None = None, scope: Scope | None = None) -> Iterator[None]:
        """Make all lines written within one element; inside another block or a figure they are part of it."""
        if self._owner is not None:
            yield
            return
        element = self._tree.open(Element(tag, lang, scope=scope))
        self._lines = []
        with self._owned_by(element):
            yield
        if any(not each.is_plain for each in self._lines):
            element.said = " ".join(each.text for each in self._lines)
        self._tree.close()

    @contextmanager
    def figure(self, alt: str, box: Box) -> Iterator[None]:
        """Make everything drawn within one figure that is described by a text."""
        self._tree.open(element := Element("Figure", alt=alt, box=box))
        with self._owned_by(element):
            yield
        self._tree.close()

    @contextmanager
    def artifact(self, furniture: Furniture | None = None) -> Iterator[None]:
        """Mark what is drawn within as decoration, or as a running head or foot; a reader passes it over."""
        outer, self._furniture = self._owner, furniture
        if outer is not None and outer.tag in {_ARTIFACT, "Figure"}:
            yield
            return
        if outer is not None:
            self._end()
        with self._owned_by(Element(_ARTIFACT)):
            yield
        if outer is not None:
            self._owner = outer
            self._begin()

    def write_line(self, set_line: Line, x: float, y: float, size: float, shift: float) -> None:
        """Draw one line; a space closes the line before it, or two words would be read as one."""
        if self._lines and self._is_words() and set_line.is_plain and self._lines[-1].is_plain:
            draw(self.canvas, line(" "), *self._pen)
        end = draw(self.canvas, set_line, x, y, size, shift)
        self._lines.append(set_line)
        self._pen = (end, y, size)

    @contextmanager
    def _owned_by(self, element: Element) -> Iterator[None]:
        self._owner = element
        self._begin()
        yield
        self._end()
        self._owner = None

    def _is_words(self) -> bool:
        return self._owner is not None and self._owner.tag not in {_ARTIFACT, "Figure"}

    def _begin(self) -> None:
        self.canvas._code.append(self._operator())

    def _operator(self) -> str:
        assert self._owner is not None  # only what has an owner begins
        if self._owner.tag != _ARTIFACT:
            return f"/{self._owner.tag} <</MCID {self._tree.mark(self._owner).number}>> BDC"
        if self._furniture is None:
            return "/Artifact BMC"
        return f"/Artifact <</Type /Pagination /Subtype /{self._furniture}>> BDC"

    def _end(self) -> None:
        self.canvas._code.append("EMC")

    def _turn(self) -> None:
        """Go on to the next page; what is open is continued there."""
        if self._owner is not None:
            self._end()
        self.canvas.showPage()
        self._tree.turn()
        if self._owner is not None:
            self._begin()
