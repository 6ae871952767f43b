from datetime import date

import pytest
from sqlalchemy import select, text

from curriculum import announcements, clock
from curriculum.announcements import VersionPublished
from curriculum.catalogue import queries, service
from curriculum.catalogue.content import ChangeClass, GivenAs, Opinion
from curriculum.catalogue.models import EquivalenceDegree, ModuleVersion, Outcome, OutcomeEquivalence
from curriculum.db import Bilingual, db
from curriculum.domain.actors import Actor, Role
from curriculum.domain.lifecycle import Need
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.refusals import RefusalCode
from tests.factories.catalogue import (
    content,
    make_actor,
    make_institution,
    make_module,
    make_theme,
    outcome,
    published,
    within,
)
from tests.refusing import refused

pytestmark = pytest.mark.database


@pytest.fixture
def cast(app):
    """Chidi designs and Farid approves for CNFGF; Ines is an HR officer there; Dalia a donor's."""
    owner, other = make_institution("CNFGF"), make_institution("ADV")
    return {
        "owner": owner,
        "chidi": make_actor("chidi", Role.CURRICULUM_DESIGNER, scope=within(owner)),
        "farid": make_actor("farid", Role.TRAINING_SIGNATORY, scope=within(owner)),
        "ines": make_actor("ines", Role.HR_OFFICER, scope=within(owner)),
        "stranger": make_actor("edouard", Role.CURRICULUM_DESIGNER, scope=within(other)),
        "dalia": make_actor("dalia", Role.DONOR_REPRESENTATIVE, person=False),
        "module": make_module(owner=owner),
    }


def test_draft_keeps_its_content_and_author(cast):
    version = service.draft_version(cast["chidi"], module_id=cast["module"].id, content=content())
    db.session.flush()

    found = queries.get_version("BOR-102", 1)

    assert found is version
    assert (found.state, found.author_id) == (VersionState.DRAFT, cast["chidi"].account_id)
    assert [one.code for one in found.outcomes] == ["BOR-102.v1.O1", "BOR-102.v1.O2"]
    assert found.hours_total == 3000


def test_only_one_version_of_a_module_is_being_made(cast):
    service.draft_version(cast["chidi"], module_id=cast["module"].id, content=content())

    refusal = refused(
        RefusalCode.ALREADY_EXISTS,
        service.draft_version,
        cast["chidi"],
        module_id=cast["module"].id,
        content=content(),
    )

    assert refusal.facts["code"] == "BOR-102 v1"


@pytest.mark.parametrize(
    ("who", "ground"),
    [
        ("stranger", "out_of_scope"),  # designs for another institution
        ("farid", "no_role"),  # approves, does not draft
        ("dalia", "no_role"),  # I-09: donors never touch versions
    ],
)
def test_who_may_not_draft(cast, who, ground):
    refusal = refused(
        RefusalCode.NOT_PERMITTED,
        service.draft_version,
        cast[who],
        module_id=cast["module"].id,
        content=content(),
    )

    assert refusal.facts["ground"] == ground


INCOMPLETE = [
    pytest.param(
        content(title=Bilingual("Titre", "")),
        RefusalCode.TRANSLATION_MISSING,
        "title",
        "en",
        id="one-language",
    ),
    pytest.param(
        content(outcome(60, critical=True), outcome(30)),
        RefusalCode.WEIGHTS_NOT_100,
        "outcomes",
        90,
        id="I-20-weights",
    ),
    pytest.param(
        content(outcome(50), outcome(50)), RefusalCode.NO_CRITICAL_OUTCOME, "outcomes", "", id="I-20-critical"
    ),
    pytest.param(
        content(prerequisites_all=("BOR-102",)),
        RefusalCode.PREREQUISITES_CYCLIC,
        "prerequisites",
        "BOR-102 → BOR-102",
        id="I-20-itself",
    ),
]


@pytest.mark.parametrize(("what", "code", "where", "found"), INCOMPLETE)
def test_incomplete_content_is_not_submitted(cast, what, code, where, found):
    version = service.draft_version(cast["chidi"], module_id=cast["module"].id, content=what)

    refusal = refused(code, service.submit, cast["chidi"], version.id)

    assert (refusal.facts["field"], refusal.facts["found"]) == (where, found)
    assert version.state is VersionState.DRAFT


def test_cycle_over_another_module_is_refused(cast):
    """I-20: BOR-102 needs BOR-201, which already needs BOR-102."""
    other = make_module("BOR-201", owner=cast["owner"])
    published(other, cast["chidi"], cast["farid"], prerequisites_any=("BOR-102",))
    mine = content(prerequisites_all=("BOR-201",))
    version = service.draft_version(cast["chidi"], module_id=cast["module"].id, content=mine)

    refusal = refused(RefusalCode.PREREQUISITES_CYCLIC, service.submit, cast["chidi"], version.id)

    assert refusal.facts["found"] == "BOR-102 → BOR-201 → BOR-102"


