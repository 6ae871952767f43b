"""A module that two requirements ask for counts for one, and the official reads for which."""

from datetime import date

import pytest

from curriculum.announcements import PersonTouched
from curriculum.db import announce, db, new_id, transaction
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.paths.models import Path, PathComponent, PathEnrolment, PathKind, PathVersion
from tests.factories.awards import make_module_version, make_verified_result
from tests.factories.catalogue import both

pytestmark = pytest.mark.database


@pytest.fixture
def path(cast):
    """LP-ONCE asks for one of BOR-1 and BOR-2, and for BOR-1; Amina follows it and passed BOR-1."""
    cast.enter()
    with transaction():
        first, second = (make_module_version(cast, code) for code in ("BOR-1", "BOR-2"))
        identity = Path(id=new_id(), code="LP-ONCE", owner_institution_id=cast.institution("CNFGF"))
        version = PathVersion(
            id=new_id(),
            path_id=identity.id,
            version=1,
            kind=PathKind.TRAINER,
            title=both("Once"),
            purpose=both("p"),
        )
        dull = {"path_version_id": version.id, "min_proof_level": 3}
        options = [str(first.id), str(second.id)]
        elective = PathComponent(
            id=new_id(), position=1, code="C1", type="elective_group", options=options, **dull
        )
        fixed = PathComponent(
            id=new_id(),
            position=2,
            code="C2",
            type="module",
            module_version_id=first.id,
            title=both("Borders"),
            **dull,
        )
        for row in (identity, version, elective, fixed):
            db.session.add(row)
            db.session.flush()
        version.state, version.published_on = VersionState.PUBLISHED, date(2024, 1, 8)
        _follow(cast.person("amina"), version)
        make_verified_result(cast, cast.person("amina"), first)
        announce(PersonTouched(cast.person("amina")))


def _follow(person_id, version):
    db.session.add(
        PathEnrolment(
            person_id=person_id,
            path_version_id=version.id,
            state=EnrolmentState.ACTIVE,
            designated_on=date(2025, 1, 6),
        )
    )
    db.session.flush()


def test_module_counts_for_the_requirement_without_another_option(path, visit):
    page = visit("/me", as_="amina")

    assert "1 of 2 components met" in page.text


def test_official_reads_what_it_counts_for_and_what_to_do(path, visit):
    page = visit("/me/LP-ONCE/C1", as_="amina")

    assert "Counts for another requirement, and a module counts once: Title of BOR-1 → Borders" in page.text
    assert "Finish another module of this requirement" in page.text
