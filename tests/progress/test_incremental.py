"""A result explains only what it can change, and leaves what a computation of everything leaves (C.2)."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from curriculum import clock
from curriculum.announcements import PersonTouched
from curriculum.catalogue import engine
from curriculum.db import announce, db, transaction
from curriculum.delivery import service as delivering
from curriculum.delivery.models import AttendanceFigure, FigureState
from curriculum.domain.actors import SYSTEM
from curriculum.domain.changes import diff
from curriculum.domain.lifecycles.enrolment import EnrolmentState
from curriculum.domain.progress import achievements, judge, progress_of
from curriculum.donors.models import Offering
from curriculum.evidence import service as evidence
from curriculum.evidence.models import Evidence
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment
from curriculum.progress import queries
from curriculum.progress.codec import decode, encode, plain, says_the_same
from curriculum.progress.everything import everything
from curriculum.progress.models import Achievement, StandingChange
from tests.bench.followers import Course
from tests.conftest import NOW
from tests.conftest import _empty as empty
from tests.factories.delivery import make_official
from tests.paths.test_velmaria import load

pytestmark = pytest.mark.database

PATHS = (("LP-TRN-BOR", 2), ("LP-TRN-ASY", 1), ("LP-FND-MIG", 1))
RESULTS = st.tuples(
    st.integers(0, 200),  # which course
    st.sampled_from([None, 5500, 7300, 9100]),  # its result, if the list brings one
    st.sampled_from(["none", "full", "disputed"]),  # what is known of the attendance
)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def courses(whole_app):
    with whole_app.app_context(), clock.moved_to(NOW):
        empty(whole_app)
        load()
        with transaction():
            offered = db.session.scalars(select(Offering).order_by(Offering.code)).all()
            runs = [delivering.ensure_offering_run(SYSTEM, one.id) for one in offered]
            found = [Course(o.id, r.id, o.code, o.end, o.hours) for o, r in zip(offered, runs, strict=True)]
        yield found
        db.session.remove()
        db.engine.dispose()


def enrolled() -> int:
    """An official on three paths at once."""
    with transaction():
        person_id = make_official()
        for code, version in PATHS:
            on_path = {"path_version_id": paths.get_version(code, version).id, "state": EnrolmentState.ACTIVE}
            db.session.add(PathEnrolment(person_id=person_id, designated_on=date(2024, 1, 1), **on_path))
        announce(PersonTouched(person_id))
    return person_id


def attend(person_id: int, course: Course, how: str) -> None:
    hours = None if how == "disputed" else course.hours
    state = FigureState.DISPUTED if hours is None else FigureState.SETTLED
    figure = AttendanceFigure(person_id=person_id, run_id=course.run_id, hours=hours, state=state)
    with transaction():
        db.session.merge(figure)
        announce(PersonTouched(person_id))


def stored(person_id: int):
    db.session.expire_all()
    return {one.enrolment_id: one for one in queries.standings_of([person_id])}


def check_standings(person_id: int, before: dict[int, str], since: int) -> None:
    """Text, figures, last day and because are those of a judgement of everything."""
    now = stored(person_id)
    for enrolment in queries.open_enrolments([person_id]):
        reader, one = queries.reader_of(person_id), now[enrolment.id]
        judged = judge(queries.on_path(reader, enrolment, queries.entry_of(enrolment)), TODAY)
        whole = progress_of(judged)
        assert says_the_same(one.breakdown, encode(whole))
        assert one.breakdown == encode(whole)
        assert (one.percent, one.percent_taught, one.met) == (whole.percent, judged.taught, whole.complete)
        assert one.good_until == judged.lasts_until
        wanted = select(StandingChange.because).where(
            StandingChange.enrolment_id == enrolment.id, StandingChange.id > since
        )
        because = [plain(change) for change in diff(decode(before[enrolment.id]), whole)]
        assert db.session.scalars(wanted).all() == ([because] if because else [])


def check_held(person_id: int) -> None:
    """What is held is what all facts together give."""
    base = queries.reader_of(person_id).base(person_id, everything())
    held = {
        (one.outcome, int(one.level), one.via.value, one.achieved_on, one.current_until, one.trace_ids)
        for one in achievements(base, TODAY)
    }
    codes = {key: code for code, key in engine.outcome_keys().items()}
    assert held == {
        (codes[a.outcome_id], a.proof_level, a.via, a.achieved_on, a.current_until, tuple(a.trace))
        for a in db.session.scalars(select(Achievement).where(Achievement.person_id == person_id))
    }


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RESULTS, min_size=1, max_size=8))
def test_one_result_leaves_what_everything_together_leaves(courses, results):
    person_id = enrolled()
    for number, score, how in results:
        course = courses[number % len(courses)]
        if how != "none":
            attend(person_id, course, how)
        before = {key: one.breakdown for key, one in stored(person_id).items()}
        since = max(db.session.scalars(select(StandingChange.id)), default=0)

        with transaction():
            evidence.record_many(SYSTEM, [course.result(person_id, score)])

        check_standings(person_id, before, since)
        check_held(person_id)
    assert db.session.scalars(select(Evidence.id).where(Evidence.person_id == person_id)).all()
