"""Natural persons compared: who may not act on whom, case by case (I-01…I-04, I-22, S14, S15)."""

import pytest

from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.separation import (
    BARS,
    DECLARABLE,
    CaseHistory,
    CaseRole,
    Conflict,
    Involvement,
    Part,
    Remedy,
    conflicts,
    panel_conflicts,
    require_free,
)

AMINA, BRUNO, JONAS, ELIF = "amina", "bruno", "jonas", "elif"

# One row per role: every part that bars it, with its reason.
BARRED = [
    (CaseRole.EVIDENCE_REVIEWER, "trained mentored advised", "not the trainer of that component (§3, 5)"),
    (CaseRole.ATTENDANCE_RESOLVER, "entered", "entered none of the records (§2.9)"),
    (CaseRole.GRADER, "advised", "adviser and assessor are two (§2.5)"),
    (CaseRole.VERIFIER, "assessed", "grading and verifying are two acts of two people"),
    (CaseRole.OBSERVER, "mentored subordinate observed", "I-22"),
    (CaseRole.PANEL_MEMBER, "trained mentored advised", "S15"),
    (CaseRole.ADMISSIBILITY_REVIEWER, "", "looks at completeness only"),
    (CaseRole.CHECK_ASSESSOR, "trained", "assessor is none of the trainers (§2.9)"),
    (CaseRole.DECIDER, "trained mentored advised assessed signs_hr signs_training", "I-02; signs neither"),
    (CaseRole.HR_SIGNATORY, "mentored decided signs_training", "I-03, I-04"),
    (CaseRole.TRAINING_SIGNATORY, "mentored decided signs_hr superior", "I-03, I-04"),
    (CaseRole.APPROVER, "authored proposed", "approver is not the author (§2.9)"),
    (CaseRole.SECOND_APPROVER, "proposed decided", "two persons revoke (§2.9)"),
    (
        CaseRole.APPEALS_PANEL,
        "trained mentored advised assessed decided signs_hr signs_training",
        "nobody from the original decision",
    ),
]
FOUND_NOT_TOLD = {Part.SELF, Part.NO_PERSON}


def history(*involvements: Involvement, **more) -> CaseHistory:
    return CaseHistory(AMINA, involvements, **more)


def code_of(person: str | None, role: CaseRole, case: CaseHistory) -> RefusalCode | None:
    try:
        require_free(person, role, case)
    except Refusal as refusal:
        return refusal.code
    return None


def test_every_role_has_its_row():
    assert [row[0] for row in BARRED] == list(CaseRole) == list(BARS)


@pytest.mark.parametrize(("role", "barring", "reason"), BARRED, ids=[row[0].value for row in BARRED])
def test_parts_that_bar_a_role(role, barring, reason):
    expected = {*map(Part, barring.split()), Part.RELATIVE} | DECLARABLE.get(role, set())

    found = {
        part
        for part in set(Part) - FOUND_NOT_TOLD
        if conflicts(BRUNO, role, history(Involvement(BRUNO, part)))
    }

    assert found == expected, reason


@pytest.mark.parametrize("role", CaseRole)
def test_nobody_acts_on_their_own_record(role):
    assert conflicts(AMINA, role, history()) == (Conflict(role, Part.SELF, ""),)


@pytest.mark.parametrize("role", CaseRole)
def test_merged_duplicate_is_the_same_person(role):
    """I-01: also not through a merged duplicate, in either direction or over two merges."""
    merged = {"amina-2": "amina-1", "amina-1": AMINA}

    assert code_of("amina-2", role, history(merged=merged)) is RefusalCode.OWN_RECORD
    assert code_of(AMINA, role, CaseHistory("amina-2", merged=merged)) is RefusalCode.OWN_RECORD


@pytest.mark.parametrize("role", CaseRole)
def test_account_without_person_cannot_act(role):
    assert code_of(None, role, history()) is RefusalCode.PERSON_UNKNOWN


@pytest.mark.parametrize("role", CaseRole)
def test_stranger_to_the_case_is_free(role):
    others = tuple(Involvement(BRUNO, part) for part in set(Part) - FOUND_NOT_TOLD)

    assert conflicts(JONAS, role, history(*others)) == ()
    assert code_of(JONAS, role, history(*others)) is None


def test_merges_that_go_in_a_circle_end():
    assert history(merged={"a": "b", "b": "a"}).natural("a") in {"a", "b"}


def test_object_without_candidate_has_no_own_record():
    assert conflicts(AMINA, CaseRole.APPROVER, CaseHistory(None)) == ()


