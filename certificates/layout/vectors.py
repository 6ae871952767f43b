"""An SVG that may stand on a certificate: outlines and colours, nothing that runs, refers or is a picture."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Group
from reportlab.pdfgen.canvas import Canvas
from svglib.svglib import svg2rlg

from certificates.errors import EmblemRefused

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
MOST_ELEMENTS, MOST_SHAPES = 3000, 3000
MOST_COPIES, DEEPEST_COPY = 500, 12
DRAWN = frozenset(
    {"svg", "g", "defs", "symbol", "use", "style", "clipPath", "linearGradient", "radialGradient", "stop"}
    | {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
)
SILENT = frozenset({"title", "desc", "metadata"})
_ELSEWHERE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)|@import|javascript:|expression\s*\(|\\", re.IGNORECASE)


def read_svg(data: bytes) -> tuple[float, float, Callable[[Any], None]]:
    """Return width, height and what draws it; whatever is not plain drawing is refused by name."""
    root = _parsed(data)
    _check(root)
    if _copies(root, {one.get("id"): one for one in root.iter()}, {}) > MOST_COPIES:
        raise EmblemRefused(problem="too_many_copies", most=MOST_COPIES)
    drawing = _drawing(etree.tostring(root))
    if not _shapes(drawing) <= MOST_SHAPES:
        raise EmblemRefused(problem="too_many_shapes", most=MOST_SHAPES)
    _rehearse(drawing)
    return drawing.width, drawing.height, lambda canvas: renderPDF.draw(drawing, canvas, 0, 0)


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EmblemRefused(problem="neither_svg_nor_png") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise EmblemRefused(problem="entities")
    if etree.QName(root).text != f"{{{SVG}}}svg":
        raise EmblemRefused(problem="neither_svg_nor_png", found=etree.QName(root).localname)
    return root


def _check(root: Any) -> None:
    """Keep to the elements that draw; editors' own elements and remarks go, anything else is refused."""
    elements = list(root.iter())
    if len(elements) > MOST_ELEMENTS:
        raise EmblemRefused(problem="too_many_elements", found=len(elements), most=MOST_ELEMENTS)
    for element in elements:
        name = etree.QName(element) if isinstance(element.tag, str) else None
        if name is None or name.namespace != SVG or name.localname in SILENT:
            _leave_out(element)
        elif name.localname not in DRAWN:
            raise EmblemRefused(problem="element", found=name.localname)
        else:
            _check_words(element)


def _leave_out(element: Any) -> None:
    element.getparent().remove(element)  # the root is an SVG and stays


def _check_words(element: Any) -> None:
    """Refuse whatever runs, and whatever lies outside the file."""
    said = [(etree.QName(key).localname.lower(), value) for key, value in element.attrib.items()]
    for name, value in [*said, ("text", element.text or "")]:
        refers = name == "href" and not value.startswith("#")
        if refers or name.startswith("on") or name == "base" or _ELSEWHERE.search(value):
            raise EmblemRefused(problem="reference", found=f"{name}={value[:40]}")


def _copies(element: Any, named: dict[str, Any], known: dict[str, int], depth: int = 0) -> int:
    """How many elements `use` makes here, copies of copies included: twenty lines may make a million."""
    if depth > DEEPEST_COPY:  # or a circle
        return MOST_COPIES + 1
    total = 0
    for one in element.iter(f"{{{SVG}}}use"):
        for name in {(one.get(key) or "#")[1:] for key in ("href", XLINK)} & named.keys():
            if name not in known:
                known[name] = 1 + _copies(named[name], named, known, depth + 1)
            total += known[name]
    return total


def _drawing(svg: bytes) -> Any:
    try:
        drawing = svg2rlg(io.BytesIO(svg))
    except Exception as error:  # the drawing library answers bad numbers with whatever it stumbled over
        raise EmblemRefused(problem="not_drawable", found=type(error).__name__) from error
    assert drawing is not None  # it was parsed before
    return drawing


def _rehearse(drawing: Any) -> None:
    """Draw it once where nobody looks: numbers without end show only when they are written."""
    try:
        renderPDF.draw(drawing, Canvas(io.BytesIO()), 0, 0)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise EmblemRefused(problem="not_drawable", found=type(error).__name__) from error


def _shapes(group: Group) -> int:
    return sum(_shapes(each) if isinstance(each, Group) else 1 for each in group.contents)
