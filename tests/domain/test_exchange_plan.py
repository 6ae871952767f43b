"""What becomes of each object of a file; as values, without a database."""

import pytest

from curriculum.domain.exchange import Entry, Kind, Name, Need
from curriculum.domain.exchange_plan import Fate, Why, plan


def module(code="BOR-901", **data):
    return Entry(Kind.MODULE, code, "$", {"code": code, "theme": "T9", "versions": [], **data}, ())


def version(number, state="published", title="T", owner="BOR-901"):
    data = {"version": number, "stood": {"state": state}, "content": {"title": title}}
    need = Need(Name(Kind.MODULE, owner), "$")
    return Entry(Kind.MODULE_VERSION, f"{owner} v{number}", "$", data, (need,), (), owner)


def fates(wanted, here=(), *, restores=False, may=lambda entry: True):
    return [(line.fate, line.why) for line in plan(wanted, here, restores=restores, may=may)]


NEW, CHANGED, EQUAL = (Fate.NEW, None), (Fate.CHANGED, None), (Fate.EQUAL, None)


@pytest.mark.parametrize(
    ("wanted", "here", "restores", "fate"),
    [
        pytest.param([version(1)], [], False, NEW, id="nothing here"),
        pytest.param([version(1)], [version(1)], True, EQUAL, id="equal"),
        pytest.param([version(1, "draft")], [version(1)], False, EQUAL, id="states are not compared"),
        pytest.param(
            [version(1, "draft")], [version(1)], True, (Fate.LEFT, Why.STANDS_DIFFERENTLY), id="never back"
        ),
        pytest.param([version(1, "superseded")], [version(1)], True, CHANGED, id="a step further"),
        pytest.param([version(1, title="U")], [version(1, "draft")], False, CHANGED, id="draft written anew"),
        pytest.param(
            [version(1)], [version(1, "draft")], True, CHANGED, id="draft published by the operator"
        ),
        pytest.param(
            [version(1, title="U")], [version(1)], True, (Fate.REFUSED, Why.PUBLISHED_DIFFERS), id="I-06"
        ),
        pytest.param(
            [version(1, title="U")],
            [version(1, "in_review")],
            True,
            (Fate.REFUSED, Why.UNDER_REVIEW),
            id="under review",
        ),
        pytest.param(
            [version(2)], [version(1, "draft")], False, (Fate.LEFT, Why.OPEN_HERE), id="one open version"
        ),
        pytest.param([version(1)], [version(2)], False, (Fate.LEFT, Why.EARLIER), id="history"),
        pytest.param(
            [version(2)], [version(1)], True, (Fate.REFUSED, Why.ANOTHER_PUBLISHED), id="two published"
        ),
    ],
)
def test_fate_of_a_version(wanted, here, restores, fate):
    assert fates([module(), *wanted], [module(), *here] if here else [], restores=restores)[-1] == fate


def test_what_does_not_come_in_keeps_back_what_needs_it():
    lines = fates([module(), version(1)], may=lambda entry: entry.kind is not Kind.MODULE)

    assert lines == [(Fate.LEFT, Why.NOT_PERMITTED), (Fate.LEFT, Why.NEEDS)]


def test_same_code_with_other_details_stays():
    assert fates([module(theme="T1")], [module()]) == [(Fate.LEFT, Why.DIFFERS_HERE)]


def test_of_several_versions_the_published_one_comes_in():
    lines = fates([module(), version(1, "superseded"), version(2), version(3, "draft")])

    assert lines == [NEW, (Fate.LEFT, Why.EARLIER), NEW, (Fate.LEFT, Why.EARLIER)]


def test_same_words_under_another_code_are_another_version():
    """Somebody begins a module by hand from one that is here: it came in without its version."""
    here = [module(), version(1)]
    added = [module("BOR-902"), version(1, owner="BOR-902")]

    assert [fate for fate, _why in fates([*here, *added], here)] == [
        *(Fate.EQUAL, Fate.EQUAL),
        *(Fate.NEW, Fate.NEW),
    ]
