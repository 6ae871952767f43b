"""What the page "apply for the certificate" shows: every requirement, and the spellings on record (J7.1)."""

from dataclasses import dataclass
from datetime import date

from curriculum.awards import queries
from curriculum.awards.applications import printed_names, snapshots
from curriculum.awards.models import Application
from curriculum.db import Bilingual
from curriculum.domain.actors import Actor
from curriculum.domain.eligibility import Reason
from curriculum.domain.lifecycles.application import ApplicationState
from curriculum.domain.refusals import Refusal, RefusalCode, found
from curriculum.paths import queries as paths
from curriculum.paths.models import PathEnrolment, PathVersion


@dataclass(frozen=True)
class ApplyPage:
    """An official's own path with what speaks for and against an application today."""

    person_id: int
    enrolment: PathEnrolment
    version: PathVersion
    eligible: bool
    reasons: tuple[Reason, ...]
    titles: dict[str, Bilingual | None]
    spellings: dict[str, tuple[str, ...]]
    begun: Application | None
    """An application already under way on this path; a returned one may be handed in again."""

    @property
    def may_submit(self) -> bool:
        """Whether the form is offered."""
        again = self.begun is None or self.begun.state is ApplicationState.RETURNED
        return self.eligible and again


def page(actor: Actor, path_code: str, on: date) -> ApplyPage:
    """The page for the actor's own enrolment on a path; refuses NOT_FOUND where there is none."""
    person_id = actor.person_id
    if not isinstance(person_id, int):
        raise Refusal(RefusalCode.NOT_FOUND, object="enrolment", code=path_code)
    enrolment, version = _enrolment(person_id, path_code)
    _, _, decision = snapshots.judged(enrolment, on)
    begun = queries.find_open(person_id, enrolment.id) or queries.find_issued(person_id, enrolment.id)
    return ApplyPage(
        person_id,
        enrolment,
        version,
        decision.eligible,
        decision.reasons,
        {one.code: one.title for one in version.components},
        printed_names.spellings(person_id),
        begun,
    )


def _enrolment(person_id: int, path_code: str) -> tuple[PathEnrolment, PathVersion]:
    enrolment = found(queries.find_enrolment(person_id, path_code), "enrolment", path_code)
    return enrolment, paths.version(enrolment.path_version_id)
