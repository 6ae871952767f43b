"""A fetched page as tests read it, and what every page must be (style.md §3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

HANDLER = re.compile(r"on[a-z]+")
CONTROLS = frozenset({"input", "select", "textarea"})
UNSEEN = frozenset({"hidden", "submit", "button", "reset"})


@dataclass(frozen=True)
class Page:
    """One answer; `tree` is the parsed page, None for a redirect or a file."""

    response: TestResponse
    tree: Element | None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def renewals(self) -> list[str]:
        """How often a part of the page fetches itself while work is under way."""
        return [one.get("hx-trigger", "") for one in self.all("div", id="at-work") if one.get("hx-trigger")]

    @property
    def title(self) -> str:
        return text_of(self.first("title"))

    @property
    def h1(self) -> str:
        return text_of(self.first("h1"))

    @property
    def text(self) -> str:
        """The words of the main part, spaces joined."""
        return text_of(self.first("main"))

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element with that tag and those attributes (`class_` for class)."""
        assert self.tree is not None, f"{self.status} is not a page"
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [one for one in self.tree.iter(tag) if all(one.get(k) == v for k, v in wanted.items())]

    def first(self, tag: str, **attributes: str) -> Element:
        """The first such element; fails when there is none."""
        found = self.all(tag, **attributes)
        assert found, f"no <{tag}> with {attributes}"
        return found[0]

    def links(self) -> dict[str, str]:
        """Link texts of the main part with their addresses."""
        return {text_of(one): one.get("href", "") for one in self.first("main").iter("a")}

    def rows(self, table: int = 0) -> list[list[str]]:
        """The cells of a table's body as text."""
        body = next(self.all("table")[table].iter("tbody"))
        return [[text_of(cell) for cell in row if cell.tag in ("th", "td")] for row in body.iter("tr")]

    def menu(self) -> list[str]:
        """The words of the main menu."""
        return [text_of(one) for nav in self.all("nav", class_="mainnav") for one in nav.iter("a")]

    def problems(self) -> list[str]:
        """The sentences of the error summary."""
        return [text_of(one) for box in self.all("div", class_="error-summary") for one in box.iter("li")]


def text_of(element: Element) -> str:
    """The words inside an element, spaces joined."""
    return " ".join("".join(element.itertext()).split())


def read(response: TestResponse) -> Page:
    """The answer as a page, checked when it is one."""
    if response.mimetype != "text/html" or 300 <= response.status_code < 400:
        return Page(response, None)
    html = response.get_data(as_text=True)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = Page(response, parser.parse(html))
    assert [(where, code) for where, code, _facts in parser.errors] == [], "not valid HTML"
    faults = [fault for check in CHECKS for fault in check(page)]
    assert faults == []
    return page


def _one_heading(page: Page) -> Iterator[str]:
    if len(page.all("h1")) != 1:
        yield f"{len(page.all('h1'))} h1"
    before, found, _after = page.title.partition(page.h1)
    # Only a form that came back may put a word such as "Error:" before.
    if not page.h1 or not found or (before and not page.problems()):
        yield f"title {page.title!r} does not start with the heading {page.h1!r}"


def _language(page: Page) -> Iterator[str]:
    if page.first("html").get("lang") not in ("fr", "en"):
        yield "no language"


def _ids(page: Page) -> Iterator[str]:
    ids = [one.get("id") for one in page.tree.iter() if one.get("id")]
    yield from (f"id {one!r} twice" for one in {one for one in ids if ids.count(one) > 1})
    for one in page.tree.iter():
        for name in ("aria-describedby", "aria-labelledby", "for"):
            yield from (f"{name} to nowhere: {ref}" for ref in one.get(name, "").split() if ref not in ids)


def _nothing_inline(page: Page) -> Iterator[str]:
    for one in page.tree.iter():
        if one.tag == "style" or one.get("style") is not None:
            yield f"inline style on <{one.tag}>"
        if one.tag == "script" and not (one.get("src") and one.get("nonce")):
            yield "a script without address or nonce"
        yield from (f"handler {name} on <{one.tag}>" for name in one.attrib if HANDLER.fullmatch(name))


def _labels(page: Page) -> Iterator[str]:
    labelled = {one.get("for") for one in page.all("label")}
    within = {id(child) for label in page.all("label") for child in label.iter()}
    for one in page.tree.iter():
        if one.tag not in CONTROLS or one.get("type") in UNSEEN:
            continue
        if not (one.get("id") in labelled or id(one) in within or one.get("aria-label")):
            yield f"no label for {one.get('name')!r}"


def _buttons(page: Page) -> Iterator[str]:
    yield from ("a button without words" for one in page.all("button") if not text_of(one))
    yield from ("a link without words" for one in page.all("a") if not text_of(one))


CHANGE_NOTHING = frozenset({"/verify"})
"""Forms of pages without a cookie: they ask and store nothing, so they bear no token."""


def _forms(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        tokens = [one for one in form.iter("input") if one.get("name") == "csrf_token"]
        changes_nothing = form.get("action") in CHANGE_NOTHING
        wants = form.get("method", "get").lower() == "post" and not changes_nothing
        if wants and not any(one.get("value") for one in tokens):
            yield f"a form without token: {form.get('action')!r}"
        if form.get("method", "get").lower() == "get" and tokens:
            yield f"a token in the address: {form.get('action')!r}"


def _images(page: Page) -> Iterator[str]:
    yield from ("a picture without words" for one in page.all("img") if one.get("alt") is None)


CHECKS = (_one_heading, _language, _ids, _nothing_inline, _labels, _buttons, _forms, _images)
