"""The structure of a document: which element every mark on a page belongs to, written as a tagged PDF.

The tree grows while pages are drawn and is written with them, so that the bytes carry it along
(ISO 32000-1 §14.7 and §14.8; ISO 14289-1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

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

    def write(self, document: Any) -> None:
        """Write the tree into a ReportLab document whose pages are all drawn."""
        elements = {id(each): f"Element{place}" for place, each in enumerate(self.root.walk())}
        _Writer(document, elements).write(self)


class _Writer:
    """Writes one tree; objects refer to one another by name until ReportLab numbers them."""

    def __init__(self, document: Any, names: dict[int, str]) -> None:
        self._document = document
        self._names = names

    def write(self, tree: Tree) -> None:
        document = self._document
        for name in ("StructRoot", *self._names.values()):
            put(document, name)
        root, top = self._to("StructRoot"), self._to("Element0")
        nums = " ".join(
            f"{page} [{' '.join(self._to_element(owner) for owner in owners)}]"
            for page, owners in enumerate(tree.pages)
        )
        self._set(
            "StructRoot",
            f"/Type /StructTreeRoot /K [{top}] /ParentTree << /Nums [{nums}] >>"
            f" /ParentTreeNextKey {len(tree.pages)}",
        )
        self._element(tree.root, root)
        for number, page in enumerate(document.Pages.pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, PDFName("S")
        document.Catalog.StructTreeRoot = PDFObjectReference("StructRoot")
        document.Catalog.MarkInfo = Written(b"<< /Marked true >>")

    def _element(self, element: Element, parent: str) -> None:
        own = self._to_element(element)
        kids = " ".join(self._kid(kid) for kid in element.kids)
        parts = [f"/Type /StructElem /S /{element.tag} /P {parent} /K [{kids}]"]
        parts += [f"/{key} {_string(text)}" for key, text in _texts(element) if text is not None]
        if element.box is not None:
            corners = " ".join(f"{number:.2f}" for number in element.box)
            parts.append(f"/A << /O /Layout /Placement /Block /BBox [{corners}] >>")
        if element.scope is not None:
            parts.append(f"/A << /O /Table /Scope /{element.scope} >>")
        self._set(self._names[id(element)], " ".join(parts))
        for kid in element.kids:
            if isinstance(kid, Element):
                self._element(kid, own)

    def _kid(self, kid: Element | Mark) -> str:
        if isinstance(kid, Element):
            return self._to_element(kid)
        return f"<< /Type /MCR /Pg {self._to(f'Page{kid.page}')} /MCID {kid.number} >>"

    def _to_element(self, element: Element) -> str:
        return self._to(self._names[id(element)])

    def _to(self, name: str) -> str:
        return reference(self._document, name)

    def _set(self, name: str, content: str) -> None:
        self._document.idToObject[name].content = f"<< {content} >>".encode("ascii")


def _texts(element: Element) -> Iterator[tuple[str, str | None]]:
    yield "Lang", element.lang
    yield "Alt", element.alt
    yield "ActualText", element.said


def _string(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
