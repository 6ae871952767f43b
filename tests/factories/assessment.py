"""Plain makers of graded results, observations and their scores."""

from datetime import date

from curriculum.assessment import service
from curriculum.assessment.grid import Criterion
from curriculum.assessment.models import AssessmentResult, ObservedTeaching
from curriculum.delivery.models import Run
from curriculum.domain.actors import Actor
from tests.factories.delivery import School

ASSESSED = date(2026, 10, 9)


def make_result(school: School, person_id: int, score: int = 7500, **values) -> AssessmentResult:
    """A result graded by `school.assessor`, not verified yet."""
    dull = {"module_version_id": school.version.id, "assessed_on": ASSESSED}
    return service.grade(school.assessor, person_id=person_id, score=score, **{**dull, **values})


def all_at(level: int = 3, **others: int) -> dict[str, int]:
    """A complete grid at one level, criteria named in `others` apart."""
    return {**{one.value: level for one in Criterion}, **others}


def make_observation(observer: Actor, run: Run, person_id: int, **values) -> ObservedTeaching:
    """An observation at level 3 on the first day of the run, signed by nobody."""
    dull = {"observed_on": run.start, "scores": all_at(3)}
    return service.record_observation(observer, person_id=person_id, run_id=run.id, **{**dull, **values})
