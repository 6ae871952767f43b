"""Pages of runs, results, observations and evidence, as each of the cast sees them."""

import pytest

from curriculum import refs
from curriculum.assessment import queries as assessment
from curriculum.catalogue import queries as catalogue
from curriculum.db import transaction
from curriculum.delivery import queries, service
from curriculum.delivery.models import FigureState, SourceKind, TrainerRole
from curriculum.evidence import queries as evidence
from curriculum.institutions import queries as institutions
from curriculum.people import queries as people
from tests.factories.assessment import all_at
from tests.factories.catalogue import make_module, published
from tests.factories.delivery import School, add_trainer, make_enrolment, make_run
from tests.factories.evidence import make_reasons, make_submission

pytestmark = pytest.mark.database


@pytest.fixture
def school(cast):
    """CNFGF as the cast knows it."""
    designer, signatory = cast.chidi, cast.farid
    with transaction():
        centre = institutions.get("CNFGF")
        version = published(make_module("BOR-101", owner=centre), designer, signatory)
    return School(centre, version, cast.chidi, cast.chidi, cast.farid, cast.bruno, cast.leila, cast.pavel)


@pytest.fixture
def run(school, cast):
    """A run that Bruno leads, Amina enrolled."""
    with transaction():
        one = make_run(school, "BOR-101-2026A")
        make_enrolment(one, cast.amina.person_id)
    return one


@pytest.fixture
def disputed(cast, run):
    """Two sources disagree about Amina (S10)."""
    for actor, kind, hours in (
        (cast.chidi, SourceKind.SIGN_IN_SHEET, 1800),
        (cast.bruno, SourceKind.TRAINER_REGISTER, 2400),
    ):
        with transaction():
            source = service.add_source(actor, run.id, kind, kind.value)
            service.record_attendance(actor, source.id, {cast.amina.person_id: hours})
    return people.person_ref(cast.amina.person_id)


def test_list_shows_runs_and_what_is_to_check(visit, run, disputed):
    page = visit("/training/runs", as_="chidi")

    assert "BOR-101-2026A" in page.text
    assert "1 inconsistency" in page.text


def test_list_is_empty_for_who_has_nothing_to_do_with_runs(visit, run):
    assert "BOR-101-2026A" in visit("/training/runs", as_="bruno").text

    visit("/training/runs", as_="grace", status=403)
    assert "BOR-101-2026A" not in visit("/training/runs", as_="elif", status=403).html


def test_run_page_shows_sources_side_by_side(visit, run, disputed):
    page = visit(f"/runs/{run.code}", as_="chidi")

    assert "Amina Mezgouri" in page.text
    assert "Inconsistency to check" in page.text
    assert ("18" in page.text, "24" in page.text) == (True, True)


def test_run_page_speaks_french(visit, run):
    assert visit(f"/runs/{run.code}", as_="chidi", lang="fr").status == 200


def test_trainer_enters_a_register(visit, cast, run):
    ref = people.person_ref(cast.amina.person_id)
    form = {"kind": "trainer_register", "label": "Register", f"hours-{ref}": "22,5"}

    visit(f"/runs/{run.code}/attendance", as_="bruno")
    visit(f"/runs/{run.code}/attendance", as_="bruno", method="POST", data=form, status=303)

    assert queries.find_figure(cast.amina.person_id, run.id).hours == 2250


def test_hours_above_the_programme_come_back_with_the_field(visit, cast, run):
    ref = people.person_ref(cast.amina.person_id)
    form = {"kind": "trainer_register", "label": "Register", f"hours-{ref}": "25"}

    page = visit(f"/runs/{run.code}/attendance", as_="bruno", method="POST", data=form, status=422)

    assert "The programme had 24 hours." in page.text
    assert queries.find_figure(cast.amina.person_id, run.id) is None


def test_who_entered_nothing_settles_the_dispute(visit, cast, run, disputed):
    form = {"hours": "18", "reason": "Daily sheets read."}
    address = f"/runs/{run.code}/disputes/{disputed}"

    visit(address, as_="farid")
    visit(address, as_="chidi", method="POST", data=form, status=403)
    visit(address, as_="farid", method="POST", data=form, status=303)

    assert queries.find_figure(cast.amina.person_id, run.id).state is FigureState.RESOLVED
    assert "18 hours retained, because: Daily sheets read." in visit(address, as_="amina").text


def test_marks_are_graded_by_one_and_verified_by_another(visit, cast, run):
    ref = people.person_ref(cast.amina.person_id)
    form = {"part": "1", "assessed_on": "2026-10-09", f"score-{ref}": "77"}
    address = f"/runs/{run.code}/results"

    visit(address, as_="leila", method="POST", data=form, status=303)
    [result] = assessment.results_of(cast.amina.person_id)
    visit(f"{address}/{refs.seal(result.id)}/verify", as_="leila", method="POST", status=403)
    visit(f"{address}/{refs.seal(result.id)}/verify", as_="pavel", method="POST", status=303)

    assert "Verified" in visit(address, as_="leila").text


def test_observation_is_recorded_and_signed_by_both(visit, cast, run):
    with transaction():
        add_trainer(run, cast.amina.person_id, TrainerRole.CO)
    ref = people.person_ref(cast.amina.person_id)
    form = {"observed_on": "2026-10-06", "sign": "y", **{k: str(v) for k, v in all_at(3).items()}}

    visit(f"/runs/{run.code}/observe/{ref}", as_="leila")
    sent = visit(f"/runs/{run.code}/observe/{ref}", as_="leila", method="POST", data=form, status=303)
    visit(sent.location, as_="grace", status=403)
    visit(sent.location + "/sign", as_="amina", method="POST", status=303)

    assert [row.is_signed for row in assessment.observations_of(cast.amina.person_id)] == [True]
    assert visit(sent.location, as_="amina").status == 200


def test_evidence_is_handed_in_reviewed_and_read(visit, cast, school):
    [outcome, _other] = catalogue.outcomes_of([school.version.id])
    with transaction():
        make_reasons()
        piece = make_submission(cast.amina, cast.amina.person_id, [outcome.id])
    ref = evidence.evidence_ref(piece.id)

    assert "Certificate" in visit("/training/evidence", as_="leila").text
    visit(f"/evidence/{ref}/review", as_="leila")
    form = {"verdict": "accept", f"level-{outcome.code}": "3", "reason_code": "", "comment": "Genuine."}
    visit(f"/evidence/{ref}/review", as_="leila", method="POST", data=form, status=303)

    assert "level 3" in visit(f"/evidence/{ref}", as_="amina").text
    visit(f"/evidence/{ref}", as_="dalia", status=403)


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/me/evidence", "amina"),
        ("/me/evidence/new", "amina"),
        ("/me/points", "amina"),
        ("/training/evidence", "leila"),
        ("/training/points", "farid"),
        ("/hr/experience/new", "ines"),
        ("/runs/new", "chidi"),
        ("/runs/BOR-101-2026A/enrol", "chidi"),
        ("/runs/BOR-101-2026A/teaching", "bruno"),
        ("/runs/BOR-101-2026A/results", "leila"),
    ],
)
def test_page_stands_for_its_audience_and_not_for_grace(visit, run, path, who):
    assert visit(path, as_=who).status == 200

    assert visit(path, as_="grace", status=404 if path.endswith("teaching") else 403).status != 200
