"""Every check, detail and answer has its words in each language, and nothing is said that cannot be found."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import certificates
from certificates import Answer, Finding, Outcome
from certificates.errors import StatementError
from certificates.parties import Function
from certificates.verifying import sayings
from certificates.verifying.report import conclude, failed, passed
from certificates.verifying.sayings import LANGUAGES, findings_in, meaning_of, say, word_for, words
from tests.certificates.conftest import AT

SOURCES = Path(certificates.__file__).parent / "verifying"
MAKERS = {"passed": (1,), "failed": (1,), "unknown": (1,), "judged": (2, 3)}
"""Where a finding is made: which arguments are details; the first is always the check."""
TYPING = re.compile(r"['\"“”]| [:;?!»]|« |\.\.\.|\s$|^\s|révoqu")
"""Straight quotes and plain spaces where French has its own; révoqué is another thing (domain.md §7)."""


def calls() -> list[tuple[str, ast.Call]]:
    trees = [ast.parse(path.read_text("utf-8")) for path in SOURCES.rglob("*.py")]
    found = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(node.func.id, node) for node in found if getattr(node.func, "id", None) in MAKERS]


def texts(node: ast.expr) -> set[str]:
    """The texts an argument may be: a constant, or both arms of a choice."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def codes(kind: type[Exception]) -> set[str]:
    return {kind.code} | {code for each in kind.__subclasses__() for code in codes(each)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_detail_has_its_sentence(language: str) -> None:
    said = {text for name, call in calls() for at in MAKERS[name] for text in texts(call.args[at])}

    assert len(said) > 60
    assert (said | codes(StatementError)) - words(language)["details"].keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_its_name_and_its_help(language: str) -> None:
    plain = {text for _name, call in calls() for text in texts(call.args[0])}
    both = ("signature", "modification", "timestamp", "chain", "revocation", "seal", "mandate")
    checks = plain | {f"{one}_{function}" for one in both for function in Function} | {"timestamp_archive"}

    assert checks == set(words(language)["checks"])
    assert {check.partition("_")[0] for check in checks} - {"trust"} == set(words(language)["help"])


def test_languages_say_the_same_things() -> None:
    one, other = (words(language) for language in LANGUAGES)

    assert {part: set(one[part]) for part in one} == {part: set(other[part]) for part in other}


def test_french_is_typed_as_french() -> None:
    flat = [text for part in words("fr").values() for value in part.values() for text in _leaves(value)]

    assert len(flat) > 150
    assert [text for text in flat if TYPING.search(text)] == []


def _leaves(value: str | dict[str, str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value.values())


@pytest.mark.parametrize("language", [*LANGUAGES, "ar"])
def test_answers_and_outcomes_havewords(language: str) -> None:
    assert all(word_for(answer, language) and meaning_of(answer, language) for answer in Answer)
    assert len({word_for(outcome, language) for outcome in Outcome}) == 3


def test_a_failed_check_says_what_to_do() -> None:
    found = [passed("digest", "registered_file"), failed("digest", "other_file", Answer.ALTERED)]

    good, bad = findings_in(conclude(found, AT, None), "en")

    assert (good.help, bad.help) == ("", "Do not rely on this file; take the one that the issuer hands out.")
    assert (bad.title, bad.word, bad.sentence) == (
        "Sealed file",
        "Not in order",
        "Not the registered file.",
    )


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        pytest.param("hours", "They do not say the same. (hours)", id="a claim with a word"),
        pytest.param("1/2", "They do not say the same. (1/2)", id="a number"),
    ],
)
def test_what_a_finding_speaks_of_is_named(about: str, sentence: str) -> None:
    assert say(failed("agreement", "credential_differs", Answer.ALTERED, about), "en").sentence == sentence


def test_codes_without_words_are_shown_as_they_are() -> None:
    said = say(Finding("gizmo", Outcome.PASSED, "whirring"), "fr")

    assert (said.title, said.sentence, said.word) == ("gizmo", "whirring", "En ordre")
    assert sayings.LANGUAGES == ("fr", "en")
