"""What is missing and what is advised, told together and while somebody writes."""

from dataclasses import replace

import pytest

from curriculum.catalogue import advising, checks, service
from curriculum.catalogue.advising import Advice, Counsel
from curriculum.catalogue.checks import Problem
from curriculum.catalogue.content import (
    NOTHING,
    AssessmentContent,
    CompletionContent,
    CriterionContent,
    Hours,
    OutcomeContent,
    VersionContent,
)
from curriculum.catalogue.models import OutcomeType
from curriculum.db import Bilingual, transaction
from curriculum.domain.module import Prerequisites
from curriculum.domain.refusals import RefusalCode
from curriculum.labels import sentences_of
from tests.factories.catalogue import both, make_module, make_theme
from tests.refusing import refused

HALF = Bilingual("Moitié", "")
R = RefusalCode


def one(fr="Examiner", en="Examine", weight=50, key="a", bloom="analyse", **more) -> OutcomeContent:
    more = {"critical": True, **more}
    return OutcomeContent(Bilingual(fr, en), OutcomeType.SKILL, bloom, weight, key=key, **more)


def part(*criteria: CriterionContent, outcomes=("a", "b"), **more) -> AssessmentContent:
    more = {"weight": 100, **more}
    return AssessmentContent("oral", both("Oral"), outcomes=outcomes, criteria=criteria, **more)


WHOLE = VersionContent(
    both("Title"),
    Hours(contact=2400, self_study=600),
    (one(), one("Rédiger", "Write", key="b", bloom="create")),
    summary=both("Summary"),
    target_group=both("Officials"),
    assessments=(part(),),
    credits_indicative="1.0",
)
"""Nothing is missing and nothing is advised."""

MISSING = [
    pytest.param({}, [], id="whole"),
    pytest.param(
        {"title": HALF, "summary": NOTHING},
        [Problem(R.TRANSLATION_MISSING, "title", "en"), Problem(R.TRANSLATION_MISSING, "summary", "en")],
        id="two-texts",
    ),
    pytest.param(
        {"entry_requirements": HALF}, [Problem(R.TRANSLATION_MISSING, "entry_requirements", "en")], id="entry"
    ),
    pytest.param(
        {"level_note": Bilingual("", "Note")}, [Problem(R.TRANSLATION_MISSING, "level_note", "fr")], id="note"
    ),
    pytest.param({"change_note": HALF}, [Problem(R.TRANSLATION_MISSING, "change_note", "en")], id="why"),
    pytest.param(
        {"outcomes": (one(weight=100, verb=HALF),)}, [Problem(R.TRANSLATION_MISSING, "O1", "en")], id="verb"
    ),
    pytest.param(
        {"assessments": (part(CriterionContent(both("Order"), weight=60)),)},
        [Problem(R.WEIGHTS_NOT_100, "Oral (fr)", 60)],
        id="rubric-60",
    ),
    pytest.param(
        {"assessments": (part(CriterionContent(HALF, HALF, 100)),)},
        [Problem(R.TRANSLATION_MISSING, "Oral (fr)", "en")] * 2,
        id="rubric-half",
    ),
    pytest.param(
        {"outcomes": (one(weight=-5), one(weight=105, key="b"))},
        [
            Problem(R.VALUE_INVALID, "outcomes[0].weight", "-5", "≥ 1"),
            Problem(R.VALUE_INVALID, "outcomes[1].weight", "105", "≤ 100"),
        ],
        id="sum-of-weights-out-of-range",
    ),
    pytest.param(
        {"prerequisites_any": ("BOR-103",)},
        [Problem(R.PREREQUISITES_CYCLIC, "prerequisites", "BOR-102 → BOR-103 → BOR-102")],
        id="circle",
    ),
    pytest.param({"prerequisites_advised": ("BOR-103",)}, [], id="advice-makes-no-circle"),
]


@pytest.mark.parametrize(("changes", "found"), MISSING)
def test_what_is_missing(changes, found):
    graph = {"BOR-103": Prerequisites(("BOR-102",))}

    assert list(checks.of_content(replace(WHOLE, **changes), graph, "BOR-102")) == found


