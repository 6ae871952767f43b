"""Every closed list the reader may meet has its words, every refusal its sentence (I-17)."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable
from enum import StrEnum

import pytest

import curriculum.domain
from curriculum.domain.permissions import Permission
from curriculum.domain.powers import Reach
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import CaseRole, Conflict, Part
from curriculum.labels import LABELS, SENTENCES, sentence
from curriculum.labels.nouns import NOUNS
from tests.house.reading import parsed, sources

NEVER_SHOWN = {Permission, Reach, RefusalCode}
"""Codes for programmers: a reader meets grounds, roles and sentences instead."""


def _closed_lists() -> set[type[StrEnum]]:
    names = [one.name for one in pkgutil.walk_packages(curriculum.domain.__path__, "curriculum.domain.")]
    members = [one for name in names for one in vars(importlib.import_module(name)).values()]
    return {one for one in members if isinstance(one, type) and issubclass(one, StrEnum)} - {StrEnum}


def test_every_closed_list_of_the_core_has_words():
    assert _closed_lists() - NEVER_SHOWN - LABELS.keys() == set()


@pytest.mark.parametrize("kind", sorted(LABELS, key=str), ids=str)
def test_every_member_has_a_word(kind):
    assert set(LABELS[kind]) == set(kind)


def test_every_refusal_has_a_sentence_whatever_its_facts():
    assert set(SENTENCES) == set(RefusalCode)
    assert all(sentence(Refusal(code)).endswith(".") for code in RefusalCode)


def test_wordings_stand_from_most_telling_to_plainest():
    facts = {code: [len(re.findall(r"%\(\w+\)s", str(one))) for one in SENTENCES[code]] for code in SENTENCES}

    assert {code: count for code, count in facts.items() if count != sorted(count, reverse=True)} == {}


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        pytest.param(
            Refusal(RefusalCode.NOT_FOUND, object="unit", code="MINT-X"), "unit with the code MINT-X"
        ),
        pytest.param(Refusal(RefusalCode.NOT_FOUND, object="unit", code=""), "This unit was not found"),
        pytest.param(Refusal(RefusalCode.NOT_PERMITTED, ground="not_assigned"), "was not given to you"),
        pytest.param(
            Refusal(
                RefusalCode.CONFLICT_OF_INTEREST,
                role=CaseRole.DECIDER,
                conflicts=(Conflict(CaseRole.DECIDER, Part.TRAINED, "RUN-1"),),
            ),
            "as decision-maker, because the same person trained the candidate (RUN-1)",
        ),
    ],
)
def test_sentence_quotes_the_facts_it_has(refusal, says):
    assert says in sentence(refusal)


def _facts(text: str) -> dict[str, set[str]]:
    """What a module writes out as facts of its refusals."""
    calls = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Call)]
    given = [one for call in calls if ast.unparse(call.func).endswith("Refusal") for one in call.keywords]
    said: dict[str, set[str]] = {}
    for one in given:
        if isinstance(one.value, ast.Constant) and isinstance(one.value.value, str):
            said.setdefault(one.arg or "", set()).add(one.value.value)
    return said


def unspoken(texts: Iterable[str]) -> set[str]:
    """Objects, fields and states that refusals name and no reader has a word for."""
    found = [(name, words) for text in texts for name, words in _facts(text).items() if name in NOUNS]
    return {f"{name}: {word}" for name, words in found for word in words - NOUNS[name].keys()}


def test_every_noun_of_a_refusal_has_a_word():
    assert unspoken(sources("curriculum").values()) == set()


def test_planted_noun_is_named():
    assert unspoken(['raise Refusal(RefusalCode.NOT_FOUND, object="gizmo", code="x")']) == {"object: gizmo"}
