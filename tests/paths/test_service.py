import json
from datetime import date

import pytest
from sqlalchemy import text

from curriculum.catalogue.content import GivenAs, Opinion
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Role
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.path import ComponentType
from curriculum.domain.refusals import RefusalCode
from curriculum.paths import queries, service
from curriculum.paths.content import ComponentContent
from tests.factories.catalogue import make_actor, make_institution, make_module, within
from tests.factories.catalogue import published as published_module
from tests.factories.paths import content, module_component, published
from tests.refusing import refused

pytestmark = pytest.mark.database


@pytest.fixture
def cast(app):
    """Chidi designs, Ines speaks for HR, Clara for the coordination body, Farid approves."""
    owner = make_institution("CNFGF")
    made = {
        "owner": owner,
        "chidi": make_actor("chidi", Role.CURRICULUM_DESIGNER),
        "ines": make_actor("ines", Role.HR_OFFICER, scope=within(owner)),
        "clara": make_actor("clara", Role.COORDINATION_MEMBER),
        "farid": make_actor("farid", Role.TRAINING_SIGNATORY),
        "module": make_module(owner=owner),
    }
    published_module(made["module"], made["chidi"], made["farid"])
    return made


def draft(cast, *components: ComponentContent, **values):
    path = queries.find_path("LP") or service.create_path(cast["chidi"], code="LP", owner="CNFGF")
    chosen = components or (module_component(cast["module"]),)
    return service.draft_version(cast["chidi"], path_id=path.id, content=content(*chosen, **values))


def test_path_goes_from_draft_to_published(cast):
    version = published("LP", cast["chidi"], cast["ines"], cast["farid"], module_component(cast["module"]))

    assert (version.state, version.published_on) == (VersionState.PUBLISHED, date(2026, 11, 21))
    assert queries.latest_published(version.path_id) is version
    assert queries.plan(version.id).ref == "LP.v1"


PROBLEMS = [
    pytest.param((), RefusalCode.PATH_HAS_PROBLEMS, id="no-component"),
    pytest.param(
        (
            ComponentContent(
                "C1", ComponentType.ELECTIVE_GROUP, options=(("BOR-102", 1),), rule={"choose": 2}
            ),
        ),
        RefusalCode.PATH_HAS_PROBLEMS,
        id="choose-2-of-1",
    ),
    pytest.param(
        (ComponentContent("C1", ComponentType.PRACTICE, Bilingual("Heures", ""), rule={"minimum": 20}),),
        RefusalCode.TRANSLATION_MISSING,
        id="title-in-one-language",
    ),
]


@pytest.mark.parametrize(("components", "code"), PROBLEMS)
def test_path_with_a_blocking_problem_is_not_submitted(cast, components, code):
    path = service.create_path(cast["chidi"], code="LP", owner="CNFGF")
    version = service.draft_version(cast["chidi"], path_id=path.id, content=content(*components))

    refused(code, service.submit, cast["chidi"], version.id)


def test_path_of_an_unknown_module_is_not_found(cast):
    refused(RefusalCode.NOT_FOUND, draft, cast, ComponentContent("C1", ComponentType.MODULE, module=("X", 1)))


def test_approval_waits_for_the_hr_opinion(cast):
    version = draft(cast)
    service.submit(cast["chidi"], version.id)

    refusal = refused(RefusalCode.CONDITION_NOT_MET, service.approve, cast["farid"], version.id)

    assert refusal.facts["missing"] == (Need.HR_OPINION,)


