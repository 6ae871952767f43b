from dataclasses import replace

import pytest

from curriculum import i18n
from curriculum.db import transaction
from curriculum.domain.path import ComponentType
from curriculum.paths import drawn, queries, service, shown
from curriculum.paths.content import ComponentContent, Titled
from tests.factories.catalogue import both, make_module, outcome
from tests.factories.catalogue import published as published_module
from tests.factories.paths import content, module_component

pytestmark = pytest.mark.database
SVG = "{http://www.w3.org/2000/svg}svg"


class Owner:
    def __init__(self, key):
        self.id = key


def module(cast, code, *, title, after=()):
    """A published module of CNFGF with prerequisites."""
    made = make_module(code, owner=Owner(cast.institution("CNFGF")))
    published_module(
        made,
        cast.chidi,
        cast.farid,
        outcome(100, critical=True),
        title=both(title),
        prerequisites_all=tuple(after),
    )
    return made


@pytest.fixture
def draft(cast):
    """A-1 makes ready for B-1 or C-1, one of which is chosen; practice nobody has to do, and a panel."""
    with transaction():
        first, second, third = (
            module(cast, code, title=title, after=after)
            for code, title, after in (("A-1", "Law", ()), ("B-1", "Sea", ["A-1"]), ("C-1", "Air", ["A-1"]))
        )
        path = service.create_path(cast.chidi, code="LP-X", owner="CNFGF")
        components = (
            module_component(first),
            ComponentContent("C2", ComponentType.ELECTIVE_GROUP, options=((second.code, 1), (third.code, 1))),
            ComponentContent(
                "C3", ComponentType.PRACTICE, title=both("Border post"), rule={"minimum": 12}, mandatory=False
            ),
            ComponentContent("C4", ComponentType.PANEL, rule={"panel_size_min": 3}),
        )
        made = service.draft_version(cast.chidi, path_id=path.id, content=content(*components))
    return made.id


def listed(picture):
    return [(stage.title, [tuple(entry) for entry in stage.entries]) for stage in picture.in_order]


def test_a_path_without_stages_is_drawn_in_what_its_parts_are(draft):
    assert listed(drawn.picture(shown.seen(queries.version(draft)))) == [
        ("Learning", [("A-1 Law", (), False), ("Elective", ("A-1 Law",), False)]),
        ("Practice", [("Border post", (), True)]),
        ("Judgement", [("Panel", (), False)]),
    ]


def test_stages_of_the_author_and_spacing_are_drawn(cast, draft):
    version = queries.version(draft)
    keys = {row.code: row.key for row in version.components}
    rule = {"panel_size_min": 3, "after": [{"component": keys["C3"], "months": 6}]}
    changed = content(
        *(
            ComponentContent("C3", ComponentType.PRACTICE, rule={"minimum": 12}, key=keys["C3"], stage="two"),
            ComponentContent("C4", ComponentType.PANEL, rule=rule, key=keys["C4"]),
        ),
        stages=(Titled("one", both("First")), Titled("two", both("Then"))),
    )
    with transaction():
        service.revise(cast.chidi, draft, changed)

    assert listed(drawn.picture(shown.seen(queries.version(draft)))) == [
        ("Then", [("Practice hours", (), False)]),
        ("Outside the stages", [("Panel", ("Practice hours",), False)]),
    ]


def test_boxes_say_code_and_title_or_kind_and_what_is_asked(draft):
    boxes = drawn.picture(shown.seen(queries.version(draft))).drawing.boxes

    assert [(box.node.head, box.node.lines) for box in boxes] == [
        ("A-1", ("Law",)),
        ("Elective", ("Choose 1 of 2 modules", "B-1 · C-1")),
        ("Practice hours", ("Border post",)),
        ("Panel", ("Interview before a panel", "of at least 3")),
    ]


def test_the_drawing_has_words_for_those_who_cannot_see_it(draft):
    said = drawn.picture(shown.seen(queries.version(draft))).alternative

    assert said == "Learning: A-1 Law; Elective (after A-1 Law). Practice: Border post. Judgement: Panel."


def test_a_language_from_right_to_left_mirrors_the_drawing(draft):
    version = queries.version(draft)
    plain = drawn.picture(shown.seen(version))
    with i18n.speaking("ar"):
        mirrored = drawn.picture(shown.seen(version))

    assert mirrored == replace_drawing(plain, mirrored)
    assert mirrored.is_rtl


def replace_drawing(picture, other):
    """The picture in the mirror, its lines in the words of the other."""
    nodes = {box.node.key: box.node for box in other.drawing.boxes}
    turned = picture.drawing.mirrored()
    boxes = tuple(box._replace(node=nodes[box.node.key]) for box in turned.boxes)
    return other._replace(drawing=replace(turned, boxes=boxes))


def test_what_leads_backwards_is_told_on_the_page(cast, draft, visit):
    version = queries.version(draft)
    keys = {row.code: row.key for row in version.components}
    first = [{"component": keys["C4"], "months": 1}]
    changed = content(
        ComponentContent("C3", ComponentType.PRACTICE, rule={"minimum": 9, "after": first}, key=keys["C3"]),
        ComponentContent("C4", ComponentType.PANEL, rule={"panel_size_min": 3}, key=keys["C4"]),
    )
    with transaction():
        service.revise(cast.chidi, draft, changed)

    page = visit("/training/paths/LP-X/1", as_="chidi")

    assert "Not drawn, for it leads backwards: Practice hours asks for Panel" in page.text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_shows_one_described_picture(draft, visit, lang):
    page = visit(f"/training/paths/LP-X/1?lang={lang}", as_="chidi")

    picture = page.first(SVG, role="img")
    assert picture.get("aria-labelledby") == "drawing-title drawing-words"
    assert page.first("div", role="region").get("tabindex") == "0"


def test_a_path_without_components_has_no_drawing(cast, visit):
    with transaction():
        path = service.create_path(cast.chidi, code="LP-Y", owner="CNFGF")
        service.draft_version(cast.chidi, path_id=path.id, content=content())

    assert not visit("/training/paths/LP-Y/1", as_="chidi").all(SVG, role="img")
