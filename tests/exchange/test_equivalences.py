"""A line of the mapping table that a file brings is decided as on its page: with a reason, told (F18)."""

import json

import pytest

from curriculum import announcements
from curriculum.catalogue.models import OutcomeEquivalence
from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.refusals import RefusalCode
from curriculum.exchange import service
from tests.factories.exchange import as_file, document
from tests.refusing import refused

pytestmark = pytest.mark.database

LINE = {"source": "BOR-901.v1.O2", "target": "BOR-901.v2.O2"}


@pytest.fixture
def house(cast):
    assert cast.chidi
    with transaction():
        service.import_(OPERATOR, as_file(document()), restores=True)
    return cast


@pytest.fixture
def told(monkeypatch):
    seen = []
    announce = announcements.announce
    monkeypatch.setattr(announcements, "announce", lambda at, one: (seen.append(one), announce(at, one)))
    return seen


def file(**said) -> bytes:
    data = document()
    data["equivalences"].append({**LINE, **said})
    return as_file(data)


def test_line_into_a_published_version_is_announced(house, told):
    with transaction():
        service.import_(house.chidi, file(degree="full"))

    assert [one.kind for one in told if isinstance(one, announcements.VersionPublished)] == ["module"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"degree": "none"}, RefusalCode.REASON_MISSING, id="nothing carries, without a reason"),
        pytest.param({"degree": "none", "reason": " "}, RefusalCode.REASON_MISSING, id="a blank reason"),
        pytest.param({"degree": "partial"}, RefusalCode.VALUE_MISSING, id="partial without a top-up"),
        pytest.param(
            {"degree": "partial", "top_up": "retest_80"}, RefusalCode.VALUE_MISSING, id="top-up without words"
        ),
        pytest.param(
            {"degree": "full", "top_up": "retest_80", "top_up_text": {"fr": "épreuve", "en": "test"}},
            RefusalCode.VALUE_INVALID,
            id="a top-up besides what carries in full",
        ),
    ],
)
def test_line_is_asked_for_what_its_page_asks(house, said, expected):
    refusal = refused(RefusalCode.CURRICULUM_FAULTY, service.import_, house.chidi, file(**said))

    assert refusal.facts["place"] == "$.equivalences[1]"
    assert refusal.__cause__.fault.expected in (expected.value, "top_up", "top_up_text", "equivalence")


def test_line_with_its_reason_goes_in_once(house):
    given = file(degree="none", reason="It was another law.")
    for _time in range(2):
        with transaction():
            service.import_(house.chidi, given)

    assert db.session.query(OutcomeEquivalence).count() == 2


WORDS = {"fr": "nouvelle évaluation", "en": "new assessment"}


@pytest.mark.parametrize(
    "said",
    [pytest.param({"top_up_text": WORDS}, id="in-words"), pytest.param({}, id="as-an-older-file-had-it")],
)
def test_top_up_goes_in_and_out_as_it_stood(house, said):
    line = {"degree": "partial", "top_up": "retest_80", **said}
    with transaction():
        service.import_(OPERATOR, file(**line), restores=True)

    out = json.loads(service.export(OPERATOR))["equivalences"][1]
    assert (out["top_up"], out["top_up_text"]) == ("retest_80", said.get("top_up_text"))