@pytest.mark.parametrize(
    ("opinion", "missing"),
    [
        (None, (Need.COORDINATION_ENDORSEMENT,)),  # R33: a path across ministries is endorsed
        (Opinion.UNFAVOURABLE, (Need.COORDINATION_ENDORSEMENT,)),  # a refusal endorses nothing
        (Opinion.WITH_RESERVATIONS, ()),  # reservations are an endorsement that says more
    ],
)
def test_path_across_institutions_needs_an_endorsement(cast, opinion, missing):
    foreign = make_module("ASY-101", owner=make_institution("CFDMA"))
    published_module(foreign, cast["chidi"], cast["farid"])
    version = draft(cast, module_component(cast["module"]), module_component(foreign, "C2"))
    service.submit(cast["chidi"], version.id)
    service.opine(cast["ines"], version.id, given_as=GivenAs.HR, opinion=Opinion.FAVOURABLE)
    if opinion:
        service.opine(cast["clara"], version.id, given_as=GivenAs.COORDINATION, opinion=opinion, note="Seats")

    if missing:
        refusal = refused(RefusalCode.CONDITION_NOT_MET, service.approve, cast["farid"], version.id)
        assert refusal.facts["missing"] == missing
    else:
        assert service.approve(cast["farid"], version.id).state is VersionState.APPROVED


def test_author_does_not_approve(cast):
    version = draft(cast)
    service.submit(cast["chidi"], version.id)
    designer_who_signs = make_actor("x", Role.TRAINING_SIGNATORY)
    version.writers = [str(designer_who_signs.account_id)]

    refused(RefusalCode.CONFLICT_OF_INTEREST, service.approve, designer_who_signs, version.id)


def test_new_version_closes_the_old_one_the_day_before(cast):
    component = module_component(cast["module"])
    first = published("LP", cast["chidi"], cast["ines"], cast["farid"], component)
    second = published(
        "LP", cast["chidi"], cast["ines"], cast["farid"], component, teach_out_until=date(2027, 12, 31)
    )

    assert (first.state, first.enrolment_closed_on, first.teach_out_until) == (
        VersionState.SUPERSEDED,
        date(2026, 11, 20),
        date(2027, 12, 31),
    )
    assert second.supersedes_id == first.id


def test_nothing_writes_into_a_published_component(cast):
    """I-06, guarded below the services too."""
    version = published("LP", cast["chidi"], cast["ines"], cast["farid"], module_component(cast["module"]))
    db.session.flush()

    version.components[0].min_proof_level = 0

    refused(RefusalCode.VERSION_PUBLISHED, db.session.flush)


def test_plan_of_a_draft_is_never_kept(cast):
    version = draft(cast)
    db.session.flush()
    before = queries.plan(version.id)

    service.revise(cast["chidi"], version.id, content(module_component(cast["module"], min_proof_level=4)))
    db.session.flush()

    assert [one.components[0].min_level for one in (before, queries.plan(version.id))] == [3, 4]


def practice(text: str, code: str, key: str | None = None) -> ComponentContent:
    return ComponentContent(
        code, ComponentType.PRACTICE, Bilingual(text, text), rule={"minimum": 20}, key=key
    )


MOVES = [
    pytest.param(
        (practice("N", "C3", "n"), practice("A", "C1"), practice("B", "C2")), ["A", "B"], id="insert"
    ),
    pytest.param((practice("B", "C2"), practice("A", "C1")), ["A", "B"], id="moved"),
    pytest.param((practice("B", "C2"),), [None, "B"], id="removed-before"),
    pytest.param((practice("A", "C2", "C1"), practice("B", "C1", "C2")), ["A", "B"], id="codes-swapped"),
    pytest.param((practice("N", "C1", "n"), practice("B", "C2")), [None, "B"], id="code-taken-over"),
]


@pytest.mark.parametrize(("components", "texts"), MOVES)
def test_a_component_stays_itself_wherever_it_stands(cast, components, texts):
    version = draft(cast, practice("A", "C1"), practice("B", "C2"))
    db.session.flush()
    named = [one.id for one in version.components]

    service.revise(cast["chidi"], version.id, content(*components))
    db.session.flush()

    rows = db.session.execute(
        text("SELECT id, CAST(title AS TEXT), code FROM path_component ORDER BY position")
    ).all()
    said = {key: json.loads(title)["en"] for key, title, _code in rows}
    assert [said.get(key) for key in named] == texts
    assert [code for _key, _title, code in rows] == [one.code for one in components]
