from datetime import date

import pytest
from sqlalchemy import select

from curriculum import clock
from curriculum.announcements import PersonTouched, VersionPublished
from curriculum.catalogue.models import Module, ModuleVersion, Outcome
from curriculum.db import announce, db, transaction
from curriculum.delivery.models import AttendanceFigure, FigureState, Run
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.donors.models import Offering
from curriculum.evidence.models import Evidence, EvidenceKind, EvidenceType
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from curriculum.progress import queries, service
from curriculum.progress.codec import decode, encode
from curriculum.progress.models import Achievement, Standing
from tests.conftest import NOW
from tests.conftest import _empty as empty
from tests.factories.delivery import make_official
from tests.paths.test_velmaria import load

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def velmaria(whole_app):
    with whole_app.app_context(), clock.moved_to(NOW):
        empty(whole_app)
        load()
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def amina(velmaria):
    """An official admitted to LP-TRN-ASY, about whom nothing else is known."""
    with transaction():
        person_id = make_official()
        version = paths.get_version("LP-TRN-ASY", 1)
        enrolment = PathEnrolment(
            person_id=person_id,
            path_version_id=version.id,
            state=EnrolmentState.ADMITTED,
            designated_on=date(2024, 1, 1),
        )
        db.session.add(enrolment)
        announce(PersonTouched(person_id))
    return enrolment


def follow(person_id: int, offering_code: str, *, score: int | None, hours: int | None) -> int:
    """What an applied list leaves: evidence and a figure of the offering's run."""
    with transaction():
        offering = db.session.scalars(select(Offering).where(Offering.code == offering_code)).one()
        run = db.session.scalars(select(Run).where(Run.offering_id == offering.id)).one_or_none()
        if run is None:
            run = Run(
                code=offering_code,
                title=offering.title,
                offering_id=offering.id,
                hours=offering.hours,
                start=offering.start,
                end=offering.end,
            )
            db.session.add(run)
            db.session.flush()
        state = FigureState.DISPUTED if hours is None else FigureState.SETTLED
        db.session.merge(AttendanceFigure(person_id=person_id, run_id=run.id, hours=hours, state=state))
        evidence = Evidence(
            person_id=person_id,
            kind=EvidenceKind.NON_FORMAL,
            type=EvidenceType.ASSESSMENT_RESULT,
            title=offering_code,
            issuer="D-CEPM",
            issued_on=offering.end,
            offering_id=offering.id,
            run_id=run.id,
            score=score,
        )
        db.session.add(evidence)
        announce(PersonTouched(person_id))
    return run.id


def asy201(enrolment):
    progress = queries.progress_on(enrolment)
    return progress.component("C2").modules[0]


@pytest.mark.parametrize(
    ("score", "hours", "percent", "critical"),
    [
        pytest.param(7300, 2400, 55, 1, id="S01 passed: two outcomes of four"),
        pytest.param(None, 2400, 0, 0, id="S03 no individual result: level 1"),
        pytest.param(5900, 2400, 0, 0, id="below the pass mark: level 1"),
        pytest.param(7300, None, 0, 0, id="S10 disputed attendance counts nothing"),
    ],
)
def test_applied_list_moves_the_standing(amina, score, hours, percent, critical):
    follow(amina.person_id, "CEPM-01", score=score, hours=hours)

    module = asy201(amina)
    assert (module.percent, module.critical_met, module.critical_total) == (percent, critical, 2)


def test_first_activity_makes_the_enrolment_active(amina):
    follow(amina.person_id, "CEPM-01", score=7300, hours=2400)

    assert db.session.get(PathEnrolment, (amina.person_id, amina.id)).state is EnrolmentState.ACTIVE


def test_change_says_because_of_what(amina):
    follow(amina.person_id, "CEPM-01", score=7300, hours=2400)

    latest, first = queries.changes_of(amina.person_id)
    assert (first.from_percent, first.to_percent, latest.from_percent, latest.to_percent) == (None, 0, 0, 5)
    codes = {code for change in latest.because for code, _ in change[4]}
    assert codes == {"new_evidence"}


def test_achievement_names_what_met_it(amina):
    follow(amina.person_id, "CEPM-01", score=7300, hours=2400)

    held = queries.achievements_of(amina.person_id)
    assert [(one.proof_level, one.trace[0].partition(":")[0]) for one in held] == [(3, "evidence")] * 2


