"""Evidence offered and judged by somebody else, outcome by outcome (domain.md §2.9, I-01, I-17)."""

import pytest

from curriculum.announcements import EvidenceInvalidated, PersonTouched
from curriculum.audit import queries as trail
from curriculum.catalogue import queries as catalogue
from curriculum.db import transaction
from curriculum.delivery import service as delivery
from curriculum.domain.actors import Actor, Grant, Role
from curriculum.domain.lifecycles.evidence import EvidenceState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.evidence import queries, service
from curriculum.evidence.content import CEILING
from curriculum.evidence.models import EvidenceType
from curriculum.evidence.reviewing import Verdict
from tests.conftest import NOW
from tests.counting import statements_of
from tests.factories.catalogue import SINCE, within
from tests.factories.delivery import make_run, make_school, make_source, on_file
from tests.factories.evidence import make_path, make_reasons, make_submission

pytestmark = pytest.mark.database

S, V, R = EvidenceState, Verdict, RefusalCode


@pytest.fixture
def school(app):
    with transaction():
        make_reasons()
        return make_school()


@pytest.fixture
def outcomes(school):
    return [one.id for one in catalogue.outcomes_of([school.version.id])]


@pytest.fixture
def official(school):
    person = on_file()
    return Actor(None, person, grants=(Grant(Role.OFFICIAL, within(school.centre), SINCE),))


@pytest.fixture
def offered(official, outcomes):
    with transaction():
        return make_submission(official, official.person_id, outcomes)


def judge(actor, piece, verdict, levels=None, code=None, comment=None):
    with transaction():
        return service.review(
            actor,
            piece.person_id,
            piece.id,
            verdict=verdict,
            levels=levels,
            reason_code=code,
            comment=comment,
        )


def refused(act, *args, **values):
    with pytest.raises(Refusal) as caught, transaction():
        act(*args, **values)
    return caught.value.code


def refusal_of(*args, **values):
    with pytest.raises(Refusal) as caught:
        judge(*args, **values)
    return caught.value.code


def test_acceptance_writes_levels_by_outcome(school, offered, outcomes):
    judge(school.assessor, offered, V.ACCEPT, dict.fromkeys(outcomes, 3))

    assert queries.get(offered.person_id, offered.id).state is S.ACCEPTED
    assert queries.accepted_outcomes(offered.person_id, offered.id) == dict.fromkeys(outcomes, 3)
    assert [one.event for one in trail.about(offered.person_id)] == [
        "evidence:accepted",
        "evidence:submitted",
    ]


def test_part_is_accepted_with_a_reason(school, offered, outcomes):
    assert refusal_of(school.assessor, offered, V.ACCEPT_PARTLY, {outcomes[0]: 2}) is R.REASON_MISSING

    judge(school.assessor, offered, V.ACCEPT_PARTLY, {outcomes[0]: 2}, "scope_mismatch")

    assert queries.get(offered.person_id, offered.id).state is S.PARTLY_ACCEPTED
    assert queries.accepted_outcomes(offered.person_id, offered.id) == {outcomes[0]: 2}


@pytest.mark.parametrize(
    ("verdict", "share", "code", "comment", "expected"),
    [
        pytest.param(V.ACCEPT, 1, None, None, R.VALUE_INVALID, id="whole acceptance names all outcomes"),
        pytest.param(V.ACCEPT_PARTLY, 2, None, "?", R.VALUE_INVALID, id="all outcomes are no part"),
        pytest.param(V.ACCEPT_PARTLY, 0, None, "?", R.VALUE_INVALID, id="none is no part"),
        pytest.param(V.REJECT, 1, "out_of_date", None, R.VALUE_INVALID, id="nothing accepted when rejected"),
        pytest.param(V.REJECT, 0, None, "No.", R.REASON_MISSING, id="I-17: rejection names a code"),
        pytest.param(V.REJECT, 0, "because", None, R.VALUE_INVALID, id="code outside the list"),
        pytest.param(V.ASK, 0, None, "  ", R.REASON_MISSING, id="a question asks something"),
    ],
)
def test_verdict_at_fault_is_refused(school, offered, outcomes, verdict, share, code, comment, expected):
    levels = dict.fromkeys(outcomes[:share], 2)

    assert refusal_of(school.assessor, offered, verdict, levels, code, comment) is expected
    assert queries.get(offered.person_id, offered.id).state is S.SUBMITTED


@pytest.mark.parametrize("kind", list(EvidenceType))
def test_document_is_never_stronger_than_its_type(school, official, outcomes, kind):
    with transaction():
        piece = make_submission(official, official.person_id, outcomes, type=kind)
    most = int(CEILING[kind])

    over = refusal_of(school.assessor, piece, V.ACCEPT, dict.fromkeys(outcomes, most + 1))
    assert over is R.PROOF_LEVEL_TOO_HIGH
    judge(school.assessor, piece, V.ACCEPT, dict.fromkeys(outcomes, most))


def test_rejected_evidence_comes_back_twice_at_most(school, official, offered):
    for _ in range(2):
        judge(school.assessor, offered, V.REJECT, code="out_of_date")
        with transaction():
            service.resubmit(official, offered.person_id, offered.id)
    judge(school.assessor, offered, V.REJECT, code="out_of_date")

    code = refused(service.resubmit, official, offered.person_id, offered.id)
    assert code is R.RESUBMITTED_TOO_OFTEN


