"""The workshop read from right to left: Arabic has no words yet, but its pages are laid out already (A5)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.serving import served
from tests.journeys.visitor import DESK, PHONE
from tests.velmaria import Velmaria, build

pytestmark = pytest.mark.browser

PAGES: dict[str | None, tuple[str, ...]] = {
    None: ("/catalogue", "/catalogue/paths/LP-TRN-BOR", "/catalogue/modules/BOR-102"),
    "chidi": (
        "/training",
        "/training/coverage/map",
        "/training/coverage/gaps",
        "/training/coverage/map/CEPM-01/ASY-201.v1.O1",
        "/training/modules/BOR-201/2",
        "/training/modules/BOR-201/2/changes",
        "/training/modules/BOR-102/2/equivalences",
    ),
    "farid": (
        "/training/review",
        "/training/review/modules/BOR-201/2",
        "/training/review/modules/BOR-201/2/thread?part=outcomes&key=O3&field=text",
        "/training/paths/LP-TRN-BOR/2",
        "/training/paths/LP-TRN-BOR/2/consequences",
    ),
    "thiago": ("/me",),
}
SIZES = [pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk")]
BOR = "/catalogue/paths/LP-TRN-BOR"

# What stands outside the window, left or right, and is in no frame of its own that scrolls or hides it.
_OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const frames = (one) => one && one !== document.body
    && (getComputedStyle(one).overflowX !== "visible" || frames(one.parentElement));
  for (const one of document.querySelectorAll("body *")) {
    const { left, right, width, height } = one.getBoundingClientRect();
    if (width < 2 || height < 2 || one.matches(".skip-link") || frames(one)) continue;
    if (left < -1 || right > wide + 1) found.push(`${one.tagName} ${one.className} ${left}..${right}`);
  }
  const all = document.documentElement;
  return [...(all.scrollWidth > all.clientWidth ? ["wider than the window"] : []), ...found];
}"""
# The boxes of the drawing in its own units: left edge, width, room between the words and either side.
_BOXES = """() => [...document.querySelectorAll(".drawing-box")].map((one) => {
  const box = one.querySelector("rect"), edge = box.getBoundingClientRect();
  const words = one.querySelector(".drawing-head").getBoundingClientRect();
  const units = (pixels) => Math.round(pixels * box.width.baseVal.value / edge.width);
  return { x: box.x.baseVal.value, width: box.width.baseVal.value,
           left: units(words.left - edge.left), right: units(edge.right - words.right) };
})"""
_FRAME = """() => {
  const frame = document.querySelector(".map-frame"), at = frame.getBoundingClientRect();
  const inside = { right: at.left + frame.clientLeft + frame.clientWidth, top: at.top + frame.clientTop };
  const line = frame.querySelector("tr[data-outcome]:nth-of-type(4) th").getBoundingClientRect();
  const head = frame.querySelector("thead").getBoundingClientRect();
  return { scrolled: frame.scrollLeft, beside: Math.round(inside.right - line.right),
           above: Math.round(head.top - inside.top) };
}"""
_HERE = """() => {
  const at = document.activeElement.getBoundingClientRect(), frame = document.querySelector(".map-frame");
  const names = frame.querySelector("tbody th[scope=row]").getBoundingClientRect();
  const column = [...document.activeElement.parentNode.cells].indexOf(document.activeElement);
  return { column, shown: at.left >= frame.getBoundingClientRect().left - 1 && at.right <= names.left + 1 };
}"""


@pytest.fixture(scope="module")
def velmaria(tmp_path_factory) -> Velmaria:
    """A Velmaria of its own: a path is composed and a plan drawn."""
    return build(tmp_path_factory).copy(tmp_path_factory.mktemp("rtl"))


@pytest.fixture(scope="module")
def address(velmaria) -> Iterator[str]:
    with served(velmaria.app.wsgi_app, speaking="ar") as address:
        yield address