def test_projection_is_rebuilt_equal(amina):
    follow(amina.person_id, "CEPM-01", score=7300, hours=2400)

    def everything():
        db.session.expire_all()
        stored = queries.standings_of([amina.person_id])
        standings = [(one.enrolment_id, one.percent, one.breakdown) for one in stored]
        held = [(a.outcome_id, a.proof_level, a.trace) for a in queries.achievements_of(amina.person_id)]
        return standings, sorted(held)

    before = everything()
    with transaction():
        service.forget_all()
    assert everything() == ([], [])
    service.rebuild([amina.person_id])

    assert everything() == before


def test_refresh_without_a_new_fact_writes_nothing(amina):
    follow(amina.person_id, "CEPM-01", score=7300, hours=2400)
    [before] = queries.standings_of([amina.person_id])
    stamp, changes = before.updated_at, len(queries.changes_of(amina.person_id))

    with clock.moved_to(NOW.replace(hour=12)), transaction():
        announce(PersonTouched(amina.person_id))

    db.session.expire_all()
    [after] = queries.standings_of([amina.person_id])
    assert (after.updated_at, len(queries.changes_of(amina.person_id))) == (stamp, changes)


def test_failing_refresh_takes_the_fact_with_it(amina, monkeypatch):
    monkeypatch.setattr(service, "judge", lambda dossier, on: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        follow(amina.person_id, "CEPM-02", score=9000, hours=4000)

    assert db.session.scalars(select(Evidence).where(Evidence.person_id == amina.person_id)).all() == []


def test_lapsed_outcome_is_judged_when_read(amina):
    follow(amina.person_id, "CEPM-01", score=7300, hours=2400)
    [standing] = queries.standings_of([amina.person_id])

    assert standing.good_until == date(2029, 5, 15)
    assert queries.progress_on(amina, date(2029, 5, 15)).percent == 5
    assert queries.progress_on(amina, date(2029, 5, 16)).percent == 0


def test_encoded_standing_reads_back_the_same(amina):
    follow(amina.person_id, "CEPM-01", score=7300, hours=2400)
    progress = queries.progress_on(amina)

    assert encode(decode(encode(progress))) == encode(progress)


def test_everybody_has_achievements_even_without_a_path(velmaria):
    with transaction():
        person_id = make_official("Bruno Ferreirinha")

    follow(person_id, "CEPM-01", score=7300, hours=2400)

    assert len(queries.achievements_of(person_id)) == 2
    assert db.session.scalars(select(Standing).where(Standing.person_id == person_id)).all() == []
    assert db.session.scalars(select(Achievement.via).where(Achievement.person_id == person_id)).all() == [
        "taught",
        "taught",
    ]


def test_equivalence_decided_later_reaches_who_holds_the_older_outcome_S05(velmaria):
    with transaction():
        person_id = make_official("Clarisse Mercadel")
    follow(person_id, "FFMS-01", score=None, hours=600)
    codes = dict(db.session.execute(select(Outcome.id, Outcome.code)).all())

    held = {codes[one.outcome_id]: (one.via, one.proof_level) for one in queries.achievements_of(person_id)}

    assert held == {"BOR-102.v1.O1": ("taught", 1), "BOR-102.v2.O1": ("equivalence", 1)}
    with transaction():
        service.on_versions_published([VersionPublished("module", version_of("BOR-102", 2))])
    assert len(queries.achievements_of(person_id)) == 2


def version_of(code, number):
    wanted = select(ModuleVersion.id).join(Module).where(Module.code == code, ModuleVersion.version == number)
    return db.session.scalars(wanted).one()


def test_surplus_record_that_lapses_ends_the_stored_answer_too(amina):
    follow(amina.person_id, "CEPM-01", score=7300, hours=2400)
    follow(amina.person_id, "FFMS-02", score=8800, hours=2400)

    [standing] = queries.standings_of([amina.person_id])

    assert standing.good_until == date(2029, 5, 15)


def test_daily_round_judges_again_what_older_rules_wrote(amina):
    follow(amina.person_id, "CEPM-01", score=7300, hours=2400)
    with transaction():
        [standing] = queries.standings_of([amina.person_id])
        standing.rules_version -= 1

    assert service.refresh_due(NOW.date()) == 1
    assert service.refresh_due(NOW.date()) == 0