@pytest.mark.parametrize(
    ("role", "part", "code"),
    [
        pytest.param(
            CaseRole.TRAINING_SIGNATORY, Part.SIGNS_HR, RefusalCode.SAME_PERSON_SIGNS_TWICE, id="S14 second"
        ),
        pytest.param(
            CaseRole.HR_SIGNATORY, Part.SIGNS_TRAINING, RefusalCode.SAME_PERSON_SIGNS_TWICE, id="S14 reversed"
        ),
        pytest.param(CaseRole.HR_SIGNATORY, Part.DECIDED, RefusalCode.DECIDER_SIGNS, id="decider signs HR"),
        pytest.param(
            CaseRole.TRAINING_SIGNATORY, Part.DECIDED, RefusalCode.DECIDER_SIGNS, id="decider signs training"
        ),
        pytest.param(CaseRole.DECIDER, Part.SIGNS_HR, RefusalCode.DECIDER_SIGNS, id="signatory decides"),
        pytest.param(CaseRole.DECIDER, Part.TRAINED, RefusalCode.CONFLICT_OF_INTEREST, id="I-02"),
        pytest.param(CaseRole.PANEL_MEMBER, Part.TRAINED, RefusalCode.CONFLICT_OF_INTEREST, id="S15"),
        pytest.param(CaseRole.HR_SIGNATORY, Part.RELATIVE, RefusalCode.CONFLICT_OF_INTEREST, id="I-04 kin"),
        pytest.param(
            CaseRole.HR_SIGNATORY, Part.MENTORED, RefusalCode.CONFLICT_OF_INTEREST, id="I-04 mentee"
        ),
        pytest.param(
            CaseRole.HR_SIGNATORY, Part.SUPERIOR, RefusalCode.DECLARATION_MISSING, id="I-04 undeclared"
        ),
        pytest.param(
            CaseRole.TRAINING_SIGNATORY, Part.SUPERIOR, RefusalCode.CONFLICT_OF_INTEREST, id="I-04 HR only"
        ),
        pytest.param(
            CaseRole.SECOND_APPROVER,
            Part.PROPOSED,
            RefusalCode.SECOND_APPROVER_IS_PROPOSER,
            id="four eyes on a mandate",
        ),
        pytest.param(
            CaseRole.APPROVER, Part.PROPOSED, RefusalCode.SECOND_APPROVER_IS_PROPOSER, id="own proposal"
        ),
        pytest.param(CaseRole.APPROVER, Part.AUTHORED, RefusalCode.CONFLICT_OF_INTEREST, id="own version"),
        pytest.param(CaseRole.APPEALS_PANEL, Part.SIGNS_HR, RefusalCode.CONFLICT_OF_INTEREST, id="appeal"),
    ],
)
def test_refusal_names_the_conflict(role, part, code):
    assert code_of(ELIF, role, history(Involvement(ELIF, part))) is code


def test_superior_who_declared_may_sign_for_hr():
    """I-04: the declaration counts for the person, whichever record made it."""
    case = history(
        Involvement(ELIF, Part.SUPERIOR), declared=frozenset({"elif-old"}), merged={"elif-old": ELIF}
    )

    assert conflicts(ELIF, CaseRole.HR_SIGNATORY, case) == ()


def test_undeclared_superior_is_asked_to_declare_not_replaced():
    case = history(Involvement(ELIF, Part.SUPERIOR, "unit head"))

    assert conflicts(ELIF, CaseRole.HR_SIGNATORY, case) == (
        Conflict(CaseRole.HR_SIGNATORY, Part.SUPERIOR, "unit head", Remedy.DECLARE),
    )


def test_gravest_conflict_names_the_refusal_and_all_are_listed():
    case = history(Involvement(AMINA, Part.SUPERIOR), Involvement(AMINA, Part.SIGNS_TRAINING, "t"))

    with pytest.raises(Refusal) as caught:
        require_free(AMINA, CaseRole.HR_SIGNATORY, case)

    assert caught.value.code is RefusalCode.OWN_RECORD
    assert [conflict.part for conflict in caught.value.facts["conflicts"]] == [
        Part.SELF,
        Part.SUPERIOR,
        Part.SIGNS_TRAINING,
    ]


def test_same_involvement_told_twice_is_one_conflict():
    trained = Involvement(BRUNO, Part.TRAINED, "PMCO-02")

    assert conflicts(BRUNO, CaseRole.DECIDER, history(trained, trained)) == (
        Conflict(CaseRole.DECIDER, Part.TRAINED, "PMCO-02"),
    )


def test_panel_member_who_trained_the_candidate_is_named():
    """S15."""
    case = history(Involvement(BRUNO, Part.TRAINED, "PMCO-02"))

    found = panel_conflicts([JONAS, BRUNO, ELIF], case, at_least=3)

    assert found == {BRUNO: (Conflict(CaseRole.PANEL_MEMBER, Part.TRAINED, "PMCO-02"),)}


def test_panel_counts_persons_and_not_records_or_accounts():
    case = history(merged={"elif-old": ELIF})

    with pytest.raises(Refusal) as caught:
        panel_conflicts([JONAS, ELIF, "elif-old", None], case, at_least=3)

    assert (caught.value.code, dict(caught.value.facts)) == (
        RefusalCode.PANEL_TOO_SMALL,
        {"seated": 2, "at_least": 3},
    )
