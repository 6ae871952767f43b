"""What an import does: drafts for the browser, states for the operator, each object with its fate."""

from datetime import date

import pytest

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue import service as modules
from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.exchange_plan import Fate, Why
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import RefusalCode
from curriculum.exchange import exporting, service
from curriculum.paths import queries as paths
from tests.factories.exchange import as_file, document, module_version
from tests.refusing import refused

pytestmark = pytest.mark.database


@pytest.fixture
def house(cast):
    """CNFGF stands here already, and Chidi designs for it."""
    assert cast.chidi
    return cast


def here() -> dict:
    """A file that a designer brings: the theme is entered by an administrator."""
    return document(institutions=[])


def fates(lines) -> dict[str, tuple[Fate, Why | None]]:
    return {f"{line.entry.kind.value} {line.entry.code}": (line.fate, line.why) for line in lines}


def with_theme():
    with transaction():
        part = {name: document()[name] for name in ("format", "schema_version", "themes")}
        service.import_(OPERATOR, as_file(part))


def test_account_gets_the_published_version_as_a_draft_and_nothing_else(house):
    with_theme()
    with transaction():
        lines = service.import_(house.chidi, as_file(here()))

    assert fates(lines)["module_version BOR-901 v1"] == (Fate.LEFT, Why.EARLIER)
    assert fates(lines)["module_version BOR-901 v2"] == (Fate.NEW, None)
    assert fates(lines)["equivalence BOR-901.v1.O1 → BOR-901.v2.O1"] == (Fate.LEFT, Why.NEEDS)
    assert fates(lines)["claim OF-NEW → BOR-901.v2.O1 → assessed → accepted"] == (
        Fate.LEFT,
        Why.OPERATOR_ONLY,
    )
    assert catalogue.get_version("BOR-901", 2).state is VersionState.DRAFT
    assert paths.get_version("LP-901", 1).state is VersionState.DRAFT


def test_whoever_brought_a_draft_in_cannot_approve_it(house):
    with_theme()
    with transaction():
        service.import_(house.chidi, as_file(here()))
    version = catalogue.get_version("BOR-901", 2)

    assert (version.author_id, version.writers) == (house.chidi.account_id, [str(house.chidi.account_id)])


def test_draft_here_is_written_anew_and_said_so(house):
    with_theme()
    with transaction():
        service.import_(house.chidi, as_file(here()))
    changed = here()
    changed["modules"][0]["versions"][1]["content"]["title"]["en"] = "Better"

    with transaction():
        lines = service.import_(house.chidi, as_file(changed))

    assert fates(lines)["module_version BOR-901 v2"] == (Fate.CHANGED, None)
    db.session.expire_all()
    assert catalogue.get_version("BOR-901", 2).title.en == "Better"


def test_version_under_review_is_refused(house):
    with_theme()
    with transaction():
        service.import_(house.chidi, as_file(here()))
    with transaction():
        modules.submit(house.chidi, catalogue.get_version("BOR-901", 2).id)
    changed = here()
    changed["modules"][0]["versions"][1]["content"]["title"]["en"] = "Better"

    lines = service.preview(house.chidi, as_file(changed))

    assert fates(lines)["module_version BOR-901 v2"] == (Fate.REFUSED, Why.UNDER_REVIEW)
    refused(RefusalCode.CURRICULUM_FAULTY, service.import_, house.chidi, as_file(changed))


def test_account_brings_in_what_it_may_enter_by_hand(house):
    lines = fates(service.preview(house.farid, as_file(here())))

    assert lines["theme T9"] == (Fate.LEFT, Why.NOT_PERMITTED)
    assert lines["module BOR-901"] == (Fate.LEFT, Why.NEEDS)
    refused(RefusalCode.NOT_PERMITTED, service.import_, house.amina, as_file(here()))
    refused(RefusalCode.NOT_PERMITTED, service.import_, house.chidi, as_file(here()), restores=True)


def test_states_are_restored_and_later_ones_follow(app):
    first = document(claims=[], equivalences=[], paths=[])
    first["modules"][0]["versions"] = [module_version(1)]
    with transaction():
        service.import_(OPERATOR, as_file(first), restores=True)

    with transaction():
        lines = service.import_(OPERATOR, as_file(document()), restores=True)

    assert fates(lines)["module_version BOR-901 v1"] == (Fate.CHANGED, None)
    states = [one.state.value for one in catalogue.versions_of(catalogue.get_module("BOR-901").id)]
    assert states == ["published", "superseded"]


@pytest.mark.parametrize("state", ["published", "superseded"])
def test_day_of_publication_is_never_written_anew(app, state):
    first = document(claims=[], equivalences=[], paths=[])
    first["modules"][0]["versions"] = [module_version(1)]
    with transaction():
        service.import_(OPERATOR, as_file(first), restores=True)
    first["modules"][0]["versions"][0]["stood"] |= {"state": state, "published_on": "2001-01-01"}

    with transaction():
        lines = service.import_(OPERATOR, as_file(first), restores=True)

    assert fates(lines)["module_version BOR-901 v1"] == (Fate.LEFT, Why.STANDS_DIFFERENTLY)
    stood = catalogue.get_version("BOR-901", 1)
    assert (stood.state.value, stood.published_on) == ("published", date(2026, 1, 10))


def test_two_published_versions_of_one_module_are_refused(app):
    data = document(claims=[], equivalences=[], paths=[])
    data["modules"][0]["versions"] = [module_version(1), module_version(2)]

    lines = fates(service.preview(OPERATOR, as_file(data), restores=True))

    assert lines["module_version BOR-901 v2"] == (Fate.REFUSED, Why.ANOTHER_PUBLISHED)


def test_what_is_here_with_other_details_stays(app):
    with transaction():
        service.import_(OPERATOR, as_file(document()), restores=True)
    changed = document()
    changed["donors"][0]["type"] = "multilateral"

    with transaction():
        lines = service.import_(OPERATOR, as_file(changed), restores=True)

    assert fates(lines)["donor D-NEW"] == (Fate.LEFT, Why.DIFFERS_HERE)
    assert exporting.document()["donors"][0]["type"] == "bilateral"


def test_decided_equivalence_is_never_decided_anew(app):
    with transaction():
        service.import_(OPERATOR, as_file(document()), restores=True)
    changed = document()
    changed["equivalences"][0]["degree"] = "none"

    lines = fates(service.preview(OPERATOR, as_file(changed), restores=True))

    assert lines["equivalence BOR-901.v1.O1 → BOR-901.v2.O1"] == (Fate.REFUSED, Why.DECIDED_OTHERWISE)