def looked_at(page: Any) -> tuple[str, list[str]]:
    """Which way the page is read, and what stands outside the window."""
    return page.evaluate("document.documentElement.dir"), page.evaluate(_OUTSIDE)


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("who", PAGES, ids=str)
def test_nothing_stands_outside_the_window(browser, who, width) -> None:
    page = browser.signed_in(who, width=width) if who else browser.window(width=width)

    found = {}
    for path in PAGES[who]:
        answer = page.goto(path)
        found[path] = (answer.status, *looked_at(page))

    assert found == {path: (200, "rtl", []) for path in PAGES[who]}


@pytest.mark.parametrize("width", SIZES)
def test_composer_fits_the_window(browser, width) -> None:
    page, code = browser.signed_in("chidi", width=width), f"LP-RTL-{width}"
    page.goto("/training/paths/new")
    page.get_by_label("Code").fill(code)
    page.get_by_label("Owner").select_option("CNFGF")
    page.get_by_label("Title in French").fill("Essai")
    page.get_by_label("Title in English").fill("Trial")
    page.get_by_role("button", name="Open and compose the first version").click()
    page.get_by_role("link", name="Add a component").or_(
        page.get_by_role("button", name="Add a component")
    ).first.click()
    page.wait_for_load_state()
    picker = looked_at(page)
    page.get_by_label("BOR-101 v1").check()
    page.get_by_role("button", name="Add the component").click()
    page.wait_for_load_state()

    assert page.locator(".compose-card").count() == 1
    assert (picker, looked_at(page)) == (("rtl", []), ("rtl", []))


@pytest.mark.parametrize("width", SIZES)
def test_plan_of_moves_fits_the_window(browser, width) -> None:
    page = browser.signed_in("farid", width=width)
    page.goto("/training/paths/LP-TRN-BOR/2/consequences")
    page.get_by_role("button", name="Draw a plan for version 1").click()
    page.wait_for_load_state()

    assert page.locator("input[name=line]").count() == 6
    assert looked_at(page) == ("rtl", [])


def boxes(browser, address: str) -> tuple[int, list[dict[str, int]]]:
    """How wide the drawing is, and its boxes from the first on."""
    page = browser.window()
    page.goto(f"{address}{BOR}")
    width = page.evaluate("document.querySelector('.drawing svg').viewBox.baseVal.width")
    return width, page.evaluate(_BOXES)


def test_drawing_of_a_path_is_mirrored_with_its_words(velmaria, browser, address) -> None:
    with served(velmaria.app.wsgi_app) as plain:
        width, ours = boxes(browser, plain)
    _width, theirs = boxes(browser, address)

    assert len(ours) == 11
    assert [one["x"] for one in theirs] == [width - one["x"] - one["width"] for one in ours]
    assert {one["left"] for one in ours} == {one["right"] for one in theirs} == {10}


@pytest.mark.parametrize("width", SIZES)
def test_headings_of_the_map_stay_where_reading_begins(browser, width) -> None:
    page = browser.signed_in("chidi", width=width)
    page.goto("/training/coverage/map")
    page.evaluate("document.querySelector('.map-frame').style.maxWidth = '360px'")

    page.evaluate("document.querySelector('.map-frame').scrollBy(-120, 300)")

    assert page.evaluate(_FRAME) == {"scrolled": -120, "beside": 0, "above": 0}


@pytest.mark.parametrize("width", SIZES)
def test_arrow_to_the_left_goes_on_and_shows_where_one_is(browser, width) -> None:
    page = browser.signed_in("chidi", width=width)
    page.goto("/training/coverage/map")
    page.locator("tr[data-outcome] th").first.wait_for()
    page.locator("[data-matrix][role=grid] [tabindex='0']").focus()

    seen = []
    for _step in range(12):
        page.keyboard.press("ArrowLeft")
        seen.append(page.evaluate(_HERE))

    assert seen == [{"column": number, "shown": True} for number in range(1, 13)]
    page.keyboard.press("ArrowRight")
    assert page.evaluate(_HERE) == {"column": 11, "shown": True}
