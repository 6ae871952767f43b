"""Top-ups: in words and under a code, wherever something carries in part or is new (J5.3)."""

from dataclasses import replace
from datetime import date

import pytest

from curriculum.catalogue import carrying, queries, service, top_ups
from curriculum.catalogue.models import EquivalenceDegree
from curriculum.db import Bilingual, transaction
from curriculum.domain.migration import Bridge
from curriculum.domain.missing import MissingCode
from curriculum.domain.refusals import RefusalCode
from tests.catalogue.table import PAGE, RETEST, SAID, lines, send
from tests.factories.catalogue import outcome, published
from tests.refusing import refused

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "new assessment, 80 % retest_80"), ("fr", "nouvelle évaluation, 80 % retest_80")],
)
def test_top_up_is_read_in_words_with_its_code_beside(visit, versions, lang, said):
    send(visit, versions, {"O2": ("partial", *RETEST)})

    assert said in visit(PAGE, as_="farid", lang=lang).rows()[1][3]


def test_page_says_what_other_words_under_the_same_code_mean(visit, versions):
    warned = "Other words under the same code: who passed the former goes on counting"
    assert visit(PAGE, as_="chidi").text.count(warned) == 0

    send(visit, versions, {"O2": ("partial", *RETEST)})
    assert visit(PAGE, as_="chidi").text.count(warned) == 1


@pytest.mark.parametrize(
    ("target", "degree", "english", "code"),
    [
        pytest.param("O2", "partial", RETEST[1], "new_assessment_80", id="of-its-english-words"),
        pytest.param("O2", "partial", "80 %", "80", id="of-a-number-where-nothing-else-is-plain"),
        pytest.param("O2", "partial", "面談", "top_up_o2", id="of-its-outcome-where-no-letter-is-plain"),
        pytest.param("O3", "none", "面談", "top_up_o3", id="new-matter-keeps-its-words-under-a-code-too"),
    ],
)
def test_code_of_a_top_up_is_made_where_none_is_given(visit, versions, target, degree, english, code):
    send(visit, versions, {target: (degree, "", english, RETEST[2])})

    line = next(one.line for one in carrying.proposals(queries.version(versions[1].id)) if one.line)
    assert (line.top_up, line.top_up_text) == (code, Bilingual(RETEST[2], english))


EXAM = Bilingual("examen écrit", "written exam")
PRACTICE = Bilingual("épreuve pratique", "practical test")


@pytest.fixture
def third(versions, cast):
    """Version 3 of the module: a new outcome stands before the two of version 1."""
    fresh = replace(outcome(20, critical=True), key="new")
    more = (fresh, replace(outcome(50), key="O1"), replace(outcome(30), key="O2"))
    with transaction():
        module = queries.find_module("BOR-102")
        published(module, cast.chidi, cast.farid, *more, teach_out_until=date(2028, 12, 31))


@pytest.mark.usefixtures("third")
@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        pytest.param("BOR-102.v2.O1", EXAM.en, id="where-it-is-asked"),
        pytest.param("BOR-102.v2.O2", PRACTICE.en, id="where-another-one-is-asked"),
        pytest.param("BOR-102.v3.O2", EXAM.en, id="in-a-later-version-by-its-key-and-not-by-its-number"),
        pytest.param("BOR-102.v3.O3", PRACTICE.en, id="of-two-outcomes-each-by-its-own-line"),
        pytest.param("BOR-102.v3.O1", PRACTICE.en, id="by-the-last-line-where-no-line-is-its-own"),
        pytest.param("ADV-101.v1.O2", "retest_80", id="another-module-may-mean-another-one"),
    ],
)
def test_top_up_is_said_in_the_words_of_its_module(visit, versions, outcome, said):
    for target, words in (("O1", EXAM), ("O2", PRACTICE)):
        send(visit, versions, {target: ("partial", "retest_80", words.en, words.fr)})

    gap = Bridge(MissingCode.TOP_UP_DUE, outcome, "retest_80", 0, 1)
    assert top_ups.said_of([gap])(gap) == said


def test_other_words_are_decided_anew_and_what_carries_in_full_asks_for_none(visit, versions):
    send(visit, versions, {"O2": ("partial", *RETEST)})
    send(visit, versions, {"O2": ("partial", "retest_80", "an interview", "un entretien")}, reason="Law")
    send(visit, versions, {"O2": ("full", *RETEST)}, reason="Read again")

    second = queries.version(versions[1].id)
    assert {(one.top_up, one.top_up_text) for one in carrying.earlier(second)} == {
        ("retest_80", Bilingual("un entretien", "an interview")),
        ("retest_80", SAID),
    }
    line = carrying.proposals(second)[1].line
    assert (line.degree, line.top_up, line.top_up_text) == (EquivalenceDegree.FULL, None, None)


def test_line_restored_without_words_does_not_stand_in_the_way_of_others(visit, versions):
    send(visit, versions, {"O2": ("partial", *RETEST)})
    with transaction():
        carrying.proposals(queries.version(versions[1].id))[1].line.top_up_text = None
    send(visit, versions, {"O1": ("full", ""), "O2": ("partial", "retest_80")})

    assert lines(versions)[:2] == [("O1", "O1", "full"), ("O2", "O2", "partial")]
    assert visit(PAGE, as_="farid").rows()[1][3].startswith("In part, with a top-up retest_80")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("retest_80", SAID, id="code-and-words"),
        pytest.param("retest_80", None, id="code-alone"),
        pytest.param(None, SAID, id="words-alone"),
    ],
)
def test_what_carries_in_full_takes_no_top_up(cast, versions, code, text):
    first, second = versions
    line = {"target_id": second.outcomes[1].id, "source_id": first.outcomes[1].id}
    line |= {"degree": EquivalenceDegree.FULL, "top_up": code, "top_up_text": text}

    refusal = refused(RefusalCode.VALUE_INVALID, service.decide_equivalence, cast.chidi, **line)
    assert refusal.facts["field"] == "top_up"


@pytest.mark.parametrize(
    ("degree", "code", "text", "field"),
    [
        pytest.param("none", None, SAID, "top_up", id="words-without-a-code-are-named-by-no-result"),
        pytest.param("partial", " ", SAID, "top_up", id="a-blank-code"),
        pytest.param("partial", "retest_80", Bilingual(" ", SAID.en), "top_up_text", id="blank-in-french"),
        pytest.param("none", "retest_80", Bilingual(SAID.fr, " "), "top_up_text", id="blank-in-english"),
    ],
)
def test_top_up_has_a_code_and_words(cast, versions, degree, code, text, field):
    first, second = versions
    line = {"target_id": second.outcomes[1].id, "source_id": first.outcomes[1].id, "reason": "Law"}
    line |= {"degree": EquivalenceDegree(degree), "top_up": code, "top_up_text": text}

    refusal = refused(RefusalCode.VALUE_MISSING, service.decide_equivalence, cast.chidi, **line)
    assert refusal.facts["field"] == field


def test_line_restored_in_full_with_a_top_up_is_not_decided_anew(visit, versions):
    send(visit, versions, {"O2": ("full", "")})
    with transaction():
        line = carrying.proposals(queries.version(versions[1].id))[1].line
        line.top_up, line.top_up_text = "retest_80", SAID
    send(visit, versions, {"O1": ("full", ""), "O2": ("full", *RETEST)})

    assert lines(versions)[:2] == [("O1", "O1", "full"), ("O2", "O2", "full")]
    assert carrying.earlier(queries.version(versions[1].id)) == []
