"""What a path asks for may change while it is on its way: it is looked at again at every decision (I-20)."""

import pytest

from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.db import transaction
from curriculum.domain.path import ComponentType
from curriculum.domain.problems import ProblemCode
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries, service
from curriculum.paths.content import ComponentContent
from tests.factories.paths import content, published
from tests.refusing import refused
from tests.transitions.setting import TEACH_OUT, make_setting

pytestmark = pytest.mark.database


@pytest.fixture
def both(cast):
    """Two published paths and a version 2 of each, in review, that asks for the other."""
    make_setting(cast)
    with transaction():
        step = ComponentContent("C1", ComponentType.MODULE, module=("BOR-102", 2))
        for code in ("P-A", "P-B"):
            published(code, cast.chidi, cast.elif_, cast.farid, step)
        return [reviewed(cast, step, *pair) for pair in (("P-A", "P-B"), ("P-B", "P-A"))]


def reviewed(cast, step, code, other) -> int:
    asks = ComponentContent("C2", ComponentType.PATH, rule={"path": other})
    path_id = queries.get_path(code).id
    version = service.draft_version(cast.chidi, path_id=path_id, content=content(step, asks))
    service.submit(cast.chidi, version.id)
    service.opine(cast.elif_, version.id, given_as=GivenAs.HR, opinion=Opinion.FAVOURABLE)
    return version.id


def published_first(cast, first):
    with transaction():
        service.approve(cast.farid, first)
        service.publish(cast.farid, first, teach_out_until=TEACH_OUT)


def test_second_of_two_paths_that_ask_for_each_other_is_not_approved(cast, both):
    published_first(cast, both[0])
    with transaction():
        refusal = refused(RefusalCode.PATH_HAS_PROBLEMS, service.approve, cast.farid, both[1])
    assert refusal.facts["problems"] == (ProblemCode.PATH_CYCLE,)


def test_second_of_two_paths_that_ask_for_each_other_is_not_published(cast, both):
    with transaction():
        service.approve(cast.farid, both[1])
    published_first(cast, both[0])
    with transaction():
        refusal = refused(
            RefusalCode.PATH_HAS_PROBLEMS, service.publish, cast.farid, both[1], teach_out_until=TEACH_OUT
        )
    assert refusal.facts["problems"] == (ProblemCode.PATH_CYCLE,)
