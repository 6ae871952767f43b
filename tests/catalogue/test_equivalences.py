"""What a version takes over from the one before: proposed by descent, decided or refused on a page."""

import pytest

from curriculum.audit import queries as trail
from curriculum.catalogue import carrying, engine, queries, service
from curriculum.catalogue.models import EquivalenceDegree
from curriculum.db import db, transaction
from curriculum.domain.refusals import RefusalCode
from tests.catalogue.table import PAGE, RETEST, SAID, lines, send
from tests.refusing import refused

pytestmark = pytest.mark.database

OPEN = [("O1", "O1", None), ("O2", "O2", None), ("O3", None, None)]


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
