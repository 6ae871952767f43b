"""What a version takes over from the one before: proposed by descent, decided or refused on a page."""

from dataclasses import replace
from datetime import date

import pytest

from curriculum.audit import queries as trail
from curriculum.catalogue import carrying, engine, queries, service, top_ups
from curriculum.catalogue.models import EquivalenceDegree
from curriculum.db import Bilingual, db, transaction
from curriculum.domain.refusals import RefusalCode
from tests.factories.catalogue import make_module, make_theme, outcome, published
from tests.refusing import refused

pytestmark = pytest.mark.database

PAGE = "/training/modules/BOR-102/2/equivalences"


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def versions(cast):
    """Two outcomes in version 1; version 2, published, has a third."""
    with transaction():
        module = make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))
        first = published(module, cast.chidi, cast.farid)
        more = (outcome(50, critical=True), outcome(30), outcome(20))
        second = published(module, cast.chidi, cast.farid, *more, teach_out_until=date(2027, 12, 31))
    return queries.version(first.id), queries.version(second.id)


def lines(versions):
    """Target, source, degree of each line proposed."""
    return [
        (
            one.target.code.rpartition(".")[2],
            one.source and one.source.code.rpartition(".")[2],
            one.line and one.line.degree.value,
        )
        for one in carrying.proposals(queries.version(versions[1].id))
    ]


TOP_UP = ("top_up", "top_up_en", "top_up_fr")
RETEST = ("retest_80", "new assessment, 80 %", "nouvelle évaluation, 80 %")
SAID = Bilingual(RETEST[2], RETEST[1])
OPEN = [("O1", "O1", None), ("O2", "O2", None), ("O3", None, None)]


def send(visit, versions, decided, *, as_="chidi", status=303, reason="", sources=None):
    """The whole form; what is not named stays open, sources are as proposed unless named."""
    data = {"reason": reason}
    for one in carrying.proposals(queries.version(versions[1].id)):
        code, key = one.target.code.rpartition(".")[2], one.target.id
        degree, *said = decided.get(code, ("", ""))
        source = one.source.id if one.source else ""
        data |= {f"degree_{key}": degree}
        data |= {f"{name}_{key}": word for name, word in zip(TOP_UP, said, strict=False)}
        data[f"source_{key}"] = (sources or {}).get(code, source)
    return visit(PAGE, as_=as_, method="POST", data=data, status=status)


def test_outcomes_are_proposed_by_their_place(versions):
    assert lines(versions) == OPEN
    assert carrying.before(versions[0]) is None


def test_degrees_are_proposed_by_key_and_by_the_same_words(versions):
    degrees = [one.degree for one in carrying.proposals(queries.version(versions[1].id))]

    # O2 weighs less than it did, so nobody but its owner can say what it carries.
    assert degrees == [EquivalenceDegree.FULL, None, EquivalenceDegree.NONE]


def test_whole_table_is_decided_in_one_form(visit, versions):
    decided = {
        "O1": ("full", ""),
        "O2": ("none", ""),
        "O3": ("none", "faces_4h", "faces, 4 hours", "visages, 4 heures"),
    }
    send(visit, versions, decided, reason="Another competence altogether")

    assert lines(versions) == [("O1", "O1", "full"), ("O2", "O2", "none"), ("O3", None, "none")]
    page = visit(PAGE, as_="farid")
    assert [row[3].split("Chidi")[0].strip() for row in page.rows()] == [
        "In full",
        "Not at all: new matter",
        "Not at all: new matter: faces, 4 hours faces_4h",
    ]
    assert page.all("select") == []


def test_refusal_is_told_with_its_reason(visit, versions):
    send(visit, versions, {"O2": ("none", "")}, reason="Another competence altogether")

    [line] = [one.line for one in carrying.proposals(queries.version(versions[1].id)) if one.line]
    told = [(one.event, one.reason) for one in trail.of_object("equivalence", line.id)]
    assert told == [("equivalence:refused", "Another competence altogether")]


def test_line_is_decided_anew_with_a_reason_and_the_older_one_is_kept(visit, versions):
    send(visit, versions, {"O2": ("full", "")})
    anew = {"O2": ("partial", *RETEST)}
    assert send(visit, versions, anew, status=422).problems() != []
    send(visit, versions, anew, reason="The threshold was raised")

    second = queries.version(versions[1].id)
    assert lines(versions)[1] == ("O2", "O2", "partial")
    assert [one.degree.value for one in carrying.earlier(second)] == ["full"]
    assert [(one.degree.value, one.top_up) for one in engine.equivalences_to([second.id])] == [
        ("partial", "retest_80")
    ]
    assert "Earlier decisions" in visit(PAGE, as_="chidi").text


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "new assessment, 80 % retest_80"), ("fr", "nouvelle évaluation, 80 % retest_80")],
)
def test_top_up_is_read_in_words_with_its_code_beside(visit, versions, lang, said):
    send(visit, versions, {"O2": ("partial", *RETEST)})

    assert said in visit(PAGE, as_="farid", lang=lang).rows()[1][3]


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

    assert top_ups.say(top_ups.words_of({"retest_80"}), outcome, "retest_80") == said


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