def test_one_of_several_prerequisites_that_can_be_begun_is_enough(cast):
    """I-20: BOR-201 needs BOR-102 or BOR-103, and BOR-103 asks for nothing."""
    other = make_module("BOR-201", owner=cast["owner"])
    published(other, cast["chidi"], cast["farid"], prerequisites_any=("BOR-102", "BOR-103"))
    mine = content(prerequisites_all=("BOR-201",))
    version = service.draft_version(cast["chidi"], module_id=cast["module"].id, content=mine)

    assert service.submit(cast["chidi"], version.id).state is VersionState.IN_REVIEW


def in_review(cast) -> ModuleVersion:
    version = service.draft_version(cast["chidi"], module_id=cast["module"].id, content=content())
    service.submit(cast["chidi"], version.id)
    return version


def test_author_cannot_approve_whatever_the_roles(cast):
    version = in_review(cast)
    both = Actor(cast["chidi"].account_id, cast["chidi"].person_id, grants=cast["farid"].grants)

    refused(RefusalCode.CONFLICT_OF_INTEREST, service.approve, both, version.id)


def test_author_cannot_approve_under_a_second_account(cast):
    version = in_review(cast)
    second = Actor(cast["farid"].account_id, cast["chidi"].person_id, grants=cast["farid"].grants)

    refused(RefusalCode.CONFLICT_OF_INTEREST, service.approve, second, version.id)


def test_who_only_revised_the_draft_cannot_approve_either(cast):
    version = service.draft_version(cast["chidi"], module_id=cast["module"].id, content=content())
    grants = (*cast["farid"].grants, *cast["chidi"].grants)
    reviser = Actor(cast["farid"].account_id, cast["farid"].person_id, grants=grants)
    service.revise(reviser, version.id, content(title=Bilingual("Neuf", "New")))
    service.submit(cast["chidi"], version.id)

    refused(RefusalCode.CONFLICT_OF_INTEREST, service.approve, reviser, version.id)


def test_opinion_needs_a_role_that_speaks_for_that_party(cast):
    version = in_review(cast)

    refused(
        RefusalCode.NOT_PERMITTED,
        service.opine,
        cast["ines"],
        version.id,
        given_as=GivenAs.THEMATIC,
        opinion=Opinion.FAVOURABLE,
    )
    given = service.opine(cast["ines"], version.id, given_as=GivenAs.HR, opinion=Opinion.FAVOURABLE)

    assert (given.given_as, given.given_by) == ("hr", cast["ines"].account_id)


def test_reserved_opinion_says_why(cast):
    version = in_review(cast)

    refused(
        RefusalCode.REASON_MISSING,
        service.opine,
        cast["ines"],
        version.id,
        given_as=GivenAs.HR,
        opinion=Opinion.UNFAVOURABLE,
    )


def test_pilot_waits_for_the_thematic_unit_on_the_present_text(cast):
    version = in_review(cast)
    service.opine(cast["farid"], version.id, given_as=GivenAs.THEMATIC, opinion=Opinion.FAVOURABLE)
    service.return_(cast["farid"], version.id, reason="Outcome 2 cannot be observed")
    with clock.moved_to(clock.now().replace(hour=11)):
        service.submit(cast["chidi"], version.id)

        refusal = refused(RefusalCode.CONDITION_NOT_MET, service.pilot, cast["farid"], version.id)

    assert refusal.facts["missing"] == (Need.THEMATIC_OPINION,)


def test_publishing_supersedes_and_announces(cast, monkeypatch):
    heard = []
    monkeypatch.setattr(announcements, "announce", lambda session, one: heard.append(one))
    first = published(cast["module"], cast["chidi"], cast["farid"])
    second = published(cast["module"], cast["chidi"], cast["farid"], teach_out_until=date(2027, 12, 31))

    assert (first.state, first.teach_out_until) == (VersionState.SUPERSEDED, date(2027, 12, 31))
    assert (second.state, second.supersedes_id) == (VersionState.PUBLISHED, first.id)
    assert second.published_on == date(2026, 11, 21)
    published_ones = [one for one in heard if isinstance(one, VersionPublished)]
    assert published_ones == [VersionPublished("module", first.id), VersionPublished("module", second.id)]


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (None, RefusalCode.VALUE_MISSING),  # learners on the old version need a last day
        (date(2026, 11, 20), RefusalCode.DATES_CONTRADICT),  # and it may not lie behind them
    ],
)
def test_a_replaced_version_needs_its_last_day(cast, until, code):
    published(cast["module"], cast["chidi"], cast["farid"])

    refused(code, published, cast["module"], cast["chidi"], cast["farid"], teach_out_until=until)


