"""Stages of a draft, moved whole and added between others by plain buttons and a plain form."""

import pytest

from curriculum.paths.composing import editing
from curriculum.paths.content import ComponentContent, Titled
from tests.factories.catalogue import both
from tests.filling import sent_all
from tests.paths.composing import DRAFT, PRACTICE, STAGES, post, save, stored

pytestmark = pytest.mark.database

THREE = (*STAGES, Titled("s3", both("Judge")))
MOVES = f"{DRAFT}/stages/move"
NEW = f"{DRAFT}/stages/new"


@pytest.fixture
def staged(draft):
    """C1 in the first stage, C2 in the second, C3 in the third."""
    kinds = (PRACTICE.type, PRACTICE.type, PRACTICE.type)
    rows = [
        ComponentContent(f"C{n}", kind, rule=PRACTICE.rule, stage=f"s{n}", key=f"C{n}")
        for n, kind in enumerate(kinds, 1)
    ]
    return draft(*rows, stages=THREE)


def shown() -> tuple[list[str], list[str]]:
    content = stored()
    return [one.key for one in content.stages], [one.code for one in content.components]


def values(page, word: str) -> list[str]:
    found = [one for one in page.all("button") if one.get("form") == "stage-moves"]
    return [one.get("value", "") for one in found if (one.text or "").startswith(word)]


def test_a_stage_moves_with_everything_in_it(visit, staged):
    page = visit(DRAFT, as_="chidi")

    post(visit, MOVES, {"to": values(page, "Stage up")[2], "seen": "1"})

    assert values(page, "Stage up") == ["", "s2 0", "s3 1"]
    assert values(page, "Stage down") == ["s1 1", "s2 2", ""]
    assert shown() == (["s1", "s3", "s2"], ["C1", "C3", "C2"])


def test_a_second_click_moves_it_no_further(visit, staged):
    for _click in range(2):
        post(visit, MOVES, {"to": "s3 1", "seen": "1"})

    assert shown()[0] == ["s1", "s3", "s2"]


def test_what_was_saved_meanwhile_is_looked_at_first(visit, cast, staged):
    save(cast.chidi, staged, editing.removing("C1"))

    answer = post(visit, MOVES, {"to": "s3 0", "seen": "1"})

    assert "changed" in visit(answer.location, as_="chidi").text
    assert shown()[0] == ["s1", "s2", "s3"]


@pytest.mark.parametrize(
    ("to", "status"),
    [
        pytest.param("s9 0", 404, id="no-such-stage"),
        pytest.param("s1", 422, id="no-place"),
        pytest.param("s1 -1", 422, id="before-the-first"),
    ],
)
def test_what_is_no_move_is_refused(visit, staged, to, status):
    post(visit, MOVES, {"to": to}, status=status)

    assert shown()[0] == ["s1", "s2", "s3"]


@pytest.mark.parametrize(("place", "at"), [("0", 0), ("1", 1), ("3", 3)], ids=["first", "between", "last"])
def test_a_stage_is_added_where_it_is_wanted(visit, staged, place, at):
    page = visit(NEW, as_="chidi")

    for _click in range(2):
        post(visit, NEW, sent_all(page, stage_fr="Observer", stage_en="Observe", place=place))

    assert [one.title.en for one in stored().stages].index("Observe") == at
    assert shown()[1] == ["C1", "C2", "C3"]
    assert len(shown()[0]) == 4


def test_a_stage_without_a_title_is_told(visit, staged):
    answer = post(visit, NEW, sent_all(visit(NEW, as_="chidi"), stage_fr="Observer"), status=422)

    assert answer.problems() == ["Enter a title."]


@pytest.mark.parametrize("address", [MOVES, NEW])
def test_who_may_not_write_may_not_touch_stages(visit, staged, address):
    post(visit, address, {"to": "s1 1"}, status=403, as_="farid")


def test_a_stage_of_a_path_without_stages_takes_nothing_in(visit, draft):
    draft()

    post(visit, NEW, sent_all(visit(NEW, as_="chidi"), stage_fr="Observer", stage_en="Observe"))

    assert {one.stage for one in stored().components} == {""}