def test_another_forerunner_replaces_the_line(visit, versions):
    first, second = versions
    other = {"O2": first.outcomes[0].id}
    send(visit, versions, {"O2": ("full", "")})
    send(visit, versions, {"O2": ("full", "")}, sources=other, reason="A slip")

    assert lines(versions)[1] == ("O2", "O1", "full")
    assert [one.code for one in carrying.left_behind(queries.version(second.id))] == ["BOR-102.v1.O2"]


def test_same_table_sent_twice_changes_nothing(visit, versions):
    for _ in range(2):
        send(visit, versions, {"O1": ("full", ""), "O3": ("none", "")})

    assert carrying.earlier(queries.version(versions[1].id)) == []


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        pytest.param("O1", ("none", ""), id="I-17-refusal-without-a-reason"),
        pytest.param("O1", ("partial", ""), id="part-without-a-top-up"),
        pytest.param("O1", ("partial", "retest_80"), id="top-up-without-words"),
        pytest.param("O1", ("partial", *RETEST[:2]), id="top-up-in-one-language-only"),
        pytest.param("O1", ("none", "retest_80", "new", ""), id="new-matter-in-one-language-only"),
        pytest.param("O1", ("half", ""), id="no-such-degree"),
    ],
)
def test_incomplete_decision_comes_back(visit, versions, target, sent):
    page = send(visit, versions, {target: sent, "O3": ("none", "")}, status=422)

    assert page.problems() != []
    assert lines(versions) == OPEN


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


@pytest.mark.parametrize("who", ["farid", "ines"])
def test_others_read_and_do_not_decide(visit, versions, who):
    assert visit(PAGE, as_=who).all("select") == []

    send(visit, versions, {"O1": ("full", "")}, as_=who, status=403)
    assert lines(versions) == OPEN


def test_line_is_decided_once_unless_it_replaces(cast, versions):
    first, second = versions
    line = {"target_id": second.outcomes[0].id, "source_id": first.outcomes[0].id}
    with transaction():
        service.decide_equivalence(cast.chidi, degree=EquivalenceDegree.FULL, **line)

    again = {"degree": EquivalenceDegree.PARTIAL, "top_up": "retest_80", "top_up_text": SAID, **line}
    refused(RefusalCode.ALREADY_EXISTS, service.decide_equivalence, cast.chidi, **again)
    db.session.rollback()


def test_line_from_another_outcome_is_shown_in_the_table(visit, cast, versions):
    first, second = versions
    line = {"target_id": second.outcomes[2].id, "source_id": first.outcomes[0].id}
    with transaction():
        part = {"degree": EquivalenceDegree.PARTIAL, "top_up": "retest_80", "top_up_text": SAID}
        service.decide_equivalence(cast.chidi, **part, **line)

    # The table has room for one forerunner; what it shows is this one, decided.
    assert lines(versions)[2] == ("O3", "O1", "partial")
    assert visit(PAGE, as_="farid").rows()[2][2] == "O1 Do it"


def test_first_version_takes_nothing_over(visit, versions):
    assert (
        "This is the first version of the module."
        in visit("/training/modules/BOR-102/1/equivalences", as_="chidi").text
    )


@pytest.fixture
def circle(cast, versions):
    """What version 2 takes over from version 1, version 1 takes over from version 2."""
    first, second = (one.outcomes[0] for one in versions)
    with transaction():
        for source, target in ((first, second), (second, first)):
            service.decide_equivalence(
                cast.chidi, target_id=target.id, source_id=source.id, degree=EquivalenceDegree.FULL
            )


CIRCLE = "in a circle: BOR-102.v2.O1 ← BOR-102.v1.O1 ← BOR-102.v2.O1."


def test_a_circle_of_outcomes_is_told_where_it_is_decided(visit, circle):
    assert CIRCLE in visit(PAGE, as_="chidi").text


def test_a_circle_of_outcomes_is_told_in_the_form_of_the_module(visit, circle):
    assert CIRCLE in visit("/training/modules/BOR-102/draft", as_="chidi").text


def test_no_circle_is_told_where_a_line_was_decided_anew(visit, cast, versions, circle):
    first, second = (one.outcomes[0] for one in versions)
    line = queries.find_equivalence(second.id, first.id)
    with transaction():
        service.decide_equivalence(
            cast.chidi,
            target_id=first.id,
            source_id=second.id,
            degree=EquivalenceDegree.NONE,
            reason="It was a mistake",
            instead_of=line.id,
        )

    assert carrying.circles(queries.version(versions[1].id)) == []
    assert "in a circle" not in visit(PAGE, as_="chidi").text