def test_question_is_answered_without_counting_as_rejection(school, official, offered):
    for _ in range(4):
        judge(school.assessor, offered, V.ASK, comment="Which year?")
        with transaction():
            again = service.resubmit(official, offered.person_id, offered.id, title="Certificate 2025")

    assert (again.state, again.title) == (S.SUBMITTED, "Certificate 2025")


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        pytest.param(S.DRAFT, set(), id="draft: nobody sees it yet"),
        pytest.param(S.SUBMITTED, {"take", "judge"}, id="submitted"),
        pytest.param(S.UNDER_REVIEW, {"judge"}, id="under review"),
        pytest.param(S.ACCEPTED, {"invalidate"}, id="accepted"),
        pytest.param(S.PARTLY_ACCEPTED, {"invalidate"}, id="partly accepted"),
        pytest.param(S.REJECTED, {"resubmit"}, id="rejected"),
        pytest.param(S.MORE_INFO, {"resubmit"}, id="more asked"),
        pytest.param(S.RESUBMITTED, {"take", "judge"}, id="resubmitted"),
        pytest.param(S.INVALIDATED, set(), id="invalidated: for ever"),
    ],
)
def test_every_state_answers_every_action(school, official, offered, outcomes, state, actions):
    who, key = offered.person_id, offered.id
    acts = {
        "take": lambda: service.take(school.assessor, who, key),
        "judge": lambda: service.review(
            school.assessor, who, key, verdict=V.ACCEPT, levels=dict.fromkeys(outcomes, 1)
        ),
        "resubmit": lambda: service.resubmit(official, who, key),
        "invalidate": lambda: service.invalidate(school.signatory, who, key, "Forged."),
    }
    possible = set()
    for name, act in acts.items():
        with transaction():
            queries.get(who, key).state = state
        if _refusal(act) is None:
            possible.add(name)

    assert possible == actions


def _refusal(act):
    """None when the act was done; any refusal but WRONG_STATE is a failure."""
    try:
        with transaction():
            act()
    except Refusal as refusal:
        if refusal.code is not R.WRONG_STATE:
            raise
        return refusal
    return None


def test_invalidated_evidence_is_told_to_the_awards(school, offered, outcomes):
    judge(school.assessor, offered, V.ACCEPT, dict.fromkeys(outcomes, 3))
    assert refused(service.invalidate, school.signatory, offered.person_id, offered.id, "") is (
        R.REASON_MISSING
    )

    with transaction() as session:
        service.invalidate(school.signatory, offered.person_id, offered.id, "Forged.")
        announced = set(session.info["announced"])

    assert announced == {
        EvidenceInvalidated(offered.person_id, offered.id),
        PersonTouched(offered.person_id),
    }


@pytest.mark.parametrize(
    "who", ["designer", "signatory", "official"], ids=["designer", "signatory", "I-01: the own evidence"]
)
def test_evidence_is_not_reviewed_by(school, official, offered, outcomes, who):
    actor = official if who == "official" else getattr(school, who)

    assert refusal_of(actor, offered, V.ACCEPT, dict.fromkeys(outcomes, 3)) is R.NOT_PERMITTED


def test_trainer_of_the_component_does_not_review(school, offered, outcomes):
    """domain.md §3, note 5: another module's trainer may."""
    with transaction():
        run = make_run(school)
        source = make_source(run)
        delivery.record_attendance(school.designer, source.id, {offered.person_id: 2400})

    code = refusal_of(school.trainer, offered, V.ACCEPT, dict.fromkeys(outcomes, 3))
    assert code is R.CONFLICT_OF_INTEREST
    judge(school.assessor, offered, V.ACCEPT, dict.fromkeys(outcomes, 3))


def test_assessor_does_not_review_the_own_evidence(school, outcomes):
    """I-01: with the role, on the own record."""
    me = school.assessor
    with transaction():
        piece = make_submission(me, me.person_id, outcomes)

    assert refusal_of(me, piece, V.ACCEPT, dict.fromkeys(outcomes, 3)) is R.OWN_RECORD


def test_portfolio_item_is_reviewed_without_outcomes(school, official):
    with transaction():
        path = make_path(school.centre)
        piece = make_submission(
            official,
            official.person_id,
            [],
            type=EvidenceType.WORK_PRODUCT,
            path_version_id=path.id,
        )
    assert [row.id for row in queries.awaiting_review(school.verifier)] == [piece.id]

    judge(school.assessor, piece, V.ACCEPT)

    assert [(row.state, row.path_version_id) for row in queries.of_person(official.person_id)] == [
        (S.ACCEPTED, path.id)
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        pytest.param({"title": " "}, R.VALUE_MISSING, id="no title"),
        pytest.param({"issued_on": NOW.date().replace(day=30)}, R.DATE_IN_FUTURE, id="issued tomorrow"),
        pytest.param({"outcome_ids": []}, R.VALUE_MISSING, id="for nothing"),
        pytest.param({"outcome_ids": [4]}, R.VALUE_INVALID, id="for an outcome that is not there"),
    ],
)
def test_submission_at_fault_is_refused(official, outcomes, values, code):
    given = {"outcome_ids": outcomes, **values}

    assert refused(make_submission, official, official.person_id, **given) is code


def test_queue_shows_what_the_assessor_may_judge(school, offered):
    with transaction():
        elsewhere = make_school("ADV", "POL-201")
    assert [row.id for row in queries.awaiting_review(school.assessor)] == [offered.id]

    assert queries.awaiting_review(elsewhere.assessor) == []
    assert queries.awaiting_review(school.designer) == []


def test_queue_takes_no_more_statements_for_three(school, official, offered, outcomes):
    assert len(queries.awaiting_review(school.assessor)) == 1
    one = statements_of(lambda: queries.awaiting_review(school.assessor))
    with transaction():
        for title in ("Two", "Three"):
            make_submission(official, official.person_id, outcomes, title=title)

    assert len(queries.awaiting_review(school.assessor)) == 3
    assert statements_of(lambda: queries.awaiting_review(school.assessor)) == one
