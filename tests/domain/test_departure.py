"""Whether what differs fits the kind of change it is called (domain.md §2.9)."""

import pytest

from curriculum.domain.departure import asked_anew, beyond_words
from curriculum.domain.sheets import compare

OUTCOME = {"key": "O1", "code": "O1", "text": {"fr": "Lire", "en": "Read"}, "weight": 60, "critical": True}
OTHER = {"key": "O2", "code": "O2", "text": {"fr": "Dire", "en": "Say"}, "weight": 40, "critical": False}
PART = {"key": "C1", "code": "C1", "module": ["BOR-101", 1], "rule": {}}
BEFORE = {
    "title": {"fr": "Titre", "en": "Title"},
    "hours": {"contact": 800},
    "outcomes": [OUTCOME, OTHER],
    "components": [PART],
    "reviewers": [],
    "change_note": None,
    "legal_instruments": [],
}


@pytest.mark.parametrize(
    ("changed", "beyond", "anew"),
    [
        pytest.param({}, [], [], id="nothing"),
        pytest.param({"title": {"fr": "Titre", "en": "Heading"}}, [], [], id="words"),
        pytest.param({"outcomes": [OTHER, OUTCOME]}, [], [], id="order only"),
        pytest.param({"change_note": {"fr": "a", "en": "b"}}, [], [], id="the note of the change"),
        pytest.param({"legal_instruments": ["LOI-1"]}, [], [], id="law stands beside"),
        pytest.param({"reviewers": [{"key": "R1", "name": "A"}]}, [], [], id="a reader asks nothing"),
        pytest.param({"hours": {"contact": 900}}, ["hours.contact"], [], id="hours"),
        pytest.param({"outcomes": [OUTCOME | {"critical": False}, OTHER]}, ["critical"], [], id="critical"),
        pytest.param({"outcomes": [OUTCOME]}, [""], ["O2"], id="an outcome less"),
        pytest.param({"components": [PART, PART | {"key": "C2"}]}, [""], ["C2"], id="a component more"),
        pytest.param({"components": [PART | {"module": ["BOR-101", 2]}]}, ["module"], [], id="newer module"),
    ],
)
def test_what_a_kind_of_change_may_not_hold(changed, beyond, anew):
    found = compare(BEFORE, BEFORE | changed)

    assert [one.field for one in beyond_words(found)] == beyond
    assert [one.key for one in asked_anew(found)] == anew