A = Advice
ADVISED = [
    pytest.param({}, [], id="nothing"),
    pytest.param(
        {"outcomes": (one("Connaître la loi", "Know the law"), WHOLE.outcomes[1])},
        [Counsel(A.VERB_VAGUE, "O1", "fr", "connaître"), Counsel(A.VERB_VAGUE, "O1", "en", "know")],
        id="vague-in-both",
    ),
    pytest.param(
        {"outcomes": (one("Examiner", "Know", code="BOR-102.v3.O7"), WHOLE.outcomes[1])},
        [Counsel(A.VERB_VAGUE, "O7", "en", "know")],
        id="vague-in-english",
    ),
    pytest.param(
        {"outcomes": (one(bloom="create"), WHOLE.outcomes[1])},
        [Counsel(A.VERB_TOO_LOW, "O1", "fr", "examiner"), Counsel(A.VERB_TOO_LOW, "O1", "en", "examine")],
        id="too-low",
    ),
    pytest.param(
        {"outcomes": (one(verb=Bilingual("Comparer", "Compare")), WHOLE.outcomes[1])},
        [
            Counsel(A.VERB_NOT_IN_TEXT, "O1", "fr", "Comparer"),
            Counsel(A.VERB_NOT_IN_TEXT, "O1", "en", "Compare"),
        ],
        id="verb-of-another-text",
    ),
    pytest.param(
        {"assessments": (part(outcomes=("a",)),)}, [Counsel(A.NOT_ASSESSED, "O2")], id="not-assessed"
    ),
    pytest.param({"assessments": (part(outcomes=()),)}, [], id="nobody-said-which"),
    pytest.param({"assessments": ()}, [Counsel(A.NO_ASSESSMENT)], id="no-assessment"),
    pytest.param(
        {"assessments": (), "completion": CompletionContent(module_assessment_required=False)},
        [],
        id="none-needed",
    ),
    pytest.param({"hours": Hours(0)}, [Counsel(A.NO_HOURS)], id="no-hours"),
    pytest.param({"credits_indicative": "3"}, [Counsel(A.CREDITS_FAR, found="1")], id="credits"),
    pytest.param({"credits_indicative": "1,0"}, [], id="credits-with-comma"),
    pytest.param({"credits_indicative": "some"}, [], id="credits-in-words"),
    pytest.param(
        {"prerequisites_all": ("NIL-999",)}, [Counsel(A.MODULE_UNKNOWN, found="NIL-999")], id="unknown"
    ),
    pytest.param(
        {"prerequisites_all": ("BOR-101",), "prerequisites_advised": ("BOR-101",)},
        [Counsel(A.NAMED_TWICE, found="BOR-101")],
        id="twice",
    ),
    pytest.param(
        {"prerequisites_all": ("BOR-103",)},
        [Counsel(A.CYCLE_OF_DRAFTS, found="BOR-102 → BOR-103 → BOR-102")],
        id="circle-of-drafts",
    ),
]


@pytest.mark.parametrize(("changes", "found"), ADVISED)
def test_what_is_advised(changes, found):
    drafts, known = {"BOR-103": Prerequisites(("BOR-102",))}, {"BOR-101", "BOR-103"}

    assert list(advising.advice(replace(WHOLE, **changes), drafts, "BOR-102", known)) == found


@pytest.fixture
def modules(cast):
    class Owner:
        id = cast.institution("CNFGF")

    with transaction():
        theme = make_theme("T5")
        return [make_module(code, owner=Owner, theme=theme) for code in ("BOR-102", "BOR-103")]


@pytest.mark.database
def test_all_that_is_missing_is_told_at_once(cast, modules):
    with transaction():
        faulty = replace(WHOLE, title=HALF, outcomes=(one(weight=40, critical=False),))
        version = service.draft_version(cast.chidi, module_id=modules[0].id, content=faulty)
        refusal = refused(R.TRANSLATION_MISSING, service.submit, cast.chidi, version.id)

    assert sentences_of(refusal) == [
        "“title” is needed in French and in English.",
        "The weights of “outcomes” add up to 40; they must make 100.",
        "The module has no critical outcome. Mark at least one.",
    ]


@pytest.mark.database
def test_two_reviews_do_not_close_a_circle_unseen(cast, modules):
    """Each alone is published by nobody yet; the second is refused because the first is on its way."""
    with transaction():
        drafts = [
            service.draft_version(
                cast.chidi, module_id=mine.id, content=replace(WHOLE, prerequisites_all=(other.code,))
            )
            for mine, other in (modules, modules[::-1])
        ]
        service.submit(cast.chidi, drafts[0].id)

        refusal = refused(R.PREREQUISITES_CYCLIC, service.submit, cast.chidi, drafts[1].id)

    assert refusal.facts["found"] == "BOR-103 → BOR-102 → BOR-103"
