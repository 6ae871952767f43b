"""What a version takes over from the one before: proposed by descent, decided or refused on a page."""

from datetime import date

import pytest

from curriculum.audit import queries as trail
from curriculum.catalogue import carrying, queries, service
from curriculum.catalogue.models import EquivalenceDegree
from curriculum.db import db, transaction
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


OPEN = [("O1", "O1", None), ("O2", "O2", None), ("O3", None, None)]


def send(visit, target, degree, *, as_="chidi", status=303, **more):
    data = {"target": f"BOR-102.v2.{target}", "degree": degree, **more}
    return visit(PAGE, as_=as_, method="POST", data=data, status=status)


def test_outcomes_are_proposed_by_their_place(versions):
    assert lines(versions) == OPEN
    assert carrying.before(versions[0]) is None


def test_lines_are_approved_in_full_in_part_or_refused(visit, versions):
    send(visit, "O1", "full")
    send(visit, "O2", "none", reason="Another competence altogether")
    send(visit, "O3", "none", top_up="facial_comparison_4h")

    assert lines(versions) == [("O1", "O1", "full"), ("O2", "O2", "none"), ("O3", None, "none")]
    page = visit(PAGE, as_="chidi")
    assert [row[3].split("Chidi")[0].strip() for row in page.rows()] == [
        "In full",
        "Not at all: new matter",
        "Not at all: new matter facial_comparison_4h",
    ]
    assert page.all("select") == []


def test_refusal_is_told_with_its_reason(visit, versions):
    send(visit, "O2", "none", reason="Another competence altogether")

    [line] = [one.line for one in carrying.proposals(queries.version(versions[1].id)) if one.line]
    told = [(one.event, one.reason) for one in trail.of_object("equivalence", line.id)]
    assert told == [("equivalence:refused", "Another competence altogether")]


@pytest.mark.parametrize(
    ("target", "sent", "status"),
    [
        pytest.param("O1", {"degree": "none"}, 422, id="I-17-refusal-without-a-reason"),
        pytest.param("O1", {"degree": "partial"}, 422, id="part-without-a-top-up"),
        pytest.param("O9", {"degree": "full"}, 422, id="no-such-outcome"),
        pytest.param("O1", {"degree": "half"}, 422, id="no-such-degree"),
    ],
)
def test_incomplete_decision_comes_back(visit, versions, target, sent, status):
    page = send(visit, target, status=status, **sent)

    assert page.problems() != []
    assert lines(versions) == OPEN


@pytest.mark.parametrize("who", ["farid", "ines"])
def test_others_read_and_do_not_decide(visit, versions, who):
    assert visit(PAGE, as_=who).all("select", name="degree") == []

    send(visit, "O1", "full", as_=who, status=403)
    assert lines(versions) == OPEN


def test_line_is_decided_once(cast, versions):
    first, second = versions
    line = {"target_id": second.outcomes[0].id, "source_id": first.outcomes[0].id}
    with transaction():
        service.decide_equivalence(cast.chidi, degree=EquivalenceDegree.FULL, **line)

    again = {"degree": EquivalenceDegree.PARTIAL, "top_up": "retest_80", **line}
    refused(RefusalCode.ALREADY_EXISTS, service.decide_equivalence, cast.chidi, **again)
    db.session.rollback()


def test_lines_from_elsewhere_are_shown_beside(visit, cast, versions):
    first, second = versions
    line = {"target_id": second.outcomes[2].id, "source_id": first.outcomes[0].id}
    with transaction():
        service.decide_equivalence(cast.chidi, degree=EquivalenceDegree.PARTIAL, top_up="retest_80", **line)

    assert visit(PAGE, as_="chidi").rows(1)[0][:2] == ["O3", "BOR-102.v1.O1 Do it"]


def test_first_version_takes_nothing_over(visit, versions):
    assert (
        "This is the first version of the module."
        in visit("/training/modules/BOR-102/1/equivalences", as_="chidi").text
    )
