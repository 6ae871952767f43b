import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from curriculum import clock
from curriculum.audit import queries as trail
from curriculum.catalogue import engine as catalogue_engine
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.models import Module, ModuleVersion, Outcome, OutcomeEquivalence
from curriculum.db import db, transaction
from curriculum.domain.actors import OPERATOR, Role
from curriculum.domain.lifecycles.claim import ClaimState
from curriculum.domain.lifecycles.version import VersionState
from curriculum.donors import queries as donors
from curriculum.donors.models import CoverageClaim, Donor, Offering, Programme
from curriculum.institutions.models import Grade, Institution, PostProfile
from curriculum.paths import queries as paths
from curriculum.paths.models import PathVersion
from tests.conftest import NOW
from tests.conftest import _empty as empty
from tests.domain.builders import path as built_path
from tests.factories import velmaria as loader
from tests.factories.catalogue import make_actor

pytestmark = pytest.mark.database

DATA = json.loads((Path(__file__).parents[1] / "data" / "demo-curriculum.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def loaded(whole_app):
    """Loaded once: every test here only reads."""
    with whole_app.app_context(), clock.moved_to(NOW):
        empty(whole_app)
        load()
        yield
        db.session.remove()
        db.engine.dispose()


def load(shift_days: int = 0) -> None:
    with transaction():
        loader.load_institutions(DATA, OPERATOR, shift_days)
        who = {
            "administrator": make_actor("omar", Role.SYSTEM_ADMIN),
            "author": make_actor("chidi", Role.CURRICULUM_DESIGNER),
            "hr": make_actor("wassila", Role.HR_OFFICER),
            "endorser": make_actor("clara", Role.COORDINATION_MEMBER),
            "proposer": make_actor("bruno", Role.ASSESSOR),
            "accepter": make_actor("ludmila", Role.CURRICULUM_DESIGNER),
        }
        approver = make_actor("farid", Role.TRAINING_SIGNATORY)
        dated = {name: (lambda on, actor=actor: actor) for name, actor in who.items()}
        actors = loader.CurriculumActors(**dated, approver=lambda owner, on: approver)
        loader.load(DATA, actors, shift_days)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_everything_of_the_demo_curriculum_is_loaded(loaded):
    models = (Institution, Grade, PostProfile, ModuleVersion, Outcome, OutcomeEquivalence)
    more = (PathVersion, Donor, Programme, Offering)

    assert {model.__name__: count(model) for model in (*models, *more)} == {
        "Institution": 13,
        "Grade": 7,
        "PostProfile": 13,
        "ModuleVersion": 35,
        "Outcome": 141,
        "OutcomeEquivalence": 5,
        "PathVersion": 7,
        "Donor": 6,
        "Programme": 6,
        "Offering": 22,
    }


def test_states_are_those_of_the_data(loaded):
    modules = Counter(db.session.scalars(select(ModuleVersion.state)))
    path_states = Counter(db.session.scalars(select(PathVersion.state)))
    claims = Counter(db.session.scalars(select(CoverageClaim.state)))
    expected = sum(len(part["outcomes"]) for one in DATA["donor_offerings"] for part in one["coverage"])

    assert modules == {VersionState.PUBLISHED: 34, VersionState.SUPERSEDED: 1}
    assert path_states == {VersionState.PUBLISHED: 6, VersionState.SUPERSEDED: 1}
    assert claims == {ClaimState.ACCEPTED: expected}


def test_path_v1_is_published_by_2020_and_closes_before_v2(loaded):
    v1, v2 = paths.get_version("LP-TRN-BOR", 1), paths.get_version("LP-TRN-BOR", 2)

    assert (v1.published_on, v1.enrolment_closed_on, v1.teach_out_until) == (
        date(2019, 12, 2),
        date(2025, 8, 31),
        date(2026, 12, 31),
    )
    assert v2.published_on == date(2025, 9, 1)
    assert v2.supersedes_id == v1.id


@pytest.mark.parametrize(
    ("code", "number"),
    [(one["code"], one["version"]) for one in DATA["paths"]],
    ids=lambda value: str(value),
)
def test_plan_is_the_path_of_the_scenarios(loaded, code, number):
    expected = built_path(f"{code}.v{number}")

    plan = paths.plan(paths.get_version(code, number).id)

    assert (plan.code, plan.version, plan.kind, plan.entry, plan.validity_months) == (
        expected.code,
        expected.version,
        expected.kind,
        expected.entry,
        expected.validity_months,
    )
    assert plan.components == expected.components
    assert plan.modules == expected.modules


def test_equivalences_of_the_plan_are_those_into_its_modules(loaded):
    plan = paths.plan(paths.get_version("LP-TRN-BOR", 2).id)

    assert set(plan.equivalences) == set(built_path("LP-TRN-BOR.v2").equivalences)


def test_renewal_asks_for_the_latest_thematic_modules_of_the_original(loaded):
    renewal, original = paths.get_version("LP-REF-TRN", 1), paths.get_version("LP-TRN-BOR", 1)

    plan = paths.plan(renewal.id, original.id)

    update = next(one for one in plan.components if one.code == "C2")
    assert update.options == ("BOR-101.v1", "BOR-102.v2")
    assert len([line for line in plan.equivalences if line.target.startswith("BOR-102.v2")]) == 5


def test_owner_of_a_module_follows_its_theme(loaded):
    owners = dict(map(tuple, db.session.execute(select(Module.code, Institution.code).join(Institution))))

    assert {code: owners[code] for code in ("ASY-201", "BOR-101", "POL-201", "TOT-101")} == {
        "ASY-201": "CFDMA",
        "BOR-101": "CNFGF",
        "POL-201": "ADV",
        "TOT-101": "ENAPV",
    }


def test_coverage_equals_the_ready_oracles(loaded):
    """79 of 137 outcomes without a donor, 14 modules without any, six outcomes with two or more (§5.1)."""
    versions = [one.id for one in catalogue.published_versions()]
    coverage = donors.coverage_of(versions).values()
    outcomes = [one for module in coverage for one in module.outcomes]

    assert len(outcomes) == 137
    assert len([one for one in outcomes if one.depth is None]) == 79
    assert len([module for module in coverage if module.covered_weight == 0]) == 14
    assert sorted(one.outcome for one in outcomes if len(one.offerings) > 1) == [
        "BOR-101.v1.O3",
        "THB-101.v1.O1",
        "TOT-101.v1.O2",
        "TOT-101.v1.O3",
        "TOT-201.v1.O1",
        "TOT-201.v1.O2",
    ]


def test_the_trail_of_the_load_holds(loaded):
    assert trail.broken_links() == []


def test_plan_is_read_once_until_something_is_published(loaded):
    version = paths.get_version("LP-TRN-BOR", 2).id

    first = paths.plan(version)

    assert paths.plan(version) is first
    catalogue_engine.forget()
    assert paths.plan(version) is first
    assert clock.today() == date(2026, 11, 21)


def test_every_published_path_and_module_has_its_page(loaded, whole_app):
    client = whole_app.test_client()
    pages = [f"/catalogue/paths/{row.code}" for row in paths.published()]
    pages += [f"/catalogue/modules/{row.code}" for row in catalogue.published()]

    answers = [client.get(page, query_string={"lang": "en"}) for page in (*pages, "/catalogue")]

    assert [answer.status_code for answer in answers] == [200] * (6 + 34 + 1)
    assert {answer.headers.get("Set-Cookie") for answer in answers} == {None}
