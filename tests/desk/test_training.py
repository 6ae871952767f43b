"""The landing page of training: each sees what waits for their roles, and nothing else."""

from datetime import date

import pytest

from curriculum.assessment.models import AssessmentResult, ResultKind, ResultState
from curriculum.awards import queries as certificates
from curriculum.awards import service as awards
from curriculum.db import db, new_id, transaction
from curriculum.delivery.models import AttendanceFigure, FigureState, Run
from curriculum.domain.lifecycles.certificate import CertificateState
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.paths.models import PathEnrolment
from tests.desk.certified import make_person
from tests.factories.awards import granted, issued, make_candidacy
from tests.factories.catalogue import both

pytestmark = pytest.mark.database
DOUBT = {"reason_code": "under_review", "note": "A doubt"}


def piles(page) -> dict[str, int]:
    """How much waits, by the name of the queue."""
    read = (("".join(one.itertext())).split() for one in page.all("div", class_="figure"))
    found = {}
    for words in read:
        at = next(index for index, word in enumerate(words) if word.isdigit())
        found[" ".join(words[:at])] = int(words[at])
    return found


def run_with(cast, case, *, state: ResultState | None = None, disputed: bool = False) -> Run:
    run = Run(
        code="BOR-101-2026A",
        title=both("Autumn session"),
        module_version_id=case.module_version_id,
        institution_id=cast.institution("CNFGF"),
        outcome_ids=[],
        hours=2400,
        start=date(2026, 10, 5),
        end=date(2026, 10, 8),
    )
    db.session.add(run)
    db.session.flush()
    if disputed:
        db.session.add(
            AttendanceFigure(person_id=case.person_id, run_id=run.id, hours=None, state=FigureState.DISPUTED)
        )
    if state is not None:
        db.session.add(_result(cast, case, run, state))
    db.session.flush()
    return run


def _result(cast, case, run, state) -> AssessmentResult:
    return AssessmentResult(
        person_id=case.person_id,
        kind=ResultKind.MODULE,
        module_version_id=case.module_version_id,
        run_id=run.id,
        outcome_ids=[],
        score=7000,
        passed=True,
        assessed_on=date(2026, 10, 8),
        assessor_id=cast.person("leila"),
        state=state,
    )


@pytest.fixture
def case(cast):
    return make_candidacy(cast)


def test_application_moves_from_pile_to_pile(case, cast, visit):
    code = case.apply().code

    assert piles(visit("/training", as_="farid")) == {"Applications to examine": 1}
    with transaction():
        awards.take(cast.farid, code)
        awards.admit_application(cast.farid, code, note="complete")
    assert piles(visit("/training", as_="bruno"))["Applications to check"] == 1
    with transaction():
        awards.check(cast.bruno, code)
    assert piles(visit("/training", as_="jonas"))["Applications to decide"] == 1


def test_proposed_suspension_waits_for_who_decides_until_somebody_did_J13(case, cast, visit):
    number = issued(case).number
    with transaction():
        awards.propose_status(cast.ines, number, action=awards.StatusAction.SUSPEND, **DOUBT)

    page = visit("/training", as_="jonas")
    assert piles(page)["Certificates to decide on"] == 1
    assert page.links()["Amina Mezgouri"] == f"/certificates/{number}"
    assert "Certificates to decide on" not in visit("/training", as_="farid").text
    with transaction():
        awards.suspend(cast.jonas, number, **DOUBT)
    assert "Certificates to decide on" not in piles(visit("/training", as_="jonas"))


def give_back(cast, number):
    awards.withdraw_certificate(cast.amina, number, reason="Leaving the service")


def revoke(cast, number):
    awards.decide_status(cast.jonas, number, action=awards.StatusAction.REVOKE, **DOUBT)
    awards.hear_holder(cast.farid, number, note="Does not contest")
    awards.approve_status(cast.viktor, number)


def supersede(cast, number):
    certificates.certificate_by_number(number).state = CertificateState.SUPERSEDED


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(give_back, id="holder-gave-it-back"),
        pytest.param(revoke, id="revoked-beside-the-proposal"),
        pytest.param(supersede, id="replaced-by-another-document"),
    ],
)
def test_proposal_for_a_certificate_that_ended_waits_for_nobody(end, case, cast, visit):
    number = issued(case).number
    with transaction():
        awards.propose_status(cast.ines, number, action=awards.StatusAction.SUSPEND, **DOUBT)
    before = piles(visit("/training", as_="jonas"))

    with transaction():
        end(cast, number)

    assert before == {"Certificates to decide on": 1}
    assert piles(visit("/training", as_="jonas")) == {}


def test_granted_application_waits_for_the_training_signature(case, visit):
    code = granted(case)

    page = visit("/training", as_="farid")

    assert piles(page)["To sign"] == 1
    assert page.links()["Amina Mezgouri"] == f"/applications/{code}/sign/training"


def test_result_waits_for_a_second_assessor_and_never_for_the_first(case, cast, visit):
    with transaction():
        run_with(cast, case, state=ResultState.GRADED)

    assert piles(visit("/training", as_="pavel"))["Results to verify"] == 1
    assert "Results to verify" not in piles(visit("/training", as_="leila"))


def test_disputed_hours_wait_for_the_owner_of_the_module(case, cast, visit):
    with transaction():
        run_with(cast, case, disputed=True)

    page = visit("/training", as_="chidi")

    assert piles(page)["Attendance to settle"] == 1
    assert page.links()["Amina Mezgouri"].startswith("/runs/BOR-101-2026A/disputes/")


def test_designated_official_waits_for_the_owner(case, cast, visit):
    make_nominations(cast, case, 1)

    assert piles(visit("/training", as_="farid"))["Designated, not yet admitted"] == 1
    assert piles(visit("/hr", as_="ines"))["Designated, not yet admitted"] == 1


def make_nominations(cast, case, count: int) -> None:
    for number in range(count):
        person_id = make_person(cast, f"VM-7{new_id()}", ("Latn", f"Given{number}", "Family"))
        with transaction():
            db.session.add(
                PathEnrolment(
                    person_id=person_id,
                    path_version_id=case.path_version_id,
                    state=EnrolmentState.NOMINATED,
                    designated_on=date(2026, 11, 2),
                )
            )


def test_nothing_waiting_is_said_plainly(cast, visit):
    cast.enter()

    page = visit("/training", as_="farid")

    assert "Nothing waits for you" in page.text
    assert piles(page) == {}


@pytest.mark.parametrize(
    "who", ["grace", "amina", "dalia", "hugo", "elif", "omar", "clara", "sana", "viktor"]
)
def test_page_is_closed_to_whoever_has_no_part_in_training(who, case, cast, visit):
    case.apply()

    assert "Amina Mezgouri" in visit("/training", as_="farid").text
    visit("/training", as_=who, status=403)


def test_same_statements_for_one_and_three_waiting(case, cast, visit, counted):
    make_nominations(cast, case, 1)
    visit("/training", as_="farid")
    with counted() as one:
        visit("/training", as_="farid")
    make_nominations(cast, case, 2)

    with counted() as three:
        page = visit("/training", as_="farid")

    assert piles(page)["Designated, not yet admitted"] == 3
    assert three.count == one.count, three.statements
