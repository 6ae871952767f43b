"""Writing in a draft: nothing a form does not show is lost, and nothing moves to another outcome."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from curriculum.catalogue import queries, service
from curriculum.catalogue.content import AssessmentContent, ChangeClass, CompletionContent, OutcomeContent
from curriculum.catalogue.models import EquivalenceDegree, OutcomeEquivalence, OutcomeType
from curriculum.db import Bilingual, db, transaction
from curriculum.domain.refusals import RefusalCode
from tests.factories.catalogue import both, content, make_module, make_theme, outcome, published
from tests.filling import sent
from tests.refusing import refused

pytestmark = pytest.mark.database

DRAFT = "/training/modules/BOR-102/draft"


class Owner:
    """CNFGF as the module factory wants it."""

    def __init__(self, key: int) -> None:
        self.id = key


@pytest.fixture
def module(cast):
    with transaction():
        return make_module(owner=Owner(cast.institution("CNFGF")), theme=make_theme("T5"))


FULL = content(
    outcome(60, critical=True, text="Examine"),
    outcome(40, text="Compare"),
    assessments=(
        AssessmentContent("practical_case", both("Case"), 60, 70),
        AssessmentContent("written_test", both("Test"), 40),
    ),
    completion=CompletionContent(False, 70, 75, False),
    kind="mission",
    authoritative_language="en",
    eqf_level_indicative=5,
    credits_indicative="1.5",
    languages=("fr",),
    delivery_modes=("blended",),
    gcm_objectives=(11, 12),
    change_class=ChangeClass.MINOR,
    change_note=Bilingual("Pourquoi", "Why"),
)
"""Every field that the form does not show differs from what a new version would have."""


def test_saving_a_draft_unchanged_changes_nothing(visit, cast, module):
    with transaction():
        version = service.draft_version(cast.chidi, module_id=module.id, content=FULL)
    before = row(version.id)

    visit(DRAFT, as_="chidi", method="POST", data=sent(visit(DRAFT, as_="chidi")), status=302)

    assert row(version.id) == before


LEFT_OUT = frozenset({"updated_at", "updated_by", "revision"})


def stored(version_id: int):
    """The version as the database has it, whatever this session remembers."""
    db.session.remove()
    return queries.version(version_id)


def row(version_id: int) -> dict[str, object]:
    """All columns of a version and of its parts."""
    version = stored(version_id)
    parts = [_columns(one) for one in (*version.outcomes, *version.assessments)]
    return _columns(version) | {"parts": parts}


def _columns(one: object) -> dict[str, object]:
    return {
        column.key: getattr(one, column.key)
        for column in type(one).__mapper__.column_attrs
        if column.key not in LEFT_OUT
    }


def test_the_next_version_begins_with_what_the_form_does_not_show(visit, cast, module):
    with transaction():
        published(module, cast.chidi, cast.farid, *FULL.outcomes, **_values(FULL))

    visit(DRAFT, as_="chidi", method="POST", data=sent(visit(DRAFT, as_="chidi")), status=302)

    first, second = queries.get_version("BOR-102", 1), queries.get_version("BOR-102", 2)
    assert [one.method for one in second.assessments] == ["practical_case", "written_test"]
    assert [one.key for one in second.outcomes] == [one.key for one in first.outcomes]
    assert (second.kind, second.credits_indicative, second.delivery_modes) == ("mission", "1.5", ["blended"])
    assert (first.change_class, second.change_class) == ("minor", None)


def _values(one) -> dict[str, object]:
    names = ("assessments", "completion", "kind", "credits_indicative", "delivery_modes", "change_class")
    return {name: getattr(one, name) for name in names}


def test_the_kind_of_change_of_a_later_draft_is_kept(visit, cast, module):
    with transaction():
        published(module, cast.chidi, cast.farid)
        version = service.draft_version(cast.chidi, module_id=module.id, content=FULL)

    page = visit(DRAFT, as_="chidi")
    visit(DRAFT, as_="chidi", method="POST", data=sent(page), status=302)

    assert page.first("select", id="change_class").get("name") == "change_class"
    assert stored(version.id).change_class == "minor"


METHODS = [
    pytest.param("oral_panel", ["practical_case", "oral_panel"], id="another"),
    pytest.param("practical_case", ["practical_case", "practical_case_2"], id="two-of-one"),
]


@pytest.mark.parametrize(("method", "names"), METHODS)
def test_a_new_part_of_the_assessment_gets_a_name_of_its_own(visit, cast, module, method, names):
    with transaction():
        kept = replace(FULL, assessments=FULL.assessments[:1])
        version = service.draft_version(cast.chidi, module_id=module.id, content=kept)
    more = {"assessments-1-title_fr": "Oral", "assessments-1-title_en": "Oral", "assessments-1-weight": "40"}
    written = sent(visit(DRAFT, as_="chidi")) | more | {"assessments-1-method": method}

    visit(DRAFT, as_="chidi", method="POST", data=written, status=302)

    assert [one.method for one in stored(version.id).assessments] == names


def one(text: str, key: str | None = None, code: str | None = None) -> OutcomeContent:
    return OutcomeContent(both(text), OutcomeType.SKILL, "apply", 50, critical=True, code=code, key=key)


MOVES = [
    pytest.param((one("A", "O1"), one("B", "O2")), ["A", "B"], id="untouched"),
    pytest.param((one("N"), one("A", "O1"), one("B", "O2")), ["A", "B"], id="inserted-before"),
    pytest.param((one("B", "O2"), one("A", "O1")), ["A", "B"], id="moved"),
    pytest.param((one("B", "O2"),), [None, "B"], id="removed-before"),
    pytest.param(
        (one("A", "O1", "BOR-102.v1.O2"), one("B", "O2", "BOR-102.v1.O1")), ["A", "B"], id="codes-swapped"
    ),
    pytest.param((one("N", "new", "BOR-102.v1.O1"), one("B", "O2")), [None, "B"], id="code-taken-over"),
]


@pytest.mark.parametrize(("outcomes", "texts"), MOVES)
def test_an_outcome_stays_itself_wherever_it_stands(cast, module, outcomes, texts):
    """Claims and equivalences are rows that name an outcome by its id; it must still say the same."""
    with transaction():
        version = service.draft_version(cast.chidi, module_id=module.id, content=content(one("A"), one("B")))
        named = [each.id for each in version.outcomes]
    with transaction():
        service.revise(cast.chidi, version.id, content(*outcomes))

    said = {each.id: each.text.en for each in stored(version.id).outcomes}

    assert [said.get(key) for key in named] == texts
    assert [each.text.en for each in stored(version.id).outcomes] == [o.text.en for o in outcomes]


def test_codes_change_hands_in_one_save(cast, module):
    with transaction():
        version = service.draft_version(cast.chidi, module_id=module.id, content=content(one("A"), one("B")))
    swapped = content(one("A", "O1", "BOR-102.v1.O2"), one("B", "O2", "BOR-102.v1.O1"))
    with transaction():
        service.revise(cast.chidi, version.id, swapped)

    found = [(each.text.en, each.code) for each in stored(version.id).outcomes]
    assert found == [("A", "BOR-102.v1.O2"), ("B", "BOR-102.v1.O1")]


def test_a_line_to_a_removed_outcome_goes_with_it(cast, module):
    with transaction():
        published(module, cast.chidi, cast.farid, one("A"), one("B"))
        draft = service.draft_version(cast.chidi, module_id=module.id, content=content(one("A"), one("B")))
        first, second = (
            service.decide_equivalence(cast.chidi, target_id=each.id, degree=EquivalenceDegree.NONE)
            for each in draft.outcomes
        )
    with transaction():
        service.revise(cast.chidi, draft.id, content(one("B", "O2")))

    left = db.session.scalars(select(OutcomeEquivalence.id)).all()
    assert left == [second.id]
    assert first.to_outcome_id != second.to_outcome_id


def test_an_outcome_that_something_rests_on_is_not_removed(cast, module):
    """A claim from a pilot, say: rooms above keep rows that name it."""
    with transaction():
        version = service.draft_version(cast.chidi, module_id=module.id, content=content(one("A"), one("B")))
        target = service.draft_version(
            cast.chidi, module_id=make_module("BOR-103", owner=Owner(module.owner_institution_id)).id,
            content=content(),
        )  # fmt: skip
        service.decide_equivalence(
            cast.chidi,
            target_id=target.outcomes[0].id,
            source_id=version.outcomes[0].id,
            degree=EquivalenceDegree.FULL,
        )

    with transaction():
        refused(RefusalCode.IN_USE, service.revise, cast.chidi, version.id, content(one("B", "O2")))


def test_one_key_stands_for_one_outcome(cast, module):
    twice = content(one("A", "same"), one("B", "same"))

    refused(RefusalCode.VALUE_INVALID, service.draft_version, cast.chidi, module_id=module.id, content=twice)


def test_editorial_change_carries_by_key_and_not_by_place(cast, module):
    with transaction():
        first = published(module, cast.chidi, cast.farid, one("A"), one("B"))
        moved = (one("B", "O2"), one("A", "O1"))
        second = published(module, cast.chidi, cast.farid, *moved, change_class=ChangeClass.EDITORIAL)
        places = {each.id: each.text.en for each in (*first.outcomes, *second.outcomes)}
    lines = db.session.scalars(select(OutcomeEquivalence)).all()

    assert sorted((places[each.from_outcome_id], places[each.to_outcome_id]) for each in lines) == [
        ("A", "A"),
        ("B", "B"),
    ]
