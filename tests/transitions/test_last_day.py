"""The kind of a change and the last day of the version before: asked once, told where it is decided."""

from datetime import date

import pytest

from curriculum.catalogue.content import ChangeClass, GivenAs, Opinion
from curriculum.db import transaction
from curriculum.domain.path import ComponentType
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries as paths
from curriculum.paths import service
from curriculum.paths.content import ComponentContent
from curriculum.paths.sheets import content_of
from curriculum.transitions import terms
from tests.factories.catalogue import both
from tests.factories.paths import content
from tests.refusing import refused

pytestmark = pytest.mark.database
PAGE = "/training/paths/LP/3"
FIRST = date(2027, 3, 31)
PRACTICE = ComponentContent("C9", ComponentType.PRACTICE, both("Hours"), rule={"minimum": 20})
LABEL = "Last day on which the version before can be finished"


@pytest.fixture
def third(setting):
    """What makes version 3 of LP, as the second but for what is said, approved and waiting."""

    def make(kind: ChangeClass | None, *more, **values) -> int:
        cast = setting.cast
        with transaction():
            before = paths.version(setting.new)
            parts = (*content_of(before).components, *more)
            made = content(*parts, change_class=kind, **values)
            version = service.draft_version(cast.chidi, path_id=before.path_id, content=made)
            service.submit(cast.chidi, version.id)
            service.opine(cast.elif_, version.id, given_as=GivenAs.HR, opinion=Opinion.FAVOURABLE)
            service.approve(cast.farid, version.id)
            return version.id

    return make


def decide(cast, version_id, day):
    with transaction():
        terms.decide_terms(cast.chidi, version_id, teach_out_until=day)


@pytest.mark.parametrize(
    ("kind", "day", "last"),
    [
        pytest.param(ChangeClass.EDITORIAL, None, None, id="words only: nobody has to finish"),
        pytest.param(ChangeClass.EDITORIAL, FIRST, FIRST, id="a day that is given holds all the same"),
        pytest.param(ChangeClass.MINOR, FIRST, FIRST, id="minor"),
    ],
)
def test_editorial_version_of_a_path_needs_no_last_day(setting, third, kind, day, last):
    version = third(kind)
    with transaction():
        service.publish(setting.cast.farid, version, teach_out_until=day)

    assert paths.version(setting.new).teach_out_until == last


@pytest.mark.parametrize("kind", [ChangeClass.MINOR, ChangeClass.MAJOR, None])
def test_any_other_needs_one(setting, third, kind):
    version = third(kind)

    refused(RefusalCode.VALUE_MISSING, service.publish, setting.cast.farid, version)


@pytest.mark.parametrize(
    ("kind", "says", "doubts"),
    [
        (ChangeClass.EDITORIAL, "needs no last day", "more than words changed: Component C9"),
        (ChangeClass.MINOR, "hardly notices", "something is asked anew, or no longer: Component C9"),
        (ChangeClass.MAJOR, "Decide first what carries over", None),
        (None, "The kind of change is not said", None),
    ],
)
@pytest.mark.parametrize("address", [PAGE, "/training/review/paths/LP/3"])
def test_page_says_what_the_kind_demands_and_doubts_it(visit, third, kind, says, doubts, address):
    third(kind, PRACTICE)

    page = visit(address, as_="farid").text

    assert says in page
    assert ("It is called" in page) is (doubts is not None)
    assert doubts is None or doubts in page


def test_words_alone_raise_no_doubt(visit, third):
    third(ChangeClass.EDITORIAL, title=both("Trainers"))

    assert "It is called" not in visit(PAGE, as_="farid").text


@pytest.mark.parametrize("address", [PAGE, "/training/review/paths/LP/3"])
def test_day_is_asked_until_it_is_decided_then_told(visit, setting, third, address):
    version = third(ChangeClass.MINOR)
    assert visit(address, as_="farid").first("input", name="teach_out_until").get("type") == "date"

    decide(setting.cast, version, FIRST)
    page = visit(address, as_="farid")

    assert page.first("input", name="teach_out_until").get("type") == "hidden"
    assert f"{LABEL}: 31 March 2027" in page.text
    assert f"{PAGE}/consequences" in page.links().values()
