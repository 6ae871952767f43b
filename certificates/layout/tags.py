"""The structure of a document: which element every mark on a page belongs to, written as a tagged PDF.

The tree grows while pages are drawn and is written with them, so that the bytes carry it along
(ISO 32000-1 §14.7 and §14.8; ISO 14289-1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from pikepdf import String
from reportlab.pdfbase.pdfdoc import PDFName, PDFObjectReference

from certificates.layout.written import Written, put, reference

Box = tuple[float, float, float, float]
Furniture = Literal["Header", "Footer"]
Scope = Literal["Row", "Column"]


@dataclass(frozen=True)
class Mark:
    """One stretch of a page's content, by the number it bears there."""

    page: int
    number: int


@dataclass
class Element:
    """One structure element; its kids are other elements or stretches of content."""

    tag: str
    lang: str | None = None
    alt: str | None = None
    box: Box | None = None
    scope: Scope | None = None
    said: str | None = None
    kids: list[Element | Mark] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Return this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


class Tree:
    """The elements of one document, and per page the element of each numbered stretch."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.pages: list[list[Element]] = [[]]
        self._open = [self.root]

    def open(self, element: Element) -> Element:
        """Put an element below the one that is open and open it."""
        self._open[-1].kids.append(element)
        self._open.append(element)
        return element

    def close(self) -> None:
        """Close the element opened last."""
        self._open.pop()

    def mark(self, element: Element) -> Mark:
        """Give the next stretch of the current page to an element."""
        owners = self.pages[-1]
        mark = Mark(len(self.pages), len(owners))
        owners.append(element)
        element.kids.append(mark)
        return mark

    def turn(self) -> None:
        """Go on to the next page."""
        self.pages.append([])

    def write(self, document: Any, language: str) -> None:
        """Write the tree into a ReportLab document in this language whose pages are all drawn."""
        _Writer(document, self).write(language)


class _Writer:
    """Writes one tree; objects get their numbers first, because they refer to one another.

    Nothing is said that readers take for granted: checking a seal reads every object of the file.
    """

    def __init__(self, document: Any, tree: Tree) -> None:
        self._document = document
        self._tree = tree
        self._pages = [reference(document, f"Page{number}") for number in range(1, len(tree.pages) + 1)]
        self._root = put(document, "StructRoot")
        self._own = {
            id(each): (f"Element{place}", put(document, f"Element{place}"))
            for place, each in enumerate(tree.root.walk())
        }

    def write(self, language: str) -> None:
        self._element(self._tree.root, self._root, language)
        owners = (" ".join(self._to(owner) for owner in page) for page in self._tree.pages)
        nums = " ".join(f"{page} [{every}]" for page, every in enumerate(owners))
        self._set(
            "StructRoot",
            f"/Type /StructTreeRoot /K [{self._to(self._tree.root)}] /ParentTree << /Nums [{nums}] >>"
            f" /ParentTreeNextKey {len(self._pages)}",
        )
        for number, page in enumerate(self._document.Pages.pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, PDFName("S")
        self._document.Catalog.StructTreeRoot = PDFObjectReference("StructRoot")
        self._document.Catalog.MarkInfo = Written(b"<< /Marked true >>")

    def _element(self, element: Element, parent: str, around: str) -> None:
        name, own = self._own[id(element)]
        marks = [kid for kid in element.kids if isinstance(kid, Mark)]
        home = marks[0].page if marks else None
        kids = " ".join(self._kid(kid, home) for kid in element.kids)
        parts = [f"/S /{element.tag} /P {parent} /K [{kids}]"]
        if home is not None:
            parts.append(f"/Pg {self._pages[home - 1]}")
        parts += [f"/{key} {_string(text)}" for key, text in _texts(element, around) if text is not None]
        if element.box is not None:
            corners = " ".join(f"{number:.2f}" for number in element.box)
            parts.append(f"/A << /O /Layout /Placement /Block /BBox [{corners}] >>")
        if element.scope is not None:
            parts.append(f"/A << /O /Table /Scope /{element.scope} >>")
        self._set(name, " ".join(parts))
        for kid in element.kids:
            if isinstance(kid, Element):
                self._element(kid, own, element.lang or around)

    def _kid(self, kid: Element | Mark, home: int | None) -> str:
        """Refer to an element, or to a mark: by its number alone on the page that the element names."""
        if isinstance(kid, Element):
            return self._to(kid)
        if kid.page == home:
            return str(kid.number)
        return f"<< /Type /MCR /Pg {self._pages[kid.page - 1]} /MCID {kid.number} >>"

    def _to(self, element: Element) -> str:
        return self._own[id(element)][1]

    def _set(self, name: str, content: str) -> None:
        self._document.idToObject[name].content = f"<< {content} >>".encode("latin-1")


def _texts(element: Element, around: str) -> Iterator[tuple[str, str | None]]:
    yield "Lang", None if element.lang == around else element.lang
    yield "Alt", element.alt
    yield "ActualText", element.said


@lru_cache(maxsize=4096)
def _string(text: str) -> str:
    return String(text).unparse().decode("latin-1")