def test_editorial_change_carries_everything_over(cast):
    first = published(cast["module"], cast["chidi"], cast["farid"])
    second = published(cast["module"], cast["chidi"], cast["farid"], change_class=ChangeClass.EDITORIAL)
    db.session.flush()

    lines = db.session.scalars(select(OutcomeEquivalence).order_by(OutcomeEquivalence.id)).all()

    pairs = list(zip([one.id for one in first.outcomes], [one.id for one in second.outcomes], strict=True))
    assert [(line.from_outcome_id, line.to_outcome_id) for line in lines] == pairs
    assert {line.degree for line in lines} == {EquivalenceDegree.FULL}


def test_published_version_is_not_revised(cast):
    version = published(cast["module"], cast["chidi"], cast["farid"])

    refused(RefusalCode.VERSION_PUBLISHED, service.revise, cast["chidi"], version.id, content())


CHANGES = {
    "title": lambda version: setattr(version, "title", Bilingual("Autre", "Other")),
    "hours": lambda version: setattr(version, "hours_contact", 1),
    "outcome text": lambda version: setattr(version.outcomes[0], "weight", 40),
    "outcome removed": lambda version: db.session.delete(version.outcomes[1]),
    "outcome added": lambda version: version.outcomes.append(
        Outcome(
            code="X", position=3, type="skill", bloom="apply", text=version.title, critical=False, weight=1
        )
    ),
    "assessment": lambda version: setattr(version.assessments[0], "pass_mark", 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_writes_into_published_content(cast, change):
    """I-06, guarded below the services too."""
    version = published(cast["module"], cast["chidi"], cast["farid"])
    db.session.flush()

    CHANGES[change](version)

    refused(RefusalCode.VERSION_PUBLISHED, db.session.flush)


def test_withdrawing_says_why(cast):
    version = published(cast["module"], cast["chidi"], cast["farid"])

    refused(RefusalCode.REASON_MISSING, service.withdraw, cast["farid"], version.id, reason=" ")
    service.withdraw(cast["farid"], version.id, reason="The law of 2026 repeals chapter 3")

    assert version.state is VersionState.WITHDRAWN


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        pytest.param({}, "top_up", id="none"),
        pytest.param({"top_up": "retest_80"}, "top_up_text", id="J5.3-a-code-says-nothing-to-people"),
        pytest.param(
            {"top_up": "retest_80", "top_up_text": Bilingual("", "retest")},
            "top_up_text",
            id="R67-one-language",
        ),
    ],
)
def test_partial_equivalence_names_its_top_up_in_words(cast, said, missing):
    first = published(cast["module"], cast["chidi"], cast["farid"])
    draft = service.draft_version(cast["chidi"], module_id=cast["module"].id, content=content())

    refusal = refused(
        RefusalCode.VALUE_MISSING,
        service.decide_equivalence,
        cast["chidi"],
        target_id=draft.outcomes[0].id,
        source_id=first.outcomes[0].id,
        degree=EquivalenceDegree.PARTIAL,
        **said,
    )
    assert refusal.facts["field"] == missing


def test_equivalences_follow_over_several_versions(cast):
    editorial = {"change_class": ChangeClass.EDITORIAL}
    last = [published(cast["module"], cast["chidi"], cast["farid"], **editorial) for _ in range(3)][-1]

    lines = queries.equivalences_to([last.id])

    assert sorted((line.source, line.target) for line in lines) == [
        ("BOR-102.v1.O1", "BOR-102.v2.O1"),
        ("BOR-102.v1.O2", "BOR-102.v2.O2"),
        ("BOR-102.v2.O1", "BOR-102.v3.O1"),
        ("BOR-102.v2.O2", "BOR-102.v3.O2"),
    ]


def test_revising_keeps_the_keys_of_outcomes_that_stay(cast):
    version = service.draft_version(cast["chidi"], module_id=cast["module"].id, content=content())
    db.session.flush()
    kept = version.outcomes[0].id

    service.revise(cast["chidi"], version.id, content(outcome(100, critical=True, text="Only this")))
    db.session.flush()

    rows = db.session.execute(text("SELECT id, weight FROM outcome")).all()
    assert [tuple(row) for row in rows] == [(kept, 100)]


def test_drafts_of_others_are_not_listed(cast):
    published(cast["module"], cast["chidi"], cast["farid"])
    hidden = make_module("ADV-1", owner=make_institution("MAEC"), theme=make_theme("T6"))
    draft = ModuleVersion(
        module_id=hidden.id,
        version=1,
        title=Bilingual("a", "b"),
        summary=Bilingual("a", "b"),
        target_group=Bilingual("a", "b"),
        hours_contact=100,
    )
    db.session.add(draft)
    db.session.flush()
    everywhere = make_actor("omar", Role.INSTITUTION_ADMIN)

    assert [row.code for row in queries.visible_to(everywhere)] == ["ADV-1", "BOR-102"]
    assert [row.code for row in queries.visible_to(cast["chidi"])] == ["BOR-102"]
    assert [row.code for row in queries.visible_to(cast["dalia"])] == ["BOR-102"]
