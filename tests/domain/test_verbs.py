"""Verbs that can be seen, by level of Bloom, in both languages; advice and no law."""

import json
from pathlib import Path

import pytest

from curriculum import demo
from curriculum.domain.verbs import Bloom, Doubt, Verb, examined, known, leading

VELMARIA = json.loads((Path(demo.__file__).parent / "data" / "demo-curriculum.json").read_text())
OUTCOMES = [outcome for module in VELMARIA["modules"] for outcome in module["outcomes"]]

FIRST = [
    pytest.param("Examine a passport", "en", "examine", id="plain"),
    pytest.param("To examine a passport", "en", "examine", id="with-to"),
    pytest.param("The learner is able to examine a passport", "en", "examine", id="is-able-to"),
    pytest.param("Be able to compare faces", "en", "compare", id="be-able-to"),
    pytest.param("“Examine” a passport", "en", "examine", id="in-quotes"),
    pytest.param("Co-deliver a session", "en", "co-deliver", id="hyphen"),
    pytest.param("Évaluer un risque", "fr", "évaluer", id="accent"),
    pytest.param("E\u0301valuer un risque", "fr", "évaluer", id="accent-apart"),
    pytest.param("Être capable d’examiner un passeport", "fr", "examiner", id="capable-d"),
    pytest.param("Être en mesure de comparer", "fr", "comparer", id="en-mesure-de"),
    pytest.param("S'orienter dans la loi", "fr", "orienter", id="reflexive"),
    pytest.param("  ", "fr", "", id="blank"),
    pytest.param("…?!", "en", "", id="no-word"),
]


@pytest.mark.parametrize(("text", "language", "word"), FIRST)
def test_the_verb_an_outcome_begins_with(text, language, word):
    assert leading(text, language) == word


DOUBTS = [
    pytest.param("Examine a passport", "en", Bloom.ANALYSE, None, id="as-the-level-says"),
    pytest.param("Design a session", "en", Bloom.APPLY, None, id="more-than-the-level-says"),
    pytest.param("Examine a passport", "en", None, None, id="no-level"),
    pytest.param("Understand the law", "en", Bloom.UNDERSTAND, Doubt.VAGUE, id="understand"),
    pytest.param("Know the law", "en", Bloom.REMEMBER, Doubt.VAGUE, id="know"),
    pytest.param("Be aware of risks", "en", Bloom.APPLY, Doubt.VAGUE, id="be-aware"),
    pytest.param("Connaître la loi", "fr", Bloom.REMEMBER, Doubt.VAGUE, id="connaître"),
    pytest.param("Comprendre la loi", "fr", Bloom.UNDERSTAND, Doubt.VAGUE, id="comprendre"),
    pytest.param("Se familiariser avec la loi", "fr", Bloom.APPLY, Doubt.VAGUE, id="se-familiariser"),
    pytest.param("List the documents", "en", Bloom.EVALUATE, Doubt.TOO_LOW, id="list-to-evaluate"),
    pytest.param("Énumérer les pièces", "fr", Bloom.CREATE, Doubt.TOO_LOW, id="énumérer-to-create"),
    pytest.param("Passports of ten countries", "en", Bloom.APPLY, Doubt.UNKNOWN, id="no-verb"),
    pytest.param("فحص جواز السفر", "fr", Bloom.APPLY, Doubt.UNKNOWN, id="another-script"),
]


@pytest.mark.parametrize(("text", "language", "level", "doubt"), DOUBTS)
def test_what_is_doubtful_about_a_verb(text, language, level, doubt):
    assert examined(text, language, level) == Verb(leading(text, language), doubt)


def test_nothing_written_is_no_doubt():
    assert examined(" ", "en", Bloom.APPLY) is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nobody_doubts_velmaria(language):
    found = [examined(one["text"][language], language, Bloom(one["bloom"])) for one in OUTCOMES]

    assert len(found) == 141
    assert [one for one in found if one is None or one.doubt] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_verb_of_the_list_is_doubted(language):
    words = known(language)

    assert len(words) > 250
    assert [word for word in words if examined(word, language, Bloom.REMEMBER) != Verb(word, None)] == []
