import pytest

from curriculum.domain.groups import GroupRule, group

OPTIONS = ("a", "b", "c")


@pytest.mark.parametrize(
    ("rule", "choose", "numbers"),
    [
        pytest.param(GroupRule.AT_LEAST, 2, (2, 3), id="more-than-n-may-count"),
        pytest.param(GroupRule.ALL, 1, (3, 3), id="choose-says-nothing-of-all"),
        pytest.param(GroupRule.AT_MOST, 2, (1, 2), id="one-is-enough-two-at-most"),
        pytest.param(GroupRule.EXACTLY_ONE, 3, (1, 1), id="the-others-never-count"),
        pytest.param(GroupRule.CREDITS, 1, (0, 3), id="credits-ask-for-no-number"),
    ],
)
def test_rule_says_how_many_options_count(rule: GroupRule, choose: int, numbers: tuple[int, int]) -> None:
    made = group(rule, OPTIONS, choose)

    assert (made.least, made.most) == numbers


@pytest.mark.parametrize("rule", list(GroupRule))
def test_every_rule_is_met_by_all_options_together(rule: GroupRule) -> None:
    assert group(rule, OPTIONS, credits_=(300, dict.fromkeys(OPTIONS, 100))).suffices(OPTIONS)


@pytest.mark.parametrize(
    ("exclusive", "families"),
    [
        pytest.param((), (("a",), ("b",), ("c",)), id="nothing-excludes"),
        pytest.param((("a", "b"),), (("a", "b"), ("c",)), id="two-exclude-each-other"),
        pytest.param((("a", "b"), ("b", "c")), (("a", "b", "c"),), id="by-way-of-a-third"),
        pytest.param((("a", "c"), ("b", "c")), (("a", "b", "c"),), id="the-last-joins-two"),
        pytest.param((("a", "x"),), (("a",), ("b",), ("c",)), id="a-rival-outside-says-nothing"),
    ],
)
def test_options_that_exclude_each_other_are_one_family(
    exclusive: tuple[tuple[str, ...], ...], families: tuple[tuple[str, ...], ...]
) -> None:
    assert group(GroupRule.ALL, OPTIONS, exclusive=exclusive).families == families


def test_best_of_a_family_counts_and_no_more_than_most() -> None:
    made = group(GroupRule.AT_MOST, ("a", "b", "c", "d"), 2, exclusive=(("a", "b"),))

    assert made.picked(("b", "a", "d", "c")) == ("b", "d")


def test_credits_of_another_category_count_for_nothing() -> None:
    made = group(GroupRule.CREDITS, OPTIONS, credits_=(250, {"a": 150, "b": 100}))

    assert made.earned(OPTIONS) == 250
    assert made.richest(OPTIONS) == ("a", "b")
    assert made.suffices(("a", "b"))
    assert not made.suffices(("a", "c"))


def test_credits_are_asked_by_the_rule_of_credits_alone() -> None:
    assert group(GroupRule.AT_LEAST, OPTIONS, credits_=(250, {"a": 1})).credits == 0


def test_what_is_no_option_helps_nobody() -> None:
    assert not group(GroupRule.AT_LEAST, OPTIONS, 2).suffices(("a", "x", "y"))
