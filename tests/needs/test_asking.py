"""What posts ask for: modules of the profile, competences, and paths that qualify for them."""

from datetime import date

import pytest

from curriculum.catalogue import competences
from curriculum.catalogue import queries as catalogue
from curriculum.db import transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.case import Contribution
from curriculum.domain.needs import Ask, Source
from curriculum.donors.mapping.queries import coverage_map
from curriculum.frameworks import asked, posts, service
from curriculum.frameworks import queries as frameworks
from curriculum.institutions import queries as institutions
from curriculum.needs.asking import asks_on
from tests.factories.catalogue import make_module, outcome, published
from tests.factories.frameworks import as_file, package
from tests.factories.paths import module_component
from tests.factories.paths import published as published_path
from tests.needs.conftest import TODAY, Owner

pytestmark = pytest.mark.database


def asks(*sources: Source) -> list[tuple[str, int, str, bool]]:
    """What is asked: outcome, level, by what, whether only wished for."""
    drawn = coverage_map()
    codes = {key: one.code for key, one in drawn.outcomes.items()}
    found = asks_on(TODAY, institutions.all_posts(), drawn.outcomes.values())
    told = [_told(one, codes) for one in found if one.source in sources]
    return sorted(told)


def _told(one: Ask, codes: dict[int, str]) -> tuple[str, int, str, bool]:
    return codes[one.outcome], int(one.level), one.named, one.is_wished


def test_module_of_the_profile_asks_for_all_its_outcomes(guards):
    assert asks(Source.POST) == [
        ("BOR-102.v1.O1", 3, "BOR-102", False),
        ("BOR-102.v1.O2", 3, "BOR-102", False),
    ]


@pytest.fixture
def competence(guards, cast):
    """BG.1 is developed by O1 and assessed by O2."""
    with transaction():
        made = service.import_(OPERATOR, as_file(package(3)), code="BG", owner_id=cast.institution("CNFGF"))
        service.adopt(cast.farid, made.id)
        item = frameworks.get_item("BG", "BG.1")
        module = catalogue.get_module("BOR-102")
        version = catalogue.version(catalogue.latest_published(module.id).id)
        for one, how in zip(version.outcomes, Contribution, strict=True):
            competences.link(cast.chidi, module_id=module.id, outcome_key=one.key, item_id=item.id, how=how)
    return item


@pytest.mark.parametrize("wished", [pytest.param(False, id="required"), pytest.param(True, id="desirable")])
def test_competence_asks_for_the_outcomes_that_lead_to_it(cast, competence, wished):
    assert asks(Source.COMPETENCE) == []
    with transaction():
        posts.ask(cast.chidi, post="P-GUARD", item=competence, is_desirable=wished)

    assert asks(Source.COMPETENCE) == [
        ("BOR-102.v1.O1", 2, "BG BG.1", wished),
        ("BOR-102.v1.O2", 3, "BG BG.1", wished),
    ]


@pytest.mark.parametrize(
    ("from_", "ended", "found"),
    [
        pytest.param(date(2026, 11, 22), False, 0, id="asked-from-tomorrow"),
        pytest.param(date(2026, 11, 1), True, 2, id="the-last-day-counts"),
    ],
)
def test_competence_is_asked_for_between_its_days(cast, competence, from_, ended, found):
    with transaction():
        row = posts.ask(cast.chidi, post="P-GUARD", item=competence, from_=from_)
        if ended:
            posts.end(cast.chidi, row.id)

    assert len(asks(Source.COMPETENCE)) == found


def follow(cast, code: str, *modules: tuple[str, int], **values) -> None:
    """A published path that asks for modules at levels, and qualifies for P-GUARD."""
    parts = [
        module_component(catalogue.get_module(module), f"C{place}", min_proof_level=level, **values)
        for place, (module, level) in enumerate(modules, 1)
    ]
    published_path(code, cast.chidi, cast.elif_, cast.farid, *parts)
    post = asked.get_post("P-GUARD")
    post.qualifying_paths = [*post.qualifying_paths, code]


def test_of_paths_that_qualify_the_common_part_is_wished_for(guards, cast):
    with transaction():
        other = make_module("ASY-201", owner=Owner(cast.institution("CNFGF")))
        published(other, cast.chidi, cast.farid, outcome(100, critical=True))
        follow(cast, "LP-A", ("BOR-102", 4), ("ASY-201", 3))
    assert [one[:3] for one in asks(Source.PATH)] == [
        ("ASY-201.v1.O1", 3, "LP-A"),
        ("BOR-102.v1.O1", 4, "LP-A"),
        ("BOR-102.v1.O2", 4, "LP-A"),
    ]

    with transaction():
        follow(cast, "LP-B", ("BOR-102", 3))
    assert asks(Source.PATH) == [
        ("BOR-102.v1.O1", 3, "LP-A, LP-B", True),
        ("BOR-102.v1.O2", 3, "LP-A, LP-B", True),
    ]


def test_what_a_path_leaves_open_is_not_asked(guards, cast):
    with transaction():
        follow(cast, "LP-A", ("BOR-102", 4), mandatory=False)

    assert asks(Source.PATH) == []
