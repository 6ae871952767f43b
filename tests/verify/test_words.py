"""Every check, detail and answer that the checker can give has its words on the public page."""

import ast
from pathlib import Path

import certificates
from certificates import Answer
from certificates.parties import Function
from curriculum.verify import words

SOURCES = Path(certificates.__file__).parent / "verifying"
MAKERS = {"passed": (1,), "failed": (1,), "unknown": (1,), "_judged": (2, 3)}
"""Where a finding is made: which arguments are details; the first is always the check."""


def calls() -> list[tuple[str, ast.Call]]:
    trees = [ast.parse(path.read_text("utf-8")) for path in SOURCES.rglob("*.py")]
    found = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(node.func.id, node) for node in found if getattr(node.func, "id", None) in MAKERS]


def texts(node: ast.expr) -> set[str]:
    """The texts an argument may be: a constant, or both arms of a choice."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_detail_has_its_sentence():
    said = {text for name, call in calls() for at in MAKERS[name] for text in texts(call.args[at])}
    assert len(said) > 25
    assert said - {"nothing_asked"} <= words.DETAILS.keys()


def test_every_check_has_its_name():
    plain = {text for _name, call in calls() for text in texts(call.args[0])}
    each = {f"{one}_{function.value}" for one in ("signature", "chain", "seal") for function in Function}
    assert plain | each <= words.CHECKS.keys()


def test_every_answer_has_its_sentence():
    assert words.SENTENCES.keys() == set(Answer)
